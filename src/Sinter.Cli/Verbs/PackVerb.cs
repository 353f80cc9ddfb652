using Sinter.Cli.Progress;
using Sinter.Cli.Verbs.Data;
using Sinter.Data.Packing;
using Sinter.Data.Reports;

namespace Sinter.Cli.Verbs;

/// <summary><c>sinter pack --tokenizer FILE --context N --out DIR FILES...</c>: text as sequences of tokens.</summary>
internal static class PackVerb
{
    /// <summary>A whole command line.</summary>
    public const string Example = "sinter pack --tokenizer tokenizer.json --context 1024 --out packed texts/";

    /// <summary>The command with the verbs below it.</summary>
    public static Verb Create()
    {
        var arguments = new PackArguments();
        var verb = new Verb(
            "pack",
            "Tokenizes documents and packs them into sequences of one length, ready to train on; tells what padding, cutting and splitting cost, and what the other ways would.",
            Example,
            "sinter pack --tokenizer gpt2/tokenizer.json --context 2048 --order concatenate --out packed 'crawl/**/*.jsonl.zst'",
            "sinter pack --tokenizer tokenizer.json --context 512 --format parquet --column attention_mask --out parquet wiki.parquet",
            "sinter pack --tokenizer tokenizer.json --import sequences --out packed parquet/");
        arguments.AddTo(verb);
        verb.Add(PackShowVerb.Create());
        verb.Add(PackExportVerb.Create());
        verb.SetAction(parsed =>
        {
            var job = arguments.Job(parsed);
            OutputFolders.RefuseInputsWithin(job.Folder, job.Inputs);
            MakeWay(job.Folder, job.Overwrite);
            var output = parsed.InvocationConfiguration.Output;
            var result = Run(job, output);
            output.WriteLine();
            PackText.Write(result.Manifest, result.Report, output);
            output.WriteLine();
            output.WriteLine($"Wrote      {job.Folder}");
            if (result.Read is { } read)
            {
                PassedOverText.Write("Other      ", read.PassedOver, output);
                if (read.Broken > 0)
                {
                    parsed.InvocationConfiguration.Error.WriteLine($"{Quantity.Whole(read.Broken)} records could not be read, such as {string.Join(" ", read.Faults)}");
                }
            }

            return ExitCode.Done;
        });
        return verb;
    }

    /// <summary>Sees to it that nothing but an earlier packing is replaced, and that only where it was asked for.</summary>
    /// <exception cref="InvalidDataException">The folder holds something else, or a packing that is not to be replaced.</exception>
    public static void MakeWay(string folder, bool overwrite)
    {
        if (File.Exists(folder))
        {
            throw new InvalidDataException($"'{folder}' is a file; name a folder to write to.");
        }

        var entries = Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder).Select(static entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal).ToList() : [];
        if (entries.Find(static entry => !IsOfPacking(entry)) is { } stranger)
        {
            throw new InvalidDataException($"'{folder}' holds '{stranger}', which is no part of a packed data set, so nothing is written there; name another folder.");
        }

        if (entries.Count > 0 && !overwrite)
        {
            throw new InvalidDataException($"'{folder}' holds a packed data set already; name another folder, or give --overwrite to replace it.");
        }
    }

    private static bool IsOfPacking(string entry) =>
        entry is PackedManifest.FileName or PackingReport.FileName or PackedDataset.DocumentListName or PackedParquetExport.DataFolder
        || (entry.StartsWith("shard-", StringComparison.Ordinal) && entry.EndsWith(".tokens", StringComparison.Ordinal));

    private static PackResult Run(PackJob job, TextWriter output)
    {
        using var interruption = new Interruption();
        using var progress = ProgressViews.Create(output);
        progress.Begin("pack");
        try
        {
            var result = job.Run(progress, interruption.Token);
            progress.End($"{Quantity.Whole(result.Manifest.Documents)} documents in {Quantity.Whole(result.Manifest.Sequences)} sequences");
            return result;
        }
        catch
        {
            progress.End("stopped; nothing is written");
            throw;
        }
    }
}
