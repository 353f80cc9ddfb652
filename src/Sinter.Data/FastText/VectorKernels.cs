using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sinter.Data.FastText;

/// <summary>
/// The few loops over floats that reading and training need. Each has one order of sums, so that all machines get the same bits: lanes of 8, products and sums
/// rounded apart.
/// </summary>
internal static class VectorKernels
{
    /// <summary>Adds rows of a matrix to a vector. It goes down the rows for 16 columns (a line of the cache) at a time, so that the sums stay in registers.</summary>
    /// <param name="matrix">The matrix, row by row.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="rows">The indices of the rows, all within the matrix.</param>
    /// <param name="sum">What they are added to.</param>
    public static void AddRows(float[] matrix, int columns, ReadOnlySpan<int> rows, Span<float> sum)
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(matrix);
        var column = 0;
        for (; column <= columns - 16; column += 16)
        {
            ref var target = ref sum[column];
            var low = Vector256.LoadUnsafe(ref target);
            var high = Vector256.LoadUnsafe(ref target, 8);
            foreach (var row in rows)
            {
                ref var source = ref Unsafe.Add(ref first, ((nint)row * columns) + column);
                low += Vector256.LoadUnsafe(ref source);
                high += Vector256.LoadUnsafe(ref source, 8);
            }

            low.StoreUnsafe(ref target);
            high.StoreUnsafe(ref target, 8);
        }

        for (; column < columns; column++)
        {
            var total = sum[column];
            foreach (var row in rows)
            {
                total += Unsafe.Add(ref first, ((nint)row * columns) + column);
            }

            sum[column] = total;
        }
    }

    /// <summary>The inner product of two vectors of one length.</summary>
    public static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        ref var a = ref MemoryMarshal.GetReference(left);
        ref var b = ref MemoryMarshal.GetReference(right[..left.Length]);
        var lanes = Vector256<float>.Zero;
        nuint at = 0;
        for (; (int)at <= left.Length - 8; at += 8)
        {
            lanes += Vector256.LoadUnsafe(ref a, at) * Vector256.LoadUnsafe(ref b, at);
        }

        var halves = lanes.GetLower() + lanes.GetUpper();
        var total = halves[0] + halves[2] + (halves[1] + halves[3]);
        for (; (int)at < left.Length; at++)
        {
            total += Unsafe.Add(ref a, at) * Unsafe.Add(ref b, at);
        }

        return total;
    }

    /// <summary>Adds a vector times a factor to another of its length.</summary>
    public static void AddScaled(Span<float> target, ReadOnlySpan<float> source, float factor)
    {
        ref var a = ref MemoryMarshal.GetReference(target);
        ref var b = ref MemoryMarshal.GetReference(source[..target.Length]);
        nuint at = 0;
        for (; (int)at <= target.Length - 8; at += 8)
        {
            (Vector256.LoadUnsafe(ref a, at) + (Vector256.LoadUnsafe(ref b, at) * factor)).StoreUnsafe(ref a, at);
        }

        for (; (int)at < target.Length; at++)
        {
            Unsafe.Add(ref a, at) += Unsafe.Add(ref b, at) * factor;
        }
    }

    /// <summary>Adds an output vector, as it was, to the gradient of the input, and the input to the output vector, both times one factor.</summary>
    public static void Exchange(Span<float> gradient, Span<float> output, ReadOnlySpan<float> input, float factor)
    {
        ref var a = ref MemoryMarshal.GetReference(gradient);
        ref var b = ref MemoryMarshal.GetReference(output[..gradient.Length]);
        ref var c = ref MemoryMarshal.GetReference(input[..gradient.Length]);
        nuint at = 0;
        for (; (int)at <= gradient.Length - 8; at += 8)
        {
            var old = Vector256.LoadUnsafe(ref b, at);
            (Vector256.LoadUnsafe(ref a, at) + (old * factor)).StoreUnsafe(ref a, at);
            (old + (Vector256.LoadUnsafe(ref c, at) * factor)).StoreUnsafe(ref b, at);
        }

        for (; (int)at < gradient.Length; at++)
        {
            var old = Unsafe.Add(ref b, at);
            Unsafe.Add(ref a, at) += old * factor;
            Unsafe.Add(ref b, at) = old + (Unsafe.Add(ref c, at) * factor);
        }
    }

    /// <summary>Multiplies a vector by a factor.</summary>
    public static void Scale(Span<float> vector, float factor)
    {
        foreach (ref var value in vector)
        {
            value *= factor;
        }
    }

    /// <summary>Makes scores into probabilities that add up to 1.</summary>
    public static void Softmax(Span<float> scores)
    {
        var greatest = float.NegativeInfinity;
        foreach (var score in scores)
        {
            greatest = MathF.Max(greatest, score);
        }

        ref var first = ref MemoryMarshal.GetReference(scores);
        nuint at = 0;
        for (; (int)at <= scores.Length - 8; at += 8)
        {
            Vector256.Exp(Vector256.LoadUnsafe(ref first, at) - Vector256.Create(greatest)).StoreUnsafe(ref first, at);
        }

        for (; (int)at < scores.Length; at++)
        {
            scores[(int)at] = MathF.Exp(scores[(int)at] - greatest);
        }

        var total = 0f;
        foreach (var score in scores)
        {
            total += score;
        }

        Scale(scores, 1 / total);
    }
}
