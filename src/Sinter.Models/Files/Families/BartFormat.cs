using System.Text.Json;
using Sinter.Tensors.Operations;

namespace Sinter.Models.Files.Families;

/// <summary>BART, as transformers' BartForConditionalGeneration has it.</summary>
internal sealed class BartFormat : FamilyFormat
{
    private const int Offset = 2;
    private const string Trunk = "model.";

    // A file of the bare trunk (BartModel) is a whole language model, too, as its output is the embedding: only the bias of the logits is missing, which is 0.
    private const string BiasKey = "sinter_logits_bias";

    private static readonly (string Name, UnaryFunction Function)[] Activations =
    [
        ("gelu", UnaryFunction.Gelu),
        ("relu", UnaryFunction.Relu),
        ("gelu_new", UnaryFunction.GeluTanh),
        ("silu", UnaryFunction.Silu),
    ];

    /// <inheritdoc/>
    public override ModelFamily Family => ModelFamily.Bart;

    /// <inheritdoc/>
    public override string ModelType => "bart";

    /// <inheritdoc/>
    public override string ClassPrefix => "Bart";

    /// <inheritdoc/>
    public override string LanguageModelClass => "BartForConditionalGeneration";

    /// <inheritdoc/>
    public override ModelConfig Read(JsonFile json, ModelHead head)
    {
        if (head is not (ModelHead.LanguageModel or ModelHead.None))
        {
            throw json.Unsupported("head", head.ToString(), LanguageModelClass);
        }

        foreach (var key in (string[])["normalize_before", "add_final_layer_norm", "static_position_embeddings"])
        {
            json.RequireFalse(key);
        }

        var (hidden, heads, intermediate) = (json.Int("d_model"), json.Int("encoder_attention_heads"), json.Int("encoder_ffn_dim"));
        RequireEqual(json, "decoder_attention_heads", heads);
        RequireEqual(json, "decoder_ffn_dim", intermediate);
        var activation = json.OptionalString("activation_function") ?? "gelu";
        return new ModelConfig
        {
            Family = Family,
            VocabularySize = json.Int("vocab_size"),
            HiddenSize = hidden,
            Layers = json.Int("encoder_layers"),
            DecoderLayers = json.Int("decoder_layers"),
            Heads = heads,
            KeyValueHeads = heads,
            IntermediateSize = intermediate,
            ContextLength = json.OptionalInt("max_position_embeddings") ?? 1024,
            Positions = PositionKind.Learned,
            PositionOffset = Offset,
            Norm = NormKind.LayerNorm,
            NormBias = true,
            NormPlacement = NormPlacement.After,
            EmbeddingNorm = true,
            EmbeddingScale = hidden > 0 && json.OptionalBool("scale_embedding") == true ? Math.Sqrt(hidden) : 1,
            AttentionBias = true,
            AttentionOutputBias = true,
            FeedForwardBias = true,
            Gated = false,
            Activation = Activations.FirstOrDefault(pair => pair.Name == activation) is { Name: not null } known
                ? known.Function
                : throw json.Unsupported("activation_function", activation, string.Join(", ", Activations.Select(static pair => pair.Name))),
            OutputBias = json.OptionalBool(BiasKey) ?? head == ModelHead.LanguageModel,
            TieEmbeddings = true,
            Head = ModelHead.LanguageModel,
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json, ModelConfig config)
    {
        json.WriteString("activation_function", Activations.FirstOrDefault(pair => pair.Function == config.Activation).Name
            ?? throw new ArgumentException($"The files of BART have no name for the activation {config.Activation}; choose Gelu, Relu, GeluTanh or Silu."));
        json.WriteNumber("d_model", config.HiddenSize);
        json.WriteNumber("decoder_attention_heads", config.Heads);
        json.WriteNumber("decoder_ffn_dim", config.IntermediateSize);
        json.WriteNumber("decoder_layers", config.DecoderLayers);
        json.WriteNumber("dropout", 0);
        json.WriteNumber("encoder_attention_heads", config.Heads);
        json.WriteNumber("encoder_ffn_dim", config.IntermediateSize);
        json.WriteNumber("encoder_layers", config.Layers);
        json.WriteBoolean("is_encoder_decoder", true);
        json.WriteNumber("max_position_embeddings", config.ContextLength);
        json.WriteNumber("num_hidden_layers", config.Layers);
        json.WriteBoolean("scale_embedding", config.EmbeddingScale != 1);
        if (!config.OutputBias)
        {
            json.WriteBoolean(BiasKey, false);
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<TensorPlace> Tensors(ModelConfig config) =>
    [
        new(new(Trunk + "shared.weight", [config.VocabularySize, config.HiddenSize]), "embedding"),
        .. Side(config, "encoder.", config.Layers),
        .. Side(config, "decoder.", config.DecoderLayers),
        .. config.OutputBias ? [new TensorPlace(new("final_logits_bias", [1, config.VocabularySize]), "output.bias")] : Array.Empty<TensorPlace>(),
    ];

    /// <inheritdoc/>
    public override IEnumerable<string> OtherNames(string name)
    {
        if (name == Trunk + "shared.weight")
        {
            return ["shared.weight", "model.encoder.embed_tokens.weight", "encoder.embed_tokens.weight"];
        }

        return name.StartsWith(Trunk, StringComparison.Ordinal) ? [name[Trunk.Length..]] : [];
    }

    private static void RequireEqual(JsonFile json, string key, int expected)
    {
        var found = json.Int(key);
        if (found != expected)
        {
            throw json.Unsupported(key, FormattableString.Invariant($"{found}"), FormattableString.Invariant($"{expected} as in the encoder"));
        }
    }

    private static IEnumerable<TensorPlace> Side(ModelConfig config, string side, int layers)
    {
        int hidden = config.HiddenSize, intermediate = config.IntermediateSize;
        yield return new(new(Trunk + side + "embed_positions.weight", [config.ContextLength + config.PositionOffset, hidden]), side + "positions");
        var places = Pair("layernorm_embedding", "embeddingNorm", hidden);
        for (var layer = 0; layer < layers; layer++)
        {
            var (from, to) = ($"layers.{layer}.", $"{layer}.");
            places = places
                .Concat(Pair(from + "self_attn.q_proj", to + "attention.qkv", hidden, hidden))
                .Concat(Pair(from + "self_attn.k_proj", to + "attention.qkv", hidden, hidden, hidden))
                .Concat(Pair(from + "self_attn.v_proj", to + "attention.qkv", hidden, hidden, 2 * hidden))
                .Concat(Pair(from + "self_attn.out_proj", to + "attention.output", hidden, hidden))
                .Concat(Pair(from + "self_attn_layer_norm", to + "attention.norm", hidden));
            if (side == "decoder.")
            {
                places = places
                    .Concat(Pair(from + "encoder_attn.q_proj", to + "crossAttention.query", hidden, hidden))
                    .Concat(Pair(from + "encoder_attn.k_proj", to + "crossAttention.keyValue", hidden, hidden))
                    .Concat(Pair(from + "encoder_attn.v_proj", to + "crossAttention.keyValue", hidden, hidden, hidden))
                    .Concat(Pair(from + "encoder_attn.out_proj", to + "crossAttention.output", hidden, hidden))
                    .Concat(Pair(from + "encoder_attn_layer_norm", to + "crossAttention.norm", hidden));
            }

            places = places
                .Concat(Pair(from + "fc1", to + "feedForward.up", intermediate, hidden))
                .Concat(Pair(from + "fc2", to + "feedForward.down", hidden, intermediate))
                .Concat(Pair(from + "final_layer_norm", to + "feedForward.norm", hidden));
        }

        foreach (var place in places)
        {
            yield return place;
        }

        // A weight, a matrix where it has columns, and its bias.
        IEnumerable<TensorPlace> Pair(string from, string to, int rows, int columns = 0, int row = 0) =>
        [
            new(new($"{Trunk}{side}{from}.weight", columns == 0 ? [rows] : [rows, columns]), side + to, row),
            new(new($"{Trunk}{side}{from}.bias", [rows]), $"{side}{to}.bias", row),
        ];
    }
}
