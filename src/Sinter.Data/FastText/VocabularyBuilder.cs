namespace Sinter.Data.FastText;

/// <summary>Counts the words and labels of a training text.</summary>
/// <param name="labelPrefix">With what labels begin.</param>
internal sealed class VocabularyBuilder(byte[] labelPrefix)
{
    private const int MaximumEntries = 22_500_000; // Where fastText begins to forget rare words.

    private readonly List<byte> _text = [];
    private readonly List<Entry> _entries = [];
    private int[] _slots = new int[1 << 16];
    private long _tokens;
    private long _forgetBelow = 1;

    /// <summary>Counts the tokens of whole lines.</summary>
    public void Add(ReadOnlySpan<byte> lines)
    {
        while (!lines.IsEmpty)
        {
            var tokens = new LineTokens(lines);
            while (tokens.MoveNext())
            {
                Count(tokens.Token, tokens.Hash, 1);
                _tokens++;
            }

            lines = lines[tokens.Read..];
            if (_entries.Count > MaximumEntries)
            {
                _forgetBelow++;
                Forget(_forgetBelow, _forgetBelow);
            }
        }
    }

    /// <summary>The vocabulary: words and labels apart, each by falling count, and those of one count in the order in which they were met.</summary>
    public FastTextVocabulary Build(int minimumCount, int minimumLabelCount)
    {
        Forget(minimumCount, minimumLabelCount);
        var entries = _entries.OrderBy(entry => entry.IsLabel).ThenByDescending(entry => entry.Count).ToList();
        var text = new byte[_text.Count];
        var starts = new int[entries.Count + 1];
        for (var at = 0; at < entries.Count; at++)
        {
            TextOf(entries[at]).CopyTo(text.AsSpan(starts[at]));
            starts[at + 1] = starts[at] + entries[at].Length;
        }

        return new FastTextVocabulary(text, starts, [.. entries.Select(entry => entry.Count)], entries.Count(entry => !entry.IsLabel), _tokens);
    }

    private void Count(ReadOnlySpan<byte> token, uint hash, long count)
    {
        var mask = (uint)_slots.Length - 1;
        for (var slot = hash & mask; ; slot = (slot + 1) & mask)
        {
            var at = _slots[slot] - 1;
            if (at < 0)
            {
                _slots[slot] = _entries.Count + 1;
                break;
            }

            var entry = _entries[at];
            if (entry.Hash == hash && TextOf(entry).SequenceEqual(token))
            {
                _entries[at] = entry with { Count = entry.Count + count };
                return;
            }
        }

        _entries.Add(new Entry(_text.Count, token.Length, hash, count, token.StartsWith(labelPrefix)));
        _text.AddRange(token);
        if (_entries.Count * 2 > _slots.Length)
        {
            _slots = new int[_slots.Length * 2];
            Place();
        }
    }

    private void Place()
    {
        var mask = (uint)_slots.Length - 1;
        for (var at = 0; at < _entries.Count; at++)
        {
            var slot = _entries[at].Hash & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = at + 1;
        }
    }

    private void Forget(long belowWords, long belowLabels)
    {
        var (entries, text) = (_entries.ToArray(), _text.ToArray());
        _entries.Clear();
        _text.Clear();
        Array.Clear(_slots);
        foreach (var entry in entries)
        {
            if (entry.Count >= (entry.IsLabel ? belowLabels : belowWords))
            {
                Count(text.AsSpan(entry.Start, entry.Length), entry.Hash, entry.Count);
            }
        }
    }

    private ReadOnlySpan<byte> TextOf(Entry entry) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_text).Slice(entry.Start, entry.Length);

    private readonly record struct Entry(int Start, int Length, uint Hash, long Count, bool IsLabel);
}
