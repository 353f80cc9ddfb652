namespace Sinter.Data.FastText;

/// <summary>
/// A matrix whose rows are codes of a <see cref="ProductQuantizer"/>: a byte for every few columns, and where norms are quantized apart, a byte for the length of the row.
/// </summary>
/// <param name="rows">The number of rows.</param>
/// <param name="quantizer">What the codes of a row stand for.</param>
/// <param name="codes">The codes, row by row.</param>
/// <param name="normQuantizer">What the codes of lengths stand for; null where rows have their own length.</param>
/// <param name="normCodes">The codes of lengths, one a row.</param>
internal sealed class QuantizedMatrix(int rows, ProductQuantizer quantizer, byte[] codes, ProductQuantizer? normQuantizer, byte[] normCodes)
    : FastTextMatrix(rows, quantizer.Dimension)
{
    /// <summary>What the codes of a row stand for.</summary>
    public ProductQuantizer Quantizer { get; } = quantizer;

    /// <summary>The codes, row by row.</summary>
    public byte[] Codes { get; } = codes;

    /// <summary>What the codes of lengths stand for; null where rows have their own length.</summary>
    public ProductQuantizer? NormQuantizer { get; } = normQuantizer;

    /// <summary>The codes of lengths, one a row.</summary>
    public byte[] NormCodes { get; } = normCodes;

    /// <inheritdoc/>
    public override void AddRows(ReadOnlySpan<int> rows, Span<float> sum)
    {
        foreach (var row in rows)
        {
            Quantizer.AddTo(sum, CodesOf(row), NormOf(row));
        }
    }

    /// <inheritdoc/>
    public override float Dot(int row, ReadOnlySpan<float> vector) => Quantizer.Dot(CodesOf(row), vector) * NormOf(row);

    /// <summary>The matrix as plain floats.</summary>
    public DenseMatrix Decode()
    {
        var dense = new DenseMatrix(Rows, Columns);
        for (var row = 0; row < Rows; row++)
        {
            Quantizer.AddTo(dense[row], CodesOf(row), NormOf(row));
        }

        return dense;
    }

    /// <summary>The matrix with its rows in another order, some perhaps left out.</summary>
    public QuantizedMatrix Select(ReadOnlySpan<int> rows)
    {
        var selected = new byte[rows.Length * Quantizer.Parts];
        var norms = NormQuantizer is null ? [] : new byte[rows.Length];
        for (var row = 0; row < rows.Length; row++)
        {
            CodesOf(rows[row]).CopyTo(selected.AsSpan(row * Quantizer.Parts));
            if (NormQuantizer is not null)
            {
                norms[row] = NormCodes[rows[row]];
            }
        }

        return new QuantizedMatrix(rows.Length, Quantizer, selected, NormQuantizer, norms);
    }

    private ReadOnlySpan<byte> CodesOf(int row) => Codes.AsSpan(row * Quantizer.Parts, Quantizer.Parts);

    private float NormOf(int row) => NormQuantizer is null ? 1 : NormQuantizer.Centroids[NormCodes[row]];
}
