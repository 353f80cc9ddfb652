using System.CommandLine;
using Sinter.Cli.Progress;
using Sinter.Data.Packing;
using Sinter.Data.Reports;

namespace Sinter.Cli.Verbs;

/// <summary><c>sinter pack export DIR --out DIR</c>: a packed data set as Parquet.</summary>
internal static class PackExportVerb
{
    private const string Example = "sinter pack export packed --out parquet --column attention_mask --column position_ids";

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var input = new Argument<string>("DIR") { Description = "The packed data set." };
        var folder = new Option<string>("--out") { HelpName = "DIR", Description = "The folder to write.", Required = true };
        var columns = PackColumns.Option();
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace an export that is in the folder." };
        var verb = new Verb("export", "Writes a packed data set as Parquet files with input_ids, which Hugging Face's datasets reads and 'sinter pack --import sequences' reads again.", Example)
        {
            input, folder, columns, overwrite,
        };
        verb.SetAction(parsed =>
        {
            var (from, to) = (parsed.GetRequiredValue(input), parsed.GetRequiredValue(folder));
            if (Path.GetFullPath(from) == Path.GetFullPath(to))
            {
                throw new UsageException("--out is the folder that is read; name another one.");
            }

            var chosen = PackColumns.Chosen(parsed.GetValue(columns));
            PackVerb.MakeWay(to, parsed.GetValue(overwrite));
            using var data = PackedDataset.Open(from);
            var output = parsed.InvocationConfiguration.Output;
            using var interruption = new Interruption();
            using (var progress = ProgressViews.Create(output))
            {
                progress.Begin("export");
                PackedParquetExport.Write(data, to, chosen, progress: done => progress.Report(new StageProgress(done, data.Sequences, "sequences")), cancellation: interruption.Token);
                progress.End($"{Quantity.Whole(data.Sequences)} sequences");
            }

            output.WriteLine($"Wrote      {to}");
            return ExitCode.Done;
        });
        return verb;
    }
}
