namespace Sinter.Data.Deduplication;

/// <summary>The words or characters that the shingles of a text are made of, all in memory, with their places.</summary>
internal sealed class TextUnits
{
    /// <summary>So many are read, those of the beginning of a longer text.</summary>
    public const int MaximumCount = 1 << 21;

    private const int FirstCount = 64;
    private const int CharactersOfWord = 4;

    private readonly (int Start, int End)[] _places;

    /// <summary>Reads a text.</summary>
    public TextUnits(ShingleOptions options, string text)
    {
        var reader = new UnitReader(options);
        reader.Begin(text);
        var hashes = new ulong[Math.Min(MaximumCount, FirstCount + (text.Length / (options.Kind == ShingleKind.Words ? CharactersOfWord : 1)))];
        _places = new (int, int)[hashes.Length];
        Count = reader.Read(hashes, _places);
        while (Count == hashes.Length && Count < MaximumCount)
        {
            Array.Resize(ref hashes, Math.Min(MaximumCount, Count * 2));
            Array.Resize(ref _places, hashes.Length);
            Count += reader.Read(hashes.AsSpan(Count), _places.AsSpan(Count));
        }

        Hashes = hashes;
    }

    /// <summary>The hashes, of which the first <see cref="Count"/> count.</summary>
    public ulong[] Hashes { get; }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>Whether there may be more in the text.</summary>
    public bool IsCut => Count == MaximumCount;

    /// <summary>From where to where some of them stand in the text, in UTF-16 units.</summary>
    public (int Start, int Length) Place(int first, int count)
    {
        var start = _places[first].Start;
        return (start, _places[first + count - 1].End - start);
    }
}
