using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sinter.Tensors.Cpu;

/// <summary>Functions of vectors of floats that the kernels share.</summary>
internal static class VectorMath
{
    /// <summary>
    /// e^x to about 2 units in the last place: x = n ln 2 + r, a polynomial of degree 6 in r (the coefficients of Cephes' expf), and n added to the
    /// exponent. Below -86.6 the result is 0, above 88.3 it stays at the largest power; not-a-number stays.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exp(Vector<float> x)
    {
        var tiny = Vector.LessThan(x, new Vector<float>(-86.6f));

        // The native forms give their second operand where either is no number, and are one instruction each.
        x = Vector.MinNative(new Vector<float>(88.3f), Vector.MaxNative(new Vector<float>(-86.6f), x));

        // Adding 1.5 x 2^23 rounds to a whole number, which then stands in the lowest bits.
        var shifted = Vector.FusedMultiplyAdd(x, new Vector<float>(1.44269504f), new Vector<float>(12582912f));
        var n = shifted - new Vector<float>(12582912f);
        var r = Vector.FusedMultiplyAdd(n, new Vector<float>(-0.693359375f), x);
        r = Vector.FusedMultiplyAdd(n, new Vector<float>(2.12194440e-4f), r);
        var p = new Vector<float>(1.9875691500e-4f);
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(1.3981999507e-3f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(8.3334519073e-3f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(4.1665795894e-2f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(1.6666665459e-1f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(5.0000001201e-1f));
        p = Vector.FusedMultiplyAdd(p, r * r, r + Vector<float>.One);
        var power = Vector.AsVectorSingle(Vector.AsVectorInt32(p) + Vector.ShiftLeft(Vector.AsVectorInt32(shifted), 23));
        return Vector.ConditionalSelect(tiny, Vector<float>.Zero, power);
    }

    /// <summary>1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Sigmoid(Vector<float> x) => Vector<float>.One / (Vector<float>.One + Exp(-x));

    /// <summary>
    /// tanh(x): near 0 an odd polynomial (the coefficients of Cephes' tanhf), where the other form would lose digits; else 1 - 2 / (e^2x + 1).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Tanh(Vector<float> x)
    {
        var square = x * x;
        var p = new Vector<float>(-5.70498872745e-3f);
        p = Vector.FusedMultiplyAdd(p, square, new Vector<float>(2.06390887954e-2f));
        p = Vector.FusedMultiplyAdd(p, square, new Vector<float>(-5.37397155531e-2f));
        p = Vector.FusedMultiplyAdd(p, square, new Vector<float>(1.33314422036e-1f));
        p = Vector.FusedMultiplyAdd(p, square, new Vector<float>(-3.33332819422e-1f));
        var near = Vector.FusedMultiplyAdd(p * square, x, x);
        var far = Vector<float>.One - (new Vector<float>(2) / (Exp(x + x) + Vector<float>.One));
        return Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(x), new Vector<float>(0.625f)), near, far);
    }

    /// <summary>The next elements of a row, of which so many are left; zeros behind its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector<float> LoadPart(float* values, int left)
    {
        if (left >= Vector<float>.Count)
        {
            return Vector.Load(values);
        }

        var part = Vector<float>.Zero;
        Buffer.MemoryCopy(values, &part, sizeof(Vector<float>), left * sizeof(float));
        return part;
    }

    /// <summary>Writes the next elements of a row, of which so many are left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StorePart(Vector<float> vector, float* values, int left)
    {
        if (left >= Vector<float>.Count)
        {
            Vector.Store(vector, values);
        }
        else
        {
            Buffer.MemoryCopy(&vector, values, left * sizeof(float), left * sizeof(float));
        }
    }

    /// <summary>The sum of a · b over a number of elements, in an order that depends on the number only.</summary>
    public static unsafe float Dot(float* a, float* b, nint count)
    {
        var width = Vector<float>.Count;
        Vector<float> sum0 = Vector<float>.Zero, sum1 = Vector<float>.Zero, sum2 = Vector<float>.Zero, sum3 = Vector<float>.Zero;
        nint i = 0;
        for (; i + (4 * width) <= count; i += 4 * width)
        {
            sum0 = Vector.FusedMultiplyAdd(Vector.Load(a + i), Vector.Load(b + i), sum0);
            sum1 = Vector.FusedMultiplyAdd(Vector.Load(a + i + width), Vector.Load(b + i + width), sum1);
            sum2 = Vector.FusedMultiplyAdd(Vector.Load(a + i + (2 * width)), Vector.Load(b + i + (2 * width)), sum2);
            sum3 = Vector.FusedMultiplyAdd(Vector.Load(a + i + (3 * width)), Vector.Load(b + i + (3 * width)), sum3);
        }

        for (; i + width <= count; i += width)
        {
            sum0 = Vector.FusedMultiplyAdd(Vector.Load(a + i), Vector.Load(b + i), sum0);
        }

        var sum = Vector.Sum((sum0 + sum1) + (sum2 + sum3));
        for (; i < count; i++)
        {
            sum = MathF.FusedMultiplyAdd(a[i], b[i], sum);
        }

        return sum;
    }

    /// <summary>The sum of a number of elements, in an order that depends on the number only.</summary>
    public static unsafe float Sum(float* values, nint count)
    {
        var sums = Vector<float>.Zero;
        nint i = 0;
        for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
        {
            sums += Vector.Load(values + i);
        }

        var sum = Vector.Sum(sums);
        for (; i < count; i++)
        {
            sum += values[i];
        }

        return sum;
    }

    /// <summary>Adds a number to each element.</summary>
    public static unsafe void Add(float summand, float* values, nint count)
    {
        nint i = 0;
        for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
        {
            Vector.Store(Vector.Load(values + i) + new Vector<float>(summand), values + i);
        }

        for (; i < count; i++)
        {
            values[i] += summand;
        }
    }

    /// <summary>Multiplies each element by a number.</summary>
    public static unsafe void Scale(float factor, float* values, nint count)
    {
        nint i = 0;
        for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
        {
            Vector.Store(Vector.Load(values + i) * new Vector<float>(factor), values + i);
        }

        for (; i < count; i++)
        {
            values[i] *= factor;
        }
    }

    /// <summary>The largest of at least one number.</summary>
    public static unsafe float Largest(float* values, int count)
    {
        var largest = values[0];
        var j = 0;
        if (count >= Vector<float>.Count)
        {
            var maxima = Vector.Load(values);
            for (j = Vector<float>.Count; j + Vector<float>.Count <= count; j += Vector<float>.Count)
            {
                maxima = Vector.Max(maxima, Vector.Load(values + j));
            }

            for (var lane = 0; lane < Vector<float>.Count; lane++)
            {
                largest = MathF.Max(largest, maxima[lane]);
            }
        }

        for (; j < count; j++)
        {
            largest = MathF.Max(largest, values[j]);
        }

        return largest;
    }
}
