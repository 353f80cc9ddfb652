namespace Sinter.Data.Cleaning.Quality;

/// <summary>How much of a text stands in lines or paragraphs that occur more than once.</summary>
internal static class DuplicateSpans
{
    /// <summary>Counts the parts that are duplicates and their characters, and marks them.</summary>
    /// <param name="candidate">The document.</param>
    /// <param name="rule">The rule to mark them under.</param>
    /// <param name="spans">The parts.</param>
    /// <param name="groups">Which of them are the same.</param>
    /// <param name="allCopies">Whether the first copy counts too.</param>
    public static (int Parts, long Characters) Measure(Candidate candidate, int rule, ReadOnlySpan<TextSpan> spans, SpanGroups groups, bool allCopies)
    {
        if (groups.Count == spans.Length)
        {
            return (0, 0);
        }

        var occurrences = allCopies ? groups.Occurrences() : [];
        var parts = 0;
        var characters = 0L;
        for (var i = 0; i < spans.Length; i++)
        {
            if (allCopies ? occurrences[groups.Group[i]] > 1 : groups.IsExtra(i))
            {
                parts++;
                characters += spans[i].Length;
                candidate.Mark(rule, spans[i].Start, spans[i].Length);
            }
        }

        return (parts, characters);
    }
}
