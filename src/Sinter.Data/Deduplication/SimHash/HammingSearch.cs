using System.Numerics;

namespace Sinter.Data.Deduplication;

/// <summary>
/// Finds all pairs of different fingerprints that differ in at most k bits. Of k + 1 blocks of bits such a pair has one in common (Manku, Jain, Das Sarma 2007), so that for
/// each block those that are equal there are compared; where these are many, their other bits are parted into blocks again.
/// </summary>
/// <param name="distance">The most bits that may differ.</param>
/// <param name="onPair">Is told each pair, once or more often.</param>
internal sealed class HammingSearch(int distance, Action<int, int> onPair)
{
    // So few are compared each with each.
    private const int FewFingerprints = 256;

    // Blocks of fewer bits part their fingerprints into fewer groups than there are blocks to go through.
    private const int LeastBlock = 3;

    /// <summary>How many blocks there are.</summary>
    public int Blocks => distance + 1;

    /// <summary>Where a block begins among the bits of a width, counted from the highest; that of the number of blocks is the end.</summary>
    public int Start(int block, int width) => block * width / Blocks;

    /// <summary>The bits of a width turned so that a block of them is the highest.</summary>
    public ulong Turn(ulong value, int block, int width)
    {
        var start = Start(block, width);
        return start == 0 ? value : ((value << start) | (value >> (width - start))) & (ulong.MaxValue >> (64 - width));
    }

    /// <summary>Finds the pairs among some.</summary>
    /// <param name="fingerprints">The fingerprints, no two the same.</param>
    /// <param name="width">How many of their bits, the lowest, are compared; the others are 0.</param>
    public void Find(ReadOnlySpan<FingerprintKey> fingerprints, int width)
    {
        if (fingerprints.Length <= FewFingerprints || width < LeastBlock * Blocks)
        {
            CompareAll(fingerprints);
            return;
        }

        for (var block = 0; block < Blocks; block++)
        {
            var turned = new FingerprintKey[fingerprints.Length];
            for (var i = 0; i < turned.Length; i++)
            {
                turned[i] = fingerprints[i] with { Value = Turn(fingerprints[i].Value, block, width) };
            }

            RadixSort.Sort(turned.AsSpan());
            var rest = width - (Start(block + 1, width) - Start(block, width));
            for (int start = 0, end; start < turned.Length; start = end)
            {
                for (end = start + 1; end < turned.Length && turned[end].Value >> rest == turned[start].Value >> rest;)
                {
                    end++;
                }

                Strip(turned.AsSpan(start, end - start), rest);
                Find(turned.AsSpan(start, end - start), rest);
            }
        }
    }

    /// <summary>Takes away all bits but the lowest.</summary>
    public static void Strip(Span<FingerprintKey> fingerprints, int width)
    {
        foreach (ref var fingerprint in fingerprints)
        {
            fingerprint = fingerprint with { Value = width == 0 ? 0 : fingerprint.Value & (ulong.MaxValue >> (64 - width)) };
        }
    }

    private void CompareAll(ReadOnlySpan<FingerprintKey> fingerprints)
    {
        for (var i = 0; i < fingerprints.Length; i++)
        {
            var first = fingerprints[i];
            foreach (ref readonly var second in fingerprints[(i + 1)..])
            {
                if (BitOperations.PopCount(first.Value ^ second.Value) <= distance)
                {
                    onPair(first.Document, second.Document);
                }
            }
        }
    }
}
