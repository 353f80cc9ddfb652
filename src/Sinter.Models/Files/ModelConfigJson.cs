using System.Text.Encodings.Web;
using System.Text.Json;
using Sinter.Models.Files.Families;

namespace Sinter.Models.Files;

/// <summary>
/// Reads and writes config.json and generation_config.json as Hugging Face transformers has them.
/// </summary>
public static class ModelConfigJson
{
    /// <summary>The name of the file that describes the model.</summary>
    public const string FileName = "config.json";

    /// <summary>The name of the file that describes how to generate with it.</summary>
    public const string GenerationFileName = "generation_config.json";

    /// <summary>Tokens ahead that the model predicts, each with a head; no key of transformers, which has no such models.</summary>
    private const string PredictedTokensKey = "sinter_predicted_tokens";

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
        var (format, head) = ModelClass.Find(json);
        var config = format.Read(json, head) with
        {
            Labels = LabelsJson.Read(json, head),
            PaddingToken = json.OptionalInt("pad_token_id"),
            DecoderStartToken = json.OptionalInt("decoder_start_token_id"),
            PredictedTokens = json.OptionalInt(PredictedTokensKey) ?? 1,
        };
        if (config.FindFault() is { } fault)
        {
            throw new InvalidDataException($"'{path}' describes a model that cannot be: {fault}");
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
    /// <exception cref="ArgumentException">The config has a fault, or the files of its family cannot say all of it.</exception>
    public static void Write(string path, ModelConfig config, GenerationConfig generation, TensorType type = TensorType.Float32)
    {
        Require(config);
        WriteObject(path, json =>
        {
            var format = FamilyFormats.Of(config.Family);
            json.WriteStartArray("architectures");
            json.WriteStringValue(ModelClass.Name(format, config));
            json.WriteEndArray();
            WriteIds(json, generation.Padding is null ? generation with { Padding = config.PaddingToken } : generation);
            if (config.DecoderStartToken is { } start)
            {
                json.WriteNumber("decoder_start_token_id", start);
            }

            json.WriteString("model_type", format.ModelType);
            LabelsJson.Write(json, config);
            if (config.PredictedTokens > 1)
            {
                json.WriteNumber(PredictedTokensKey, config.PredictedTokens);
            }

            format.Write(json, config);
            json.WriteString("torch_dtype", type switch
            {
                TensorType.BFloat16 => "bfloat16",
                TensorType.Float16 => "float16",
                _ => "float32",
            });
            json.WriteNumber("vocab_size", config.VocabularySize);
        });
    }

    /// <summary>Refuses a config that would not be read back as it is.</summary>
    /// <exception cref="ArgumentException">The config has a fault, or the files of its family cannot say all of it.</exception>
    internal static void Require(ModelConfig config)
    {
        if (UnsaidSetting.Find(FamilyFormats.Of(config.Validated().Family), config) is { } fault)
        {
            throw new ArgumentException(fault);
        }
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
