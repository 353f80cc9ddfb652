namespace Sinter.Tokenizers.Bpe;

/// <summary>What one encoding at a time needs besides the model: remembered words and scratch that is kept, so that a warm encoder allocates nothing.</summary>
internal sealed class BpeWorkspace
{
    private const int KeptElements = 1 << 20;

    private byte[] _utf8 = [];
    private byte[] _normalized = [];

    /// <summary>The words met before.</summary>
    public WordCache Words { get; } = new();

    /// <summary>The symbols of the word at hand.</summary>
    public int[] Symbols { get; private set; } = new int[WordCache.LongestWord];

    /// <summary>The merges of the word's adjacent pairs, or, of a long word, unused.</summary>
    public long[] Pairs { get; } = new long[WordCache.LongestWord];

    /// <summary>Links of a long word's symbols.</summary>
    public int[] Previous { get; private set; } = [];

    /// <summary>Links of a long word's symbols.</summary>
    public int[] Next { get; private set; } = [];

    /// <summary>The merges of a long word, best first.</summary>
    public PriorityQueue<int, ulong> Queue { get; private set; } = new();

    /// <summary>Ids collected for a caller who wants an array.</summary>
    public List<int> Ids { get; } = [];

    /// <summary>Room for text as UTF-8.</summary>
    public byte[] Utf8(int length) => Room(ref _utf8, length);

    /// <summary>Room for normalised text.</summary>
    public byte[] Normalized(int length) => Room(ref _normalized, length);

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

    /// <summary>Lets go of what an unusually long text or word made large.</summary>
    public void Trim()
    {
        if (_utf8.Length > KeptElements)
        {
            _utf8 = [];
        }

        if (_normalized.Length > KeptElements)
        {
            _normalized = [];
        }

        if (Symbols.Length > KeptElements)
        {
            Symbols = new int[WordCache.LongestWord];
        }

        if (Previous.Length > KeptElements)
        {
            Previous = [];
            Next = [];
            Queue = new PriorityQueue<int, ulong>();
        }

        if (Ids.Capacity > KeptElements)
        {
            Ids.Clear();
            Ids.Capacity = 0;
        }
    }

    private static byte[] Room(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = GC.AllocateUninitializedArray<byte>(Math.Max(length, Math.Min(buffer.Length * 2, KeptElements)));
        }

        return buffer;
    }
}
