using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sinter.Models;
using Sinter.Models.Files;

namespace Sinter.Cli.Verbs.Models;

/// <summary><c>sinter model info MODEL|PRESET</c>: an architecture as a table and a drawing.</summary>
internal static class ModelInfoVerb
{
    private static readonly (string Name, double Bytes)[] Precisions = [("f32", 4), ("f16, bf16", 2), ("q8_0", 34.0 / 32), ("q4_0", 18.0 / 32)];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var model = new Argument<string?>("MODEL") { Description = "A model folder, a run folder, or the name of a preset; without it all presets are listed.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "Write the figures as JSON." };
        var verb = new Verb(
            "info",
            "Shows an architecture: parameters by part, memory by precision, arithmetic for a token, key-value cache, and a drawing.",
            "sinter model info gpt2-124m",
            "sinter model info runs/dotnet-docs --json")
        {
            model, json,
        };
        verb.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(model) is not { } name)
            {
                Presets(output);
                return ExitCode.Done;
            }

            var summary = ModelSummary.Of(Describe(name));
            if (parsed.GetValue(json))
            {
                output.WriteLine(JsonSerializer.Serialize(Figures(name, summary), Json));
            }
            else
            {
                Write(name, summary, output);
            }

            return ExitCode.Done;
        });
        return verb;
    }

    /// <summary>The description of a preset, a model folder or a run.</summary>
    public static ModelConfig Describe(string name) =>
        ModelPresets.Find(name) is { } preset && !Directory.Exists(name) ? preset.Config
        : Directory.Exists(name) ? ModelFolder.Open(LoadedModel.Locate(name)).Config
        : throw new FileNotFoundException($"There is no model folder '{name}' and no such preset{Suggestion.For(name, [.. ModelPresets.All.Select(static preset => preset.Name)])}");

    private static void Presets(TextWriter output)
    {
        foreach (var preset in ModelPresets.All)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{preset.Name,-18} {Units.Count(preset.Config.Parameters),18} parameters   {preset.Config.Kind,-14} {preset.Source}"));
        }
    }

    private static void Write(string name, ModelSummary summary, TextWriter output)
    {
        var config = summary.Config;
        Line(output, "model", $"{name}: {config.Kind} of the family {config.Family}{(summary.Published is { } known && known.Name != name ? $", the sizes of {known.Name} ({known.Source})" : summary.Published is { } same ? $" ({same.Source})" : "")}");
        Line(output, "sizes", $"{config.Layers}{(config.DecoderLayers > 0 ? $" + {config.DecoderLayers}" : "")} layers, {config.HiddenSize:N0} wide, {config.Heads} heads of {config.HeadSize}, context {config.ContextLength:N0}, vocabulary {config.VocabularySize:N0}");
        Line(output, "parameters", $"{summary.Parameters:N0}{(summary.ActiveParameters != summary.Parameters ? $", of which a token uses {summary.ActiveParameters:N0}" : "")}");
        foreach (var part in summary.Parts)
        {
            Line(output, "", $"{part.Parameters,18:N0}  {100.0 * part.Parameters / summary.Parameters,5:0.0} %  {part.Name}");
        }

        Line(output, "weights", $"{string.Join(", ", Precisions.Select(precision => $"{Units.Bytes((long)(summary.Parameters * precision.Bytes))} in {precision.Name}"))}");
        Line(output, "training", $"{Units.Bytes(16 * summary.Parameters)} for weights, gradients and AdamW, activations not counted ('sinter plan' counts them)");
        Line(output, "arithmetic", $"{Flops(summary.OperationsPerToken(1))} a token at the beginning of a text, {Flops(summary.OperationsPerToken(config.ContextLength))} at the end of a full context; three times as much in training");
        if (summary.CacheBytesPerToken > 0)
        {
            Line(output, "cache", $"{Units.Bytes(summary.CacheBytesPerToken)} of keys and values a token, {Units.Bytes(summary.CacheBytesPerToken * config.ContextLength)} for a full context, in f32");
        }

        output.WriteLine();
        ModelDrawing.Write(config, output);
    }

    private static object Figures(string name, ModelSummary summary) => new
    {
        name,
        family = summary.Config.Family,
        kind = summary.Config.Kind,
        head = summary.Config.Head,
        published = summary.Published?.Name,
        summary.Parameters,
        summary.ActiveParameters,
        parts = summary.Parts,
        bytes = Precisions
            .SelectMany(static precision => precision.Name.Split(", "), (precision, type) => (Name: type, Bytes: (long)(summary.Parameters * precision.Bytes)))
            .ToDictionary(static type => type.Name, static type => type.Bytes, StringComparer.Ordinal),
        operationsPerToken = new { atStart = summary.OperationsPerToken(1), atFullContext = summary.OperationsPerToken(summary.Config.ContextLength) },
        cacheBytesPerToken = summary.CacheBytesPerToken,
        config = summary.Config,
    };

    private static string Flops(double operations) => operations switch
    {
        >= 1e12 => string.Create(CultureInfo.InvariantCulture, $"{operations / 1e12:0.00} TFLOP"),
        >= 1e9 => string.Create(CultureInfo.InvariantCulture, $"{operations / 1e9:0.00} GFLOP"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{operations / 1e6:0.00} MFLOP"),
    };

    private static void Line(TextWriter output, string name, FormattableString text) => output.WriteLine($"{name,-11} {text.ToString(CultureInfo.InvariantCulture)}");
}
