using System.Numerics;

namespace Sinter.Data.Deduplication;

/// <summary>
/// The fingerprint of a text (Charikar 2002): bit for bit what most of its shingles have, each counted as often as it stands there. Texts whose counts point in nearly the same
/// direction differ in few bits: in a share of them that is the angle between the counts over pi.
/// </summary>
internal sealed class SimHashFingerprint(ShingleOptions options)
{
    private const int Bits = 64;

    private readonly ShingleReader _reader = new(options);
    private readonly int[] _ones = new int[Bits];

    /// <summary>The fingerprint; null for a text without words.</summary>
    public ulong? Of(string text)
    {
        Array.Clear(_ones);
        Span<ulong> square = stackalloc ulong[Bits];
        var count = 0;
        _reader.Begin(text);
        for (var shingles = _reader.Read(); !shingles.IsEmpty; shingles = _reader.Read())
        {
            count += shingles.Length;
            for (; !shingles.IsEmpty; shingles = shingles[Math.Min(Bits, shingles.Length)..])
            {
                square.Clear();
                shingles[..Math.Min(Bits, shingles.Length)].CopyTo(square);
                Transpose(square);
                for (var bit = 0; bit < Bits; bit++)
                {
                    _ones[bit] += BitOperations.PopCount(square[bit]);
                }
            }
        }

        var fingerprint = 0UL;
        for (var bit = 0; bit < Bits; bit++)
        {
            fingerprint |= _ones[bit] > count / 2 ? 1UL << bit : 0;
        }

        return count == 0 ? null : fingerprint;
    }

    /// <summary>Makes rows of 64 bits columns, exchanging ever smaller squares (Warren: Hacker's Delight, section 7-3), so that each bit is counted in 64 shingles at once.</summary>
    private static void Transpose(Span<ulong> rows)
    {
        var mask = 0x00000000FFFFFFFFUL;
        for (var side = Bits / 2; side > 0; side /= 2, mask ^= mask << side)
        {
            for (var row = 0; row < Bits; row = (row + side + 1) & ~side)
            {
                var exchanged = ((rows[row] >> side) ^ rows[row + side]) & mask;
                rows[row] ^= exchanged << side;
                rows[row + side] ^= exchanged;
            }
        }
    }
}
