using System.Numerics;
using System.Text;

namespace Sinter.Data.FastText;

/// <summary>The words and labels of a model, and how to find them: words first, then labels, each with how often it was seen in training.</summary>
internal sealed class FastTextVocabulary
{
    /// <summary>The word that stands at the end of every line.</summary>
    public static ReadOnlySpan<byte> EndOfLine => "</s>"u8;

    private readonly byte[] _text;
    private readonly int[] _starts;
    private readonly uint[] _hashes;
    private readonly int[] _slots;
    private readonly int _mask;

    /// <summary>Begins with the entries in their order.</summary>
    /// <param name="text">The UTF-8 of all entries behind each other.</param>
    /// <param name="starts">Where each entry begins, and the end of the last.</param>
    /// <param name="counts">How often each was seen.</param>
    /// <param name="words">How many of them are words; the rest are labels.</param>
    /// <param name="tokens">The words and labels of the training text, repetitions counted.</param>
    public FastTextVocabulary(byte[] text, int[] starts, long[] counts, int words, long tokens)
    {
        _text = text;
        _starts = starts;
        Counts = counts;
        Words = words;
        Tokens = tokens;
        _hashes = new uint[counts.Length];
        _slots = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, counts.Length * 2L))];
        _mask = _slots.Length - 1;
        for (var entry = 0; entry < counts.Length; entry++)
        {
            _hashes[entry] = FastTextHash.Of(this[entry]);
            var slot = _hashes[entry] & _mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & _mask;
            }

            _slots[slot] = entry + 1;
        }
    }

    /// <summary>The number of words.</summary>
    public int Words { get; }

    /// <summary>The number of labels.</summary>
    public int Labels => Counts.Length - Words;

    /// <summary>The words and labels of the training text, repetitions counted.</summary>
    public long Tokens { get; }

    /// <summary>How often each entry was seen.</summary>
    public long[] Counts { get; }

    /// <summary>The UTF-8 of an entry.</summary>
    public ReadOnlySpan<byte> this[int entry] => _text.AsSpan(_starts[entry], _starts[entry + 1] - _starts[entry]);

    /// <summary>The text of an entry.</summary>
    public string TextOf(int entry) => Encoding.UTF8.GetString(this[entry]);

    /// <summary>The index of a word or label; -1 where it is not known.</summary>
    /// <param name="text">Its UTF-8.</param>
    /// <param name="hash">Its hash.</param>
    public int Find(ReadOnlySpan<byte> text, uint hash)
    {
        for (var slot = hash & _mask; ; slot = (slot + 1) & _mask)
        {
            var entry = _slots[slot] - 1;
            if (entry < 0)
            {
                return -1;
            }

            if (_hashes[entry] == hash && this[entry].SequenceEqual(text))
            {
                return entry;
            }
        }
    }

    /// <summary>The vocabulary with only some of its words, and all of its labels.</summary>
    /// <param name="words">The words that stay, in ascending order.</param>
    public FastTextVocabulary Keep(ReadOnlySpan<int> words)
    {
        var entries = new int[words.Length + Labels];
        words.CopyTo(entries);
        for (var label = 0; label < Labels; label++)
        {
            entries[words.Length + label] = Words + label;
        }

        var starts = new int[entries.Length + 1];
        var counts = new long[entries.Length];
        using var text = new MemoryStream();
        for (var at = 0; at < entries.Length; at++)
        {
            text.Write(this[entries[at]]);
            starts[at + 1] = (int)text.Length;
            counts[at] = Counts[entries[at]];
        }

        return new FastTextVocabulary(text.ToArray(), starts, counts, words.Length, Tokens);
    }
}
