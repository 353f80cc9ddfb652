using System.CommandLine;
using Sinter.Cli.Mixtures;
using Sinter.Cli.Progress;
using Sinter.Data.Inputs;
using Sinter.Data.Mixing;
using Sinter.Data.Reports;
using Sinter.Data.Shards;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Data;

/// <summary><c>sinter data mix SPEC.yaml --out DIR</c>: sources in chosen shares as one data set.</summary>
internal static class MixVerb
{
    private const int ShownGroups = 20;

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var file = new Argument<string>("SPEC") { Description = "A YAML file with 'sources' (each with name, inputs and one of weight, share and epochs), and 'budget', 'unit', 'order', 'temperature', 'maxEpochs', 'seed'." };
        var folder = new Option<string?>("--out") { HelpName = "DIR", Description = "The folder to write to: kept/, mixture.json, report.html." };
        var format = new Option<string?>("--format") { HelpName = "FORM", Description = "The form of the shards: jsonl, jsonl.gz, jsonl.zst; jsonl without it." };
        var shardSize = SizeOption.Create("--shard-size", "About how large a shard is before compression; 256MB without it.", 1_000_000);
        var threads = NumberOption.Whole("--threads", "N", 0, 1024, "Threads that work; 0 for one a core. The results are the same bytes at any number.");
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace what an earlier mixture wrote to the folder." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Count the sources, show what would be taken of each, and write nothing." };
        var verb = new Verb(
            "mix",
            "Mixes sources by weights, shares, epochs or temperature into one data set of a budget, exactly and the same each time.",
            "sinter data mix mixture.yaml --out mixed",
            "sinter data mix mixture.yaml --dry-run")
        {
            file, folder, format, shardSize, threads, overwrite, dryRun,
        };
        verb.SetAction(parsed =>
        {
            var (spec, tokenizer) = MixtureFileReader.Read(parsed.GetRequiredValue(file));
            var shards = ShardFormats.Find(parsed.GetValue(format) ?? "jsonl") as JsonLinesShards ?? throw new UsageException("--format: a mixture is written as jsonl, jsonl.gz or jsonl.zst, as its records stay as they are; 'sinter data convert' makes the other forms.");
            var run = new MixtureRun(spec, tokenizer is null ? null : Tokenizer.Load(tokenizer), parsed.GetValue(threads) ?? 0);
            var isPlan = parsed.GetValue(dryRun);
            var target = isPlan ? null : new MixtureFolder(parsed.GetValue(folder) is { Length: > 0 } named ? named : throw new UsageException("--out is missing; name the folder to write to."));
            if (target is not null)
            {
                Check(target, spec.Sources.SelectMany(static source => source.Inputs), parsed.GetValue(overwrite));
            }

            var output = parsed.InvocationConfiguration.Output;
            var result = Run(run, target, shards, parsed.GetValue(shardSize) ?? 256_000_000, spec.Sources.Sum(static source => source.Inputs.Sum(static input => input.Length ?? 0)), output);
            Write(spec, result, target, output);
            return ExitCode.Done;
        });
        return verb;
    }

    private static MixtureResult Run(MixtureRun run, MixtureFolder? target, JsonLinesShards shards, long shardBytes, long bytes, TextWriter output)
    {
        using var interruption = new Interruption();
        using var progress = ProgressViews.Create(output);
        progress.Begin("mix");
        try
        {
            var total = target is null ? bytes : 2 * bytes;
            void Report(long done) => progress.Report(new StageProgress(done, done <= total ? total : 0, StageProgress.Bytes));
            var result = target is null ? run.Plan(Report, interruption.Token) : run.Write(target, shards, shardBytes, Report, interruption.Token);
            progress.End(target is null ? "planned; nothing is written" : "done");
            return result;
        }
        catch
        {
            progress.End("stopped");
            throw;
        }
    }

    private static void Write(MixtureSpec spec, MixtureResult result, MixtureFolder? target, TextWriter output)
    {
        var plan = result.Plan;
        output.WriteLine();
        Table(MixtureShare.OfSources(spec, plan), MixturePlan.Name(plan.Unit), output);
        var groups = MixtureShare.OfGroups(spec, plan);
        if (groups.Count > 0)
        {
            output.WriteLine();
            Table([.. groups.OrderByDescending(static share => share.Got).Take(ShownGroups)], MixturePlan.Name(plan.Unit), output);
            if (groups.Count > ShownGroups)
            {
                output.WriteLine($"and {groups.Count - ShownGroups} groups more");
            }
        }

        output.WriteLine();
        foreach (var warning in result.Warnings)
        {
            output.WriteLine($"Warning  {warning}");
        }

        if (target is not null)
        {
            output.WriteLine($"Mixture  {Quantity.Whole(result.Taken.Sum(static taken => taken.Documents))} documents, {Units.Bytes(result.Taken.Sum(static taken => taken.Bytes))} of text, {(spec.Unit == MixtureUnit.Tokens ? "" : "about ")}{Quantity.Whole(result.Taken.Sum(static taken => taken.Tokens))} tokens");
            output.WriteLine($"Shards   {target.Kept}");
            output.WriteLine($"Report   {target.ReportPage}");
        }
    }

    private static void Table(IReadOnlyList<MixtureShare> shares, string unit, TextWriter output)
    {
        var width = Math.Max(6, shares.Max(static share => share.Name.Length));
        output.WriteLine($"{"Source".PadRight(width)}  {"Asked for",10} {"Taken",10} {"Epochs",8} {"Documents",12}  {"There are",15}  {"Taken",15} {unit}");
        foreach (var share in shares)
        {
            output.WriteLine($"{share.Name.PadRight(width)}  {Quantity.Percent(share.Wanted),10} {Quantity.Percent(share.Got),10} {Quantity.Number(share.Epochs, 3),8} {Quantity.Whole(share.Documents),12}  {Quantity.Whole(share.Available),15}  {Quantity.Whole(share.Amount),15}{(share.IsExhausted ? " ran out" : "")}");
        }
    }

    private static void Check(MixtureFolder folder, IEnumerable<InputFile> inputs, bool overwrite)
    {
        OutputFolders.RefuseInputsWithin(folder.Root, inputs);
        if (folder.Strangers().FirstOrDefault() is { } stranger)
        {
            throw new InvalidDataException($"'{folder}' holds '{Path.GetFileName(stranger)}', which is no part of a mixture, so nothing is written there; name another folder.");
        }

        if (File.Exists(folder.Record) && !overwrite)
        {
            throw new InvalidDataException($"'{folder}' holds a mixture already; name another folder, or give --overwrite to replace it.");
        }
    }
}
