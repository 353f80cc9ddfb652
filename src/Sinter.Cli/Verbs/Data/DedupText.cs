using Sinter.Cli.Progress;
using Sinter.Data.Deduplication;
using Sinter.Data.Reading;
using Sinter.Data.Reports;

namespace Sinter.Cli.Verbs.Data;

/// <summary>What a deduplication says, in a few lines.</summary>
internal static class DedupText
{
    /// <summary>The name of a phase in the progress.</summary>
    public static string NameOf(DeduplicationPhase phase) => phase switch
    {
        DeduplicationPhase.Read => "read",
        DeduplicationPhase.Find => "find",
        _ => "write",
    };

    /// <summary>What is counted in a phase.</summary>
    public static string UnitOf(DeduplicationPhase phase) => phase switch
    {
        DeduplicationPhase.Read => StageProgress.Bytes,
        DeduplicationPhase.Find => "‰",
        _ => "documents",
    };

    /// <summary>Writes the outcome.</summary>
    public static void Write(DeduplicationReport report, DeduplicationFolder folder, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"Read      {Amount(report.Read)}");
        output.WriteLine($"Removed   {Amount(report.Removed)}{(report.Clusters > 0 ? $", in {Quantity.Whole(report.Clusters)} groups of up to {Quantity.Whole(report.LargestCluster)}" : "")}");
        if (report.Parts > 0)
        {
            output.WriteLine($"Cut out   {Quantity.Whole(report.Parts)} parts; {Quantity.Whole(report.Cut.Documents)} documents lost {Units.Bytes(report.Cut.Bytes)} and stay, {Quantity.Whole(report.Emptied)} had nothing left");
        }

        output.WriteLine($"Kept      {Amount(report.Kept)} ({Quantity.Percent(report.Read.Bytes > 0 ? (double)report.Kept.Bytes / report.Read.Bytes : 0)} of the text)");
        if (report.NotSimilarEnough > 0)
        {
            output.WriteLine($"          of these {Quantity.Whole(report.NotSimilarEnough)} were found, but are less similar than --min-similarity");
        }

        if (report.Earlier > 0)
        {
            output.WriteLine($"Against   {Quantity.Whole(report.Earlier)} documents of earlier runs");
        }

        output.WriteLine($"Broken    {Quantity.Whole(report.Broken)}{(report.FirstFault is { } fault ? $", such as {fault}" : "")}");
        PassedOverText.Write("Other     ", new PassedOverCounts(report.PassedOver), output);
        foreach (var remark in report.Remarks)
        {
            output.WriteLine($"Note      {remark}");
        }

        output.WriteLine($"Shards    {folder.Kept}");
        output.WriteLine($"Report    {folder.ReportPage}");
    }

    /// <summary>Writes what a deduplication would take.</summary>
    public static void Write(DeduplicationEstimate estimate, TextWriter output)
    {
        output.WriteLine($"Sample    {Quantity.Whole(estimate.SampleDocuments)} documents, {Units.Bytes(estimate.SampleBytes)} of input{(estimate.IsWhole ? ", which is all of it" : "")}; {Quantity.Whole(estimate.SampleBroken)} records are broken");
        output.WriteLine($"Input     {(estimate.Scale is { } scale ? $"about {Units.Bytes((long)(estimate.SampleBytes * scale))} uncompressed, {Quantity.Count(estimate.SampleDocuments * scale)} documents" : "of a size that nobody knows")}");
        if (estimate.Scale is not null)
        {
            output.WriteLine($"Time      about {Units.Seconds(estimate.Seconds!.Value)} to read, and to write, besides the search");
            output.WriteLine($"Disk      about {Units.Bytes(estimate.DiskBytes!.Value)} while it works, of which {Units.Bytes(estimate.OutputBytes!.Value)} stay at most before compression");
        }

        output.WriteLine($"Memory    about {Units.Bytes(estimate.MemoryBytes)}");
    }

    /// <summary>Writes the profiles with their options.</summary>
    public static void WriteProfiles(TextWriter output)
    {
        foreach (var profile in DeduplicationProfiles.All)
        {
            output.WriteLine($"{profile.Name}: {profile.Description}");
            var values = profile.Defaults;
            foreach (var option in profile.Options)
            {
                output.WriteLine($"  {option.Name,-20} {values[option.Name],-8}  {option.Description} ({option.Expected})");
            }

            output.WriteLine();
        }
    }

    private static string Amount(DocumentAmount amount) => $"{Quantity.Whole(amount.Documents)} documents, {Units.Bytes(amount.Bytes)} of text";
}
