using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sinter.Cli.Reports;

/// <summary>
/// A part of a stage's metrics that a section of the report draws. It stands among the metrics themselves or one level below, such as <c>scores.confusion</c>. The keys are documented at the sections that draw them; what
/// has another form than they say is left out, as a record may have been changed by hand.
/// </summary>
/// <param name="Title">The stage and, where the part stands below a key, that key.</param>
/// <param name="Value">The part.</param>
internal sealed record MetricPart(string Title, JsonNode Value)
{
    /// <summary>The parts of all stages with this key.</summary>
    public static IEnumerable<MetricPart> All(RunReport report, string key)
    {
        foreach (var stage in report.Stages)
        {
            if (stage.Metrics[key] is { } own)
            {
                yield return new(Wording.Stage(stage.Name), own);
            }

            foreach (var (name, value) in stage.Metrics)
            {
                if (value is JsonObject nested && nested[key] is { } part && !string.Equals(name, key, StringComparison.Ordinal))
                {
                    yield return new($"{Wording.Stage(stage.Name)}, {Wording.Sentence(name).ToLowerInvariant()}", part);
                }
            }
        }
    }

    /// <summary>A number; null where there is none.</summary>
    public static double? Number(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.Deserialize<double>() is var number && double.IsFinite(number) ? number : null;

    /// <summary>A text; null where there is none.</summary>
    public static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.Deserialize<string>() : null;

    /// <summary>A number of an object; null where there is none.</summary>
    public static double? Number(JsonNode? node, string key) => Number((node as JsonObject)?[key]);

    /// <summary>The objects of an array, at most so many; none where it is no array.</summary>
    public static IReadOnlyList<JsonObject> Objects(JsonNode? node, int most) => node is JsonArray array ? [.. array.OfType<JsonObject>().Take(most)] : [];

    /// <summary>A text cut to a length that a page can hold.</summary>
    public static string Shorten(string? text, int most) => text is null ? "" : text.Length <= most ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[most - 1]) ? most - 1 : most), "…");
}
