using System.Text.Json;

namespace Sinter.Data.Tuning.Sources;

/// <summary>What stands in one place of a file: a value, or why there is none.</summary>
/// <param name="Place">Where.</param>
/// <param name="Value">The value.</param>
/// <param name="Fault">What is wrong; null where there is a value.</param>
/// <param name="Detail">What exactly.</param>
internal readonly record struct RawRecord(RecordPlace Place, JsonElement Value, FaultKind? Fault, string Detail)
{
    public static RawRecord Of(RecordPlace place, JsonElement value) => new(place, value, null, "");

    /// <summary>The fault of a cutter, whose sentence becomes a part of another one.</summary>
    public static RawRecord OfCut(RecordPlace place, string sentence) =>
        new(place, default, sentence.Contains("is longer than", StringComparison.Ordinal) ? FaultKind.TooLong : FaultKind.Broken, Inner(sentence));

    private static string Inner(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..].TrimEnd('.').Replace(", and is passed over", "", StringComparison.Ordinal);
}
