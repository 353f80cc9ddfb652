using System.Numerics;

namespace Sinter.Data.Deduplication;

/// <summary>
/// Finds all pairs of different fingerprints that differ in at most k bits. Of k + 1 blocks of bits such a pair has one in common (Manku, Jain, Das Sarma 2007), so that for
/// each block those that are equal there are compared; where these are many, the bits in which they differ are parted into blocks again. Documents that are known to be one
/// cluster are not looked through once more, so that many fingerprints close to each other do not take long either.
/// </summary>
/// <param name="distance">The most bits that may differ.</param>
/// <param name="findings">Is told the pairs.</param>
internal sealed class HammingSearch(int distance, DuplicateFindings findings)
{
    // So few are compared each with each.
    private const int FewFingerprints = 256;

    // Blocks of fewer bits part their fingerprints into fewer groups than there are blocks to go through.
    private const int LeastBlock = 3;

    /// <summary>How many blocks there are.</summary>
    public int Blocks => distance + 1;

    /// <summary>How many bits stand outside a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="width">How many bits there are in all.</param>
    public int Rest(int block, int width) => width - (Start(block + 1, width) - Start(block, width));

    /// <summary>The lowest bits, so many as the width says, turned so that a block of them is the highest.</summary>
    public ulong Turn(ulong value, int block, int width)
    {
        var start = Start(block, width);
        return start == 0 ? value : ((value << start) | (value >> (width - start))) & (ulong.MaxValue >> (64 - width));
    }

    /// <summary>Finds the pairs among fingerprints of which no two are the same.</summary>
    public void Find(ReadOnlySpan<FingerprintKey> fingerprints)
    {
        var differing = 0UL;
        foreach (ref readonly var fingerprint in fingerprints)
        {
            differing |= fingerprint.Value ^ fingerprints[0].Value;
        }

        var width = BitOperations.PopCount(differing);
        if (fingerprints.Length <= FewFingerprints || width < LeastBlock * Blocks)
        {
            CompareAll(fingerprints);
            return;
        }

        var turned = new FingerprintKey[fingerprints.Length];
        for (var block = 0; block < Blocks && !AreOneCluster(fingerprints); block++)
        {
            for (var i = 0; i < turned.Length; i++)
            {
                turned[i] = fingerprints[i] with { Value = Turn(Extract(fingerprints[i].Value, differing), block, width) };
            }

            RadixSort.Sort(turned.AsSpan());
            var rest = Rest(block, width);
            for (int start = 0, end; start < turned.Length; start = end)
            {
                for (end = start + 1; end < turned.Length && turned[end].Value >> rest == turned[start].Value >> rest;)
                {
                    end++;
                }

                Find(turned.AsSpan(start, end - start));
            }
        }
    }

    private int Start(int block, int width) => block * width / Blocks;

    private void CompareAll(ReadOnlySpan<FingerprintKey> fingerprints)
    {
        for (var i = 0; i < fingerprints.Length; i++)
        {
            if (i % FewFingerprints == FewFingerprints - 1 && AreOneCluster(fingerprints))
            {
                return;
            }

            var first = fingerprints[i];
            foreach (ref readonly var second in fingerprints[(i + 1)..])
            {
                if (BitOperations.PopCount(first.Value ^ second.Value) <= distance)
                {
                    findings.Pair(first.Document, second.Document);
                }
            }
        }
    }

    private bool AreOneCluster(ReadOnlySpan<FingerprintKey> fingerprints)
    {
        var cluster = findings.Clusters.Find(fingerprints[0].Document);
        foreach (ref readonly var fingerprint in fingerprints)
        {
            if (findings.Clusters.Find(fingerprint.Document) != cluster)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The bits that a mask has, side by side.</summary>
    private static ulong Extract(ulong value, ulong mask)
    {
        var extracted = 0UL;
        for (var place = 0; mask != 0; mask &= mask - 1, place++)
        {
            extracted |= ((value >> BitOperations.TrailingZeroCount(mask)) & 1) << place;
        }

        return extracted;
    }
}
