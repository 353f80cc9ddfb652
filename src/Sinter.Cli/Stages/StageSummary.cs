using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>One line about a finished stage.</summary>
internal static class StageSummary
{
    /// <summary>Such as <c>143,012 documents to 71,204, 30.1 MB to 15.2 MB, in 4.2 s</c>; parts without figures are left out.</summary>
    public static string Of(StageResult result)
    {
        var parts = new List<string>();
        if (result.DocumentsOut > 0 || result.DocumentsIn > 0)
        {
            parts.Add(Change(result.DocumentsIn, result.DocumentsOut, count => Units.Count(count), " documents"));
        }

        if (result.BytesOut > 0 || result.BytesIn > 0)
        {
            parts.Add(Change(result.BytesIn, result.BytesOut, Units.Bytes, ""));
        }

        parts.Add($"in {Units.Seconds(result.Seconds)}");
        return string.Join(", ", parts);
    }

    private static string Change(long before, long after, Func<long, string> format, string unit) =>
        before == after || before == 0 ? format(after) + unit : $"{format(before)}{unit} to {format(after)}";
}
