using System.Text.Json;
using Sinter.Tensors.Operations;

namespace Sinter.Models.Files.Families;

/// <summary>GPT-NeoX and Pythia, as transformers' GPTNeoXForCausalLM has them.</summary>
internal sealed class NeoXFormat : FamilyFormat
{
    private const string Trunk = "gpt_neox.";
    private const string ActivationKey = "hidden_act";
    private const double UsualShare = 0.25;
    private const int UsualContextLength = 2048;

    /// <inheritdoc/>
    public override ModelFamily Family => ModelFamily.NeoX;

    /// <inheritdoc/>
    public override string ModelType => "gpt_neox";

    /// <inheritdoc/>
    public override string ClassPrefix => "GPTNeoX";

    /// <inheritdoc/>
    public override ModelConfig Read(JsonFile json, ModelHead head)
    {
        var heads = json.Int("num_attention_heads");
        var bias = json.OptionalBool("attention_bias") ?? true;
        return new ModelConfig
        {
            Family = Family,
            VocabularySize = json.Int("vocab_size"),
            HiddenSize = json.Int("hidden_size"),
            Layers = json.Int("num_hidden_layers"),
            Heads = heads,
            KeyValueHeads = heads,
            IntermediateSize = json.Int("intermediate_size"),
            ContextLength = json.OptionalInt("max_position_embeddings") ?? UsualContextLength,
            Norm = NormKind.LayerNorm,
            NormBias = true,
            NormEpsilon = json.OptionalDouble("layer_norm_eps") ?? 1e-5,
            RopeBase = json.OptionalDouble("rotary_emb_base") ?? RopeJson.Base(json),
            RopeScaling = RopeJson.Scaling(json),
            RotaryShare = json.OptionalDouble("rotary_pct") ?? RopeJson.Share(json, UsualShare),
            AttentionBias = bias,
            AttentionOutputBias = bias,
            Activation = ActivationJson.Read(json, ActivationKey, UnaryFunction.Gelu, gated: false),
            Gated = false,
            FeedForwardBias = true,
            ParallelResidual = json.OptionalBool("use_parallel_residual") ?? true,
            TieEmbeddings = json.OptionalBool("tie_word_embeddings") ?? false,
            Head = head,
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json, ModelConfig config)
    {
        json.WriteBoolean("attention_bias", config.AttentionBias);
        ActivationJson.Write(json, ActivationKey, config.Activation);
        json.WriteNumber("hidden_size", config.HiddenSize);
        json.WriteNumber("intermediate_size", config.IntermediateSize);
        json.WriteNumber("layer_norm_eps", config.NormEpsilon);
        json.WriteNumber("max_position_embeddings", config.ContextLength);
        json.WriteNumber("num_attention_heads", config.Heads);
        json.WriteNumber("num_hidden_layers", config.Layers);
        RopeJson.WriteScaling(json, config);
        json.WriteNumber("rotary_emb_base", config.RopeBase);
        json.WriteNumber("rotary_pct", config.RotaryShare);
        json.WriteBoolean("tie_word_embeddings", config.TieEmbeddings);
        json.WriteBoolean("use_parallel_residual", config.ParallelResidual);
    }

    /// <inheritdoc/>
    public override IEnumerable<TensorPlace> Tensors(ModelConfig config)
    {
        TensorPlace embedding = new(new(Trunk + "embed_in.weight", [config.VocabularySize, config.HiddenSize]), "embedding");
        TensorPlace output = new(new("embed_out.weight", [config.VocabularySize, config.HiddenSize]), "output");
        return Enumerable.Range(0, config.Layers).SelectMany(layer => Block(config, $"{Trunk}layers.{layer}.", $"{layer}."))
            .Prepend(embedding)
            .Concat(LayerNorm(Trunk + "final_layer_norm", config.HiddenSize, "norm"))
            .Concat(config.Head == ModelHead.LanguageModel && !config.TieEmbeddings ? [output] : []);
    }

    /// <inheritdoc/>
    public override IEnumerable<string> OtherNames(string name)
        => name.StartsWith(Trunk, StringComparison.Ordinal) ? [name[Trunk.Length..]] : [];

    private static IEnumerable<TensorPlace> Block(ModelConfig config, string from, string to)
    {
        int hidden = config.HiddenSize, inner = config.IntermediateSize;
        var qkv = Linear(from + "attention.query_key_value", 3 * config.QuerySize, hidden, to + "attention.qkv", config.AttentionBias);
        return
        [
            .. LayerNorm(from + "input_layernorm", hidden, to + "attention.norm"),
            .. qkv.Select(static place => place with { Layout = TensorLayout.QueryKeyValueByHead }),
            .. Linear(from + "attention.dense", hidden, config.QuerySize, to + "attention.output", config.AttentionOutputBias),
            .. LayerNorm(from + "post_attention_layernorm", hidden, to + "feedForward.norm"),
            .. Linear(from + "mlp.dense_h_to_4h", inner, hidden, to + "feedForward.up", bias: true),
            .. Linear(from + "mlp.dense_4h_to_h", hidden, inner, to + "feedForward.down", bias: true),
        ];
    }
}
