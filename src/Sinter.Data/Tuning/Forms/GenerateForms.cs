using System.Text.Json;

namespace Sinter.Data.Tuning.Forms;

/// <summary>The forms of texts and what is written for them.</summary>
internal static class GenerateForms
{
    private static readonly FieldRole Translation = new("translation", static _ => null, "translation");

    public static IReadOnlyList<RecordForm<GenerateRecord>> All { get; } =
    [
        RecordForm<GenerateRecord>.One("translation (two languages)", [Translation], ReadTranslation, static view => view.Find(Translation) is { ValueKind: JsonValueKind.Object }),
        RecordForm<GenerateRecord>.One("source and target", [FieldRoles.Source, FieldRoles.Target], Read, AreTwo),
        RecordForm<GenerateRecord>.One("a table of sources and targets", [], ReadCells, static view => ClassifyForms.IsNameless(view, 2)),
    ];

    // An instruction is a third text; such files are conversations.
    private static bool AreTwo(RecordView view) =>
        view.NameOf(FieldRoles.Source) != view.NameOf(FieldRoles.Target) && (view.Fields.Source is not null || !view.Has(FieldRoles.Instruction) || !view.Has(FieldRoles.Input));

    private static GenerateRecord Read(RecordView view)
    {
        var targets = view.Find(FieldRoles.Target) is { ValueKind: JsonValueKind.Array } list ? view.Texts(list, view.NameOf(FieldRoles.Target)) : [view.Text(FieldRoles.Target)];
        return Of(view, view.Filled(FieldRoles.Source, FaultKind.EmptyText), targets);
    }

    private static GenerateRecord ReadTranslation(RecordView view)
    {
        var languages = view.Within(view.Find(Translation)!.Value);
        var names = languages.Names.ToArray();
        var source = Language(view.Fields.Source, names, 0);
        var target = Language(view.Fields.Target, names, 1);
        return Of(view, TextOf(languages, source, FaultKind.EmptyText), [TextOf(languages, target, FaultKind.EmptyAnswer)]);
    }

    /// <summary>The language that the user named, <c>en</c> or <c>translation.en</c>; else the one in the given place.</summary>
    private static string Language(string? named, string[] names, int place)
    {
        var name = named is null ? names.ElementAtOrDefault(place) : named[(named.LastIndexOf('.') + 1)..];
        return name is not null && names.Contains(name, StringComparer.OrdinalIgnoreCase) ? name
            : throw new RecordFaultException(FaultKind.MissingField, $"the translation has {(name is null ? "fewer than two languages" : $"no '{name}'")}; it has {string.Join(", ", names.Take(10).Select(static known => $"'{Shortened.Text(known)}'"))}");
    }

    private static string TextOf(RecordView languages, string name, FaultKind kind)
    {
        var text = languages.Find(name) is { } value ? RecordView.Text(value, name) : "";
        return string.IsNullOrWhiteSpace(text) ? throw new RecordFaultException(kind, $"'{name}' is empty") : text;
    }

    private static GenerateRecord ReadCells(RecordView view)
    {
        var source = ClassifyForms.Cell(view, "column1");
        return string.IsNullOrWhiteSpace(source) ? throw new RecordFaultException(FaultKind.EmptyText, "") : Of(view, source, [ClassifyForms.Cell(view, "column2")]);
    }

    private static GenerateRecord Of(RecordView view, string source, IReadOnlyList<string> targets) =>
        targets.Count == 0 || targets.Any(string.IsNullOrWhiteSpace) ? throw new RecordFaultException(FaultKind.EmptyAnswer, $"'{view.NameOf(FieldRoles.Target)}' is empty")
            : new GenerateRecord(source, targets[0]) { OtherTargets = [.. targets.Skip(1)], Place = view.Place, Id = view.Id };
}
