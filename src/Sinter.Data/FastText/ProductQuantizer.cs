namespace Sinter.Data.FastText;

/// <summary>
/// A product quantizer (Jégou, Douze, Schmid: Product quantization for nearest neighbor search, 2011): a vector is cut into parts of a few columns, and each part is
/// one of 256 centroids.
/// </summary>
/// <param name="dimension">The width of a vector.</param>
/// <param name="partWidth">The columns of a part; the last part may be narrower.</param>
/// <param name="centroids">The centroids, 256 of each part behind each other.</param>
internal sealed class ProductQuantizer(int dimension, int partWidth, float[] centroids)
{
    /// <summary>The centroids of a part.</summary>
    public const int CentroidsPerPart = 256;

    /// <summary>The width of a vector.</summary>
    public int Dimension { get; } = dimension;

    /// <summary>The columns of a part.</summary>
    public int PartWidth { get; } = partWidth;

    /// <summary>The parts of a vector.</summary>
    public int Parts { get; } = (dimension + partWidth - 1) / partWidth;

    /// <summary>The columns of the last part.</summary>
    public int LastPartWidth { get; } = dimension % partWidth == 0 ? partWidth : dimension % partWidth;

    /// <summary>The centroids, 256 of each part behind each other.</summary>
    public float[] Centroids { get; } = centroids;

    /// <summary>The columns of a part.</summary>
    public int WidthOf(int part) => part == Parts - 1 ? LastPartWidth : PartWidth;

    /// <summary>The 256 centroids of a part.</summary>
    public Span<float> CentroidsOf(int part) => Centroids.AsSpan(part * CentroidsPerPart * PartWidth, CentroidsPerPart * WidthOf(part));

    /// <summary>Adds the vector that the codes stand for, times a factor.</summary>
    public void AddTo(Span<float> sum, ReadOnlySpan<byte> codes, float factor)
    {
        for (var part = 0; part < codes.Length; part++)
        {
            var width = WidthOf(part);
            var centroid = CentroidsOf(part).Slice(codes[part] * width, width);
            var target = sum.Slice(part * PartWidth, width);
            for (var column = 0; column < width; column++)
            {
                target[column] += centroid[column] * factor;
            }
        }
    }

    /// <summary>The inner product of a vector and the one that the codes stand for.</summary>
    public float Dot(ReadOnlySpan<byte> codes, ReadOnlySpan<float> vector)
    {
        var total = 0f;
        for (var part = 0; part < codes.Length; part++)
        {
            var width = WidthOf(part);
            var centroid = CentroidsOf(part).Slice(codes[part] * width, width);
            var source = vector.Slice(part * PartWidth, width);
            for (var column = 0; column < width; column++)
            {
                total += centroid[column] * source[column];
            }
        }

        return total;
    }
}
