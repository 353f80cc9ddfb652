namespace Sinter.Data.Compression.Zstandard;

/// <summary>A block as matches see it: each sequence copies some literals and then a match. Literals behind the last sequence end the block.</summary>
internal sealed class SequenceList
{
    /// <summary>The shortest match that is looked for.</summary>
    public const int MinimumMatch = 4;

    private const int Capacity = (BlockDecoder.MaximumBlockBytes / MinimumMatch) + 1;

    public int[] LiteralLengths { get; } = new int[Capacity];

    public int[] MatchLengths { get; } = new int[Capacity];

    /// <summary>The distances, as they are.</summary>
    public int[] Offsets { get; } = new int[Capacity];

    public int Count { get; private set; }

    public byte[] Literals { get; } = new byte[BlockDecoder.MaximumBlockBytes];

    public int LiteralCount { get; private set; }

    public void Clear() => Count = LiteralCount = 0;

    public unsafe void Add(byte* literals, int literalLength, int matchLength, int offset)
    {
        AddLiterals(literals, literalLength);
        LiteralLengths[Count] = literalLength;
        MatchLengths[Count] = matchLength;
        Offsets[Count] = offset;
        Count++;
    }

    public unsafe void AddLiterals(byte* literals, int length)
    {
        new ReadOnlySpan<byte>(literals, length).CopyTo(Literals.AsSpan(LiteralCount));
        LiteralCount += length;
    }
}
