using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Sinter.Data.Reports;

namespace Sinter.Cli.Reports;

/// <summary>One figure of a comparison.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The figure, at least 0.</param>
public sealed record ComparedFigure(string Name, double Value)
{
    /// <summary>A remark, or null.</summary>
    public string? Note { get; init; }
}

/// <summary>
/// Something that a run made, measured beside what it should beat. A stage leaves it among its metrics under <see cref="Key"/>; the report draws it and judges by it.
/// </summary>
/// <param name="Title">What is compared.</param>
/// <param name="Measure">The unit of the figures.</param>
/// <param name="LowerIsBetter">Whether small figures are good ones.</param>
/// <param name="Subject">What the run made.</param>
/// <param name="Others">What it should beat.</param>
public sealed record Comparison(string Title, string Measure, bool LowerIsBetter, ComparedFigure Subject, IReadOnlyList<ComparedFigure> Others)
{
    /// <summary>The key of a stage's metrics, an array of comparisons.</summary>
    public const string Key = "comparisons";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Whether the figures are shares of one.</summary>
    public bool IsShare { get; init; }

    /// <summary>Whether the subject need not win: what was gained elsewhere has its price here.</summary>
    public bool IsCost { get; init; }

    /// <summary>The others that are at least as good as the subject.</summary>
    [JsonIgnore]
    public IReadOnlyList<ComparedFigure> Unbeaten => [.. Others.Where(other => LowerIsBetter ? other.Value <= Subject.Value : other.Value >= Subject.Value)];

    /// <summary>The comparison as one of an array under <see cref="Key"/>.</summary>
    public JsonNode ToJson() => JsonSerializer.SerializeToNode(this, Json)!;

    /// <summary>The comparisons in the metrics of a stage; those that cannot be read are left out.</summary>
    public static IReadOnlyList<Comparison> Of(JsonObject metrics)
    {
        var found = new List<Comparison>();
        foreach (var node in metrics[Key] as JsonArray ?? [])
        {
            try
            {
                if (node.Deserialize<Comparison>(Json) is { Title: not null, Subject: not null, Others: not null } comparison)
                {
                    found.Add(comparison);
                }
            }
            catch (JsonException)
            {
                // A record that was changed by hand is shown among the other figures of its stage.
            }
        }

        return found;
    }

    /// <summary>A figure as it is shown.</summary>
    public string Text(double value) => IsShare ? Quantity.Percent(value) : Quantity.Fixed(value, 4);
}
