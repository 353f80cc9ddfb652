using Sinter.Data.Reading;
using Sinter.Data.Reports;

namespace Sinter.Cli.Verbs.Data;

/// <summary>The records that were passed over, in a line.</summary>
internal static class PassedOverText
{
    private const int ShownReasons = 8;

    /// <summary>Writes them behind a label; nothing where there are none.</summary>
    public static void Write(string label, PassedOverCounts counts, TextWriter output)
    {
        var reasons = counts.ByReason;
        if (reasons.Count > 0)
        {
            var shown = string.Join(", ", reasons.Take(ShownReasons).Select(static reason => $"{Quantity.Whole(reason.Value)} {reason.Key}"));
            var rest = reasons.Count > ShownReasons ? $" and {reasons.Count - ShownReasons} more reasons" : "";
            output.WriteLine($"{label}{Quantity.Whole(counts.Total)} records passed over: {shown}{rest}");
        }
    }
}
