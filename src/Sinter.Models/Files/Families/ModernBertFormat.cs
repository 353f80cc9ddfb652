using System.Text.Json;
using Sinter.Tensors.Operations;
using static System.FormattableString;

namespace Sinter.Models.Files.Families;

/// <summary>ModernBERT, as transformers' ModernBertForMaskedLM and its kin have it.</summary>
internal sealed class ModernBertFormat : EncoderFormat
{
    private const double DefaultGlobalBase = 160000;
    private const double DefaultLocalBase = 10000;
    private const int DefaultLocalAttention = 128;
    private const string GlobalType = "full_attention";
    private const string LocalType = "sliding_attention";

    /// <inheritdoc/>
    public override ModelFamily Family => ModelFamily.ModernBert;

    /// <inheritdoc/>
    public override string ModelType => "modernbert";

    /// <inheritdoc/>
    public override string ClassPrefix => "ModernBert";

    /// <inheritdoc/>
    protected override string Prefix => "model.";

    /// <inheritdoc/>
    public override ModelConfig Read(JsonFile json, ModelHead head)
    {
        var heads = json.Int("num_attention_heads");
        var activation = ActivationJson.Read(json, "hidden_activation", UnaryFunction.Gelu, gated: true);
        if (ActivationJson.Read(json, "classifier_activation", UnaryFunction.Gelu, gated: true) != activation)
        {
            throw json.Unsupported("classifier_activation", json.OptionalString("classifier_activation") ?? "gelu", "that of hidden_activation");
        }

        json.RequireOneOf("classifier_pooling", "cls", "mean");
        var bases = json.Object("rope_parameters");
        var localAttention = json.OptionalInt("local_attention") ?? DefaultLocalAttention;
        var every = GlobalEvery(json);
        var hasAttentionBias = json.OptionalBool("attention_bias") ?? false;
        return new ModelConfig
        {
            Family = Family,
            VocabularySize = json.Int("vocab_size"),
            HiddenSize = json.Int("hidden_size"),
            Layers = json.Int("num_hidden_layers"),
            Heads = heads,
            KeyValueHeads = heads,
            IntermediateSize = json.Int("intermediate_size"),
            ContextLength = json.OptionalInt("max_position_embeddings") ?? 8192,
            RopeBase = json.OptionalDouble("global_rope_theta") ?? bases?.Object(GlobalType)?.OptionalDouble("rope_theta") ?? DefaultGlobalBase,
            WindowRopeBase = json.OptionalDouble("local_rope_theta") ?? bases?.Object(LocalType)?.OptionalDouble("rope_theta") ?? DefaultLocalBase,

            // Half of it to either side, both ends included. Where all layers are global, it says nothing.
            Window = every == 1 ? 0
                : localAttention >= 2 ? (localAttention / 2) + 1
                : throw json.Unsupported("local_attention", Invariant($"{localAttention}"), "at least 2"),
            GlobalEvery = every,
            Norm = NormKind.LayerNorm,
            NormEpsilon = json.OptionalDouble("norm_eps") ?? 1e-5,
            NormBias = json.OptionalBool("norm_bias") ?? false,
            EmbeddingNorm = true,
            SkipsFirstNorm = true,
            AttentionBias = hasAttentionBias,
            AttentionOutputBias = hasAttentionBias,
            FeedForwardBias = json.OptionalBool("mlp_bias") ?? false,
            Activation = activation,
            HeadBias = json.OptionalBool("classifier_bias") ?? false,
            OutputBias = json.OptionalBool("decoder_bias") ?? true,
            TieEmbeddings = json.OptionalBool("tie_word_embeddings") ?? true,
            Pooling = json.OptionalString("classifier_pooling") == "mean" ? TextPooling.Mean : TextPooling.First,
            Head = head,
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json, ModelConfig config)
    {
        if (config.Window > 0 && (config.GlobalEvery == 0 || config.FirstGlobal % config.GlobalEvery != 0))
        {
            throw new ArgumentException("Files of ModernBERT can say only that layer 0 and every so many layers see everything; give the model such layers.", nameof(config));
        }

        json.WriteBoolean("attention_bias", config.AttentionBias);
        ActivationJson.Write(json, "classifier_activation", config.Activation);
        json.WriteBoolean("classifier_bias", config.HeadBias);
        json.WriteString("classifier_pooling", config.Pooling == TextPooling.Mean ? "mean" : "cls");
        json.WriteBoolean("decoder_bias", config.OutputBias);
        json.WriteNumber("global_attn_every_n_layers", config.Window > 0 ? config.GlobalEvery : 1);
        json.WriteNumber("global_rope_theta", config.RopeBase);
        ActivationJson.Write(json, "hidden_activation", config.Activation);
        json.WriteNumber("hidden_size", config.HiddenSize);
        json.WriteNumber("intermediate_size", config.IntermediateSize);
        json.WriteNumber("local_attention", config.Window > 0 ? 2 * (config.Window - 1) : DefaultLocalAttention);
        json.WriteNumber("local_rope_theta", config.WindowRopeBase ?? config.RopeBase);
        json.WriteNumber("max_position_embeddings", config.ContextLength);
        json.WriteBoolean("mlp_bias", config.FeedForwardBias);
        json.WriteBoolean("norm_bias", config.NormBias);
        json.WriteNumber("norm_eps", config.NormEpsilon);
        json.WriteNumber("num_attention_heads", config.Heads);
        json.WriteNumber("num_hidden_layers", config.Layers);
        json.WriteString("position_embedding_type", "absolute");
        json.WriteBoolean("tie_word_embeddings", config.TieEmbeddings);
    }

    /// <inheritdoc/>
    protected override IEnumerable<TensorPlace> Trunk(ModelConfig config, string prefix)
    {
        int hidden = config.HiddenSize, intermediate = config.IntermediateSize;
        IEnumerable<TensorPlace> places =
        [
            new(new(prefix + "embeddings.tok_embeddings.weight", [config.VocabularySize, hidden]), "embedding"),
            .. Normed(prefix + "embeddings.norm", "embeddingNorm"),
        ];
        places = places.Concat(Enumerable.Range(0, config.Layers).SelectMany(layer =>
        {
            var (from, to) = ($"{prefix}layers.{layer}.", $"{layer}.");
            return (IEnumerable<TensorPlace>)
            [
                .. layer == 0 && config.SkipsFirstNorm ? [] : Normed(from + "attn_norm", to + "attention.norm"),
                .. Linear(from + "attn.Wqkv", 3 * hidden, hidden, to + "attention.qkv", bias: config.AttentionBias),
                .. Linear(from + "attn.Wo", hidden, hidden, to + "attention.output", bias: config.AttentionOutputBias),
                .. Normed(from + "mlp_norm", to + "feedForward.norm"),
                .. Linear(from + "mlp.Wi", 2 * intermediate, hidden, to + "feedForward.gateUp", bias: config.FeedForwardBias),
                .. Linear(from + "mlp.Wo", hidden, intermediate, to + "feedForward.down", bias: config.FeedForwardBias),
            ];
        }));
        return places.Concat(Normed(prefix + "final_norm", "norm"));

        IEnumerable<TensorPlace> Normed(string name, string parameter) => Norm(name, hidden, parameter, config.NormBias);
    }

    /// <inheritdoc/>
    protected override IEnumerable<TensorPlace> Head(ModelConfig config) => config.Head switch
    {
        ModelHead.MaskedLanguageModel => MaskedLanguageModel(config, "head.dense", "head.norm", "decoder.weight", "decoder.bias"),
        ModelHead.None => [],
        _ => Dense(config, "head.dense").Concat(Norm("head.norm", config.HiddenSize, "head.norm", bias: config.NormBias)).Concat(Classifier(config, "classifier")),
    };

    /// <summary>Every which layer is global, from the number itself or, in newer files, from the type of each layer.</summary>
    private static int GlobalEvery(JsonFile json)
    {
        var types = json.Strings("layer_types");
        var second = types.Length == 0 ? 0 : Array.IndexOf(types, GlobalType, 1);
        var every = json.OptionalInt("global_attn_every_n_layers") ?? (types.Length == 0 ? 3 : second < 0 ? types.Length : second);
        return every > 0 && types.Select((type, layer) => type == (layer % every == 0 ? GlobalType : LocalType)).All(static fits => fits)
            ? every
            : throw json.Unsupported("global_attn_every_n_layers (or layer_types)", Invariant($"{every}"), "a number of layers, at least 1, of which the first is global and the others local");
    }
}
