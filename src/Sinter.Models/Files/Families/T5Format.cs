using System.Text.Json;
using Sinter.Tensors.Operations;

namespace Sinter.Models.Files.Families;

/// <summary>T5, T5 v1.1 and Flan-T5, as transformers' T5ForConditionalGeneration has them.</summary>
internal sealed class T5Format : FamilyFormat
{
    private const string Gate = "gated-";

    private static readonly (string Name, UnaryFunction Function)[] Activations =
    [
        ("relu", UnaryFunction.Relu),
        ("gelu_new", UnaryFunction.GeluTanh),
        ("gelu", UnaryFunction.Gelu),
        ("silu", UnaryFunction.Silu),
    ];

    /// <inheritdoc/>
    public override ModelFamily Family => ModelFamily.T5;

    /// <inheritdoc/>
    public override string ModelType => "t5";

    /// <inheritdoc/>
    public override string ClassPrefix => "T5";

    /// <inheritdoc/>
    public override string LanguageModelClass => "T5ForConditionalGeneration";

    /// <inheritdoc/>
    public override ModelConfig Read(JsonFile json, ModelHead head)
    {
        if (head != ModelHead.LanguageModel)
        {
            throw json.Unsupported("head", head.ToString(), LanguageModelClass);
        }

        var (activation, gated) = Activation(json);
        var (hidden, heads, layers) = (json.Int("d_model"), json.Int("num_heads"), json.Int("num_layers"));
        var tied = json.OptionalBool("tie_word_embeddings") ?? true;
        var headSize = json.OptionalInt("d_kv") ?? 64;
        return new ModelConfig
        {
            Family = Family,
            VocabularySize = json.Int("vocab_size"),
            HiddenSize = hidden,
            Layers = layers,
            DecoderLayers = json.OptionalInt("num_decoder_layers") ?? layers,
            Heads = heads,
            KeyValueHeads = heads,
            HeadSize = heads > 0 && (long)headSize * heads == hidden ? 0 : headSize,
            IntermediateSize = json.Int("d_ff"),
            ContextLength = json.OptionalInt("n_positions") ?? 512,
            Positions = PositionKind.Relative,
            RelativeBuckets = json.OptionalInt("relative_attention_num_buckets") ?? 32,
            RelativeMaximumDistance = json.OptionalInt("relative_attention_max_distance") ?? 128,
            AttentionScale = 1,
            NormEpsilon = json.OptionalDouble("layer_norm_epsilon") ?? 1e-6,
            Activation = activation,
            Gated = gated,
            OutputScale = tied && hidden > 0 ? 1 / Math.Sqrt(hidden) : 1,
            TieEmbeddings = tied,
            Head = head,
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json, ModelConfig config)
    {
        json.WriteNumber("d_ff", config.IntermediateSize);
        json.WriteNumber("d_kv", config.HeadSize);
        json.WriteNumber("d_model", config.HiddenSize);
        json.WriteString("dense_act_fn", NameOf(config.Activation));
        json.WriteNumber("dropout_rate", 0);
        json.WriteString("feed_forward_proj", FeedForward(config));
        json.WriteBoolean("is_encoder_decoder", true);
        json.WriteBoolean("is_gated_act", config.Gated);
        json.WriteNumber("layer_norm_epsilon", config.NormEpsilon);
        json.WriteNumber("n_positions", config.ContextLength);
        json.WriteNumber("num_decoder_layers", config.DecoderLayers);
        json.WriteNumber("num_heads", config.Heads);
        json.WriteNumber("num_layers", config.Layers);
        json.WriteNumber("relative_attention_max_distance", config.RelativeMaximumDistance);
        json.WriteNumber("relative_attention_num_buckets", config.RelativeBuckets);
        json.WriteBoolean("tie_word_embeddings", config.TieEmbeddings);
    }

    /// <inheritdoc/>
    public override IEnumerable<TensorPlace> Tensors(ModelConfig config) =>
    [
        new(new("shared.weight", [config.VocabularySize, config.HiddenSize]), "embedding"),
        .. Side(config, "encoder.", config.Layers),
        .. Side(config, "decoder.", config.DecoderLayers),
        .. config.TieEmbeddings ? Array.Empty<TensorPlace>() : [new(new("lm_head.weight", [config.VocabularySize, config.HiddenSize]), "output")],
    ];

    /// <inheritdoc/>
    public override IEnumerable<string> OtherNames(string name)
        => name == "shared.weight" ? ["encoder.embed_tokens.weight", "decoder.embed_tokens.weight"] : [];

    // Transformers means the approximation by tanh where a gated unit is called that of GELU.
    private static (UnaryFunction Activation, bool Gated) Activation(JsonFile json)
    {
        var written = json.OptionalString("feed_forward_proj") ?? "relu";
        var gated = written.StartsWith(Gate, StringComparison.Ordinal);
        var name = written == "gated-gelu" ? "gelu_new" : gated ? written[Gate.Length..] : written;
        return Activations.FirstOrDefault(pair => pair.Name == name) is { Name: not null } known
            ? (known.Function, gated)
            : throw json.Unsupported("feed_forward_proj", written, "relu, gelu, silu or gelu_new, with or without 'gated-' before it");
    }

    private static string FeedForward(ModelConfig config) => config switch
    {
        { Gated: true, Activation: UnaryFunction.GeluTanh } => "gated-gelu",
        { Gated: true, Activation: UnaryFunction.Gelu } => throw new ArgumentException("A T5 whose gated unit has the exact GELU cannot be written: in its files 'gated-gelu' means the approximation by tanh; choose GeluTanh."),
        _ => (config.Gated ? Gate : "") + NameOf(config.Activation),
    };

    private static string NameOf(UnaryFunction activation) => Activations.FirstOrDefault(pair => pair.Function == activation).Name
        ?? throw new ArgumentException($"The files of T5 have no name for the activation {activation}; choose Relu, Gelu, GeluTanh or Silu.");

    private static IEnumerable<TensorPlace> Side(ModelConfig config, string side, int layers)
    {
        int hidden = config.HiddenSize, query = config.QuerySize, keyValue = config.KeyValueSize, intermediate = config.IntermediateSize;
        for (var layer = 0; layer < layers; layer++)
        {
            var (from, to) = ($"{side}block.{layer}.layer.", $"{side}{layer}.");
            yield return new(new(from + "0.SelfAttention.q.weight", [query, hidden]), to + "attention.qkv");
            yield return new(new(from + "0.SelfAttention.k.weight", [keyValue, hidden]), to + "attention.qkv", query);
            yield return new(new(from + "0.SelfAttention.v.weight", [keyValue, hidden]), to + "attention.qkv", query + keyValue);
            yield return new(new(from + "0.SelfAttention.o.weight", [hidden, query]), to + "attention.output");
            if (layer == 0)
            {
                yield return new(new(from + "0.SelfAttention.relative_attention_bias.weight", [config.RelativeBuckets, config.Heads]), side + "relativeBias");
            }

            yield return new(new(from + "0.layer_norm.weight", [hidden]), to + "attention.norm");
            if (side == "decoder.")
            {
                yield return new(new(from + "1.EncDecAttention.q.weight", [query, hidden]), to + "crossAttention.query");
                yield return new(new(from + "1.EncDecAttention.k.weight", [keyValue, hidden]), to + "crossAttention.keyValue");
                yield return new(new(from + "1.EncDecAttention.v.weight", [keyValue, hidden]), to + "crossAttention.keyValue", keyValue);
                yield return new(new(from + "1.EncDecAttention.o.weight", [hidden, query]), to + "crossAttention.output");
                yield return new(new(from + "1.layer_norm.weight", [hidden]), to + "crossAttention.norm");
            }

            var last = from + (side == "decoder." ? "2." : "1.");
            if (config.Gated)
            {
                yield return new(new(last + "DenseReluDense.wi_0.weight", [intermediate, hidden]), to + "feedForward.gateUp");
                yield return new(new(last + "DenseReluDense.wi_1.weight", [intermediate, hidden]), to + "feedForward.gateUp", intermediate);
            }
            else
            {
                yield return new(new(last + "DenseReluDense.wi.weight", [intermediate, hidden]), to + "feedForward.up");
            }

            yield return new(new(last + "DenseReluDense.wo.weight", [hidden, intermediate]), to + "feedForward.down");
            yield return new(new(last + "layer_norm.weight", [hidden]), to + "feedForward.norm");
        }

        yield return new(new(side + "final_layer_norm.weight", [hidden]), side + "norm");
    }
}
