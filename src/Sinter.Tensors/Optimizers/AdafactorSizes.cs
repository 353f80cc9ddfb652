using Sinter.Tensors.Programs;

namespace Sinter.Tensors.Optimizers;

/// <summary>
/// How one parameter is seen and cut. A tensor of two or more dimensions is a matrix of its last one; what has fewer is a matrix of rows of one chunk, which is not
/// factored. Pieces are whole rows, cut at fixed places, so that sums are the same at any number of threads.
/// </summary>
internal readonly record struct AdafactorSize(int Rows, int Columns, int RowsPerPiece, bool IsFactored)
{
    /// <summary>Floats of a piece, where that makes <see cref="LeastRows"/> rows: the columns' partial sums are then few beside the weights.</summary>
    private const int PieceFloats = 1 << 16;

    private const int LeastRows = 64;

    /// <summary>Floats in a row of what is not factored; parameters lie at multiples of it.</summary>
    private const int VectorColumns = 16;

    /// <summary>Pieces of the parameter.</summary>
    public int Pieces => (Rows + RowsPerPiece - 1) / RowsPerPiece;

    /// <summary>Means kept by row.</summary>
    public long RowStates => IsFactored ? Rows : 0;

    /// <summary>Means kept by column.</summary>
    public long ColumnStates => IsFactored ? Columns : 0;

    /// <summary>Means kept by weight.</summary>
    public long SquareStates => IsFactored ? 0 : (long)Rows * Columns;

    /// <summary>Floats for the sums of columns of each piece.</summary>
    public long Partials => IsFactored ? (long)Pieces * Columns : 0;

    public static AdafactorSize Of(Parameter parameter)
    {
        var shape = parameter.Value.Shape;
        if (shape.Rank < 2)
        {
            return new AdafactorSize((int)((shape.Count + VectorColumns - 1) / VectorColumns), VectorColumns, PieceFloats / VectorColumns, IsFactored: false);
        }

        var columns = shape[^1];
        return new AdafactorSize((int)(shape.Count / columns), columns, Math.Max(LeastRows, PieceFloats / columns), IsFactored: true);
    }
}

/// <summary>What a set of parameters needs: parameters, pieces, and floats of each kind.</summary>
internal readonly record struct AdafactorSizes(int Parts, int Pieces, long Rows, long Columns, long Squares, long Partials)
{
    public static AdafactorSizes Of(ParameterSet parameters) => parameters.All
        .Where(static parameter => parameter.Value.Shape.Count > 0)
        .Select(AdafactorSize.Of)
        .Aggregate(default(AdafactorSizes), static (sum, size) => new AdafactorSizes(
            sum.Parts + 1,
            sum.Pieces + size.Pieces,
            sum.Rows + size.RowStates,
            sum.Columns + size.ColumnStates,
            sum.Squares + size.SquareStates,
            sum.Partials + size.Partials));
}
