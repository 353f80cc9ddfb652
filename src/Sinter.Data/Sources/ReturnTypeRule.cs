namespace Sinter.Data.Sources;

/// <summary>
/// Tells the type of a result from the words about it, where they leave no doubt: "true if ..." is a Boolean, and in "A new X that ..." the
/// reference X is the type of the result, while in "The name of the X" and "The X name" it is not. Silence is better than a wrong answer.
/// </summary>
internal static class ReturnTypeRule
{
    private static readonly HashSet<string> Openings = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "a", "an", "the", "a new", "an instance of", "a new instance of", "the new", "this", "the current", "an instance of the", "a new instance of the",
        "the same", "returns a", "returns an", "returns the", "returns a new", "the created", "a reference to the", "the original",
    };

    private static readonly HashSet<string> Continuations = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "that", "which", "representing", "containing", "object", "instance", "structure", "for", "so", "with", "whose", "where", "describing", "to", "created", "used", "associated",
    };

    /// <summary>
    /// The type, or null. <paramref name="opening"/> is what stands before the first type that is referred to, <paramref name="type"/> that type's id without its prefix,
    /// <paramref name="rest"/> what follows.
    /// </summary>
    public static string? FromReference(ReadOnlySpan<char> opening, string type, ReadOnlySpan<char> rest, ReadableNames names)
    {
        // An open generic type (List`1) does not tell of what, and a result of System.Object or a bare Task is often said for something narrower.
        if (type.Contains('`', StringComparison.Ordinal) || type is "System.Object" or "System.Threading.Tasks.Task" or "System.Threading.Tasks.ValueTask" or "System.Array")
        {
            return null;
        }

        rest = rest.Trim();
        var end = rest.IndexOfAny(" .,;:");
        var next = end < 0 ? rest : rest[..end];
        var known = Openings.GetAlternateLookup<ReadOnlySpan<char>>().Contains(opening.Trim()) && Continuations.GetAlternateLookup<ReadOnlySpan<char>>().Contains(next);
        return known ? names.ShortType(type) : null;
    }

    /// <summary>Boolean where the words say in which case the result is true; the name must not be that of a method that answers later.</summary>
    public static string? FromTruth(string text, string member)
    {
        var tells = text.StartsWith("true if ", StringComparison.Ordinal) || text.StartsWith("true when ", StringComparison.Ordinal) || text.StartsWith("false if ", StringComparison.Ordinal);
        return tells && !member.EndsWith("Async", StringComparison.Ordinal) ? "Boolean" : null;
    }
}
