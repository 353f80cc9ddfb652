using System.CommandLine;
using Sinter.Cli.Progress;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;
using Sinter.Data.Reports;
using Sinter.Data.Shards;

namespace Sinter.Cli.Verbs.Data;

/// <summary><c>sinter data convert IN OUT</c>: documents of one form as another.</summary>
internal static class ConvertVerb
{
    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var input = new Argument<string>("IN") { Description = "A file, a folder, a pattern, an http(s) or hf:// address, or - for standard input." };
        var target = new Argument<string>("OUT") { Description = $"The file to write; its ending says the form: {string.Join(", ", ShardFormats.Names.Select(static name => "." + name))}." };
        var textField = new Option<string?>("--text-field") { HelpName = "FIELD", Description = "The field or column that holds the text; text without it." };
        var idField = new Option<string?>("--id-field") { HelpName = "FIELD", Description = "The field or column that holds the id; id without it." };
        var format = new Option<string?>("--input-format") { HelpName = "FORM", Description = $"The form of the input where content and name do not show it: {string.Join(", ", FormatCatalog.All.Select(static known => known.Name))}." };
        var threads = NumberOption.Whole("--threads", "N", 0, 1024, "Threads that decode; 0 for one a core.");
        var verb = new Verb(
            "convert",
            "Writes the documents of a file or folder in another form. What cannot be read is counted and told, and stops nothing.",
            "sinter data convert wiki.parquet wiki.jsonl.zst",
            "sinter data convert crawl/ pages.parquet",
            "sinter data convert posts.csv posts.jsonl --text-field body --id-field post_id")
        {
            input, target, textField, idField, format, threads,
        };
        verb.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(target);
            var settings = new ReadSettings { TextField = parsed.GetValue(textField) ?? ReadSettings.Default.TextField, IdField = parsed.GetValue(idField) ?? ReadSettings.Default.IdField };
            var inputFormat = parsed.GetValue(format) is { } named ? FormatCatalog.Find(named).Name : null;
            return Run(parsed.GetRequiredValue(input), path, FormOf(path), settings, inputFormat, parsed.GetValue(threads) ?? 0, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        });
        return verb;
    }

    private static int Run(string name, string path, IShardFormat form, ReadSettings settings, string? inputFormat, int threads, TextWriter output, TextWriter error)
    {
        if (Directory.Exists(path))
        {
            throw new UsageException($"'{path}' is a folder; name the file to write.");
        }

        var inputs = InputSet.Resolve([name], InputSettings.Default);
        using var interruption = new Interruption();
        ConversionResult result;
        using (var progress = ProgressViews.Create(output))
        {
            progress.Begin("convert");
            result = DocumentConversion.Convert(inputs, settings, inputFormat, path, form, threads, bytes => progress.Report(new StageProgress(bytes, 0, StageProgress.Bytes)), interruption.Token);
            progress.End($"{Quantity.Whole(result.Documents)} documents, {Units.Bytes(result.BytesIn)} to {Units.Bytes(result.BytesOut)}");
        }

        output.WriteLine($"Wrote   {path}");
        PassedOverText.Write("Other   ", result.PassedOver, output);
        if (result.Broken > 0)
        {
            error.WriteLine($"{Quantity.Whole(result.Broken)} records could not be read, such as {string.Join(" ", result.Faults)}");
        }

        return ExitCode.Done;
    }

    private static IShardFormat FormOf(string path)
    {
        var name = ShardFormats.Names.Where(known => path.EndsWith("." + known, StringComparison.OrdinalIgnoreCase)).MaxBy(static known => known.Length)
            ?? throw new UsageException($"'{path}' ends in no form that is known; expected one of {string.Join(", ", ShardFormats.Names.Select(static known => "." + known))}.");
        return ShardFormats.Find(name);
    }
}
