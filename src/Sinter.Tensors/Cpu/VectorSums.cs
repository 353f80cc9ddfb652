using System.Numerics;

namespace Sinter.Tensors.Cpu;

/// <summary>Sums over floats that the kernels share, in an order that depends on the number of elements only.</summary>
internal static unsafe class VectorSums
{
    /// <summary>The sum of a number of elements.</summary>
    public static float Sum(float* values, nint count)
    {
        var width = Vector<float>.Count;
        Vector<float> sum0 = Vector<float>.Zero, sum1 = Vector<float>.Zero, sum2 = Vector<float>.Zero, sum3 = Vector<float>.Zero;
        nint i = 0;
        for (; i + (4 * width) <= count; i += 4 * width)
        {
            sum0 += Vector.Load(values + i);
            sum1 += Vector.Load(values + i + width);
            sum2 += Vector.Load(values + i + (2 * width));
            sum3 += Vector.Load(values + i + (3 * width));
        }

        for (; i + width <= count; i += width)
        {
            sum0 += Vector.Load(values + i);
        }

        var sum = Vector.Sum((sum0 + sum1) + (sum2 + sum3));
        for (; i < count; i++)
        {
            sum += values[i];
        }

        return sum;
    }

    /// <summary>The sum of (x - mean)² over a number of elements.</summary>
    public static float SquaredDeviations(float* values, float mean, nint count)
    {
        var width = Vector<float>.Count;
        var m = new Vector<float>(mean);
        Vector<float> sum0 = Vector<float>.Zero, sum1 = Vector<float>.Zero;
        nint i = 0;
        for (; i + (2 * width) <= count; i += 2 * width)
        {
            var deviation0 = Vector.Load(values + i) - m;
            var deviation1 = Vector.Load(values + i + width) - m;
            sum0 = Vector.FusedMultiplyAdd(deviation0, deviation0, sum0);
            sum1 = Vector.FusedMultiplyAdd(deviation1, deviation1, sum1);
        }

        var sum = Vector.Sum(sum0 + sum1);
        for (; i < count; i++)
        {
            var deviation = values[i] - mean;
            sum = MathF.FusedMultiplyAdd(deviation, deviation, sum);
        }

        return sum;
    }
}
