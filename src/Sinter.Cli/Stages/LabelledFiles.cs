using Sinter.Cli.Recipes;
using Sinter.Data;
using Sinter.Data.Inputs;
using Sinter.Data.Packing;
using Sinter.Data.Reading;

namespace Sinter.Cli.Stages;

/// <summary>The pairs of a source and a target that a recipe names, in files with a field for each.</summary>
internal static class LabelledFiles
{
    /// <summary>Pairs of a source and a target, under the names that the recipe gives their fields.</summary>
    public static IEnumerable<TextPair> Pairs(FinetuneSection section, IReadOnlyList<string> entries) =>
        entries.SelectMany(entry => Records(section, entry)).Select(static record => new TextPair(record.Text, record.Label));

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
