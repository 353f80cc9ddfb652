using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Sinter.Evaluation;

/// <summary>What a run achieved on its held-out split: the record that the evaluate stage leaves and the report shows.</summary>
public sealed record EvaluationResult
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>
    /// Bits per byte by name: <c>base</c> and <c>tuned</c> for the models, each baseline under its own name, and
    /// <c>baseline</c> for the best of these.
    /// </summary>
    public required IReadOnlyDictionary<string, double> BitsPerByte { get; init; }

    /// <summary>Which baseline is the best.</summary>
    public required string BaselineName { get; init; }

    /// <summary>The held-out text that was scored.</summary>
    public HeldOutText? HeldOut { get; init; }

    /// <summary>The questions about the kind of a member, or null where none were asked.</summary>
    public KindAccuracy? KindAccuracy { get; init; }

    /// <summary>Puts the figures together.</summary>
    /// <param name="pretrained">Bits per byte of the base model.</param>
    /// <param name="tuned">Bits per byte of the tuned model; null where there is none.</param>
    /// <param name="baselines">Bits per byte of the baselines, at least one, by name: what the models must beat.</param>
    /// <param name="landmarks">Bits per byte of what had other means and is shown beside, by name.</param>
    public static EvaluationResult Of(
        double pretrained, double? tuned, IReadOnlyDictionary<string, double> baselines, IReadOnlyDictionary<string, double>? landmarks = null)
    {
        var best = baselines.MinBy(b => b.Value);
        var all = new Dictionary<string, double>(StringComparer.Ordinal) { ["base"] = pretrained, ["baseline"] = best.Value };
        if (tuned is { } bits)
        {
            all["tuned"] = bits;
        }

        foreach (var (name, value) in baselines.Concat(landmarks ?? new Dictionary<string, double>(StringComparer.Ordinal)))
        {
            all[name] = value;
        }

        return new() { BitsPerByte = all, BaselineName = best.Key };
    }

    /// <summary>The record as the metrics of a stage.</summary>
    public JsonObject ToJson() => JsonSerializer.SerializeToNode(this, Json)!.AsObject();

    /// <summary>Reads the metrics of an evaluate stage; figures that are missing stay out.</summary>
    /// <exception cref="InvalidDataException">They are no evaluation.</exception>
    public static EvaluationResult FromJson(JsonNode metrics)
    {
        try
        {
            return metrics.Deserialize<EvaluationResult>(Json) ?? throw new InvalidDataException("The evaluation is empty; run the evaluate stage again.");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"The evaluation cannot be read at '{fault.Path}': expected bits per byte by name and the name of the best baseline; run the evaluate stage again.", fault);
        }
    }
}

/// <summary>The size of the text that was scored.</summary>
public sealed record HeldOutText(long Documents, long Tokens, long Bytes);

/// <summary>How often the kind of a member (a method, a property, ...) was named rightly.</summary>
public sealed record KindAccuracy
{
    /// <summary>The accuracy of the tuned model.</summary>
    public required double Tuned { get; init; }

    /// <summary>The accuracy of always naming the most frequent kind.</summary>
    public required double Majority { get; init; }

    /// <summary>That kind.</summary>
    public string MajorityLabel { get; init; } = "";

    /// <summary>The questions asked.</summary>
    public long Total { get; init; }

    /// <summary>The questions answered right.</summary>
    public long Correct { get; init; }

    /// <summary>The lower end of the 95 % interval of <see cref="Tuned"/>.</summary>
    public double Low { get; init; }

    /// <summary>Its upper end.</summary>
    public double High { get; init; } = 1;

    /// <summary>Each kind by itself.</summary>
    public IReadOnlyList<ClassScore> Classes { get; init; } = [];

    /// <summary>The figures of scored answers.</summary>
    public static KindAccuracy Of(ClassificationScore score) => new()
    {
        Tuned = score.Accuracy,
        Majority = score.Majority,
        MajorityLabel = score.MajorityLabel,
        Total = score.Total,
        Correct = score.Correct,
        Low = score.Interval.Low,
        High = score.Interval.High,
        Classes = score.Classes,
    };
}
