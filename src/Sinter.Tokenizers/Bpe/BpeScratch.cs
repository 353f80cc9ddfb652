namespace Sinter.Tokenizers.Bpe;

/// <summary>What merging a word works in.</summary>
internal sealed class BpeScratch
{
    /// <summary>The symbols of the word at hand.</summary>
    public int[] Symbols { get; private set; } = new int[BpeModel.ScanLimit];

    /// <summary>The merges of a short word's adjacent pairs.</summary>
    public long[] Pairs { get; } = new long[BpeModel.ScanLimit];

    /// <summary>Links of a long word's symbols.</summary>
    public int[] Previous { get; private set; } = [];

    /// <summary>Links of a long word's symbols.</summary>
    public int[] Next { get; private set; } = [];

    /// <summary>The merges of a long word, best first.</summary>
    public PriorityQueue<int, ulong> Queue { get; } = new();

    /// <summary>Makes room for a word of so many symbols.</summary>
    public void ReserveSymbols(int count)
    {
        if (Symbols.Length < count)
        {
            Symbols = new int[Math.Max(count, Symbols.Length * 2)];
        }
    }

    /// <summary>Makes room for the links of a long word.</summary>
    public void ReserveLinks(int count)
    {
        if (Previous.Length < count)
        {
            Previous = new int[Math.Max(count, Previous.Length * 2)];
            Next = new int[Previous.Length];
        }
    }
}
