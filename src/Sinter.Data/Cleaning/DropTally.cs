namespace Sinter.Data.Cleaning;

/// <summary>Counts the drops of one step and reason, and keeps the few samples whose ids have the smallest hashes.</summary>
internal sealed class DropTally(string step, string reason, int maximumSamples)
{
    private const int SampleCharacters = 400;

    private readonly List<(ulong Rank, DropSample Sample)> _samples = [];
    private long _count;
    private long _bytes;

    public void Add(DroppedDocument dropped, long bytes)
    {
        _count++;
        _bytes += bytes;
        var id = dropped.Document.Id;
        var rank = StableHash.Of(id);
        if (_samples.Count == maximumSamples && (maximumSamples == 0 || rank >= _samples[^1].Rank))
        {
            return;
        }

        var at = _samples.FindIndex(sample => sample.Rank > rank);
        _samples.Insert(at < 0 ? _samples.Count : at, (rank, new DropSample(id, Shorten(dropped.Document.Text), dropped.Detail)));
        if (_samples.Count > maximumSamples)
        {
            _samples.RemoveAt(maximumSamples);
        }
    }

    public DropCounts ToCounts() => new(step, reason, _count, _bytes, [.. _samples.Select(sample => sample.Sample)]);

    private static string Shorten(string text)
    {
        if (text.Length <= SampleCharacters)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[SampleCharacters - 1]) ? SampleCharacters - 1 : SampleCharacters;
        return text[..end] + "…";
    }
}
