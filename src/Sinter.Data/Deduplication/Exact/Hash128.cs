using System.Runtime.InteropServices;

namespace Sinter.Data.Deduplication;

/// <summary>The first 128 bits of a SHA-256: two different texts do not meet in it, not even texts that were made to.</summary>
internal readonly record struct Hash128(ulong Low, ulong High) : IComparable<Hash128>
{
    /// <summary>Its size in bytes.</summary>
    public const int Bytes = 16;

    /// <summary>The hash as it was written by <see cref="TextHasher"/>.</summary>
    public static Hash128 Read(ReadOnlySpan<byte> bytes) => MemoryMarshal.Read<Hash128>(bytes);

    /// <summary>By value.</summary>
    public int CompareTo(Hash128 other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);
}
