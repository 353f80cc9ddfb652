using Sinter.Data.Inputs;
using Sinter.Data.Reading;

namespace Sinter.Data.Content;

/// <summary>A text that people have judged.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsToxic">What they said.</param>
public readonly record struct LabelledText(string Text, bool IsToxic)
{
    private static readonly HashSet<string> Yes = new(["1", "1.0", "true", "yes", "toxic"], StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> No = new(["0", "0.0", "false", "no", "not toxic", "nontoxic", "non-toxic", "not_toxic", "neutral"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads labelled texts from a file of records, such as CSV or JSON Lines.</summary>
    /// <param name="path">The file.</param>
    /// <param name="textField">The field with the text.</param>
    /// <param name="labelField">The field with the label: <c>1</c>, <c>true</c>, <c>yes</c> or <c>toxic</c>, or their opposites; case does not matter.</param>
    /// <exception cref="InvalidDataException">A record cannot be read, has no label, or has another one; or not both labels are there.</exception>
    public static IReadOnlyList<LabelledText> Read(string path, string textField = "text", string labelField = "is_toxic")
    {
        var texts = new List<LabelledText>();
        var name = Path.GetFileName(path);
        foreach (var outcome in DocumentReader.Read(InputFile.OfPath(path, name), new ReadSettings { TextField = textField }).SelectMany(static block => block.Decode()))
        {
            if (outcome.Broken is { } fault)
            {
                throw new InvalidDataException(fault.ToString());
            }

            if (outcome.Document is { } document)
            {
                texts.Add(new LabelledText(document.Text, IsToxicLabel(document, labelField)));
            }
        }

        var toxic = texts.Count(static text => text.IsToxic);
        return toxic > 0 && toxic < texts.Count ? texts
            : throw new InvalidDataException($"'{path}' holds {texts.Count} texts, {toxic} of them toxic; texts of both labels are needed.");
    }

    private static bool IsToxicLabel(Document document, string labelField)
    {
        if (!document.Metadata.TryGetValue(labelField, out var label))
        {
            throw new InvalidDataException($"The record '{document.Id}' has no label in the field '{labelField}'; its fields are '{string.Join("', '", document.Metadata.Keys.Take(10))}'.");
        }

        return Yes.Contains(label.Trim()) || (No.Contains(label.Trim()) ? false
            : throw new InvalidDataException($"The label of the record '{document.Id}' is '{(label.Length > 40 ? label[..40] + "..." : label)}', expected one of {string.Join(", ", Yes)}, {string.Join(", ", No)}."));
    }
}
