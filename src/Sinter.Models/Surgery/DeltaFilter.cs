using System.Runtime.CompilerServices;
using Sinter.Tensors.Randomness;

namespace Sinter.Models.Surgery;

/// <summary>Says what counts of the differences between a model's tensor and the base's; it is asked for all of them, in order. This one takes them as they are.</summary>
internal class DeltaFilter
{
    /// <summary>What counts of the next difference.</summary>
    public virtual double Next(double delta) => delta;
}

/// <summary>Takes the largest differences of a tensor (the trimming of TIES); of equal ones the first.</summary>
internal sealed class LargestDeltas : DeltaFilter
{
    private readonly float _threshold;
    private long _equalLeft;

    /// <summary>Finds how large a difference must be.</summary>
    /// <param name="start">The base's values.</param>
    /// <param name="model">The model's, as many.</param>
    /// <param name="density">The share that stays; at least one does.</param>
    public LargestDeltas(ReadOnlySpan<float> start, ReadOnlySpan<float> model, double density)
    {
        // The bits of numbers that are not negative are in the order of the numbers: two counts by 16 bits each find the threshold exactly, in memory that does not depend on the tensor.
        var wanted = Math.Max(1, (long)Math.Round(density * start.Length, MidpointRounding.AwayFromZero));
        var counts = new long[1 << 16];
        for (var i = 0; i < start.Length; i++)
        {
            counts[Bits(Size((double)model[i] - start[i])) >> 16]++;
        }

        var upper = Descend(counts, ref wanted);
        Array.Clear(counts);
        for (var i = 0; i < start.Length; i++)
        {
            var bits = Bits(Size((double)model[i] - start[i]));
            counts[bits & 0xFFFF] += bits >> 16 == upper ? 1 : 0;
        }

        var lower = Descend(counts, ref wanted);
        _threshold = BitConverter.UInt32BitsToSingle(((uint)upper << 16) | (uint)lower);
        _equalLeft = wanted;
    }

    /// <inheritdoc/>
    public override double Next(double delta)
    {
        var size = Size(delta);
        return size > _threshold || (size == _threshold && _equalLeft-- > 0) ? delta : 0;
    }

    private static float Size(double delta) => Math.Abs((float)delta);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Bits(float size) => BitConverter.SingleToUInt32Bits(size);

    /// <summary>The bucket that holds the wanted one from above; <paramref name="wanted"/> becomes how many of that bucket are.</summary>
    private static int Descend(long[] counts, ref long wanted)
    {
        var bucket = counts.Length - 1;
        for (; bucket > 0 && counts[bucket] < wanted; bucket--)
        {
            wanted -= counts[bucket];
        }

        return bucket;
    }
}

/// <summary>Drops each difference with a chance of 1 - density and divides the others by the density, so that their mean stays (DARE).</summary>
/// <param name="seed">The seed of the merge.</param>
/// <param name="name">What the draws are for.</param>
/// <param name="density">The share that stays.</param>
internal sealed class RandomDeltas(ulong seed, string name, double density) : DeltaFilter
{
    private readonly RandomStream _random = new(seed, name);

    /// <inheritdoc/>
    public override double Next(double delta) => _random.NextDouble() < density ? delta / density : 0;
}
