using System.Text.Encodings.Web;
using System.Text.Json;
using Sinter.Models.Files;
using Sinter.Tensors.Operations;
using static System.FormattableString;

namespace Sinter.Models.Adapters;

/// <summary>Reads and writes adapter_config.json as PEFT has it. A setting that changes what is computed and that Sinter does not have is refused; others that it does not know are told.</summary>
internal static class AdapterConfigJson
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "adapter_config.json";

    private const string Lora = "LORA";
    private const string Prompt = "PROMPT_TUNING";
    private const string Prefix = "PREFIX_TUNING";

    /// <summary>Keys that say how an adapter was made or what is done with it, not what it computes.</summary>
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "auto_mapping", "base_model_name_or_path", "corda_config", "eva_config", "exclude_modules", "inference_mode", "init_lora_weights", "loftq_config", "lora_dropout", "megatron_config",
        "megatron_core", "peft_type", "peft_version", "qalora_group_size", "revision", "runtime_config", "task_type", "prompt_tuning_init", "prompt_tuning_init_text", "tokenizer_name_or_path",
        "tokenizer_kwargs", "prompt_tuning_init_state_dict_path", "encoder_hidden_size", "prefix_projection", "layers_pattern", "ensure_weight_tying", "arrow_config", "peft_version",
    };

    /// <summary>Keys that are read.</summary>
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "alpha_pattern", "bias", "fan_in_fan_out", "layers_to_transform", "lora_alpha", "modules_to_save", "r", "rank_pattern", "target_modules", "use_dora", "use_rslora",
        "num_virtual_tokens", "token_dim", "num_transformer_submodules", "num_attention_heads", "num_layers", "bottleneck_size", "bottleneck_places", "bottleneck_activation",
    };

    /// <summary>Keys that ask for what Sinter does not have, where they say anything.</summary>
    private static readonly string[] Refused =
        ["layer_replication", "lora_bias", "target_parameters", "trainable_token_indices", "use_qalora", "alora_invocation_tokens", "use_bdlora", "lora_ga_config"];

    /// <summary>PEFT adds these to every classifier's saved modules, whichever of them there is.</summary>
    private static readonly string[] UsualHeads = ["classifier", "score"];

    private static readonly JsonWriterOptions JsonOptions = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">It is no JSON, a value is of the wrong kind, or it asks for what Sinter does not have.</exception>
    public static AdapterConfig Read(string path)
    {
        var json = JsonFile.Read(path);
        var type = json.OptionalString("peft_type") ?? throw new InvalidDataException($"'{path}' lacks the key 'peft_type', such as {Lora}; is it of an adapter?");
        foreach (var key in Refused)
        {
            if (!json.IsUnsaid(key))
            {
                throw new InvalidDataException($"'{path}' asks for '{key}', which Sinter does not have; merge the adapter with the tool that made it and bring the whole model.");
            }
        }

        IAdapter adapter;
        try
        {
            adapter = type switch
            {
                Lora => new LoraAdapter(ReadLora(path, json)),
                Prompt => new PromptAdapter(ReadVirtualTokens(json)),
                Prefix => new PrefixAdapter(ReadVirtualTokens(json)),
                BottleneckAdapter.Kind => new BottleneckAdapter(new BottleneckOptions
                {
                    Size = json.Int("bottleneck_size"),
                    Places = json.Strings("bottleneck_places"),
                    Activation = Enum.TryParse<UnaryFunction>(json.OptionalString("bottleneck_activation"), out var function) && Enum.IsDefined(function)
                        ? function
                        : throw json.Unsupported("bottleneck_activation", json.OptionalString("bottleneck_activation") ?? "", "a function such as Gelu"),
                    SavedParts = json.Strings("modules_to_save"),
                }),
                _ => throw json.Unsupported("peft_type", type, string.Join(" or ", Lora, Prompt, Prefix, BottleneckAdapter.Kind)),
            };
        }
        catch (ArgumentException fault)
        {
            throw new InvalidDataException($"'{path}': {fault.Message}", fault);
        }

        var unknown = json.Keys.Where(static key => !Harmless.Contains(key) && !Known.Contains(key)).Where(key => !Refused.Contains(key, StringComparer.Ordinal) && !json.IsUnsaid(key)).ToList();
        return new AdapterConfig
        {
            PeftType = type,
            TaskType = json.OptionalString("task_type"),
            BaseModel = json.OptionalString("base_model_name_or_path") is { Length: > 0 } name ? name : null,
            Adapter = adapter,
            Notes = unknown.Count == 0 ? [] : [$"The keys {string.Join(", ", unknown.Take(10))} of '{path}' are unknown and passed over."],
        };
    }

    /// <summary>Writes the file.</summary>
    /// <param name="path">The file; replaced.</param>
    /// <param name="adapter">The adapter.</param>
    /// <param name="config">The model that it belongs to.</param>
    /// <param name="baseModel">What is written as the base model; null for none.</param>
    /// <param name="savedModules">The modules that are saved with it.</param>
    public static void Write(string path, IStoredAdapter adapter, ModelConfig config, string? baseModel, IReadOnlyList<string> savedModules)
        => AtomicFile.Write(path, stream =>
        {
            using (var json = new Utf8JsonWriter(stream, JsonOptions))
            {
                json.WriteStartObject();
                json.WriteNull("auto_mapping");
                json.WriteString("base_model_name_or_path", baseModel);
                json.WriteBoolean("inference_mode", true);
                switch (adapter)
                {
                    case LoraAdapter lora:
                        WriteLora(json, lora, config);
                        break;
                    case BottleneckAdapter { Options: var options }:
                        json.WriteString("bottleneck_activation", options.Activation.ToString());
                        WriteStrings(json, "bottleneck_places", options.Places);
                        json.WriteNumber("bottleneck_size", options.Size);
                        break;
                    default:
                        WriteVirtualTokens(json, adapter, config);
                        break;
                }

                if (savedModules.Count == 0)
                {
                    json.WriteNull("modules_to_save");
                }
                else
                {
                    WriteStrings(json, "modules_to_save", savedModules);
                }

                json.WriteString("peft_type", adapter.PeftType);
                json.WriteNull("revision");
                json.WriteString("task_type", TaskOf(config));
                json.WriteEndObject();
            }

            stream.WriteByte((byte)'\n');
        });

    /// <summary>What PEFT calls the task of a head; null for one that it has no name for.</summary>
    public static string? TaskOf(ModelConfig config) => config.Head switch
    {
        ModelHead.LanguageModel => config.Kind == ModelKind.EncoderDecoder ? "SEQ_2_SEQ_LM" : "CAUSAL_LM",
        ModelHead.SequenceClassification or ModelHead.Regression or ModelHead.Reward => "SEQ_CLS",
        ModelHead.TokenClassification => "TOKEN_CLS",
        ModelHead.QuestionAnswering => "QUESTION_ANS",
        ModelHead.None => "FEATURE_EXTRACTION",
        _ => null,
    };

    private static LoraOptions ReadLora(string path, JsonFile json)
    {
        json.RequireOneOf("bias", "none");
        var targets = json.IsText("target_modules")
            ? json.OptionalString("target_modules") is "all-linear" ? [LinearTargets.All] : [LoraAdapter.PatternMark + json.OptionalString("target_modules")]
            : json.Strings("target_modules");
        if (targets.Length == 0)
        {
            throw new InvalidDataException($"'{path}' names no 'target_modules'; an adapter changes at least one layer.");
        }

        var layers = json.Ints("layers_to_transform");
        if (layers.Length > 0 && targets.Any(static target => target.StartsWith(LoraAdapter.PatternMark, StringComparison.Ordinal)))
        {
            throw new InvalidDataException($"'{path}' has both a pattern as 'target_modules' and 'layers_to_transform'; give one of them.");
        }

        return new LoraOptions
        {
            Rank = json.OptionalInt("r") ?? 8,
            Alpha = json.OptionalDouble("lora_alpha") ?? 8,
            Targets = targets,
            Layers = layers,
            Dropout = json.OptionalDouble("lora_dropout") ?? 0,
            RankStabilized = json.OptionalBool("use_rslora") ?? false,
            Dora = json.OptionalBool("use_dora") ?? false,
            SavedParts = json.Strings("modules_to_save"),
            OptionalSavedParts = UsualHeads,
            Ranks = Dictionary(json, "rank_pattern", number => number is >= 1 and <= LoraOptions.LargestRank && number == Math.Floor(number)
                ? (int)number
                : throw new InvalidDataException(Invariant($"'{path}' has the rank {number} under 'rank_pattern'; it must be a whole number between 1 and {LoraOptions.LargestRank}."))),
            Alphas = Dictionary(json, "alpha_pattern", static number => number),
        };
    }

    private static VirtualTokenOptions ReadVirtualTokens(JsonFile json)
        => new() { Count = json.Int("num_virtual_tokens"), SavedParts = json.Strings("modules_to_save"), OptionalSavedParts = UsualHeads };

    private static void WriteVirtualTokens(Utf8JsonWriter json, IStoredAdapter adapter, ModelConfig config)
    {
        if (adapter is PrefixAdapter prefix)
        {
            json.WriteNumber("encoder_hidden_size", config.HiddenSize);
            json.WriteNumber("num_virtual_tokens", prefix.Options.Count);
            json.WriteBoolean("prefix_projection", false);
        }
        else
        {
            json.WriteNumber("num_virtual_tokens", ((PromptAdapter)adapter).Options.Count);
            json.WriteString("prompt_tuning_init", "RANDOM");
        }

        json.WriteNumber("num_attention_heads", adapter is PrefixAdapter ? config.KeyValueHeads : config.Heads);
        json.WriteNumber("num_layers", config.Layers);
        json.WriteNumber("num_transformer_submodules", 1);
        json.WriteNumber("token_dim", adapter is PrefixAdapter ? config.KeyValueSize : config.HiddenSize);
    }

    private static Dictionary<string, T> Dictionary<T>(JsonFile json, string key, Func<double, T> read)
        => json.Object(key)?.Numbers().ToDictionary(static pair => pair.Key, pair => read(pair.Number), StringComparer.Ordinal) ?? new Dictionary<string, T>(StringComparer.Ordinal);

    private static void WriteLora(Utf8JsonWriter json, LoraAdapter lora, ModelConfig config)
    {
        var (options, targets) = (lora.Options, lora.TargetsOf(config));
        json.WriteStartObject("alpha_pattern");
        foreach (var target in targets.Where(_ => options.Alphas.Count > 0))
        {
            var rank = options.RankOf(target);
            json.WriteNumber(target.Module, options.ScaleOf(target) * (options.RankStabilized ? Math.Sqrt(rank) : rank));
        }

        json.WriteEndObject();
        json.WriteString("bias", "none");
        json.WriteBoolean("fan_in_fan_out", targets.Any(static target => target.Layout == TensorLayout.Transposed));
        json.WriteBoolean("init_lora_weights", true);
        json.WriteNull("layers_pattern");
        json.WriteNull("layers_to_transform");
        json.WriteNumber("lora_alpha", options.Alpha);
        json.WriteNumber("lora_dropout", options.Dropout);
        json.WriteNumber("r", options.Rank);
        json.WriteStartObject("rank_pattern");
        foreach (var target in targets.Where(_ => options.Ranks.Count > 0))
        {
            json.WriteNumber(target.Module, options.RankOf(target));
        }

        json.WriteEndObject();
        WriteStrings(json, "target_modules", LinearTargets.Names(config, [.. targets]));
        json.WriteBoolean("use_dora", options.Dora);
        json.WriteBoolean("use_rslora", options.RankStabilized);
    }

    private static void WriteStrings(Utf8JsonWriter json, string key, IEnumerable<string> texts)
    {
        json.WriteStartArray(key);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
