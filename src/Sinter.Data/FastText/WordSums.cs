using System.Numerics;

namespace Sinter.Data.FastText;

/// <summary>
/// Remembers the sums of n-grams of words that the vocabulary lacks, as most such words come again soon. Each word has one place, so that a new one replaces what was there; long words
/// have none. A sum is the same whether it was remembered or not.
/// </summary>
internal sealed class WordSums
{
    private const int LongestWord = 24;
    private const int Bytes = 1 << 18;

    private readonly int _dimension;
    private readonly int _mask;
    private readonly byte[] _words;
    private readonly (uint Hash, byte Length, int Features)[] _places;
    private readonly float[] _sums;

    /// <summary>Begins empty.</summary>
    /// <param name="dimension">The width of a vector.</param>
    public WordSums(int dimension)
    {
        var places = (int)Math.Max(16, BitOperations.RoundUpToPowerOf2((uint)(Bytes / sizeof(float) / dimension)));
        (_dimension, _mask) = (dimension, places - 1);
        _words = new byte[places * LongestWord];
        _places = new (uint, byte, int)[places];
        _sums = new float[places * dimension];
    }

    /// <summary>The most n-grams that a word with a place can have.</summary>
    public static int MostFeatures => (LongestWord + 2) * (LongestWord + 2);

    /// <summary>The place of a word; -1 for a long one.</summary>
    public int PlaceOf(ReadOnlySpan<byte> word, uint hash) => word.Length <= LongestWord ? (int)((hash ^ (hash >> 15)) & _mask) : -1;

    /// <summary>Whether the word is in its place.</summary>
    public bool Holds(int place, ReadOnlySpan<byte> word, uint hash) =>
        _places[place].Hash == hash && _places[place].Length == word.Length && _words.AsSpan(place * LongestWord, word.Length).SequenceEqual(word);

    /// <summary>The sum of the vectors of the word in a place.</summary>
    public Span<float> SumOf(int place) => _sums.AsSpan(place * _dimension, _dimension);

    /// <summary>How many vectors were added up.</summary>
    public int FeaturesOf(int place) => _places[place].Features;

    /// <summary>Gives a place to a word, with a sum of zero.</summary>
    public Span<float> Put(int place, ReadOnlySpan<byte> word, uint hash, int features)
    {
        word.CopyTo(_words.AsSpan(place * LongestWord));
        _places[place] = (hash, (byte)word.Length, features);
        var sum = SumOf(place);
        sum.Clear();
        return sum;
    }
}
