using System.Numerics;

namespace Sinter.Data.Deduplication.Substrings;

/// <summary>The last numbers of a sequence, by their places in it.</summary>
/// <param name="atLeast">How many are remembered at least.</param>
internal readonly struct TokenRing(int atLeast)
{
    private readonly ulong[] _values = new ulong[BitOperations.RoundUpToPowerOf2((uint)atLeast)];

    /// <summary>The number at a place.</summary>
    public ref ulong this[int place] => ref _values[place & (_values.Length - 1)];
}
