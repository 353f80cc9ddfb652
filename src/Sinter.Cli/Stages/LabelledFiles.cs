using Sinter.Cli.Recipes;
using Sinter.Data;
using Sinter.Data.Inputs;
using Sinter.Data.Packing;
using Sinter.Data.Reading;

namespace Sinter.Cli.Stages;

/// <summary>The labelled examples that a recipe names: text with one class a file (<c>LABEL=FILE</c>), or files with a field for the text and one for the label.</summary>
internal static class LabelledFiles
{
    private const int TestPart = 10;

    /// <summary>The examples that train and those that are measured: where no files are named for these, a tenth of the others, chosen by the hash of their text.</summary>
    /// <exception cref="InvalidDataException">A record has no text or no label, or nothing is left to train on or to measure.</exception>
    public static (IReadOnlyList<LabelledExample> Train, IReadOnlyList<LabelledExample> Test) Read(FinetuneSection section, int seed)
    {
        var train = section.Train.SelectMany(entry => Read(section, entry)).ToList();
        var test = section.Test.SelectMany(entry => Read(section, entry)).ToList();
        if (section.Test.Count == 0)
        {
            test = train.FindAll(IsTest);
            train.RemoveAll(IsTest);
        }

        return train.Count > 0 && test.Count > 0 ? (train, test)
            : throw new InvalidDataException($"'finetune.train' gives {train.Count} examples that train and {test.Count} that are measured; name files with more of them.");

        bool IsTest(LabelledExample example) => StableHash.Of(example.Text, (ulong)seed) % TestPart == 0;
    }

    /// <summary>Pairs of a source and a target, under the names that the recipe gives their fields.</summary>
    public static IEnumerable<TextPair> Pairs(FinetuneSection section, IReadOnlyList<string> entries) =>
        entries.SelectMany(entry => Records(section, entry)).Select(static record => new TextPair(record.Text, record.Label));

    private static IEnumerable<LabelledExample> Read(FinetuneSection section, string entry)
    {
        var equals = entry.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || entry[..equals].AsSpan().ContainsAny('/', '\\', ':'))
        {
            return Records(section, entry);
        }

        var (label, files) = (entry[..equals], entry[(equals + 1)..]);
        return Documents(files, new ReadSettings { TextUnit = TextUnit.Line }, "text").Select(document => new LabelledExample(document.Text, label));
    }

    private static IEnumerable<LabelledExample> Records(FinetuneSection section, string entry) =>
        Documents(entry, new ReadSettings { TextField = section.TextField }, format: null).Select(document => new LabelledExample(
            document.Text,
            document.Metadata.TryGetValue(section.LabelField, out var label) && label.Length > 0 ? label
                : throw new InvalidDataException($"A record of '{entry}' has no field '{section.LabelField}'; name the field of the labels in 'finetune.labelField', or give LABEL=FILE.")));

    private static IEnumerable<Document> Documents(string files, ReadSettings settings, string? format)
    {
        foreach (var outcome in InputSet.Resolve([files], InputSettings.Default).SelectMany(input => DocumentReader.Read(input, settings, format)).SelectMany(static block => block.Decode()))
        {
            yield return outcome.Document ?? throw new InvalidDataException($"A record of '{files}' cannot be read: {outcome.Broken}");
        }
    }
}
