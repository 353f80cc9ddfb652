using System.Runtime.InteropServices;
using Sinter.Tokenizers.Bpe;
using Sinter.Tokenizers.Pipeline;

namespace Sinter.Tokenizers.Training;

/// <summary>Counts the words (pre-tokens) of texts. It keeps each distinct word once, so its memory follows the vocabulary of the text and not its length.</summary>
internal sealed class WordCounter
{
    private const int LargestArena = 1 << 30;

    private Entry[] _entries = new Entry[1 << 12];
    private byte[] _arena = new byte[1 << 16];
    private int _arenaUsed;

    /// <summary>The number of distinct words.</summary>
    public int Count { get; private set; }

    /// <summary>How many bytes the distinct words have.</summary>
    public int Bytes => _arenaUsed;

    /// <summary>Counts a word that is seen so many times.</summary>
    public void Add(ReadOnlySpan<byte> word, long times) => Add(word, WordHash.Of(word), times);

    /// <summary>Adds all counts of another counter.</summary>
    public void Add(WordCounter other)
    {
        foreach (ref readonly var entry in other._entries.AsSpan())
        {
            if (entry.Times > 0)
            {
                Add(other._arena.AsSpan(entry.Start, entry.Length), entry.Hash, entry.Times);
            }
        }
    }

    /// <summary>
    /// The words that are seen most, at most so many with at most so many bytes: of words seen equally often all go or all stay, so that it does not matter
    /// in which order they came.
    /// </summary>
    public WordCounter MostFrequent(int words, int bytes)
    {
        var least = 0L;
        var ofTimes = new SortedDictionary<long, (int Words, long Bytes)>();
        foreach (ref readonly var entry in _entries.AsSpan())
        {
            if (entry.Times > 0)
            {
                var (count, size) = ofTimes.GetValueOrDefault(entry.Times);
                ofTimes[entry.Times] = (count + 1, size + entry.Length);
            }
        }

        var (keptWords, keptBytes) = (Count, (long)_arenaUsed);
        foreach (var (times, (count, size)) in ofTimes)
        {
            if (keptWords <= words && keptBytes <= bytes)
            {
                break;
            }

            (least, keptWords, keptBytes) = (times, keptWords - count, keptBytes - size);
        }

        var kept = new WordCounter();
        foreach (ref readonly var entry in _entries.AsSpan())
        {
            if (entry.Times > least)
            {
                kept.Add(_arena.AsSpan(entry.Start, entry.Length), entry.Hash, entry.Times);
            }
        }

        return kept;
    }

    /// <summary>Visits every distinct word with its count, in no order that matters.</summary>
    public void ForEach(Action<ReadOnlyMemory<byte>, long> visit)
    {
        foreach (ref readonly var entry in _entries.AsSpan())
        {
            if (entry.Times > 0)
            {
                visit(_arena.AsMemory(entry.Start, entry.Length), entry.Times);
            }
        }
    }

    private void Add(ReadOnlySpan<byte> word, ulong hash, long times)
    {
        ref var entry = ref Find(word, hash);
        if (entry.Times == 0)
        {
            entry.Hash = hash;
            entry.Start = Keep(word);
            entry.Length = word.Length;
            Count++;
        }

        entry.Times += times;
        if (Count > _entries.Length / 2)
        {
            Grow();
        }
    }

    private ref Entry Find(ReadOnlySpan<byte> word, ulong hash)
    {
        var mask = _entries.Length - 1;
        for (var i = (int)hash & mask; ; i = (i + 1) & mask)
        {
            ref var entry = ref _entries[i];
            if (entry.Times == 0 || (entry.Hash == hash && word.SequenceEqual(_arena.AsSpan(entry.Start, entry.Length))))
            {
                return ref entry;
            }
        }
    }

    private int Keep(ReadOnlySpan<byte> word)
    {
        TextEncoder.ThrowIfTooLong(word.Length);
        if (LargestArena - _arenaUsed < word.Length)
        {
            throw new InvalidDataException("The texts hold more than 1 GiB of distinct words, so they are hardly language; clean them, or train on a sample.");
        }

        if (_arena.Length - _arenaUsed < word.Length)
        {
            Array.Resize(ref _arena, (int)Math.Max(_arena.Length * 2L, _arenaUsed + (long)word.Length));
        }

        word.CopyTo(_arena.AsSpan(_arenaUsed));
        _arenaUsed += word.Length;
        return _arenaUsed - word.Length;
    }

    private void Grow()
    {
        var old = _entries;
        _entries = new Entry[old.Length * 2];
        var mask = _entries.Length - 1;
        foreach (ref readonly var entry in old.AsSpan())
        {
            if (entry.Times > 0)
            {
                var i = (int)entry.Hash & mask;
                while (_entries[i].Times > 0)
                {
                    i = (i + 1) & mask;
                }

                _entries[i] = entry;
            }
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Entry
    {
        public ulong Hash;
        public long Times;
        public int Start;
        public int Length;
    }
}
