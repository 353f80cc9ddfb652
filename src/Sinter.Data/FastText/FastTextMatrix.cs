namespace Sinter.Data.FastText;

/// <summary>A matrix of a fastText model, one row a word, n-gram or label.</summary>
/// <param name="rows">The number of rows.</param>
/// <param name="columns">The width of a row.</param>
internal abstract class FastTextMatrix(int rows, int columns)
{
    /// <summary>The number of rows.</summary>
    public int Rows { get; } = rows;

    /// <summary>The width of a row.</summary>
    public int Columns { get; } = columns;

    /// <summary>Adds rows to a vector.</summary>
    public abstract void AddRows(ReadOnlySpan<int> rows, Span<float> sum);

    /// <summary>The inner product of a row and a vector.</summary>
    public abstract float Dot(int row, ReadOnlySpan<float> vector);
}

/// <summary>A matrix of plain floats.</summary>
/// <param name="rows">The number of rows.</param>
/// <param name="columns">The width of a row.</param>
/// <param name="values">The values, row by row.</param>
internal sealed class DenseMatrix(int rows, int columns, float[] values) : FastTextMatrix(rows, columns)
{
    /// <summary>A matrix of zeros.</summary>
    public DenseMatrix(int rows, int columns)
        : this(rows, columns, new float[(long)rows * columns])
    {
    }

    /// <summary>The values, row by row.</summary>
    public float[] Values { get; } = values;

    /// <summary>A matrix with every value by chance between plus and minus one part of the columns, each row from its own stream.</summary>
    public static DenseMatrix Random(int rows, int columns, int seed, int threads)
    {
        var matrix = new DenseMatrix(rows, columns);
        var bound = 1f / columns;
        Parallel.For(0, rows, new ParallelOptions { MaxDegreeOfParallelism = threads }, row =>
        {
            var random = SplitMix.For(seed, row);
            foreach (ref var value in matrix[row])
            {
                value = ((random.NextSingle() * 2) - 1) * bound;
            }
        });
        return matrix;
    }

    /// <summary>One row.</summary>
    public Span<float> this[int row] => new(Values, row * Columns, Columns);

    /// <inheritdoc/>
    public override void AddRows(ReadOnlySpan<int> rows, Span<float> sum) => VectorKernels.AddRows(Values, Columns, rows, sum);

    /// <inheritdoc/>
    public override float Dot(int row, ReadOnlySpan<float> vector) => VectorKernels.Dot(this[row], vector);
}
