using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sinter.Tokenizers.Bpe;

/// <summary>
/// The ids of words met before, for one encoder at a time. Text repeats its words, so most of them are never merged again.
/// A short word and up to three ids lie in one entry of 32 bytes, so that most words cost one line of the processor's cache; the rest lies in two arrays besides.
/// It grows with the words that it meets up to a fixed size. A word lies in one of a few places, so that no text makes it slow; where they are taken it
/// replaces another, and when the arrays are full everything is forgotten.
/// </summary>
internal sealed class WordCache
{
    /// <summary>Longer words, in bytes, are not kept: they seldom repeat.</summary>
    public const int LongestWord = 64;

    /// <summary>Words of more ids are not kept.</summary>
    public const int MostIds = LongestWord;

    private const int FewestEntries = 1 << 10;
    private const int MostEntries = 1 << 18;
    private const int MostKept = 1 << 20;
    private const int Places = 8;
    private const int InlineIds = 3;

    private Entry[] _entries = [];
    private byte[] _longWords = [];
    private int[] _moreIds = [];
    private int _shift;
    private int _count;
    private int _longWordsUsed = 1; // a long word in the cache never starts at 0, so that its key alone, which says 0, is not mistaken for it
    private int _moreIdsUsed;

    /// <summary>An empty cache.</summary>
    public WordCache() => Resize(FewestEntries);

    /// <summary>Writes the ids of a word and gives their number; 0 where the word is not kept.</summary>
    /// <param name="key">The key of the word.</param>
    /// <param name="word">The word.</param>
    /// <param name="output">Where the ids go: room for <see cref="MostIds"/>; what lies there behind them is lost.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Copy(in WordKey key, ReadOnlySpan<byte> word, ref int output)
    {
        ref var entry = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_entries), (nint)(key.Hash >> _shift));
        if (entry.Key == key.Bytes)
        {
            var ids = entry.Ids;
            ids.StoreUnsafe(ref output);
            var count = ids.GetElement(InlineIds);
            if (count <= InlineIds)
            {
                return count;
            }
        }

        return Search(key, word, ref output);
    }

    /// <summary>Keeps the ids of a word that is not yet kept.</summary>
    public void Add(in WordKey key, ReadOnlySpan<byte> word, ReadOnlySpan<int> ids)
    {
        if (ids.Length is 0 or > MostIds)
        {
            return;
        }

        if (_count > _entries.Length / 2 && _entries.Length < MostEntries)
        {
            Grow();
        }

        if (_longWordsUsed + word.Length > MostKept || _moreIdsUsed + ids.Length > MostKept)
        {
            Array.Clear(_entries);
            (_count, _longWordsUsed, _moreIdsUsed) = (0, 1, 0);
        }

        var bytes = key.Bytes;
        if (word.Length > WordKey.Longest)
        {
            bytes = bytes.AsInt32().WithElement(2, Keep(word, ref _longWords, ref _longWordsUsed)).AsByte();
        }

        var kept = Vector128.Create(0, 0, 0, ids.Length);
        if (ids.Length > InlineIds)
        {
            kept = kept.WithElement(0, Keep(ids, ref _moreIds, ref _moreIdsUsed));
        }
        else
        {
            for (var i = 0; i < ids.Length; i++)
            {
                kept = kept.WithElement(i, ids[i]);
            }
        }

        Put(new Entry(bytes, kept), key.Hash);
    }

    private static int Keep<T>(ReadOnlySpan<T> items, ref T[] kept, ref int used)
    {
        if (used + items.Length > kept.Length)
        {
            Array.Resize(ref kept, Math.Min(MostKept, Math.Max(1 << 10, kept.Length * 2)));
        }

        var start = used;
        items.CopyTo(kept.AsSpan(start));
        used += items.Length;
        return start;
    }

    private int Search(in WordKey key, ReadOnlySpan<byte> word, ref int output)
    {
        var at = (int)(key.Hash >> _shift);
        foreach (ref readonly var entry in _entries.AsSpan(at, Places))
        {
            if (entry.IsVacant)
            {
                return 0;
            }

            if (IsOf(entry, key, word))
            {
                var count = entry.Ids.GetElement(InlineIds);
                if (count <= InlineIds)
                {
                    entry.Ids.StoreUnsafe(ref output);
                }
                else
                {
                    _moreIds.AsSpan(entry.Ids.GetElement(0), count).CopyTo(MemoryMarshal.CreateSpan(ref output, count));
                }

                return count;
            }
        }

        return 0;
    }

    private bool IsOf(in Entry entry, in WordKey key, ReadOnlySpan<byte> word)
    {
        if (word.Length <= WordKey.Longest)
        {
            return entry.Key == key.Bytes;
        }

        var start = entry.Key.AsInt32().GetElement(2);
        return entry.Key.AsInt32().WithElement(2, 0).AsByte() == key.Bytes && word.SequenceEqual(_longWords.AsSpan(start, word.Length));
    }

    private void Put(in Entry entry, ulong hash)
    {
        var places = _entries.AsSpan((int)(hash >> _shift), Places);
        for (var i = 0; i < Places; i++)
        {
            if (places[i].IsVacant)
            {
                places[i] = entry;
                _count++;
                return;
            }
        }

        places[(int)hash & (Places - 1)] = entry;
    }

    private void Grow()
    {
        var old = _entries;
        Resize((old.Length - Places) * 4);
        foreach (ref readonly var entry in old.AsSpan())
        {
            if (!entry.IsVacant)
            {
                Put(entry, entry.IsLong ? entry.Key.AsUInt64().ToScalar() : WordHash.Of(entry.Key));
            }
        }
    }

    /// <summary>As many homes as a power of two, and room for the last of them to have its other places.</summary>
    private void Resize(int homes)
    {
        _entries = new Entry[homes + Places];
        _shift = 64 - BitOperations.Log2((uint)homes);
        _count = 0;
    }

    private readonly struct Entry(Vector128<byte> key, Vector128<int> ids)
    {
        /// <summary>As in <see cref="WordKey.Bytes"/>; of a long word with its start among the long words.</summary>
        public readonly Vector128<byte> Key = key;

        /// <summary>Up to three ids, or where more of them start; then their number.</summary>
        public readonly Vector128<int> Ids = ids;

        public bool IsVacant => Ids.GetElement(InlineIds) == 0;

        public bool IsLong => Key.GetElement(WordKey.Longest) > WordKey.Longest;
    }
}
