using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sinter.Tokenizers.Bpe;

/// <summary>What a word is known by in a <see cref="WordCache"/>: its hash, and 16 bytes that are the word itself where it is short, with its length as the last of them.</summary>
internal readonly struct WordKey
{
    /// <summary>Words of at most so many bytes are keys by themselves.</summary>
    public const int Longest = 15;

    private WordKey(Vector128<byte> bytes, ulong hash) => (Bytes, Hash) = (bytes, hash);

    /// <summary>A short word and its length. Of a long word the hash, room for where it is kept, its length, and a last byte that no short word has.</summary>
    public Vector128<byte> Bytes { get; }

    /// <summary>The hash.</summary>
    public ulong Hash { get; }

    /// <summary>0xFF for as many bytes as are left, then 0: read from <c>16 - length</c>, it covers a word.</summary>
    private static ReadOnlySpan<byte> Cover =>
    [
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>The key of a short word of a text, which lies in two loads, with no loop over its bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordKey OfShort(ReadOnlySpan<byte> text, int start, int length)
    {
        ref var word = ref Unsafe.Add(ref MemoryMarshal.GetReference(text), start);
        var bytes = text.Length - start >= Vector128<byte>.Count ? Vector128.LoadUnsafe(ref word) : AtEnd(text[start..]);
        var cover = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(Cover), (nuint)(Vector128<byte>.Count - length));
        return OfShort((bytes & cover).WithElement(Longest, (byte)length));
    }

    /// <summary>The key of a short word whose bytes and length these are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordKey OfShort(Vector128<byte> bytes) => new(bytes, WordHash.Of(bytes));

    /// <summary>The key of a long word.</summary>
    public static WordKey OfLong(ReadOnlySpan<byte> word)
    {
        var hash = WordHash.Of(word);
        return new WordKey(Vector128.Create(hash, ((ulong)word.Length << 32) | (255UL << 56)).AsByte(), hash);
    }

    private static Vector128<byte> AtEnd(ReadOnlySpan<byte> rest)
    {
        Span<byte> padded = stackalloc byte[Vector128<byte>.Count];
        padded.Clear();
        rest.CopyTo(padded);
        return Vector128.Create<byte>(padded);
    }
}
