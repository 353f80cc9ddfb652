namespace Sinter.Evaluation.Metrics;

/// <summary>A number for each word, so that words are compared as numbers.</summary>
internal sealed class WordNumbers
{
    // Words are kept from sentence to sentence up to here.
    private const int MostKept = 1 << 18;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public WordNumbers() => _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Begins another item: words of earlier ones may get other numbers from here on.</summary>
    public void Begin()
    {
        if (_numbers.Count > MostKept)
        {
            _numbers.Clear();
        }
    }

    /// <summary>The number of a word.</summary>
    public int Of(ReadOnlySpan<char> word)
    {
        if (!_lookup.TryGetValue(word, out var number))
        {
            number = _numbers.Count;
            _lookup[word] = number;
        }

        return number;
    }
}
