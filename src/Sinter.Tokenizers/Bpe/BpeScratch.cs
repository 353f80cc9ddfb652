namespace Sinter.Tokenizers.Bpe;

/// <summary>What merging a word works in.</summary>
internal sealed class BpeScratch
{
    private int[] _symbols = new int[WordCache.LongestWord];

    /// <summary>What merges the symbols.</summary>
    public SymbolMerger Merger { get; } = new();

    /// <summary>Room for a word of so many symbols.</summary>
    public int[] Symbols(int count)
    {
        if (_symbols.Length < count)
        {
            _symbols = GC.AllocateUninitializedArray<int>(count);
        }

        return _symbols;
    }
}
