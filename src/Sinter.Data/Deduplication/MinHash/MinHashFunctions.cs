using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Sinter.Data.FastText;

namespace Sinter.Data.Deduplication;

/// <summary>
/// The hash functions of a signature: a x + b modulo 2^64 (2^32), compared as signed numbers, with random odd a and random b. Each is a permutation of all x, and as x is
/// a hash itself, of the shingles of a document each is as likely as any other to be the least; that two functions choose alike takes an a that is a simple multiple of
/// the other (Broder, Charikar, Frieze, Mitzenmacher: Min-wise independent permutations, 2000, on linear ones).
/// </summary>
/// <remarks>
/// The arithmetic limit: a product of 64 bits is 6 operations of AVX2 for 4 lanes, with the addition and the minimum 10; 112 functions are 28 such vectors, so at 3 operations
/// a cycle some 95 cycles a shingle, of which English has one in 6 bytes: 190 MB/s at 3 GHz. In 32 bits, 8 lanes and 4 operations, it is a fifth of that.
/// </remarks>
/// <typeparam name="T">The number: <see cref="long"/>, or <see cref="int"/> for the upper half of the shingle's hash.</typeparam>
internal sealed class MinHashFunctions<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    // Two vectors of functions stay in registers while a piece of shingles goes through them.
    private const int VectorsAtOnce = 2;

    private readonly T[] _multipliers;
    private readonly T[] _addends;
    private readonly T[] _shingles = new T[ShingleReader.PieceLength];
    private readonly int _shift = 64 - (8 * System.Runtime.CompilerServices.Unsafe.SizeOf<T>());

    /// <summary>Draws functions from a seed.</summary>
    public MinHashFunctions(ulong seed, int count)
    {
        var together = VectorsAtOnce * Vector256<T>.Count;
        _multipliers = new T[(count + together - 1) / together * together];
        _addends = new T[_multipliers.Length];
        var random = new SplitMix(~seed);
        for (var i = 0; i < count; i++)
        {
            _multipliers[i] = T.CreateTruncating(random.Next() | 1);
            _addends[i] = T.CreateTruncating(random.Next());
        }
    }

    /// <summary>How many there are with those that fill the last vectors.</summary>
    public int Count => _multipliers.Length;

    /// <summary>Lowers the least value of each function to what the shingles have.</summary>
    public void Lower(ReadOnlySpan<ulong> shingles, Span<T> least)
    {
        for (var i = 0; i < shingles.Length; i++)
        {
            _shingles[i] = T.CreateTruncating(shingles[i] >> _shift);
        }

        Lower(_shingles.AsSpan(0, shingles.Length), _multipliers, _addends, least);
    }

    private static void Lower(ReadOnlySpan<T> shingles, ReadOnlySpan<T> multipliers, ReadOnlySpan<T> addends, Span<T> least)
    {
        ref var firstMultiplier = ref MemoryMarshal.GetReference(multipliers);
        ref var firstAddend = ref MemoryMarshal.GetReference(addends);
        ref var firstLeast = ref MemoryMarshal.GetReference(least);
        var width = (nuint)Vector256<T>.Count;
        for (nuint i = 0; i < (nuint)multipliers.Length; i += VectorsAtOnce * width)
        {
            var multiplier0 = Vector256.LoadUnsafe(ref firstMultiplier, i);
            var multiplier1 = Vector256.LoadUnsafe(ref firstMultiplier, i + width);
            var addend0 = Vector256.LoadUnsafe(ref firstAddend, i);
            var addend1 = Vector256.LoadUnsafe(ref firstAddend, i + width);
            var least0 = Vector256.LoadUnsafe(ref firstLeast, i);
            var least1 = Vector256.LoadUnsafe(ref firstLeast, i + width);
            foreach (var shingle in shingles)
            {
                var value = Vector256.Create(shingle);
                least0 = Vector256.Min(least0, (multiplier0 * value) + addend0);
                least1 = Vector256.Min(least1, (multiplier1 * value) + addend1);
            }

            least0.StoreUnsafe(ref firstLeast, i);
            least1.StoreUnsafe(ref firstLeast, i + width);
        }
    }
}
