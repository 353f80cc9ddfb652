using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sinter.Data.FastText;

/// <summary>Finds the centroids of a <see cref="ProductQuantizer"/> by k-means (Lloyd), each part by itself, and the codes of all rows.</summary>
/// <param name="seed">Where the random numbers begin.</param>
/// <param name="threads">The threads that work; 0 for as many as there are processors.</param>
internal sealed class ProductQuantizerTraining(int seed, int threads)
{
    private const int Centroids = ProductQuantizer.CentroidsPerPart;
    private const int Iterations = 25;
    private const int MaximumPoints = 256 * Centroids;
    private const float Apart = 1e-7f;

    /// <summary>The quantizer for the rows of a matrix, and their codes.</summary>
    public (ProductQuantizer Quantizer, byte[] Codes) Run(DenseMatrix matrix, int partWidth)
    {
        var quantizer = new ProductQuantizer(matrix.Columns, partWidth, new float[matrix.Columns * Centroids]);
        var codes = new byte[checked(matrix.Rows * quantizer.Parts)];
        Parallel.For(0, quantizer.Parts, new ParallelOptions { MaxDegreeOfParallelism = threads == 0 ? -1 : threads }, part =>
        {
            var width = quantizer.WidthOf(part);
            var transposed = Train(Points(matrix, Sample(matrix.Rows, part), part * partWidth, width), width);
            var centroids = quantizer.CentroidsOf(part);
            for (var at = 0; at < centroids.Length; at++)
            {
                centroids[at] = transposed[(at % width * Centroids) + (at / width)];
            }

            for (var row = 0; row < matrix.Rows; row++)
            {
                codes[(row * quantizer.Parts) + part] = (byte)Nearest(matrix[row].Slice(part * partWidth, width), transposed);
            }
        });

        return (quantizer, codes);
    }

    /// <summary>The rows that the centroids are found from: all, or as many as are enough, by chance; in random order, as the first ones are where the centroids begin.</summary>
    private int[] Sample(int rows, int part)
    {
        var random = SplitMix.For(seed, part);
        var order = new int[rows];
        for (var row = 0; row < rows; row++)
        {
            var other = random.NextBelow(row + 1);
            order[row] = order[other];
            order[other] = row;
        }

        return order[..Math.Min(rows, MaximumPoints)];
    }

    private static float[] Points(DenseMatrix matrix, int[] rows, int column, int width)
    {
        var points = new float[rows.Length * width];
        for (var at = 0; at < rows.Length; at++)
        {
            matrix[rows[at]].Slice(column, width).CopyTo(points.AsSpan(at * width));
        }

        return points;
    }

    /// <summary>The centroids column by column, so that eight distances are found at once.</summary>
    private static float[] Train(float[] points, int width)
    {
        var count = points.Length / width;
        var centroids = new float[width * Centroids];
        for (var centroid = 0; centroid < Centroids && count > 0; centroid++)
        {
            for (var column = 0; column < width; column++)
            {
                centroids[(column * Centroids) + centroid] = points[(centroid % count * width) + column];
            }
        }

        // Fewer points than centroids are their own centroids.
        var codes = new byte[count];
        for (var iteration = 0; iteration < Iterations && count > Centroids; iteration++)
        {
            for (var point = 0; point < count; point++)
            {
                codes[point] = (byte)Nearest(points.AsSpan(point * width, width), centroids);
            }

            MoveToMeans(points, codes, width, centroids);
        }

        return centroids;
    }

    private static void MoveToMeans(float[] points, byte[] codes, int width, float[] centroids)
    {
        var counts = new int[Centroids];
        var sums = new double[centroids.Length];
        for (var point = 0; point < codes.Length; point++)
        {
            counts[codes[point]]++;
            for (var column = 0; column < width; column++)
            {
                sums[(column * Centroids) + codes[point]] += points[(point * width) + column];
            }
        }

        for (var at = 0; at < sums.Length; at++)
        {
            if (counts[at % Centroids] > 0)
            {
                centroids[at] = (float)(sums[at] / counts[at % Centroids]);
            }
        }

        // A centroid without points takes half of those of the fullest one.
        for (var centroid = 0; centroid < Centroids; centroid++)
        {
            if (counts[centroid] > 0)
            {
                continue;
            }

            var fullest = counts.AsSpan().IndexOf(counts.Max());
            for (var column = 0; column < width; column++)
            {
                var value = centroids[(column * Centroids) + fullest];
                var apart = Math.Max(Apart, MathF.Abs(value) * Apart) * (column % 2 == 0 ? 1 : -1);
                centroids[(column * Centroids) + centroid] = value - apart;
                centroids[(column * Centroids) + fullest] = value + apart;
            }

            counts[centroid] = counts[fullest] / 2;
            counts[fullest] -= counts[centroid];
        }
    }

    /// <summary>The nearest centroid; of equally near ones the first.</summary>
    private static int Nearest(ReadOnlySpan<float> point, float[] centroids)
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(centroids);
        var nearest = Vector256.Create(float.PositiveInfinity);
        var which = Vector256<int>.Zero;
        var indices = Vector256<int>.Indices;
        for (var at = 0; at < Centroids; at += 8)
        {
            var distance = Vector256<float>.Zero;
            for (var column = 0; column < point.Length; column++)
            {
                var difference = Vector256.LoadUnsafe(ref first, (nuint)((column * Centroids) + at)) - Vector256.Create(point[column]);
                distance += difference * difference;
            }

            var closer = Vector256.LessThan(distance, nearest);
            nearest = Vector256.ConditionalSelect(closer, distance, nearest);
            which = Vector256.ConditionalSelect(closer.AsInt32(), indices + Vector256.Create(at), which);
        }

        var (best, index) = (nearest[0], which[0]);
        for (var lane = 1; lane < 8; lane++)
        {
            if (nearest[lane] < best || (nearest[lane] == best && which[lane] < index))
            {
                (best, index) = (nearest[lane], which[lane]);
            }
        }

        return index;
    }
}
