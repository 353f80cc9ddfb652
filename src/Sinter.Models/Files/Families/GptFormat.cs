using System.Text.Json;

namespace Sinter.Models.Files.Families;

/// <summary>What GPT-1 and GPT-2 share in the files of transformers: keys such as <c>n_embd</c>, matrices stored as [in, out], and the names of tensors.</summary>
internal abstract class GptFormat : FamilyFormat
{
    private const string Trunk = "transformer.";

    /// <inheritdoc/>
    public sealed override string LanguageModelClass => ClassPrefix + "LMHeadModel";

    /// <summary>The name of the token embedding.</summary>
    protected abstract string TokenTable { get; }

    /// <summary>The name of the positions.</summary>
    protected abstract string PositionTable { get; }

    /// <inheritdoc/>
    public sealed override IEnumerable<TensorPlace> Tensors(ModelConfig config)
    {
        var hidden = config.HiddenSize;
        TensorPlace tokens = new(new($"{Trunk}{TokenTable}.weight", [config.VocabularySize, hidden]), "embedding");
        TensorPlace positions = new(new($"{Trunk}{PositionTable}.weight", [config.ContextLength, hidden]), "positions");
        TensorPlace output = new(new("lm_head.weight", [config.VocabularySize, hidden]), "output");
        IEnumerable<TensorPlace> places = [tokens, positions];
        return places
            .Concat(Enumerable.Range(0, config.Layers).SelectMany(layer => Block(config, $"{Trunk}h.{layer}.", $"{layer}.")))
            .Concat(config.NormPlacement == NormPlacement.After ? [] : LayerNorm(Trunk + "ln_f", hidden, "norm"))
            .Concat(config.Head == ModelHead.LanguageModel && !config.TieEmbeddings ? [output] : []);
    }

    /// <inheritdoc/>
    public override IEnumerable<string> OtherNames(string name)
        => name.StartsWith(Trunk, StringComparison.Ordinal) ? [name[Trunk.Length..]] : [];

    /// <summary>What both have, before norms' place, width of the feed-forward layer and activation.</summary>
    protected ModelConfig ReadShared(JsonFile json, ModelHead head, int usualContextLength)
    {
        var heads = json.Int("n_head");
        return new ModelConfig
        {
            Family = Family,
            VocabularySize = json.Int("vocab_size"),
            HiddenSize = json.Int("n_embd"),
            Layers = json.Int("n_layer"),
            Heads = heads,
            KeyValueHeads = heads,
            IntermediateSize = 0,
            ContextLength = json.OptionalInt("n_positions") ?? usualContextLength,
            Norm = NormKind.LayerNorm,
            NormBias = true,
            NormEpsilon = json.OptionalDouble("layer_norm_epsilon") ?? 1e-5,
            Positions = PositionKind.Learned,
            AttentionBias = true,
            AttentionOutputBias = true,
            Gated = false,
            FeedForwardBias = true,
            TieEmbeddings = json.OptionalBool("tie_word_embeddings") ?? true,
            Head = head,
        };
    }

    /// <summary>Writes what both have.</summary>
    protected static void WriteShared(Utf8JsonWriter json, ModelConfig config)
    {
        json.WriteNumber("layer_norm_epsilon", config.NormEpsilon);
        json.WriteNumber("n_ctx", config.ContextLength);
        json.WriteNumber("n_embd", config.HiddenSize);
        json.WriteNumber("n_head", config.Heads);
        json.WriteNumber("n_layer", config.Layers);
        json.WriteNumber("n_positions", config.ContextLength);
        json.WriteBoolean("tie_word_embeddings", config.TieEmbeddings);
    }

    /// <summary>The feed-forward width that is usual: four times the hidden size, or none where that is too large to be.</summary>
    protected static int UsualWidth(int hiddenSize) => hiddenSize is > 0 and < 1 << 20 ? 4 * hiddenSize : 0;

    private static IEnumerable<TensorPlace> Block(ModelConfig config, string from, string to) =>
    [
        .. LayerNorm(from + "ln_1", config.HiddenSize, to + "attention.norm"),
        .. Conv1D(from + "attn.c_attn", config.HiddenSize, 3 * config.QuerySize, to + "attention.qkv"),
        .. Conv1D(from + "attn.c_proj", config.QuerySize, config.HiddenSize, to + "attention.output"),
        .. LayerNorm(from + "ln_2", config.HiddenSize, to + "feedForward.norm"),
        .. Conv1D(from + "mlp.c_fc", config.HiddenSize, config.IntermediateSize, to + "feedForward.up"),
        .. Conv1D(from + "mlp.c_proj", config.IntermediateSize, config.HiddenSize, to + "feedForward.down"),
    ];

    /// <summary>A matrix that is stored as [in, out], and its bias.</summary>
    private static IEnumerable<TensorPlace> Conv1D(string from, int columns, int rows, string to) =>
    [
        new(new(from + ".weight", [columns, rows]), to, Layout: TensorLayout.Transposed),
        new(new(from + ".bias", [rows]), to + ".bias"),
    ];
}
