using System.CommandLine;
using Sinter.Cli.Progress;
using Sinter.Data.Cleaning;
using Sinter.Data.Shards;

namespace Sinter.Cli.Verbs.Data;

/// <summary><c>sinter data clean INPUT... --profile NAME --out DIR</c>: the whole cleaning.</summary>
internal static class CleanVerb
{
    /// <summary>A whole command line.</summary>
    public const string Example = "sinter data clean crawl/*.warc.gz --profile fineweb --out cleaned";

    private const long LeastShard = 1_000_000;

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var arguments = new CleaningArguments();
        var folder = new Option<string?>("--out") { HelpName = "DIR", Description = "The folder to write to: shards, dropped/, scores, report.html, report.json." };
        var format = new Option<string?>("--format") { HelpName = "FORM", Description = $"The form of the shards: {string.Join(", ", ShardFormats.Names)}; jsonl.gz without it." };
        var shardSize = SizeOption.Create("--shard-size", "About how large a shard is before compression; 256MB without it.", LeastShard);
        var stopAtDrop = new Option<bool>("--stop-at-drop") { Description = "Do not measure what a rule has dropped any further: faster, but other limits cannot be tried on the scores." };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace what an earlier cleaning wrote to the folder." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Clean a sample, estimate time, memory, disk and what would be kept, and write nothing." };
        var verb = new Verb(
            "clean",
            "Cleans documents by named rules, and shows what was dropped and why. What was stopped or killed goes on where it was.",
            Example,
            "sinter data clean wiki.jsonl --profile gopher-datatrove --set gopherQuality.minimumWords=20 --out cleaned --format parquet",
            "sinter data clean 'hf://datasets/roneneldan/TinyStories/**/*.parquet' --profile c4 --out cleaned --dry-run",
            "sinter data clean posts.csv --text-field body --step normalise --step minimumWords --step exactDuplicates --out cleaned")
        {
            folder, format, shardSize, stopAtDrop, overwrite, dryRun,
        };
        arguments.AddTo(verb);
        verb.SetAction(parsed =>
        {
            using var chain = arguments.Chain(parsed);
            var options = new CleaningOptions
            {
                Threads = arguments.Threads(parsed),
                Format = ShardFormats.Find(parsed.GetValue(format) ?? "jsonl.gz"),
                ShardBytes = parsed.GetValue(shardSize) ?? new CleaningOptions().ShardBytes,
                ScoreDropped = !parsed.GetValue(stopAtDrop),
            };
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(dryRun))
            {
                EstimateText.Write(CleaningEstimate.Of(arguments.Inputs(parsed), arguments.Settings(parsed), arguments.Format(parsed), chain, options), output);
                return ExitCode.Done;
            }

            var target = new CleaningFolder(parsed.GetValue(folder) is { Length: > 0 } named ? named : throw new UsageException("--out is missing; name the folder to write to."));
            var inputs = arguments.Inputs(parsed);
            OutputFolders.MakeWay(target.Root, File.Exists(target.Settings), target.Strangers(), "a cleaning", inputs, parsed.GetValue(overwrite));
            return Run(target, arguments.Sources(parsed, inputs), chain, options, arguments.Plugins(parsed), output);
        });
        return verb;
    }

    private static int Run(CleaningFolder folder, IReadOnlyList<BlockSource> sources, CleaningChain chain, CleaningOptions options, IReadOnlyList<string> plugins, TextWriter output)
    {
        var run = new CleaningRun(folder, sources, chain, options, plugins);
        using var interruption = new Interruption();
        bool worked;
        using (var progress = ProgressViews.Create(output))
        {
            progress.Begin("clean");
            var total = sources.All(static source => source.Bytes > 0) ? sources.Sum(static source => source.Bytes) : 0;
            try
            {
                worked = run.Run(
                    state => progress.Report(new StageProgress(state.InputBytes, state.InputBytes <= total ? total : 0, StageProgress.Bytes, Detail: $"{Units.Count(state.Kept)} of {Units.Count(state.Documents)} kept")),
                    interruption.Token);
            }
            catch
            {
                progress.End("stopped");
                throw;
            }

            progress.End(!worked ? "was done before; nothing has changed" : run.Resumed ? "done, continued from where it was stopped" : "done");
        }

        var result = CleaningResult.Read(folder);
        CleaningText.Write(result, output);
        return result.Summary.Documents > 0 ? ExitCode.Done
            : throw new InvalidDataException($"Not one document could be read from the inputs{(result.FirstFault() is { } fault ? $": {fault}" : "; they hold none.")}");
    }
}
