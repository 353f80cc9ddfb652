using System.Text.Json;
using Sinter.Models.Transformers;
using Sinter.Tensors.Operations;

namespace Sinter.Models.Files.Families;

/// <summary>
/// Llama and the families that followed it: the same keys in config.json but for some defaults, and the same names of tensors. What a family has besides is in its own
/// file.
/// </summary>
internal abstract class LlamaLikeFormat : FamilyFormat
{
    private const string LayerTypesKey = "layer_types";
    private const string Trunk = "model.";

    /// <summary>The key of the gate's activation.</summary>
    protected virtual string ActivationKey => "hidden_act";

    /// <summary>The activation of a file that names none.</summary>
    protected virtual UnaryFunction UsualActivation => UnaryFunction.Silu;

    /// <summary>The key-value heads of a file that does not say; null for one for each query head.</summary>
    protected virtual int? UsualKeyValueHeads => null;

    /// <summary>The head size of a file that does not say; null for what hidden size and heads give.</summary>
    protected virtual int? UsualHeadSize => null;

    /// <summary>The context of a file that does not say.</summary>
    protected abstract int UsualContextLength { get; }

    /// <summary>The epsilon of a file that does not say.</summary>
    protected virtual double UsualEpsilon => 1e-6;

    /// <summary>The rotary base of a file that does not say.</summary>
    protected virtual double UsualRopeBase => 10000;

    /// <summary>Whether a file that does not say has no output projection of its own.</summary>
    protected virtual bool UsuallyTied => false;

    /// <summary>Whether files hold queries, keys and values as one matrix, and gate and up as another.</summary>
    protected virtual bool IsFused => false;

    /// <inheritdoc/>
    public sealed override ModelConfig Read(JsonFile json, ModelHead head)
    {
        var activation = ActivationJson.Read(json, ActivationKey, UsualActivation, gated: true);
        var (heads, hiddenSize) = (json.Int("num_attention_heads"), json.Int("hidden_size"));
        var headSize = json.OptionalInt("head_dim") ?? UsualHeadSize ?? 0;
        var config = ReadMore(json, new ModelConfig
        {
            Family = Family,
            VocabularySize = json.Int("vocab_size"),
            HiddenSize = hiddenSize,
            Layers = json.Int("num_hidden_layers"),
            Heads = heads,

            // A null stands for as many as heads, in every family.
            KeyValueHeads = json.OptionalInt("num_key_value_heads") ?? (json.Has("num_key_value_heads") ? heads : UsualKeyValueHeads ?? heads),
            HeadSize = heads > 0 && (long)headSize * heads == hiddenSize ? 0 : headSize,
            IntermediateSize = json.Int("intermediate_size"),
            ContextLength = json.OptionalInt("max_position_embeddings") ?? UsualContextLength,
            RopeBase = RopeJson.Base(json, UsualRopeBase),
            RopeScaling = RopeJson.Scaling(json),
            NormEpsilon = json.OptionalDouble("rms_norm_eps") ?? UsualEpsilon,
            Activation = activation,
            TieEmbeddings = json.OptionalBool("tie_word_embeddings") ?? UsuallyTied,
            Head = head,
        });
        CheckLayerTypes(json, config);
        return config;
    }

    /// <inheritdoc/>
    public sealed override void Write(Utf8JsonWriter json, ModelConfig config)
    {
        json.WriteNumber("head_dim", config.HeadSize);
        ActivationJson.Write(json, ActivationKey, config.Activation, "gelu_pytorch_tanh");
        json.WriteNumber("hidden_size", config.HiddenSize);
        json.WriteNumber("intermediate_size", config.IntermediateSize);
        json.WriteNumber("max_position_embeddings", config.ContextLength);
        json.WriteNumber("num_attention_heads", config.Heads);
        json.WriteNumber("num_hidden_layers", config.Layers);
        json.WriteNumber("num_key_value_heads", config.KeyValueHeads);
        json.WriteNumber("rms_norm_eps", config.NormEpsilon);
        RopeJson.Write(json, config);
        json.WriteBoolean("tie_word_embeddings", config.TieEmbeddings);
        WriteMore(json, config);
    }

    /// <inheritdoc/>
    public override IEnumerable<TensorPlace> Tensors(ModelConfig config)
    {
        yield return new(new(LlamaTensors.Embedding, [config.VocabularySize, config.HiddenSize]), "embedding");
        for (var layer = 0; layer < config.Blocks; layer++)
        {
            // The heads of a model that predicts several tokens have the names of layers, under another word.
            var from = layer < config.Layers ? LlamaTensors.Layer(layer) : $"model.mtp.{layer - config.Layers}.";
            foreach (var place in Block(config, from, PredictionHeads.Prefix(config, layer)))
            {
                yield return place;
            }
        }

        yield return new(new(LlamaTensors.FinalNorm, [config.HiddenSize]), "norm");
        if (config.Head == ModelHead.LanguageModel && !config.TieEmbeddings)
        {
            yield return new(new(LlamaTensors.Output, [config.VocabularySize, config.HiddenSize]), "output");
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<string> OtherNames(string name)
        => name.StartsWith(Trunk, StringComparison.Ordinal) ? [name[Trunk.Length..]] : [];

    /// <summary>The tensors of one block.</summary>
    /// <param name="config">The description.</param>
    /// <param name="from">What their names begin with in files.</param>
    /// <param name="to">What the names of parameters begin with.</param>
    protected IEnumerable<TensorPlace> Block(ModelConfig config, string from, string to)
    {
        var both = config.NormPlacement == NormPlacement.Both;
        IEnumerable<TensorPlace> places = [Norm(from + "input_layernorm", to + "attention.norm", config.HiddenSize), .. Attention(config, from + "self_attn.", to + "attention.")];
        if (both)
        {
            places = places.Append(Norm(from + "post_attention_layernorm", to + "attention.postNorm", config.HiddenSize));
        }

        places = places.Append(Norm(from + (both ? "pre_feedforward_layernorm" : "post_attention_layernorm"), to + "feedForward.norm", config.HiddenSize));
        places = places.Concat(config.Experts > 0
            ? Experts(config, from + "block_sparse_moe.", to + "feedForward.")
            : FeedForward(config, from + "mlp.", to + "feedForward."));
        return both ? places.Append(Norm(from + "post_feedforward_layernorm", to + "feedForward.postNorm", config.HiddenSize)) : places;
    }

    /// <summary>Reads what the family has besides; <paramref name="config"/> has what all have.</summary>
    protected virtual ModelConfig ReadMore(JsonFile json, ModelConfig config) => config;

    /// <summary>Writes what the family has besides.</summary>
    protected virtual void WriteMore(Utf8JsonWriter json, ModelConfig config)
    {
    }

    /// <summary>The window of a family that has one in every layer; 0 where the key is null.</summary>
    protected static int Window(JsonFile json, int otherwise) => json.OptionalInt("sliding_window") ?? (json.Has("sliding_window") ? 0 : otherwise);

    /// <summary>Writes the window of such a family.</summary>
    protected static void WriteWindow(Utf8JsonWriter json, ModelConfig config)
    {
        if (config.Window > 0)
        {
            json.WriteNumber("sliding_window", config.Window);
        }
        else
        {
            json.WriteNull("sliding_window");
        }
    }

    private static TensorPlace Norm(string from, string to, int width) => new(new(from + ".weight", [width]), to);

    private IEnumerable<TensorPlace> Attention(ModelConfig config, string from, string to)
    {
        int hidden = config.HiddenSize, query = config.QuerySize, keyValue = config.KeyValueSize;
        IEnumerable<TensorPlace> places = IsFused
            ? Linear(from + "qkv_proj", query + (2 * keyValue), hidden, to + "qkv", config.AttentionBias)
            : Linear(from + "q_proj", query, hidden, to + "qkv", config.AttentionBias)
                .Concat(Linear(from + "k_proj", keyValue, hidden, to + "qkv", config.AttentionBias, query))
                .Concat(Linear(from + "v_proj", keyValue, hidden, to + "qkv", config.AttentionBias, query + keyValue));
        if (config.QueryKeyNorm)
        {
            places = [.. places, Norm(from + "q_norm", to + "queryNorm", config.HeadSize), Norm(from + "k_norm", to + "keyNorm", config.HeadSize)];
        }

        return places.Concat(Linear(from + "o_proj", hidden, query, to + "output", config.AttentionOutputBias));
    }

    private IEnumerable<TensorPlace> FeedForward(ModelConfig config, string from, string to)
    {
        int hidden = config.HiddenSize, intermediate = config.IntermediateSize;
        var gateUp = IsFused
            ? Linear(from + "gate_up_proj", 2 * intermediate, hidden, to + "gateUp", config.FeedForwardBias)
            : Linear(from + "gate_proj", intermediate, hidden, to + "gateUp", config.FeedForwardBias)
                .Concat(Linear(from + "up_proj", intermediate, hidden, to + "gateUp", config.FeedForwardBias, intermediate));
        return gateUp.Concat(Linear(from + "down_proj", hidden, intermediate, to + "down", config.FeedForwardBias));
    }

    /// <summary>The router, and of each expert gate (w1), up (w3) and down (w2).</summary>
    private static IEnumerable<TensorPlace> Experts(ModelConfig config, string from, string to)
    {
        int hidden = config.HiddenSize, intermediate = config.IntermediateSize;
        yield return new(new(from + "gate.weight", [config.Experts, hidden]), to + "router");
        for (var expert = 0; expert < config.Experts; expert++)
        {
            var name = $"{from}experts.{expert}.";
            yield return new(new(name + "w1.weight", [intermediate, hidden]), to + "experts.gateUp", expert * 2 * intermediate);
            yield return new(new(name + "w3.weight", [intermediate, hidden]), to + "experts.gateUp", ((expert * 2) + 1) * intermediate);
            yield return new(new(name + "w2.weight", [hidden, intermediate]), to + "experts.down", expert * hidden);
        }
    }

    /// <summary>Newer files say layer by layer what has a window: it must be what the other keys say.</summary>
    private static void CheckLayerTypes(JsonFile json, ModelConfig config)
    {
        var types = json.Strings(LayerTypesKey);
        for (var layer = 0; layer < types.Length; layer++)
        {
            var expected = config.IsWindowed(layer) ? "sliding_attention" : "full_attention";
            if (types[layer] != expected)
            {
                throw json.Unsupported(FormattableString.Invariant($"{LayerTypesKey}[{layer}]"), types[layer], expected + ", as its other keys say");
            }
        }
    }
}
