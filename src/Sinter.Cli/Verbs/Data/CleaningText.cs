using Sinter.Data.Cleaning;
using Sinter.Data.Reports;

namespace Sinter.Cli.Verbs.Data;

/// <summary>The outcome of a cleaning in a few lines.</summary>
internal static class CleaningText
{
    private const int ShownRules = 8;

    /// <summary>Writes them.</summary>
    public static void Write(CleaningResult result, TextWriter output)
    {
        var summary = result.Summary;
        output.WriteLine();
        output.WriteLine($"Read     {Quantity.Whole(summary.Records)} records, {Units.Bytes(summary.BytesIn)} of text");
        output.WriteLine($"Kept     {Quantity.Whole(summary.Kept)} documents ({Quantity.Percent(Share(summary.Kept, summary.Documents))}), {Units.Bytes(summary.Output.Bytes)}, about {Quantity.Count(summary.Output.Tokens)} tokens");
        output.WriteLine($"Dropped  {Quantity.Whole(summary.Dropped)}");
        foreach (var rule in summary.Rules.Where(static rule => rule.Dropped > 0).OrderByDescending(static rule => rule.Dropped).Take(ShownRules))
        {
            output.WriteLine($"         {rule.Rule.Name,-46} {Quantity.Whole(rule.Dropped),12}");
        }

        output.WriteLine($"Broken   {Quantity.Whole(summary.Failed + summary.Unreadable)}{(result.FirstFault() is { } fault ? $", such as {fault}" : "")}");
        PassedOverText.Write("Other    ", summary.PassedOver, output);
        foreach (var warning in summary.Warnings)
        {
            output.WriteLine($"Warning  {warning}");
        }

        output.WriteLine($"Shards   {result.Folder.Kept}");
        output.WriteLine($"Report   {result.Folder.ReportPage}");
    }

    private static double Share(long part, long whole) => whole > 0 ? (double)part / whole : 0;
}
