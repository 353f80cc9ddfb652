using System.Text.Json;

namespace Sinter.Data.Tuning.Forms;

/// <summary>The forms of texts with a class.</summary>
internal static class ClassifyForms
{
    private const string FastTextLabel = "__label__";

    public static IReadOnlyList<RecordForm<ClassifyRecord>> All { get; } =
    [
        RecordForm<ClassifyRecord>.One("lines of a file for each label", [FieldRoles.Text, FieldRoles.Label], Read, static view => view.Layout == RecordLayout.LabelledLines),
        RecordForm<ClassifyRecord>.One("fastText lines (__label__NAME text)", [], ReadFastText, static view => view.Layout == RecordLayout.Lines && Line(view).StartsWith(FastTextLabel, StringComparison.Ordinal)),
        RecordForm<ClassifyRecord>.One("CoLA (source, label, note, sentence)", [], view => OfCells(view, "column4", "column2"), static view => IsNameless(view, 4) && Cell(view, "column2") is "0" or "1" && Cell(view, "column3") is { Length: <= 4 } note && !note.Any(char.IsLetterOrDigit)),
        RecordForm<ClassifyRecord>.One("a table of texts and labels", [], view => OfCells(view, "column1", "column2"), static view => IsNameless(view, 2) && Cell(view, "column2").Length <= Cell(view, "column1").Length),
        RecordForm<ClassifyRecord>.One("a table of labels and texts", [], view => OfCells(view, "column2", "column1"), static view => IsNameless(view, 2)),
        RecordForm<ClassifyRecord>.One("text and label", [FieldRoles.Text, FieldRoles.Label], Read, static view => view.NameOf(FieldRoles.Text) != view.NameOf(FieldRoles.Label)),
    ];

    private static ClassifyRecord Read(RecordView view) =>
        new(view.Filled(FieldRoles.Text, FaultKind.EmptyText), LabelOf(view, FieldRoles.Label), view.Weight) { Place = view.Place, Id = view.Id };

    /// <summary>The label of a record: a text, a number or a truth value, alone or in a list of one.</summary>
    public static string LabelOf(RecordView view, FieldRole role)
    {
        var labels = view.Find(role) is { ValueKind: JsonValueKind.Array } list ? view.Texts(list, view.NameOf(role)) : [view.Text(role)];
        return labels.Count > 1 ? throw new RecordFaultException(FaultKind.SeveralLabels, $"'{view.NameOf(role)}' has {labels.Count} labels, and each record must have one")
            : labels is [var label] && !string.IsNullOrWhiteSpace(label) ? label.Trim()
            : throw new RecordFaultException(FaultKind.EmptyLabel, $"'{view.NameOf(role)}' is empty");
    }

    private static ClassifyRecord OfCells(RecordView view, string text, string label)
    {
        var (textCell, labelCell) = (Cell(view, text), Cell(view, label).Trim());
        return string.IsNullOrWhiteSpace(textCell) ? throw new RecordFaultException(FaultKind.EmptyText, "")
            : labelCell.Length == 0 ? throw new RecordFaultException(FaultKind.EmptyLabel, "")
            : new ClassifyRecord(textCell, labelCell) { Place = view.Place };
    }

    private static ClassifyRecord ReadFastText(RecordView view)
    {
        var line = Line(view);
        var end = line.IndexOfAny([' ', '\t']);
        var label = end < 0 ? line[FastTextLabel.Length..] : line[FastTextLabel.Length..end];
        var text = end < 0 ? "" : line[(end + 1)..].Trim();
        return text.StartsWith(FastTextLabel, StringComparison.Ordinal) ? throw new RecordFaultException(FaultKind.SeveralLabels, "the line begins with several labels, and each record must have one")
            : label.Length == 0 ? throw new RecordFaultException(FaultKind.EmptyLabel, "")
            : text.Length == 0 ? throw new RecordFaultException(FaultKind.EmptyText, "")
            : new ClassifyRecord(text, label) { Place = view.Place };
    }

    internal static bool IsNameless(RecordView view, int columns) => view.Layout == RecordLayout.NamelessTable && view.Names.Count == columns;

    internal static string Cell(RecordView view, string column) => view.Find(column)?.GetString() ?? "";

    private static string Line(RecordView view) => Cell(view, "line");
}
