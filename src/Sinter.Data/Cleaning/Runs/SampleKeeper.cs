using System.Collections.Concurrent;

namespace Sinter.Data.Cleaning;

/// <summary>Keeps, for each rule, the few documents whose ids have the smallest hashes. Workers ask whether a document has a chance; one thread adds.</summary>
internal sealed class SampleKeeper
{
    private const int ExcerptCharacters = 700;
    private const int MostMarks = 40;

    private readonly int _each;
    private readonly SortedDictionary<string, List<CleaningSample>> _samples = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ulong> _limits = new(StringComparer.Ordinal);

    public SampleKeeper(int each, IEnumerable<CleaningSample> known)
    {
        _each = each;
        foreach (var sample in known)
        {
            Add(sample);
        }
    }

    public IReadOnlyList<CleaningSample> Samples => [.. _samples.Values.SelectMany(static samples => samples)];

    /// <summary>Whether a document of that rank may be shown; may say yes once too often, never no.</summary>
    public bool Wants(string rule, ulong rank) => _each > 0 && rank < _limits.GetValueOrDefault(rule, ulong.MaxValue);

    public void Add(CleaningSample sample)
    {
        if (!_samples.TryGetValue(sample.Rule, out var samples))
        {
            _samples[sample.Rule] = samples = [];
        }

        var at = samples.FindIndex(other => other.Rank > sample.Rank);
        samples.Insert(at < 0 ? samples.Count : at, sample);
        if (samples.Count > _each)
        {
            samples.RemoveAt(_each);
        }

        if (samples.Count == _each)
        {
            _limits[sample.Rule] = samples[^1].Rank;
        }
    }

    /// <summary>Cuts what is shown of a dropped document: its text around the first mark.</summary>
    public static CleaningSample Cut(string rule, ulong rank, string id, string detail, string text, IReadOnlyList<Evidence> marks)
    {
        var first = marks.Count > 0 ? marks[0].Start : 0;
        var start = first < ExcerptCharacters / 2 ? 0 : Whole(text, first - (ExcerptCharacters / 4));
        var end = Whole(text, Math.Min(text.Length, start + ExcerptCharacters));
        var before = start > 0 ? "… " : "";
        var shown = before + PersonalData.Mask(text, start, end) + (end < text.Length ? " …" : "");
        var inside = new List<SampleMark>();
        var last = 0;
        foreach (var mark in marks)
        {
            var from = Math.Max(Math.Max(mark.Start, start), last);
            var to = Math.Min(mark.Start + mark.Length, end);
            if (to > from && inside.Count < MostMarks)
            {
                inside.Add(new SampleMark(from - start + before.Length, to - from));
                last = to;
            }
        }

        return new CleaningSample(rule, rank, id, detail, shown, inside);
    }

    /// <summary>Cuts what is shown of a kept document: how it began, and how it begins now.</summary>
    public static CleaningSample Kept(ulong rank, Document before, Document after) =>
        new("", rank, after.Id, "", Beginning(before.Text), [], ReferenceEquals(before.Text, after.Text) ? "" : Beginning(after.Text));

    private static string Beginning(string text) => text.Length <= ExcerptCharacters ? PersonalData.Mask(text) : PersonalData.Mask(text, 0, Whole(text, ExcerptCharacters)) + " …";

    /// <summary>A place near that does not part a surrogate pair.</summary>
    private static int Whole(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) ? at - 1 : at;
}
