using System.CommandLine;
using System.Globalization;
using Sinter.Cli.Progress;
using Sinter.Data.Bias;
using Sinter.Data.FastText;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;

namespace Sinter.Cli.Verbs.Data;

/// <summary><c>sinter data bias</c>: which groups of people a text names, with which words, and how to even it out.</summary>
internal static class BiasVerb
{
    private const string Example = "sinter data bias docs.jsonl --out bias";

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var inputs = new Argument<string[]>("INPUT") { Description = "Files, folders or patterns of documents.", Arity = ArgumentArity.OneOrMore };
        inputs.Validators.Add(CleaningArguments.RefuseOptions);
        var target = new Option<string>("--out") { HelpName = "DIR", Description = "The folder for report.html, report.json and, where they are asked for, documents.jsonl.", Required = true };
        var groups = new Option<string?>("--groups") { HelpName = "FILE", Description = "The groups: lines 'gender:', and below, indented, 'female: she, her, woman'; some of English without it." };
        var vectors = new Option<string?>("--vectors") { HelpName = "FILE", Description = "Vectors of words (.bin, .vec) that are tested too (WEAT)." };
        var augment = new Option<string?>("--augment") { HelpName = "NAME", Description = "Write the documents with English gendered words swapped: swap for a swapped copy of each, half to swap half of them in place." };
        var names = new Option<string?>("--names") { HelpName = "FILE", Description = "Pairs of names that are swapped too, a pair a line." };
        var balance = new Option<string?>("--balance") { HelpName = "SET", Description = "Write the documents so that the groups of a set, such as gender, stand at equal shares, or at those of --shares." };
        var shares = new Option<string?>("--shares") { HelpName = "LIST", Description = "The shares of the groups: female=1,male=1." };
        var sample = new Option<string?>("--sample") { HelpName = "NAME", Description = "How they are balanced: down leaves documents out, up repeats them; down without it." };
        var window = NumberOption.Whole("--window", "N", 1, 100, "How many words away is near; 5 without it.");
        var minimumCount = NumberOption.Whole("--min-count", "N", 1, int.MaxValue, "How often a word must stand near a set of groups; 5 without it.");
        var textField = new Option<string?>("--text-field") { HelpName = "FIELD", Description = "The field or column that holds the text; text without it." };
        var idField = new Option<string?>("--id-field") { HelpName = "FIELD", Description = "The field or column that holds the id; id without it." };
        var format = new Option<string?>("--input-format") { HelpName = "FORM", Description = "The form of the files where content and name do not show it." };
        var seed = NumberOption.Whole("--seed", "N", 0, int.MaxValue, "Where the random numbers begin; 0 without it.");
        var threads = NumberOption.Whole("--threads", "N", 0, 1024, "Threads that work; 0 for one a core. The results do not depend on it.");
        var verb = new Verb(
            "bias",
            "Counts groups of people and the words near them, and swaps or balances documents.",
            Example,
            "sinter data bias docs.jsonl --out bias --vectors words.bin --augment swap",
            "sinter data bias docs.jsonl --out bias --balance gender --sample up")
        {
            inputs, target, groups, vectors, augment, names, balance, shares, sample, window, minimumCount, textField, idField, format, seed, threads,
        };
        verb.SetAction(parsed =>
        {
            var known = parsed.GetValue(groups) is { } file ? TermGroups.Load(ByteLines.RequireFile(file)) : TermGroups.English;
            var options = new BiasOptions
            {
                Groups = known,
                Vectors = parsed.GetValue(vectors) is { } words ? WordVectors.Load(ByteLines.RequireFile(words)) : null,
                Augmentation = Augmentation(parsed.GetValue(augment)),
                Names = parsed.GetValue(names) is { } pairs ? TermSwap.LoadNames(ByteLines.RequireFile(pairs)) : [],
                Balance = parsed.GetValue(balance) is { } set ? Set(set, known) : null,
                Shares = Shares(parsed.GetValue(shares), parsed.GetValue(balance), known),
                UpSample = UpSamples(parsed.GetValue(sample)),
                Window = parsed.GetValue(window) ?? 5,
                MinimumCount = parsed.GetValue(minimumCount) ?? 5,
                Seed = parsed.GetValue(seed) ?? 0,
                Threads = parsed.GetValue(threads) ?? 0,
            };
            var settings = new ReadSettings { TextField = parsed.GetValue(textField) ?? ReadSettings.Default.TextField, IdField = parsed.GetValue(idField) ?? ReadSettings.Default.IdField };
            var form = parsed.GetValue(format) is { } name ? FormatCatalog.Find(name).Name : null;
            var named = parsed.GetRequiredValue(inputs);
            if (options.Writes && named.Contains("-", StringComparer.Ordinal))
            {
                throw new UsageException("With --augment and --balance the input is read twice, which the standard input cannot be; give a file.");
            }

            return Run(new BiasRun(options, settings, form), options, InputSet.Resolve(named, InputSettings.Default), parsed.GetRequiredValue(target), parsed.InvocationConfiguration.Output);
        });
        return verb;
    }

    private static int Run(BiasRun run, BiasOptions options, IReadOnlyList<InputFile> inputs, string folder, TextWriter output)
    {
        using var interruption = new Interruption();
        BiasResult result;
        using (var progress = ProgressViews.Create(output))
        {
            progress.Begin("bias");
            result = run.Run(inputs, folder, bytes => progress.Report(new StageProgress(bytes, 0, "bytes")), interruption.Token);
            progress.End($"{Units.Count(result.Before.Texts)} documents, {Units.Count(result.Before.Words)} words");
        }

        for (var group = 0; group < options.Groups.Count; group++)
        {
            var after = result.After is null
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $"; after {Units.Count(result.After.Named[group])} times, skew {WordAssociation.Skew(result.After, group, options.MinimumCount):0.000}");
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{options.Groups[group].FullName,-24} {Units.Count(result.Before.Named[group])} times, skew {WordAssociation.Skew(result.Before, group, options.MinimumCount):0.000}{after}"));
        }

        foreach (var test in result.Tests)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{test.Group,-24} {test.Attributes}: d {test.Result.Effect:0.00}, p {test.Result.P:0.####}"));
        }

        if (options.Writes)
        {
            output.WriteLine($"Wrote  {Path.Combine(folder, "documents.jsonl")}  {Units.Count(result.Written)} documents, {Units.Count(result.Swaps)} words swapped in {Units.Count(result.Swapped)}");
        }

        output.WriteLine($"Wrote  {Path.Combine(folder, "report.html")}");
        return result.Before.Texts > 0 ? ExitCode.Done : throw new InvalidDataException("Not one document could be read from the inputs.");
    }

    private static TermAugmentation Augmentation(string? name) => name switch
    {
        null => TermAugmentation.None,
        "swap" => TermAugmentation.Copies,
        "half" => TermAugmentation.Half,
        _ => throw new UsageException($"--augment is '{name}', expected swap or half."),
    };

    private static bool UpSamples(string? name) => name switch
    {
        null or "down" => false,
        "up" => true,
        _ => throw new UsageException($"--sample is '{name}', expected down or up."),
    };

    private static string Set(string name, IReadOnlyList<TermGroup> groups)
    {
        var sets = groups.Select(static group => group.Set).Distinct(StringComparer.Ordinal).ToList();
        return sets.Contains(name, StringComparer.Ordinal) ? name : throw new UsageException($"--balance is '{name}', expected one of {string.Join(", ", sets)}.");
    }

    private static Dictionary<string, double> Shares(string? list, string? set, IReadOnlyList<TermGroup> groups)
    {
        var shares = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var part in list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [])
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = equals > 0 ? part[..equals].Trim() : "";
            if (!groups.Any(group => string.Equals(group.Set, set, StringComparison.Ordinal) && string.Equals(group.Name, name, StringComparison.Ordinal))
                || !double.TryParse(part.AsSpan(equals + 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) || share > 1e6)
            {
                throw new UsageException($"--shares: '{part}' is no group of --balance with its share; expected is a list such as female=1,male=1.");
            }

            shares[name] = share;
        }

        return shares;
    }
}
