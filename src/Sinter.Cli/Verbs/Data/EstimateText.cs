using Sinter.Data.Cleaning;
using Sinter.Data.Reports;

namespace Sinter.Cli.Verbs.Data;

/// <summary>What a cleaning would take, in a few lines.</summary>
internal static class EstimateText
{
    /// <summary>Writes them.</summary>
    public static void Write(CleaningEstimate estimate, TextWriter output)
    {
        output.WriteLine($"Sample    {Quantity.Whole(estimate.SampleDocuments)} documents, {Units.Bytes(estimate.SampleBytes)} of input{(estimate.IsWhole ? ", which is all of it" : "")}");
        output.WriteLine($"Input     {(estimate.Scale is null ? "of a size that nobody knows" : $"about {Units.Bytes((long)(estimate.SampleBytes * estimate.Scale.Value))} uncompressed, {Quantity.Count(estimate.SampleDocuments * estimate.Scale.Value)} documents")}");
        output.WriteLine($"Kept      {Quantity.Percent(estimate.KeptShare)} of the documents");
        output.WriteLine($"Broken    {Quantity.Whole(estimate.SampleBroken)} records of the sample");
        PassedOverText.Write("Other     ", estimate.Summary.PassedOver, output);
        if (estimate.Scale is { } scale)
        {
            output.WriteLine($"Time      about {Units.Seconds(estimate.SampleSeconds * scale)}");
            output.WriteLine($"Disk      about {Units.Bytes((long)(estimate.SampleOutputBytes * scale))}");
        }

        output.WriteLine($"Memory    about {Units.Bytes(estimate.MemoryBytes)}, whatever the size of the input");
        foreach (var rule in estimate.Summary.Rules.Where(static rule => rule.Dropped > 0).OrderByDescending(static rule => rule.Dropped).Take(8))
        {
            output.WriteLine($"          {rule.Rule.Name,-46} drops {Quantity.Percent((double)rule.Dropped / Math.Max(1, estimate.Summary.Documents))}");
        }

        foreach (var warning in estimate.Summary.Warnings)
        {
            output.WriteLine($"Warning   {warning}");
        }
    }
}
