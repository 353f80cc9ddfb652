using System.CommandLine;
using Sinter.Cli.Progress;
using Sinter.Data.Decontamination;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;
using Sinter.Data.Reports;

namespace Sinter.Cli.Verbs.Data;

/// <summary><c>sinter data decontaminate INPUT... --against PATH --out DIR</c>: takes the items of benchmarks out of training data.</summary>
internal static class DecontaminateVerb
{
    private const string Example = "sinter data decontaminate crawl/*.jsonl.gz --against benchmarks/gsm8k --against benchmarks/mmlu --out clean";
    private const int ShownBenchmarks = 20;

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var limits = ContaminationLimits.Default;
        var inputs = new Argument<string[]>("INPUT") { Description = "Files, folders, patterns, addresses, or - for standard input.", Arity = ArgumentArity.OneOrMore };
        inputs.Validators.Add(CleaningArguments.RefuseOptions);
        var against = new Option<string[]>("--against") { HelpName = "PATH", Description = "A benchmark: a file or a folder of JSON, CSV, TSV, Parquet or text, also compressed; may be given many times.", Required = true };
        var fields = new Option<string[]>("--against-fields") { HelpName = "FIELD", Description = "A field of the benchmarks' items to look for, with dots into nested ones; may be given many times. All texts without it." };
        var folder = new Option<string>("--out") { HelpName = "DIR", Description = "The folder to write to: kept/, removed/ with what each matched, report.html, report.json.", Required = true };
        var words = NumberOption.Whole("--n", "N", 1, 100, "How many words in a row are evidence; 13 without it.");
        var minimum = NumberOption.Whole("--min-words", "N", 1, 100, "Texts of the benchmarks with fewer words are not looked for; 8 without it. Those with fewer than --n are looked for as a whole.");
        var by = new Option<string?>("--by") { HelpName = "WHAT", Description = "What goes: document, or span with its surroundings; document without it." };
        var grams = NumberOption.Whole("--max-grams", "N", 0, int.MaxValue, "The most grams that a document may have in common with an item; 0 without it.");
        var share = NumberOption.Real("--max-share", "SHARE", 0, 1, $"The greatest share of the words of an item's text that may stand together in a document, for edited copies; {limits.MaximumShare} without it, 1 to allow them.");
        var common = NumberOption.Whole("--common-fields", "N", 1, int.MaxValue, "Grams that more texts of the benchmarks have than these are templates and accuse nothing; 16 without it.");
        var occurrences = NumberOption.Whole("--max-occurrences", "N", 0, int.MaxValue, "Grams that the input has more often than this accuse nothing (10 in GPT-3); reads the input twice; 0, for no limit, without it.");
        var context = NumberOption.Whole("--context", "N", 0, 1_000_000, "By span: the characters that go on each side; 200 without it.");
        var pieces = NumberOption.Whole("--max-pieces", "N", 1, int.MaxValue, "By span: a document that falls into more pieces goes; 10 without it.");
        var split = new Option<bool>("--split") { Description = "By span: make a document of each piece of at least 200 characters, with the ids id-1, id-2; else they are joined." };
        var plant = NumberOption.Whole("--plant", "N", 0, 10_000, "Items of each benchmark that are planted, in each form, to measure the recall; 20 without it.");
        var seed = NumberOption.Seed("--seed", "Where the choice of those begins; 0 without it.");
        var textField = new Option<string?>("--text-field") { HelpName = "FIELD", Description = "The field or column that holds the text; text without it." };
        var idField = new Option<string?>("--id-field") { HelpName = "FIELD", Description = "The field or column that holds the id; id without it." };
        var format = new Option<string?>("--input-format") { HelpName = "FORM", Description = "The form of the inputs where content and name do not show it." };
        var threads = NumberOption.Whole("--threads", "N", 0, 1024, "Threads that work; 0 for one a core. The results are the same bytes at any number.");
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace what an earlier decontamination wrote to the folder." };
        var verb = new Verb(
            "decontaminate",
            "Takes the items of benchmarks, also edited ones, out of documents, and measures on planted items how many it finds.",
            Example,
            "sinter data decontaminate corpus.jsonl --against mmlu --against-fields question --n 8 --by span --out clean")
        {
            inputs, against, fields, folder, words, minimum, by, grams, share, common, occurrences, context, pieces, split, plant, seed, textField, idField, format, threads, overwrite,
        };
        verb.SetAction(parsed =>
        {
            var usual = new BenchmarkOptions();
            var benchmarks = new BenchmarkOptions
            {
                GramWords = parsed.GetValue(words) ?? usual.GramWords,
                MinimumWords = parsed.GetValue(minimum) ?? usual.MinimumWords,
                CommonFields = parsed.GetValue(common) ?? usual.CommonFields,
                Fields = parsed.GetValue(fields) ?? [],
                SamplesPerBenchmark = parsed.GetValue(plant) ?? usual.SamplesPerBenchmark,
                Seed = parsed.GetValue(seed) ?? 0,
            };
            var cutting = new SpanCutting();
            var options = new DecontaminationOptions
            {
                Limits = new ContaminationLimits(parsed.GetValue(grams) ?? limits.MaximumGrams, parsed.GetValue(share) ?? limits.MaximumShare),
                Cutting = BySpan(parsed.GetValue(by))
                    ? cutting with { Context = parsed.GetValue(context) ?? cutting.Context, MaximumPieces = parsed.GetValue(pieces) ?? cutting.MaximumPieces, Split = parsed.GetValue(split) }
                    : parsed.GetValue(context) is not null || parsed.GetValue(pieces) is not null || parsed.GetValue(split)
                        ? throw new UsageException("--context, --max-pieces and --split say how spans are cut out; give --by span with them.")
                        : null,
                MostOccurrences = parsed.GetValue(occurrences) ?? 0,
                Threads = parsed.GetValue(threads) ?? 0,
                Seed = benchmarks.Seed,
            };
            var settings = new ReadSettings
            {
                TextField = parsed.GetValue(textField) ?? ReadSettings.Default.TextField,
                IdField = parsed.GetValue(idField) ?? ReadSettings.Default.IdField,
            };
            var target = new DecontaminationFolder(parsed.GetRequiredValue(folder));
            var files = InputSet.Resolve(parsed.GetRequiredValue(inputs), InputSettings.Default);
            OutputFolders.RefuseInputsWithin(target.Root, files);
            var inputFormat = parsed.GetValue(format) is { } name ? FormatCatalog.Find(name).Name : null;
            return Run(target, files, settings, inputFormat, parsed.GetRequiredValue(against), benchmarks, options, parsed.GetValue(overwrite), parsed.InvocationConfiguration.Output);
        });
        return verb;
    }

    private static int Run(
        DecontaminationFolder folder, IReadOnlyList<InputFile> inputs, ReadSettings settings, string? format, IReadOnlyList<string> against, BenchmarkOptions benchmarks,
        DecontaminationOptions options, bool overwrite, TextWriter output)
    {
        using var interruption = new Interruption();
        DecontaminationResult result;
        using (var progress = ProgressViews.Create(output))
        {
            progress.Begin("decontaminate");
            var index = BenchmarkIndex.Read(against, benchmarks);
            var run = new DecontaminationRun(folder, inputs, settings, format, index, options);
            if (!IsReplaced(folder, overwrite) && run.IsDone())
            {
                progress.End("was done before; nothing has changed");
                return ExitCode.Done;
            }

            var total = inputs.All(static input => input.Length > 0) ? inputs.Sum(static input => input.Length ?? 0) : 0;
            try
            {
                result = run.Run(done => progress.Report(new StageProgress(done, done <= total ? total : 0, StageProgress.Bytes)), interruption.Token);
            }
            catch
            {
                progress.End("stopped; nothing was written");
                throw;
            }

            progress.End("done");
        }

        Write(result, folder, output);
        return result.Documents > 0 ? ExitCode.Done
            : throw new InvalidDataException($"Not one document could be read from the inputs{(result.FirstFault is { } fault ? $": {fault}" : "; they hold none.")}");
    }

    /// <summary>Only what a decontamination wrote is ever replaced.</summary>
    private static bool IsReplaced(DecontaminationFolder folder, bool overwrite)
    {
        if (overwrite && Directory.Exists(folder.Root) && Directory.EnumerateFileSystemEntries(folder.Root).Any() && !(File.Exists(folder.Report) && Directory.Exists(folder.Removed)))
        {
            throw new InvalidDataException($"'{folder.Root}' holds something else than a decontamination, so it is not replaced; name another folder.");
        }

        return overwrite;
    }

    private static void Write(DecontaminationResult result, DecontaminationFolder folder, TextWriter output)
    {
        output.WriteLine($"Documents  {Quantity.Whole(result.Documents)}: {Quantity.Whole(result.Clean)} clean, {Quantity.Whole(result.Cut)} cut, {Quantity.Whole(result.Removed)} removed");
        output.WriteLine($"Broken     {Quantity.Whole(result.Broken)}{(result.FirstFault is { } fault ? $", such as {fault}" : "")}");
        PassedOverText.Write("Other      ", result.PassedOver, output);
        output.WriteLine($"Text       {Quantity.Bytes(result.Bytes)}, {Quantity.Bytes(result.BytesRemoved)} taken away");
        foreach (var finding in result.Findings.OrderByDescending(static finding => finding.ItemsFound).Take(ShownBenchmarks))
        {
            output.WriteLine($"Benchmark  {finding.Benchmark.Name}: {Quantity.Whole(finding.ItemsFound)} of {Quantity.Whole(finding.Benchmark.Items)} items ({Quantity.Percent(finding.Share)}) in {Quantity.Whole(finding.Documents)} documents; {Quantity.Whole(finding.Benchmark.Searchable)} can be looked for");
        }

        if (result.Findings.Count > ShownBenchmarks)
        {
            output.WriteLine($"           and {Quantity.Whole(result.Findings.Count - ShownBenchmarks)} more benchmarks in the report");
        }

        foreach (var edit in Enum.GetValues<ItemEdit>().Where(edit => result.Recall(edit).Planted > 0))
        {
            var (planted, found) = result.Recall(edit);
            output.WriteLine($"Recall     {Quantity.Percent((double)found / planted)} of {Quantity.Whole(planted)} planted items, {Wording(edit)}");
        }

        foreach (var wrong in result.BenchmarkFaults.Take(1))
        {
            output.WriteLine($"Unreadable {wrong}");
        }

        output.WriteLine($"Report     {folder.ReportPage}");
    }

    private static string Wording(ItemEdit edit) => edit switch
    {
        ItemEdit.Verbatim => "verbatim",
        ItemEdit.Presentation => "case, punctuation and space changed",
        ItemEdit.OneWordIn20 => "one word in 20 edited",
        ItemEdit.OneWordIn10 => "one word in 10 edited",
        _ => "texts in another order",
    };

    private static bool BySpan(string? by) => by switch
    {
        null or "document" => false,
        "span" => true,
        _ => throw new UsageException($"--by is '{by}', expected document or span."),
    };
}
