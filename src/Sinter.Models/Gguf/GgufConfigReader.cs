using System.Text.Json;
using System.Text.Json.Nodes;
using Sinter.Models.Files;
using Sinter.Models.Files.Families;
using Sinter.Tensors.Operations;

namespace Sinter.Models.Gguf;

/// <summary>
/// Reads the description of a model from the keys of a GGUF file: turns them into the keys of the family's config.json, whose reader knows what else the family is made of. So each
/// family is described in one place.
/// </summary>
internal sealed class GgufConfigReader
{
    private const string TokenTypes = "token_types.weight";
    private const double UsualRopeBase = 10000;

    // Of Mixtral's own config.json; it is of use in training only, and GGUF files do not have it.
    private const double MixtralRouterLoss = 0.02;

    private readonly GgufFile _file;
    private readonly GgufArchitecture _architecture;
    private readonly ModelFamily _family;
    private readonly JsonObject _json = [];

    private GgufConfigReader(GgufFile file, GgufArchitecture architecture)
    {
        (_file, _architecture) = (file, architecture);
        _family = file.Text(GgufModelKeys.Family) is { } name
            ? Enum.TryParse<ModelFamily>(name, out var own) && architecture.Families.Contains(own) ? own : throw Error($"{GgufModelKeys.Family} is '{name}', which is no family of the architecture {architecture.Name}")
            : architecture.Name == "llama" && (OptionalInt("expert_count") ?? 0) > 0 ? ModelFamily.Mixtral
            : architecture.Name == "bert" && file.Find(TokenTypes) is null ? ModelFamily.DistilBert
            : architecture.Families[0];
    }

    /// <summary>The description in a file.</summary>
    /// <exception cref="InvalidDataException">A key is missing or of another type, or describes what Sinter does not have.</exception>
    public static ModelConfig Read(GgufFile file, GgufArchitecture architecture)
    {
        var reader = new GgufConfigReader(file, architecture);
        var format = FamilyFormats.Of(reader._family);
        reader.AddKeys();
        var json = JsonFile.Parse(file.Path, JsonSerializer.SerializeToUtf8Bytes(reader._json));
        var head = architecture.Name == "bert" ? ModelHead.None : ModelHead.LanguageModel;
        var config = format.Read(json, head) with
        {
            PaddingToken = reader.Id("tokenizer.ggml.padding_token_id"),
            DecoderStartToken = reader.Id(reader.Key("decoder_start_token_id")),
        };
        return config.FindFault() is { } fault ? throw new InvalidDataException($"'{file.Path}' describes a model that cannot be: {fault}") : config;
    }

    private void AddKeys()
    {
        var embedding = _file.Find(GgufTensorNames.Embedding) is { Shape.Count: 2 } info ? info : throw Error($"there is no matrix {GgufTensorNames.Embedding}");
        _json["vocab_size"] = embedding.Shape[0];
        switch (_family)
        {
            case ModelFamily.Gpt2: AddGpt2(); break;
            case ModelFamily.NeoX: AddNeoX(); break;
            case ModelFamily.T5: AddT5(); break;
            case ModelFamily.Bert or ModelFamily.Roberta or ModelFamily.DistilBert: AddEncoder(); break;
            default: AddLlama(); break;
        }
    }

    private void AddLlama()
    {
        var (hidden, heads) = AddSizes();
        var headSize = OptionalInt("attention.key_length") ?? (heads > 0 ? hidden / heads : 0);
        if (headSize == 0)
        {
            throw Error($"a head has no size: {Key("embedding_length")} is {hidden} and {Key("attention.head_count")} {heads}");
        }

        if (OptionalInt("attention.value_length") is { } valueSize && valueSize != headSize)
        {
            throw Error($"{Key("attention.value_length")} is {valueSize} and {Key("attention.key_length")} {headSize}; Sinter has keys and values of one size");
        }

        _json["num_key_value_heads"] = OptionalInt("attention.head_count_kv") ?? heads;
        _json["head_dim"] = headSize;
        _json["max_position_embeddings"] = Int("context_length");
        _json["rms_norm_eps"] = Exact(Number("attention.layer_norm_rms_epsilon"));
        _json["rope_theta"] = Exact(OptionalNumber("rope.freq_base") ?? UsualRopeBase);
        _json["tie_word_embeddings"] = IsTied;
        _json["hidden_act"] = "silu";
        AddScaling();
        if (OptionalInt("rope.dimension_count") is { } rotary && rotary != headSize)
        {
            _json["partial_rotary_factor"] = _family == ModelFamily.Phi3 ? (double)rotary / headSize : throw Error($"{Key("rope.dimension_count")} is {rotary} of a head size of {headSize}; all of a head turns in a {_family} model");
        }

        // A file of another program may have a window that its model was trained with but llama.cpp never kept to.
        _json["sliding_window"] = _family is ModelFamily.Mistral or ModelFamily.Mixtral or ModelFamily.Phi3 or ModelFamily.Gemma2 ? OptionalInt("attention.sliding_window") is > 0 and var window ? window : null : null;
        switch (_family)
        {
            case ModelFamily.Mixtral:
                _json["num_local_experts"] = Int("expert_count");
                _json["num_experts_per_tok"] = Int("expert_used_count");
                _json["router_aux_loss_coef"] = MixtralRouterLoss;
                break;
            case ModelFamily.Phi3:
                _json["original_max_position_embeddings"] = OptionalInt("rope.scaling.original_context_length") ?? Int("context_length");
                break;
            case ModelFamily.Gemma or ModelFamily.Gemma2:
                (_json["hidden_act"], _json["hidden_activation"], _json["tie_word_embeddings"]) = ("gelu_pytorch_tanh", "gelu_pytorch_tanh", true);
                _json["attn_logit_softcapping"] = Cap("attn_logit_softcapping");
                _json["final_logit_softcapping"] = Cap("final_logit_softcapping");
                var scale = _file.Number(GgufModelKeys.AttentionScale) is > 0 and var own ? own : _architecture.AttentionScale(new ModelConfig { VocabularySize = 1, HiddenSize = hidden, Layers = Int("block_count"), Heads = heads, KeyValueHeads = 1, IntermediateSize = 1, ContextLength = 1, HeadSize = headSize });
                _json["query_pre_attn_scalar"] = (int)Math.Round(1 / (scale * scale));
                break;
        }
    }

    private void AddNeoX()
    {
        var (hidden, heads) = AddSizes();
        var rotary = OptionalInt("rope.dimension_count") ?? (heads > 0 ? hidden / heads : 0);
        _json["rotary_pct"] = heads > 0 && hidden >= heads ? (double)rotary * heads / hidden : 1;
        _json["rotary_emb_base"] = Exact(OptionalNumber("rope.freq_base") ?? UsualRopeBase);
        _json["max_position_embeddings"] = Int("context_length");
        _json["layer_norm_eps"] = Exact(Number("attention.layer_norm_epsilon"));
        _json["use_parallel_residual"] = _file.Flag(Key("use_parallel_residual")) ?? true;
        _json["hidden_act"] = "gelu";
        _json["tie_word_embeddings"] = IsTied;
        AddScaling();
    }

    private void AddGpt2()
    {
        _json["n_embd"] = Int("embedding_length");
        _json["n_layer"] = Int("block_count");
        _json["n_head"] = Int("attention.head_count");
        _json["n_inner"] = Int("feed_forward_length");
        _json["n_positions"] = Int("context_length");
        _json["n_ctx"] = Int("context_length");
        _json["layer_norm_epsilon"] = Exact(Number("attention.layer_norm_epsilon"));
        _json["activation_function"] = "gelu_new";
        _json["tie_word_embeddings"] = IsTied;
    }

    private void AddEncoder()
    {
        switch (_family)
        {
            case ModelFamily.DistilBert:
                _json["dim"] = Int("embedding_length");
                _json["n_layers"] = Int("block_count");
                _json["n_heads"] = Int("attention.head_count");
                _json["hidden_dim"] = Int("feed_forward_length");
                _json["activation"] = "gelu";
                break;
            case ModelFamily.Bert:
                AddSizes();
                _json["layer_norm_eps"] = Exact(Number("attention.layer_norm_epsilon"));
                _json["type_vocab_size"] = _file.Find(TokenTypes) is { Shape: [var types, _] } ? types : throw Error($"there is no matrix {TokenTypes}, which BERT has");
                _json["hidden_act"] = "gelu";
                break;
            default:
                throw Error($"the model is of the family {_family}, whose table of positions GGUF files do not hold all of; Sinter reads BERT and DistilBERT");
        }

        _json["max_position_embeddings"] = Int("context_length");
    }

    private void AddT5()
    {
        _json["d_model"] = Int("embedding_length");
        _json["num_layers"] = Int("block_count");
        _json["num_decoder_layers"] = OptionalInt("decoder_block_count") ?? Int("block_count");
        _json["num_heads"] = Int("attention.head_count");
        _json["d_kv"] = Int("attention.key_length");
        _json["d_ff"] = Int("feed_forward_length");
        _json["n_positions"] = Int("context_length");
        _json["layer_norm_epsilon"] = Exact(Number("attention.layer_norm_rms_epsilon"));
        _json["relative_attention_num_buckets"] = Int("attention.relative_buckets_count");
        _json["relative_attention_max_distance"] = 128;
        _json["feed_forward_proj"] = _file.Find("enc.blk.0.ffn_gate.weight") is null ? "relu" : "gated-gelu";
        _json["tie_word_embeddings"] = IsTied;
    }

    private (int Hidden, int Heads) AddSizes()
    {
        var (hidden, heads) = (Int("embedding_length"), Int("attention.head_count"));
        (_json["hidden_size"], _json["num_attention_heads"]) = (hidden, heads);
        _json["num_hidden_layers"] = Int("block_count");
        _json["intermediate_size"] = Int("feed_forward_length");
        return (hidden, heads);
    }

    private void AddScaling()
    {
        var type = _file.Text(Key("rope.scaling.type"));
        if (_file.Find(GgufTensorNames.RopeFactors) is { } info)
        {
            var llama3 = Llama3(info);
            _json["rope_scaling"] = new JsonObject
            {
                ["rope_type"] = "llama3",
                ["factor"] = llama3.Factor,
                ["low_freq_factor"] = llama3.LowFrequencyFactor,
                ["high_freq_factor"] = llama3.HighFrequencyFactor,
                ["original_max_position_embeddings"] = llama3.OriginalContext,
            };
        }
        else if (type is not (null or "none"))
        {
            _json["rope_scaling"] = new JsonObject
            {
                ["rope_type"] = type,
                ["factor"] = Exact(Number("rope.scaling.factor")),
                ["original_max_position_embeddings"] = OptionalInt("rope.scaling.original_context_length"),
                ["beta_fast"] = Exact(OptionalNumber("rope.scaling.yarn_beta_fast") ?? 32),
                ["beta_slow"] = Exact(OptionalNumber("rope.scaling.yarn_beta_slow") ?? 1),
            };
        }
    }

    private Llama3RotaryScaling Llama3(TensorInfo info)
    {
        if (_file.Array<double>(GgufModelKeys.Llama3Scaling) is [var factor, var low, var high, var context])
        {
            return new Llama3RotaryScaling(factor, low, high, (int)context);
        }

        const int MostPairs = 1 << 13;
        if (info.Elements > MostPairs)
        {
            throw Error($"the tensor {info} has more factors than a head has pairs");
        }

        var factors = new float[info.Elements];
        _file.ReadPart(info.Name, 0, factors);
        return Llama3RopeFactors.Find(_file.Path, factors, Exact(OptionalNumber("rope.freq_base") ?? UsualRopeBase));
    }

    private bool IsTied => _file.Flag(GgufModelKeys.TiedEmbeddings) ?? _file.Find(GgufTensorNames.Output) is null;

    private string Key(string key) => $"{_architecture.Name}.{key}";

    private int Int(string key) => OptionalInt(key) ?? throw Error($"there is no {Key(key)}");

    // Files may have one number for each layer instead; Sinter's layers are all alike.
    private int? OptionalInt(string key)
    {
        if (_file.Keys.Contains(Key(key)) && _file.IsArray(Key(key)))
        {
            var each = _file.Integers(Key(key)) ?? throw Error($"{Key(key)} is no array of whole numbers");
            return each.Distinct().ToArray() is [var same] ? same : throw Error($"{Key(key)} differs from layer to layer, which Sinter does not have");
        }

        return _file.Integer(Key(key)) switch
        {
            null => null,
            >= 0 and <= int.MaxValue and var value => (int)value,
            var value => throw Error($"{Key(key)} is {value}, which cannot be"),
        };
    }

    private int? Id(string key) => _file.Integer(key) is >= 0 and <= int.MaxValue and var id ? (int)id : null;

    private double Number(string key) => OptionalNumber(key) ?? throw Error($"there is no {Key(key)}");

    private double? OptionalNumber(string key) => _file.Number(Key(key)) is { } value ? float.IsFinite((float)value) ? value : throw Error($"{Key(key)} is no finite number") : null;

    private double? Cap(string key) => OptionalNumber(key) is > 0 and var value ? Exact(value) : null;

    // The file has 32-bit floats, in which 1e-5 is 9.999999747378752e-06; its shortest decimal form is what was meant.
    private static double Exact(double value) => double.Parse(((float)value).ToString(System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);

    private InvalidDataException Error(string what) => new($"'{_file.Path}': {what}.");
}
