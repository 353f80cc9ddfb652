using System.Globalization;

namespace Sinter.Data.Tuning.Forms;

/// <summary>The forms of texts with a number.</summary>
internal static class RegressForms
{
    public static IReadOnlyList<RecordForm<RegressRecord>> All { get; } =
    [
        RecordForm<RegressRecord>.One("two texts and a score", [FieldRoles.First, FieldRoles.Second, FieldRoles.Score], static view => Read(view, FieldRoles.First, FieldRoles.Second), IsPair),
        RecordForm<RegressRecord>.One("text and score", [FieldRoles.Text, FieldRoles.Score], static view => Read(view, FieldRoles.Text, null), static view => view.NameOf(FieldRoles.Text) != view.NameOf(FieldRoles.Score)),
        RecordForm<RegressRecord>.One("a table of texts and scores", [], ReadCells, static view => ClassifyForms.IsNameless(view, 2) || ClassifyForms.IsNameless(view, 3)),
    ];

    private static bool IsPair(RecordView view)
    {
        string[] names = [view.NameOf(FieldRoles.First), view.NameOf(FieldRoles.Second), view.NameOf(FieldRoles.Score)];
        return names.Distinct(StringComparer.Ordinal).Count() == names.Length && (view.Fields.Text is null || view.Fields.Second is not null);
    }

    private static RegressRecord Read(RecordView view, FieldRole first, FieldRole? second) =>
        new(view.Filled(first, FaultKind.EmptyText), second is null ? null : view.Filled(second, FaultKind.EmptyText), view.Number(FieldRoles.Score)) { Place = view.Place, Id = view.Id, Weight = view.Weight };

    private static RegressRecord ReadCells(RecordView view)
    {
        var isPair = view.Names.Count == 3;
        var score = ClassifyForms.Cell(view, isPair ? "column3" : "column2").Trim();
        var (first, second) = (ClassifyForms.Cell(view, "column1"), isPair ? ClassifyForms.Cell(view, "column2") : null);
        return string.IsNullOrWhiteSpace(first) || (isPair && string.IsNullOrWhiteSpace(second)) ? throw new RecordFaultException(FaultKind.EmptyText, "")
            : double.TryParse(score, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? new RegressRecord(first, second, number) { Place = view.Place }
            : throw new RecordFaultException(FaultKind.WrongNumber, $"the last cell holds '{Shortened.Text(score)}', expected a finite number");
    }
}
