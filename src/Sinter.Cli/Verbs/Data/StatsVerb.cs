using System.CommandLine;
using System.Globalization;
using Sinter.Data.Cleaning;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;
using Sinter.Data.Reports;
using Sinter.Data.Statistics;

namespace Sinter.Cli.Verbs.Data;

/// <summary><c>sinter data stats PATH</c>: what is in files of documents, or in a cleaning.</summary>
internal static class StatsVerb
{
    private const int ShownGroups = 10;

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Files, folders or patterns of documents, or one folder that 'sinter data clean' has written.", Arity = ArgumentArity.OneOrMore };
        paths.Validators.Add(CleaningArguments.RefuseOptions);
        var textField = new Option<string?>("--text-field") { HelpName = "FIELD", Description = "The field or column that holds the text; text without it." };
        var format = new Option<string?>("--input-format") { HelpName = "FORM", Description = "The form of the files where content and name do not show it." };
        var threads = NumberOption.Whole("--threads", "N", 0, 1024, "Threads that work; 0 for one a core.");
        var verb = new Verb("stats", "Counts documents, bytes, words, tokens, lengths, languages and hosts.", "sinter data stats wiki.jsonl.gz", "sinter data stats cleaned")
        {
            paths, textField, format, threads,
        };
        verb.SetAction(parsed =>
        {
            var named = parsed.GetRequiredValue(paths);
            var output = parsed.InvocationConfiguration.Output;
            if (named is [var only] && File.Exists(new CleaningFolder(only).Settings))
            {
                CleaningText.Write(CleaningResult.Read(new CleaningFolder(only)), output);
                return ExitCode.Done;
            }

            using var interruption = new Interruption();
            var settings = new ReadSettings { TextField = parsed.GetValue(textField) ?? ReadSettings.Default.TextField };
            var inputFormat = parsed.GetValue(format) is { } name ? FormatCatalog.Find(name).Name : null;
            var statistics = CorpusStatistics.Of(InputSet.Resolve(named, InputSettings.Default), settings, inputFormat, parsed.GetValue(threads) ?? 0, interruption.Token);
            Write(statistics, output);
            return ExitCode.Done;
        });
        return verb;
    }

    private static void Write(CorpusStatistics statistics, TextWriter output)
    {
        output.WriteLine($"Documents  {Quantity.Whole(statistics.Documents)}");
        output.WriteLine($"Broken     {Quantity.Whole(statistics.Broken)}{(statistics.FirstFault is { } fault ? $", such as {fault}" : "")}");
        PassedOverText.Write("Other      ", statistics.PassedOver, output);
        output.WriteLine($"Text       {Units.Bytes(statistics.Bytes)}, {Quantity.Whole(statistics.Characters)} characters");
        output.WriteLine($"Words      {Quantity.Whole(statistics.Words)}");
        output.WriteLine($"Tokens     about {Quantity.Whole(statistics.Tokens)}, estimated without a tokenizer");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Lengths    {Length(0)} least, {Length(0.1)} tenth, {Length(0.5)} median, {Length(0.9)} nine tenths, {Length(1)} most (bytes)"));
        Groups("Languages", statistics.Languages);
        Groups("Hosts", statistics.Domains);

        string Length(double share) => statistics.Documents == 0 ? "-" : Quantity.Whole((long)statistics.Lengths.Quantile(share));

        void Groups(string name, IReadOnlyList<(string Name, long Documents)> groups)
        {
            if (groups.Count > 0)
            {
                output.WriteLine($"{name,-10} {string.Join(", ", groups.Take(ShownGroups).Select(static group => $"{group.Name} {Quantity.Whole(group.Documents)}"))}{(groups.Count > ShownGroups ? $" and {groups.Count - ShownGroups} more" : "")}");
            }
        }
    }
}
