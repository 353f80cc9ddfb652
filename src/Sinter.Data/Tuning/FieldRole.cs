namespace Sinter.Data.Tuning;

/// <summary>What a field of a record may be for, and the names that files give it.</summary>
/// <param name="Name">The name of the role, as <see cref="RecordFields.With"/> takes it.</param>
/// <param name="Chosen">The name that the user gave; null where none was given, so that the usual names are tried.</param>
/// <param name="Names">The usual names, the best first.</param>
internal sealed record FieldRole(string Name, Func<RecordFields, string?> Chosen, params string[] Names)
{
    /// <summary>The names that a record is searched for.</summary>
    public IReadOnlyList<string> NamesFor(RecordFields fields) => Chosen(fields) is { } chosen ? [chosen] : Names;
}
