using System.CommandLine;
using Sinter.Cli.Progress;
using Sinter.Data.Deduplication;

namespace Sinter.Cli.Verbs.Data;

/// <summary><c>sinter data dedup INPUT... --profile NAME --out DIR</c>: takes away what repeats.</summary>
internal static class DedupVerb
{
    /// <summary>A whole command line.</summary>
    public const string Example = "sinter data dedup cleaned/kept --profile exact --out unique";

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var arguments = new DedupArguments();
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace what an earlier deduplication wrote to the folder." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Estimate disk, memory and time from a sample, and write nothing." };
        var list = new Option<bool>("--list") { Description = "Show the profiles with their options." };
        var verb = new Verb(
            "dedup",
            "Takes away documents, or parts of them, that are there more than once, and tells what each was the same as. What was stopped or killed goes on where it was.",
            Example,
            "sinter data dedup posts.jsonl --text-field body --profile paragraph --set minimumWords=5 --out unique",
            "sinter data dedup june/*.jsonl.gz --profile exact --against may-unique --out june-unique",
            "sinter data dedup a.jsonl b.jsonl --profile url --keep best --score-field quality --out unique --format jsonl.zst",
            "zcat stream.jsonl.gz | sinter data dedup - --profile bloom --bloom seen.bloom --expected 10000000 --out unique",
            "sinter data dedup --list")
        {
            overwrite, dryRun, list,
        };
        arguments.AddTo(verb);
        verb.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(list))
            {
                DedupText.WriteProfiles(output);
                return ExitCode.Done;
            }

            var profile = arguments.Profile(parsed);
            var options = arguments.Options(parsed);
            var inputs = arguments.Inputs(parsed);
            var stream = profile.IsStream ? arguments.Stream(parsed, profile) : null;
            var finder = profile.IsStream ? null : arguments.Finder(parsed, profile);
            if (parsed.GetValue(dryRun))
            {
                DedupText.Write(DeduplicationEstimate.Of(inputs, arguments.InputFormat(parsed), finder ?? throw new UsageException("--dry-run is of no use with a filter, whose memory is known: it is that of the expected documents."), options), output);
                return ExitCode.Done;
            }

            var folder = arguments.Folder(parsed);
            OutputFolders.MakeWay(folder.Root, File.Exists(folder.Settings), folder.Strangers(), "a deduplication", inputs, parsed.GetValue(overwrite));
            var sources = arguments.Sources(parsed, inputs, options);
            if (stream is not null)
            {
                var filtering = new BloomRun(folder, sources, stream, arguments.FilterPath(parsed), options);
                return Run(folder, filtering.Run, () => filtering.Resumed, output);
            }

            var run = new DeduplicationRun(folder, sources, finder!, options, arguments.Against(parsed));
            return Run(folder, run.Run, () => run.Resumed, output);
        });
        return verb;
    }

    private static int Run(DeduplicationFolder folder, Func<Action<DeduplicationState>, CancellationToken, bool> run, Func<bool> resumed, TextWriter output)
    {
        using var interruption = new Interruption();
        bool worked;
        using (var progress = ProgressViews.Create(output))
        {
            var phase = DeduplicationPhase.Read;
            progress.Begin(DedupText.NameOf(phase));
            try
            {
                worked = run(
                    state =>
                    {
                        if (state.Phase != phase)
                        {
                            progress.End("done");
                            phase = state.Phase;
                            progress.Begin(DedupText.NameOf(phase));
                        }

                        progress.Report(new StageProgress(state.Done, state.Total, DedupText.UnitOf(phase), Detail: state.Detail));
                    },
                    interruption.Token);
            }
            catch
            {
                progress.End("stopped");
                throw;
            }

            progress.End(!worked ? "was done before; nothing has changed" : resumed() ? "done, continued from where it was stopped" : "done");
        }

        var report = DeduplicationReport.Load(folder);
        DedupText.Write(report, folder, output);
        return report.Read.Documents > 0 ? ExitCode.Done
            : throw new InvalidDataException($"Not one document could be read from the inputs{(report.FirstFault is { } fault ? $": {fault}" : "; they hold none.")}");
    }
}
