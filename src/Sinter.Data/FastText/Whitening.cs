namespace Sinter.Data.FastText;

/// <summary>
/// Takes off what vectors have in common: their mean, and that they spread further into some directions than into others (Mu, Viswanath: All-but-the-top, 2018; Su et al.: Whitening
/// sentence representations, 2021). Of a covariance C + cI = LL' (Cholesky), L⁻¹(x - m) is spread alike into all directions.
/// </summary>
internal sealed class Whitening
{
    // The share of the mean variance that is added to each direction, so that those without any do not grow beyond measure.
    private const double Ridge = 0.1;

    // What the most frequent words have in common, all have; the rest would cost time.
    private const int MostWords = 50_000;

    private readonly float[] _mean;
    private readonly DenseMatrix _inverse;

    /// <summary>Learns from the vectors of the most frequent words, each at length 1.</summary>
    /// <param name="words">The vectors.</param>
    /// <param name="weights">The weight of each word in a text.</param>
    /// <param name="factors">That weight over the length of the vector.</param>
    public Whitening(WordVectors words, float[] weights, float[] factors)
    {
        var columns = words.Dimension;
        var count = Math.Min(words.Count, MostWords);
        var sums = new double[columns];
        for (var word = 0; word < count; word++)
        {
            var scale = weights[word] > 0 ? factors[word] / weights[word] : 0;
            for (var column = 0; column < columns; column++)
            {
                sums[column] += words[word][column] * scale;
            }
        }

        _mean = Array.ConvertAll(sums, sum => (float)(sum / Math.Max(1, count)));
        var covariance = new double[columns, columns];
        var centred = new float[columns];
        for (var word = 0; word < count; word++)
        {
            Array.Clear(centred);
            VectorKernels.AddScaled(centred, words[word], factors[word]);
            VectorKernels.AddScaled(centred, _mean, -weights[word]);
            var frequency = words.Frequency(word);
            for (var i = 0; i < columns; i++)
            {
                var scaled = frequency * centred[i];
                for (var j = 0; j <= i; j++)
                {
                    covariance[i, j] += scaled * centred[j];
                }
            }
        }

        _inverse = InverseOfCholesky(covariance, columns);
    }

    /// <summary>Writes what the sum of the vectors of some words becomes.</summary>
    /// <param name="sum">The sum, which is changed.</param>
    /// <param name="weights">The sum of their weights.</param>
    /// <param name="white">Takes the result.</param>
    public void Apply(Span<float> sum, float weights, Span<float> white)
    {
        VectorKernels.AddScaled(sum, _mean, -weights);
        for (var row = 0; row < white.Length; row++)
        {
            white[row] = VectorKernels.Dot(sum[..(row + 1)], _inverse[row]);
        }
    }

    private static DenseMatrix InverseOfCholesky(double[,] matrix, int size)
    {
        var trace = 0.0;
        for (var i = 0; i < size; i++)
        {
            trace += matrix[i, i];
        }

        var ridge = trace > 0 ? Ridge * trace / size : 1;
        for (var i = 0; i < size; i++)
        {
            matrix[i, i] += ridge;
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i, j];
                for (var k = 0; k < j; k++)
                {
                    sum -= matrix[i, k] * matrix[j, k];
                }

                matrix[i, j] = i == j ? Math.Sqrt(sum) : sum / matrix[j, j];
            }
        }

        var inverse = new double[size, size];
        var result = new DenseMatrix(size, size);
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = i == j ? 1.0 : 0.0;
                for (var k = j; k < i; k++)
                {
                    sum -= matrix[i, k] * inverse[k, j];
                }

                inverse[i, j] = sum / matrix[i, i];
            }
        }

        // Only directions matter: the greatest entry becomes 1, so that floats hold all.
        var greatest = Enumerable.Range(0, size).Max(i => inverse[i, i]);
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                result[i][j] = (float)(inverse[i, j] / greatest);
            }
        }

        return result;
    }
}
