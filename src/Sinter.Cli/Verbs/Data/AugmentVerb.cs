using System.CommandLine;
using Sinter.Cli.Progress;
using Sinter.Data.Augmentation;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;
using Sinter.Data.Reports;
using Sinter.Data.Shards;

namespace Sinter.Cli.Verbs.Data;

/// <summary><c>sinter data augment INPUT... --out FILE</c>: changed copies of documents.</summary>
internal static class AugmentVerb
{
    private const int MostCopies = 1000;

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var inputs = new Argument<string[]>("INPUT") { Description = "Files, folders, patterns, http(s) and hf:// addresses, or - for standard input.", Arity = ArgumentArity.OneOrMore };
        inputs.Validators.Add(CleaningArguments.RefuseOptions);
        var target = new Option<string?>("--out") { HelpName = "FILE", Description = $"The file to write; its ending says the form: {string.Join(", ", ShardFormats.Names.Select(static name => "." + name))}." };
        var names = Enum.GetValues<AugmentationKind>().Select(TextAugmenter.Name);
        var changes = new Option<string[]>("--change") { HelpName = "NAME", Description = $"A change, of which each copy gets one in turn; may be given many times: {string.Join(", ", names)}. Without it deletion and swap, and with --synonyms synonyms and insertion too." };
        var synonyms = new Option<string?>("--synonyms") { HelpName = "FILE", Description = "A word a line with its synonyms behind it, with commas between." };
        var rate = NumberOption.Real("--rate", "SHARE", 0.0001, 1, "The share of words that change; 0.1 without it, at least one word.");
        var copies = NumberOption.Whole("--copies", "N", 1, MostCopies, "Copies of each document; 1 without it.");
        var originals = new Option<bool>("--with-originals") { Description = "Write each document before its copies." };
        var seed = NumberOption.Seed("--seed", "The seed of what is chosen; 42 without it.");
        var textField = new Option<string?>("--text-field") { HelpName = "FIELD", Description = "The field or column that holds the text; text without it." };
        var idField = new Option<string?>("--id-field") { HelpName = "FIELD", Description = "The field or column that holds the id; id without it." };
        var format = new Option<string?>("--input-format") { HelpName = "FORM", Description = "The form of the inputs where content and name do not show it." };
        var threads = NumberOption.Whole("--threads", "N", 0, 1024, "Threads that work; 0 for one a core. The results are the same bytes at any number.");
        var verb = new Verb(
            "augment",
            "Writes changed copies of documents: words left out, swapped, replaced by synonyms, put in, in other case, mistyped. Copies are named ID~CHANGE-N.",
            "sinter data augment reviews.jsonl --out more.jsonl --copies 4 --synonyms thesaurus.csv",
            "sinter data augment notes/ --out noisy.jsonl.gz --change keyboard --change ocr --rate 0.05 --with-originals")
        {
            inputs, target, changes, synonyms, rate, copies, originals, seed, textField, idField, format, threads,
        };
        verb.SetAction(parsed =>
        {
            var path = parsed.GetValue(target) is { Length: > 0 } named ? named : throw new UsageException("--out is missing; name the file to write.");
            var form = ShardFormats.Names.Where(known => path.EndsWith("." + known, StringComparison.OrdinalIgnoreCase)).MaxBy(static known => known.Length)
                ?? throw new UsageException($"'{path}' ends in no form that is known; expected one of {string.Join(", ", ShardFormats.Names.Select(static known => "." + known))}.");
            var list = parsed.GetValue(synonyms) is { } file ? SynonymList.Read(file) : null;
            var kinds = parsed.GetValue(changes) is { Length: > 0 } chosen ? chosen.Select(static name => CleaningArguments.Named(() => TextAugmenter.Kind(name)))
                : list is null ? [AugmentationKind.Deletion, AugmentationKind.Swap]
                : [AugmentationKind.Synonyms, AugmentationKind.Insertion, AugmentationKind.Swap, AugmentationKind.Deletion];
            var augmenter = CleaningArguments.Named(() => new TextAugmenter(new AugmentationOptions { Kinds = [.. kinds], Rate = parsed.GetValue(rate) ?? 0.1, Synonyms = list, Seed = parsed.GetValue(seed) ?? 42 }));
            var settings = new ReadSettings { TextField = parsed.GetValue(textField) ?? ReadSettings.Default.TextField, IdField = parsed.GetValue(idField) ?? ReadSettings.Default.IdField };
            var found = InputSet.Resolve(parsed.GetRequiredValue(inputs), InputSettings.Default);
            if (found.FirstOrDefault(input => input.Path is { } full && string.Equals(full, Path.GetFullPath(path), StringComparison.Ordinal)) is not null)
            {
                throw new UsageException($"'{path}' is an input too; name another file to write.");
            }

            var output = parsed.InvocationConfiguration.Output;
            using var interruption = new Interruption();
            using var progress = ProgressViews.Create(output);
            progress.Begin("augment");
            var result = AugmentationRun.Write(
                found, settings, parsed.GetValue(format) is { } known ? FormatCatalog.Find(known).Name : null, augmenter, parsed.GetValue(copies) ?? 1, parsed.GetValue(originals), path, ShardFormats.Find(form),
                parsed.GetValue(threads) ?? 0, bytes => progress.Report(new StageProgress(bytes, 0, StageProgress.Bytes)), interruption.Token);
            progress.End($"{Quantity.Whole(result.Copies)} copies of {Quantity.Whole(result.Documents)} documents");
            output.WriteLine($"Wrote   {path}");
            if (result.Unchanged > 0)
            {
                output.WriteLine($"Without {Quantity.Whole(result.Unchanged)} documents have nothing that the changes could change, and no copies");
            }

            if (result.Broken > 0)
            {
                parsed.InvocationConfiguration.Error.WriteLine($"{Quantity.Whole(result.Broken)} records could not be read, such as {result.FirstFault}");
            }

            return ExitCode.Done;
        });
        return verb;
    }
}
