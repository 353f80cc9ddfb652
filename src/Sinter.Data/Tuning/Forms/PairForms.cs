using System.Globalization;

namespace Sinter.Data.Tuning.Forms;

/// <summary>The forms of pairs of texts.</summary>
internal static class PairForms
{
    public static IReadOnlyList<RecordForm<PairRecord>> All { get; } =
    [
        RecordForm<PairRecord>.One("two texts and a score", [FieldRoles.First, FieldRoles.Second, FieldRoles.PairScore], ReadScored, static view => AreTwo(view) && (view.Fields.Score is not null || !view.Has(FieldRoles.PairLabel))),
        RecordForm<PairRecord>.One("two texts and a label", [FieldRoles.First, FieldRoles.Second, FieldRoles.PairLabel], ReadLabelled, AreTwo),
        RecordForm<PairRecord>.One("a table of two texts and labels", [], ReadCells, static view => ClassifyForms.IsNameless(view, 3)),
    ];

    /// <summary>All labels of a file are numbers where one of them has a fraction: then they are scores.</summary>
    public static IReadOnlyList<PairRecord> Settle(IReadOnlyList<PairRecord> records)
    {
        if (records.All(static record => record.Score is null) && !records.Any(static record => IsFraction(record.Label)))
        {
            return records;
        }

        return records.All(static record => record.Score is not null || NumberOf(record.Label) is not null)
            ? [.. records.Select(static record => record.Score is null ? record with { Label = null, Score = NumberOf(record.Label) } : record)]
            : records.All(static record => record.Label is not null) ? records
            : throw new InvalidDataException($"Some pairs have a label and others a score: {Place(records, true)} has the label '{Shortened.Text(records.First(static record => record.Label is not null).Label!)}', {Place(records, false)} a score; give files of one kind.");
    }

    private static RecordPlace Place(IReadOnlyList<PairRecord> records, bool withLabel) => records.First(record => (record.Label is not null) == withLabel).Place;

    private static bool AreTwo(RecordView view) => view.NameOf(FieldRoles.First) != view.NameOf(FieldRoles.Second);

    private static PairRecord ReadScored(RecordView view) =>
        new(view.Filled(FieldRoles.First, FaultKind.EmptyText), view.Filled(FieldRoles.Second, FaultKind.EmptyText), null, view.Number(FieldRoles.PairScore)) { Place = view.Place, Id = view.Id, Weight = view.Weight };

    private static PairRecord ReadLabelled(RecordView view)
    {
        var label = ClassifyForms.LabelOf(view, FieldRoles.PairLabel);

        // SNLI marks pairs on which people did not agree so.
        return label == "-" ? throw new RecordFaultException(FaultKind.EmptyLabel, $"'{view.NameOf(FieldRoles.PairLabel)}' is '-', which says that people did not agree")
            : new PairRecord(view.Filled(FieldRoles.First, FaultKind.EmptyText), view.Filled(FieldRoles.Second, FaultKind.EmptyText), label) { Place = view.Place, Id = view.Id, Weight = view.Weight };
    }

    private static PairRecord ReadCells(RecordView view)
    {
        string[] cells = [ClassifyForms.Cell(view, "column1"), ClassifyForms.Cell(view, "column2"), ClassifyForms.Cell(view, "column3").Trim()];
        return cells.Take(2).Any(string.IsNullOrWhiteSpace) ? throw new RecordFaultException(FaultKind.EmptyText, "")
            : cells[2].Length == 0 ? throw new RecordFaultException(FaultKind.EmptyLabel, "")
            : new PairRecord(cells[0], cells[1], cells[2]) { Place = view.Place };
    }

    private static bool IsFraction(string? label) => label is not null && label.Contains('.', StringComparison.Ordinal) && NumberOf(label) is not null;

    private static double? NumberOf(string? label) =>
        double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
