using Sinter.Data.Cleaning;

namespace Sinter.Data.Deduplication;

/// <summary>Two texts that a report shows side by side, with what they share.</summary>
/// <param name="Rank">The hash of the id of the first: those with the smallest are shown, whatever the order and the number of threads.</param>
/// <param name="Detail">What is told of them.</param>
/// <param name="Removed">The one that went, or that a part was cut out of.</param>
/// <param name="Kept">The one that stays.</param>
internal sealed record DuplicateSample(ulong Rank, string Detail, SampleText Removed, SampleText Kept);

/// <summary>A part of a text that a report shows, personal data masked.</summary>
/// <param name="Id">The id of the document.</param>
/// <param name="Before">What stands before the shared part.</param>
/// <param name="Shared">The shared part, or its beginning.</param>
/// <param name="After">What stands behind it.</param>
internal sealed record SampleText(string Id, string Before, string Shared, string After)
{
    private const int SharedCharacters = 500;
    private const int AroundCharacters = 150;

    /// <summary>Cuts what is shown of a text.</summary>
    public static SampleText Of(string id, string text, int start, int length)
    {
        start = Whole(text, Math.Clamp(start, 0, text.Length));
        var end = Whole(text, Math.Clamp(start + length, start, text.Length));
        var (from, shown, to) = (Whole(text, Math.Max(0, start - AroundCharacters)), Whole(text, Math.Min(end, start + SharedCharacters)), Whole(text, Math.Min(text.Length, end + AroundCharacters)));

        // Masked in one piece, as what is masked may begin before the shared part; masking changes no length.
        var isCut = shown < end;
        var piece = PersonalData.Mask(text[from..(isCut ? shown : to)]);
        return new SampleText(
            id,
            (from > 0 ? "… " : "") + piece[..(start - from)],
            piece[(start - from)..(shown - from)],
            isCut ? " …" : piece[(shown - from)..] + (to < text.Length ? " …" : ""));
    }

    /// <summary>A place near that does not part a surrogate pair.</summary>
    private static int Whole(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) ? at - 1 : at;
}

/// <summary>Keeps the few samples whose ids have the smallest hashes. Workers ask whether one has a chance; one thread adds, in order.</summary>
internal sealed class DuplicateSamples(int most)
{
    private readonly List<DuplicateSample> _samples = [];
    private ulong _limit = most > 0 ? ulong.MaxValue : 0;

    public IReadOnlyList<DuplicateSample> Samples => _samples;

    /// <summary>Whether a document of that rank may be shown; may say yes once too often, never no.</summary>
    public bool Wants(ulong rank) => rank < Volatile.Read(ref _limit);

    public void Add(DuplicateSample sample)
    {
        if (!Wants(sample.Rank))
        {
            return;
        }

        var at = _samples.FindIndex(other => other.Rank > sample.Rank);
        _samples.Insert(at < 0 ? _samples.Count : at, sample);
        if (_samples.Count > most)
        {
            _samples.RemoveAt(most);
        }

        if (_samples.Count == most)
        {
            Volatile.Write(ref _limit, _samples[^1].Rank);
        }
    }
}
