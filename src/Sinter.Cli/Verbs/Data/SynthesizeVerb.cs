using System.CommandLine;
using System.Diagnostics;
using Sinter.Cli.Progress;
using Sinter.Data.Inputs;
using Sinter.Data.Synthesis;

namespace Sinter.Cli.Verbs.Data;

/// <summary><c>sinter data synthesize INPUT... --kind NAME --out FILE</c>: questions, instructions, paraphrases and preference pairs from documents.</summary>
internal static class SynthesizeVerb
{
    private const int PreviewedChunks = 3;

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var arguments = new SynthesizeArguments();
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace what an earlier synthesis wrote to the file; a journal of other settings too." };
        var keepJournal = new Option<bool>("--keep-journal") { Description = "Keep what the model answered, so that other limits can be tried with --overwrite without asking again." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would be asked, or made by templates, for the first three chunks, and send and write nothing." };
        var list = new Option<bool>("--list") { Description = "Show the templates, the placeholders and the rules of the judge." };
        var verb = new Verb(
            "synthesize",
            "Makes questions and answers, instructions, paraphrases and preference pairs from documents: by templates, or through any OpenAI-compatible endpoint. Items are judged, deduplicated, and written with "
            + "where they come from. A run through a model that was stopped or killed goes on where it was.",
            "sinter data synthesize handbook/ --kind qa --kind instruct --out made.jsonl",
            "sinter data synthesize docs.jsonl --kind preference --per-document 4 --out pairs.jsonl",
            "sinter data synthesize docs.jsonl --kind qa,instruct --endpoint http://localhost:8000/v1 --model qwen --concurrency 8 --out made.jsonl",
            "sinter data synthesize notes.md --kind qa --endpoint https://api.example.com --model large --api-key-env API_KEY --judge --min-score 4 --out made.jsonl",
            "sinter data synthesize docs.jsonl --template questions.yaml --out made.jsonl",
            "sinter data synthesize docs.jsonl --kind qa --local-model runs/assistant --dry-run",
            "sinter data synthesize --list")
        {
            overwrite, keepJournal, dryRun, list,
        };
        arguments.AddTo(verb);
        verb.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(list))
            {
                SynthesizeText.WriteList(output);
                return ExitCode.Done;
            }

            var inputs = arguments.Inputs(parsed);
            var options = arguments.Options(parsed);
            var judge = arguments.Judge(parsed);
            var format = arguments.InputFormat(parsed);
            var files = parsed.GetValue(dryRun) ? null : arguments.Files(parsed, inputs);
            if (files is not null)
            {
                MakeWay(files, parsed.GetValue(overwrite));
            }

            using var making = arguments.Generator(parsed, parsed.InvocationConfiguration.Error);
            var run = new SynthesisRun(making.Generator, judge, options);
            if (files is null)
            {
                foreach (var preview in run.Preview(inputs, format, PreviewedChunks))
                {
                    output.WriteLine(preview);
                }

                return ExitCode.Done;
            }

            if (parsed.GetValue(overwrite))
            {
                run.DropOtherJournal(files);
            }

            return Run(run, inputs, format, files, parsed.GetValue(keepJournal), options.Kinds, output, parsed.InvocationConfiguration.Error);
        });
        return verb;
    }

    private static int Run(
        SynthesisRun run, IReadOnlyList<InputFile> inputs, string? format, SynthesisFiles files, bool keepJournal, IReadOnlyList<SynthesisKind> kinds, TextWriter output, TextWriter error)
    {
        using var interruption = new Interruption();
        var clock = Stopwatch.StartNew();
        SynthesisResult result;
        using (var progress = ProgressViews.Create(output))
        {
            progress.Begin("synthesize");
            try
            {
                result = run.RunAsync(
                    inputs, format, files, keepJournal,
                    so => progress.Report(new StageProgress(so.Documents, 0, "documents", Detail: $"{Units.Count(so.Kept)} items kept{(so.Requests > 0 ? $", {Units.Count(so.Requests)} requests" : "")}")),
                    interruption.Token).GetAwaiter().GetResult();
            }
            catch
            {
                progress.End("stopped");
                throw;
            }

            progress.End($"{Units.Count(result.Kept)} items of {Units.Count(result.UsedDocuments)} documents{(result.ResumedChunks > 0 ? ", continued from where it was stopped" : "")}");
        }

        SynthesizeText.Write(result, files, kinds, clock.Elapsed, output);
        if (result.FirstBroken is { } broken)
        {
            error.WriteLine($"{Units.Count(result.Broken)} records could not be read, such as {LogText.Of(broken, 300)}");
        }

        return ExitCode.Done;
    }

    private static void MakeWay(SynthesisFiles files, bool overwrite)
    {
        if (File.Exists(files.Path) && !overwrite)
        {
            throw new InvalidDataException($"'{files.Path}' is there already; name another file, or give --overwrite.");
        }
    }
}
