namespace Sinter.Data.Privacy;

/// <summary>
/// What a finder of personal data finds of what there is, by kind: on texts into which data was planted (<see cref="PlantedText"/>), or on texts that people labelled. Finds of
/// kinds that no text has labels of are shown, but are left out of the sum.
/// </summary>
public sealed record PrivacyEvaluation
{
    /// <summary>How many texts were looked at.</summary>
    public required int Texts { get; init; }

    /// <summary>Their length together, in UTF-16 units.</summary>
    public required long Characters { get; init; }

    /// <summary>Each kind, by name.</summary>
    public required IReadOnlyList<KindScore> Kinds { get; init; }

    /// <summary>The sum over all kinds that there are labels of.</summary>
    public required KindScore All { get; init; }

    /// <summary>Measures a finder.</summary>
    public static PrivacyEvaluation Of(PersonalDataFinder finder, IEnumerable<LabelledText> texts, CancellationToken cancellation = default)
    {
        var counts = new SortedDictionary<string, Counts>(StringComparer.Ordinal);
        var (number, characters) = (0, 0L);
        foreach (var text in texts)
        {
            cancellation.ThrowIfCancellationRequested();
            number++;
            characters += text.Text.Length;
            Compare(text, finder.Find(text.Text), counts);
        }

        // Where labels name no country, all countries are one kind.
        if (counts.TryGetValue(AnyNationalId, out var any) && any.Planted > 0)
        {
            foreach (var kind in counts.Keys.Where(IsNationalId).ToList())
            {
                any.Found += counts[kind].Found;
                any.Right += counts[kind].Right;
                counts.Remove(kind);
            }
        }

        return new()
        {
            Texts = number,
            Characters = characters,
            Kinds = [.. counts.Select(pair => pair.Value.ToScore(pair.Key))],
            All = counts.Values.Where(count => count.Planted > 0).Aggregate(new Counts(), (sum, count) => sum.Add(count)).ToScore("all"),
        };
    }

    private static string AnyNationalId { get; } = PersonalKinds.NationalIdPrefix.TrimEnd('-');

    private static bool IsNationalId(string kind) => kind.StartsWith(PersonalKinds.NationalIdPrefix, StringComparison.Ordinal);

    private static bool IsSameKind(string label, string found) => label == found || (label == AnyNationalId && IsNationalId(found));

    private static void Compare(LabelledText text, IReadOnlyList<PersonalSpan> found, SortedDictionary<string, Counts> counts)
    {
        foreach (var label in text.Spans)
        {
            var count = CountsOf(label.Kind);
            count.Planted++;
            count.Exact += found.Any(span => span.Start == label.Start && span.Length == label.Length && IsSameKind(label.Kind, span.Kind)) ? 1 : 0;
            count.Touched += found.Any(span => span.Start < label.End && label.Start < span.End && IsSameKind(label.Kind, span.Kind)) ? 1 : 0;
            count.Covered += IsCovered(text.Text, label, found) ? 1 : 0;
        }

        foreach (var span in found)
        {
            var count = CountsOf(span.Kind);
            count.Found++;
            count.Right += text.Spans.Any(label => span.Start < label.End && label.Start < span.End && IsSameKind(label.Kind, span.Kind)) ? 1 : 0;
        }

        Counts CountsOf(string kind)
        {
            if (!counts.TryGetValue(kind, out var count))
            {
                counts.Add(kind, count = new Counts());
            }

            return count;
        }
    }

    private static bool IsCovered(string text, LabelledSpan label, IReadOnlyList<PersonalSpan> found)
    {
        for (var i = label.Start; i < label.End; i++)
        {
            if (char.IsLetterOrDigit(text[i]) && !found.Any(span => span.Start <= i && i < span.End))
            {
                return false;
            }
        }

        return true;
    }

    private sealed class Counts
    {
        public int Planted { get; set; }

        public int Found { get; set; }

        public int Exact { get; set; }

        public int Touched { get; set; }

        public int Right { get; set; }

        public int Covered { get; set; }

        public Counts Add(Counts other)
        {
            Planted += other.Planted;
            Found += other.Found;
            Exact += other.Exact;
            Touched += other.Touched;
            Right += other.Right;
            Covered += other.Covered;
            return this;
        }

        public KindScore ToScore(string kind) => new(kind, Planted, Found, Exact, Touched, Right, Covered);
    }
}
