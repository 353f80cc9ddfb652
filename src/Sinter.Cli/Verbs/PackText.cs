using System.Text;
using Sinter.Data.Packing;
using Sinter.Data.Reports;

namespace Sinter.Cli.Verbs;

/// <summary>How well documents were packed, as a table.</summary>
internal static class PackText
{
    /// <summary>The name of a value as the command line has it: <c>best-fit</c>.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum
    {
        var name = new StringBuilder();
        foreach (var letter in value.ToString())
        {
            if (char.IsAsciiLetterUpper(letter) && name.Length > 0)
            {
                name.Append('-');
            }

            name.Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }

    /// <summary>Writes what a data set holds, and what each way of packing gives where that is known.</summary>
    public static void Write(PackedManifest manifest, PackingReport? report, TextWriter output)
    {
        output.WriteLine($"Documents  {Quantity.Whole(manifest.Documents)}, {Units.Bytes(manifest.TextBytes)} of text{(report is null ? "" : $", {Quantity.Whole(report.DocumentTokens)} tokens, {Quantity.Number(report.BytesPerToken)} bytes a token")}");
        output.WriteLine($"Sequences  {Quantity.Whole(manifest.Sequences)} of {Quantity.Whole(manifest.ContextLength)} tokens in {manifest.Shards.Count} shards, {Quantity.Whole(manifest.Targets)} tokens to predict, {Percent(manifest.PaddingShare)} padding");
        if (report is not null)
        {
            output.WriteLine();
            Table(report, output);
        }
    }

    private static void Table(PackingReport report, TextWriter output)
    {
        output.WriteLine($"{"Way",-23} {"Sequences",12} {"Padding",9} {"Split: documents",17} {"of tokens",10} {"Truncated: documents",21} {"of tokens",10} {"A sequence has",16}");
        foreach (var way in report.Ways.Where(way => way == report.Packed || way.LongDocuments == LongDocuments.Split || (way.TruncatedDocuments > 0 && way.Order != PackingOrder.Concatenate)))
        {
            output.WriteLine(
                $"{(way == report.Packed ? "* " : "  ") + Name(way.Order) + ", " + Name(way.LongDocuments),-23} {Quantity.Whole(way.Sequences),12} {Percent(way.PaddingShare),9} "
                + $"{Part(way.SplitDocuments, way.SplitDocumentShare),17} {Percent(way.SplitTokenShare),10} {Part(way.TruncatedDocuments, way.TruncatedDocumentShare),21} {Percent(way.TruncatedTokenShare),10} "
                + $"{Quantity.Number(way.DocumentsPerSequence, 3),6} documents");
        }
    }

    private static string Part(long count, double share) => count == 0 ? "0" : $"{Quantity.Whole(count)} ({Percent(share)})";

    private static string Percent(double share) => Quantity.Percent(share).Replace(Quantity.Space, ' ');
}
