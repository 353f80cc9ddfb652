using System.Numerics;

namespace Sinter.Data.Cleaning.Perplexity;

/// <summary>The different n-grams of one order, numbered in the order in which they were added. Words are compared, so that nothing rests on hashes alone.</summary>
/// <param name="order">How many words each has.</param>
internal sealed class NgramStore(int order)
{
    private int[] _words = new int[order * 16];
    private int[] _slots = new int[64];

    /// <summary>How many words each n-gram has.</summary>
    public int Order => order;

    /// <summary>How many n-grams there are.</summary>
    public int Count { get; private set; }

    /// <summary>The words of an n-gram.</summary>
    public ReadOnlySpan<int> this[int index] => _words.AsSpan(index * order, order);

    /// <summary>All words of all n-grams, one after another.</summary>
    public ReadOnlySpan<int> Words => _words.AsSpan(0, Count * order);

    /// <summary>The number of an n-gram; negative where it is not there.</summary>
    public int Find(ReadOnlySpan<int> words)
    {
        var mask = _slots.Length - 1;
        for (var at = Hash(words) & mask; ; at = (at + 1) & mask)
        {
            var index = _slots[at] - 1;
            if (index < 0 || this[index].SequenceEqual(words))
            {
                return index;
            }
        }
    }

    /// <summary>The number of an n-gram, which is added where it is new.</summary>
    public int Add(ReadOnlySpan<int> words, out bool isNew)
    {
        var mask = _slots.Length - 1;
        for (var at = Hash(words) & mask; ; at = (at + 1) & mask)
        {
            var index = _slots[at] - 1;
            if (index >= 0)
            {
                if (this[index].SequenceEqual(words))
                {
                    isNew = false;
                    return index;
                }

                continue;
            }

            isNew = true;
            if ((Count + 1) * order > _words.Length)
            {
                Array.Resize(ref _words, checked(_words.Length * 2));
            }

            words.CopyTo(_words.AsSpan(Count * order));
            _slots[at] = ++Count;
            if (Count * 2 > _slots.Length)
            {
                Grow();
            }

            return Count - 1;
        }
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        var mask = _slots.Length - 1;
        for (var index = 0; index < Count; index++)
        {
            var at = Hash(this[index]) & mask;
            while (_slots[at] != 0)
            {
                at = (at + 1) & mask;
            }

            _slots[at] = index + 1;
        }
    }

    private static int Hash(ReadOnlySpan<int> words)
    {
        var hash = 0x9E3779B97F4A7C15UL;
        foreach (var word in words)
        {
            hash = BitOperations.RotateLeft((hash ^ (uint)word) * 0xC2B2AE3D27D4EB4FUL, 29);
        }

        return (int)(hash >> 33);
    }
}
