using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sinter.Models.Files;

/// <summary>
/// Reads and writes config.json and generation_config.json as Hugging Face transformers has them for the Llama
/// architecture.
/// </summary>
public static class ModelConfigJson
{
    /// <summary>The name of the file that describes the model.</summary>
    public const string FileName = "config.json";

    /// <summary>The name of the file that describes how to generate with it.</summary>
    public const string GenerationFileName = "generation_config.json";

    private const string Architecture = "LlamaForCausalLM";
    private const string ModelType = "llama";

    private static readonly JsonWriterOptions JsonOptions = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads config.json. A key that transformers has a default for may be missing.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no JSON, another architecture, or a value is missing, absurd or asks for what Sinter does not have.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static ModelConfig Read(string path)
    {
        var json = JsonFile.Read(path);
        CheckArchitecture(json);
        var heads = json.Int("num_attention_heads");
        var config = new ModelConfig
        {
            VocabularySize = json.Int("vocab_size"),
            HiddenSize = json.Int("hidden_size"),
            Layers = json.Int("num_hidden_layers"),
            Heads = heads,
            KeyValueHeads = json.OptionalInt("num_key_value_heads") ?? heads,
            IntermediateSize = json.Int("intermediate_size"),
            ContextLength = json.OptionalInt("max_position_embeddings") ?? 2048,
            RopeBase = json.OptionalDouble("rope_theta") ?? json.Object("rope_parameters")?.OptionalDouble("rope_theta") ?? 10000,
            NormEpsilon = json.OptionalDouble("rms_norm_eps") ?? 1e-6,
            TieEmbeddings = json.OptionalBool("tie_word_embeddings") ?? false,
        };
        if (config.FindFault() is { } fault)
        {
            throw new InvalidDataException($"'{path}' describes a model that cannot be: {fault}");
        }

        if (json.OptionalInt("head_dim") is { } headSize && headSize != config.HeadSize)
        {
            throw json.Unsupported("head_dim", $"{headSize}", $"hidden_size / num_attention_heads = {config.HeadSize}");
        }

        return config;
    }

    /// <summary>Reads the token ids and the advice on sampling from generation_config.json, or the ids alone from config.json.</summary>
    /// <param name="path">Either file.</param>
    /// <exception cref="InvalidDataException">The file is no JSON or a value is of the wrong kind.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static GenerationConfig ReadGeneration(string path)
    {
        var json = JsonFile.Read(path);
        return new GenerationConfig
        {
            BeginningOfText = json.OptionalInt("bos_token_id"),
            EndOfText = json.Ints("eos_token_id"),
            Padding = json.OptionalInt("pad_token_id"),
            Temperature = json.OptionalDouble("temperature"),
            TopK = json.OptionalInt("top_k"),
            TopP = json.OptionalDouble("top_p"),
        };
    }

    /// <summary>Writes config.json.</summary>
    /// <param name="path">The file; replaced.</param>
    /// <param name="config">The model.</param>
    /// <param name="generation">Gives the token ids.</param>
    /// <param name="type">The type of the weights beside it.</param>
    /// <exception cref="ArgumentException">The config has a fault.</exception>
    public static void Write(string path, ModelConfig config, GenerationConfig generation, TensorType type = TensorType.Float32)
    {
        config.Validated();
        WriteObject(path, json =>
        {
            json.WriteStartArray("architectures");
            json.WriteStringValue(Architecture);
            json.WriteEndArray();
            json.WriteBoolean("attention_bias", false);
            WriteIds(json, generation);
            json.WriteNumber("head_dim", config.HeadSize);
            json.WriteString("hidden_act", "silu");
            json.WriteNumber("hidden_size", config.HiddenSize);
            json.WriteNumber("intermediate_size", config.IntermediateSize);
            json.WriteNumber("max_position_embeddings", config.ContextLength);
            json.WriteBoolean("mlp_bias", false);
            json.WriteString("model_type", ModelType);
            json.WriteNumber("num_attention_heads", config.Heads);
            json.WriteNumber("num_hidden_layers", config.Layers);
            json.WriteNumber("num_key_value_heads", config.KeyValueHeads);
            json.WriteNumber("rms_norm_eps", config.NormEpsilon);
            json.WriteNumber("rope_theta", config.RopeBase);
            json.WriteBoolean("tie_word_embeddings", config.TieEmbeddings);
            json.WriteString("torch_dtype", type switch
            {
                TensorType.BFloat16 => "bfloat16",
                TensorType.Float16 => "float16",
                _ => "float32",
            });
            json.WriteNumber("vocab_size", config.VocabularySize);
        });
    }

    /// <summary>Writes generation_config.json.</summary>
    /// <param name="path">The file; replaced.</param>
    /// <param name="generation">What it says.</param>
    public static void WriteGeneration(string path, GenerationConfig generation) => WriteObject(path, json =>
    {
        WriteIds(json, generation);
        if (generation.Temperature is { } temperature)
        {
            json.WriteBoolean("do_sample", temperature > 0);
            json.WriteNumber("temperature", temperature);
        }

        if (generation.TopK is { } topK)
        {
            json.WriteNumber("top_k", topK);
        }

        if (generation.TopP is { } topP)
        {
            json.WriteNumber("top_p", topP);
        }
    });

    private static void CheckArchitecture(JsonFile json)
    {
        var architectures = json.Strings("architectures");
        if (architectures.Length > 0 && !architectures.Contains(Architecture, StringComparer.Ordinal))
        {
            throw json.Unsupported("architecture", architectures[0], Architecture);
        }

        var modelType = json.OptionalString("model_type");
        if (modelType != ModelType && (modelType is not null || architectures.Length == 0))
        {
            throw json.Unsupported("model_type", modelType ?? "", ModelType);
        }

        if (json.OptionalString("hidden_act") is { } activation && activation != "silu")
        {
            throw json.Unsupported("hidden_act", activation, "silu");
        }

        foreach (var bias in (string[])["attention_bias", "mlp_bias"])
        {
            if (json.OptionalBool(bias) == true)
            {
                throw json.Unsupported(bias, "true", "false");
            }
        }

        foreach (var scaling in (string[])["rope_scaling", "rope_parameters"])
        {
            var kind = json.Object(scaling) is { } rope ? rope.OptionalString("rope_type") ?? rope.OptionalString("type") : null;
            if (kind is not (null or "default"))
            {
                throw json.Unsupported(scaling, kind, "none or default");
            }
        }
    }

    private static void WriteIds(Utf8JsonWriter json, GenerationConfig generation)
    {
        WriteId(json, "bos_token_id", generation.BeginningOfText);
        if (generation.EndOfText.Count > 1)
        {
            json.WriteStartArray("eos_token_id");
            foreach (var id in generation.EndOfText)
            {
                json.WriteNumberValue(id);
            }

            json.WriteEndArray();
        }
        else
        {
            WriteId(json, "eos_token_id", generation.EndOfText.Count == 1 ? generation.EndOfText[0] : null);
        }

        if (generation.Padding is not null)
        {
            WriteId(json, "pad_token_id", generation.Padding);
        }
    }

    private static void WriteId(Utf8JsonWriter json, string key, int? id)
    {
        if (id is { } number)
        {
            json.WriteNumber(key, number);
        }
        else
        {
            json.WriteNull(key);
        }
    }

    private static void WriteObject(string path, Action<Utf8JsonWriter> write) => AtomicFile.Write(path, stream =>
    {
        using (var json = new Utf8JsonWriter(stream, JsonOptions))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    });
}
