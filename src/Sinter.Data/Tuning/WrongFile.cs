namespace Sinter.Data.Tuning;

/// <summary>Says of a file that its records are of another kind.</summary>
internal static class WrongFile
{
    private const int MostNames = 12;

    /// <summary>One sentence: what was found, what is expected, what to do.</summary>
    public static string Sentence(string file, string task, string expected, string example, RecordView first, ITaskReader self, TuningOptions options)
    {
        var named = RecordFields.Names
            .Select(name => (Name: name, Field: FieldsByName.Of(options.Fields, name)))
            .Where(pair => pair.Field is { } field && first.Find(field) is null && !first.Has(field))
            .Select(pair => $"'{pair.Field}' (named for {pair.Name})")
            .ToArray();
        var likely = TaskReaders.All.Select(static named => named.Reader).Where(reader => reader != self && reader.Fits(first)).Select(static reader => reader.Task).ToArray();
        return $"'{file}' holds no records for {task}: its first record{(first.Place.Number > 1 ? $" ({first.Place})" : "")} {Found(first)}{(named.Length > 0 ? " and not " + string.Join(", ", named) : "")}; expected {expected}"
            + $"{(likely.Length > 0 ? $"; it looks like data for {string.Join(" or ", likely.Take(3))}" : "")}; {options.FieldAdvice ?? $"other names can be given, for example {example}"}.";
    }

    /// <summary>Which field a record lacks, and which it has.</summary>
    public static string Missing(FieldRole role, RecordView record)
    {
        var names = role.NamesFor(record.Fields);
        return $"there is no '{names[0]}'; it {Found(record)}";
    }

    /// <summary>Says that a record has the fields of a form, but does not hold what the form does.</summary>
    public static string NotOfForm(string form, RecordView record) => $"it is not of the form '{form}'; it {Found(record)}";

    private static string Found(RecordView record) => record.Layout switch
    {
        RecordLayout.Lines => "is a line of text",
        RecordLayout.NamelessTable => $"is a row of {record.Names.Count} cell{(record.Names.Count == 1 ? "" : "s")} without names",
        _ when record.Value.ValueKind != System.Text.Json.JsonValueKind.Object => $"is {RecordView.KindOf(record.Value)} and no JSON object",
        _ when record.Names.Count == 0 => "has no fields",
        _ => $"has the field{(record.Names.Count == 1 ? "" : "s")} {string.Join(", ", record.Names.Take(MostNames).Select(static name => $"'{Shortened.Text(name)}'"))}{(record.Names.Count > MostNames ? " and others" : "")}",
    };
}
