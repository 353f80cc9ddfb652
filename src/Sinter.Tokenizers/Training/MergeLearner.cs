using System.Runtime.InteropServices;

namespace Sinter.Tokenizers.Training;

/// <summary>
/// Learns merges: the pair of adjacent tokens seen most often becomes a token, again and again. Ties go as in Hugging Face's trainer: of equally
/// frequent pairs the one with the lower left id, then the lower right id. It knows neither bytes nor characters, only the tokens it is given.
/// </summary>
/// <param name="text">The words, as the tokens there are.</param>
/// <param name="tokens">The tokens there are; those learnt are added.</param>
/// <param name="isForbidden">Says which tokens must not come about by merging: the special tokens.</param>
internal sealed class MergeLearner(SymbolText text, List<string> tokens, Func<int, bool> isForbidden)
{
    private readonly PriorityQueue<ulong, Priority> _queue = new();
    private readonly HashSet<(int Left, int Right)> _known = [];
    private readonly List<Merge> _merges = [];

    /// <summary>How often a pair must be seen to become a token.</summary>
    public long MinimumFrequency { get; init; } = 2;

    /// <summary>The longest token, in bytes where the tokens are of bytes, else in characters.</summary>
    public int MaximumTokenLength { get; init; } = int.MaxValue;

    /// <summary>What a token that continues a word begins with, and loses when it merges with what is before it.</summary>
    public string ContinuingPrefix { get; init; } = "";

    /// <summary>Learns until there are so many tokens, or no pair is frequent enough.</summary>
    /// <param name="size">The number of tokens wanted.</param>
    /// <param name="report">Told the number of tokens, often.</param>
    /// <param name="cancellation">Ends the training early.</param>
    /// <returns>The merges, by rank.</returns>
    public List<Merge> Learn(int size, Action<int> report, CancellationToken cancellation)
    {
        var ids = tokens.Index().ToDictionary(static entry => entry.Item, static entry => entry.Index, StringComparer.Ordinal);
        var places = new List<int>();
        text.CountPairs(MaximumTokenLength);
        QueueGrown();
        while (tokens.Count < size && TryDequeue(out var left, out var right))
        {
            cancellation.ThrowIfCancellationRequested();
            text.Pairs.Take(PairTable.Key(left, right), places);
            var token = tokens[left] + Continuation(tokens[right]);
            if (!ids.TryGetValue(token, out var result))
            {
                result = tokens.Count;
                ids.Add(token, result);
                tokens.Add(token);
                text.SetWidth(result, text.Width(left) + text.Width(right));
                report(tokens.Count);
            }

            if (isForbidden(result))
            {
                continue;
            }

            // Two pairs may spell one token (aa+a, a+aa); then a pair that was merged before can come back.
            if (_known.Add((left, right)))
            {
                _merges.Add(new Merge(left, right, result));
            }

            text.Merge(left, right, result, places, MaximumTokenLength);
            QueueGrown();
        }

        return _merges;
    }

    private string Continuation(string token) =>
        ContinuingPrefix.Length > 0 && token.StartsWith(ContinuingPrefix, StringComparison.Ordinal) ? token[ContinuingPrefix.Length..] : token;

    private void QueueGrown()
    {
        foreach (var pair in text.Pairs.Grown)
        {
            Enqueue(pair, text.Pairs.Count(pair));
        }

        text.Pairs.ClearGrown();
    }

    private void Enqueue(ulong pair, long count)
    {
        if (count >= MinimumFrequency)
        {
            _queue.Enqueue(pair, new Priority(count, pair));
        }
    }

    /// <summary>The next pair. A count that fell since it was queued is queued again; one that grew was queued when it did.</summary>
    private bool TryDequeue(out int left, out int right)
    {
        while (_queue.TryDequeue(out var pair, out var priority))
        {
            var count = text.Pairs.Count(pair);
            if (count == priority.Count)
            {
                (left, right) = ((int)(pair >> 32), (int)(uint)pair);
                return true;
            }

            Enqueue(pair, count);
        }

        (left, right) = (0, 0);
        return false;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Priority(long Count, ulong Pair) : IComparable<Priority>
    {
        public int CompareTo(Priority other) => Count == other.Count ? Pair.CompareTo(other.Pair) : other.Count.CompareTo(Count);
    }
}
