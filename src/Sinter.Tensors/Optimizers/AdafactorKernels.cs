using System.Numerics;
using Sinter.Tensors.Cpu;

namespace Sinter.Tensors.Optimizers;

/// <summary>One parameter of <see cref="Adafactor"/>.</summary>
internal struct AdafactorPart
{
    /// <summary>Where its weights begin, in floats.</summary>
    public long Offset;

    /// <summary>Weights, without the gap behind them.</summary>
    public long Count;

    /// <summary>Where its means by row begin.</summary>
    public long RowState;

    /// <summary>Where its means by column begin, or, where it is not factored, those by weight.</summary>
    public long ColumnState;

    /// <summary>Where the sums of columns of its pieces begin.</summary>
    public long Partials;

    /// <summary>The mean of its means by row.</summary>
    public double RowMean;

    public int Rows;
    public int Columns;
    public int FirstPiece;
    public int Pieces;

    /// <summary>What the update is multiplied by in this step.</summary>
    public float Step;

    /// <summary>What decay leaves of a weight in this step.</summary>
    public float Keep;

    public bool IsFactored;
    public bool IsDecayed;
}

/// <summary>Some rows of a parameter, and their sums in this step.</summary>
internal struct AdafactorPiece
{
    public double UpdateSquares;
    public double WeightSquares;
    public int Part;
    public int FirstRow;
    public int Rows;
}

/// <summary>The memory that the phases of a step share.</summary>
internal readonly unsafe struct AdafactorMemory
{
    public float* Weights { get; init; }

    public float* Gradients { get; init; }

    public float* Rows { get; init; }

    public float* Columns { get; init; }

    public float* Squares { get; init; }

    /// <summary>1 / sqrt(mean) by column, in this step.</summary>
    public float* Factors { get; init; }

    /// <summary>Sums of squares by column of each piece, in this step.</summary>
    public float* Partials { get; init; }

    public AdafactorPart* Parts { get; init; }

    public AdafactorPiece* Pieces { get; init; }

    public float Clip { get; init; }

    public float Decay { get; init; }

    public float Epsilon { get; init; }

    /// <summary>The factor of a row's updates: the clip, and the row's share of 1 / sqrt(r cᵀ / mean(r)).</summary>
    public float RowFactor(AdafactorPart* part, int row) => (float)(Clip / Math.Sqrt(Rows[part->RowState + row] / part->RowMean));

    /// <summary>Adds a row's squares to the sums of columns; gives their sum.</summary>
    public static float AddSquares(float* gradients, float* sums, int columns, float clip)
    {
        var (clips, total) = (new Vector<float>(clip), Vector<float>.Zero);
        var j = 0;
        for (; j + Vector<float>.Count <= columns; j += Vector<float>.Count)
        {
            var gradient = Vector.Load(gradients + j) * clips;
            var square = gradient * gradient;
            Vector.Store(Vector.Load(sums + j) + square, sums + j);
            total += square;
        }

        var sum = Vector.Sum(total);
        for (; j < columns; j++)
        {
            var gradient = gradients[j] * clip;
            sums[j] += gradient * gradient;
            sum += gradient * gradient;
        }

        return sum;
    }

    /// <summary>The sum of squares of values, each times its factor where there are factors.</summary>
    public static double SumSquares(float* values, float* factors, int count, float factor)
    {
        var (all, total) = (new Vector<float>(factor), Vector<double>.Zero);
        var j = 0;
        for (; j + Vector<float>.Count <= count; j += Vector<float>.Count)
        {
            var value = Vector.Load(values + j) * all;
            Vector.Widen(factors is null ? value : value * Vector.Load(factors + j), out var low, out var high);
            total += (low * low) + (high * high);
        }

        var sum = Vector.Sum(total);
        for (; j < count; j++)
        {
            double value = values[j] * factor * (factors is null ? 1 : factors[j]);
            sum += value * value;
        }

        return sum;
    }
}

/// <summary>The first phase, by piece: means by row, sums by column, means of what is not factored; and the sum of squared weights where it is wanted.</summary>
internal readonly unsafe struct AdafactorGather(AdafactorMemory memory, bool withWeights) : IParallelBody
{
    public void Run(int index, Worker worker)
    {
        var piece = memory.Pieces + index;
        var part = memory.Parts + piece->Part;
        var offset = part->Offset + ((long)piece->FirstRow * part->Columns);
        if (part->IsFactored)
        {
            Factored(piece, part, memory.Gradients + offset, memory.Partials + part->Partials + ((index - part->FirstPiece) * (long)part->Columns));
        }
        else
        {
            Whole(memory.Gradients + offset, memory.Squares + part->ColumnState + ((long)piece->FirstRow * part->Columns), (long)piece->Rows * part->Columns);
        }

        piece->WeightSquares = 0;
        for (var row = 0; withWeights && row < piece->Rows; row++)
        {
            piece->WeightSquares += AdafactorMemory.SumSquares(memory.Weights + offset + ((long)row * part->Columns), null, part->Columns, 1);
        }
    }

    private void Factored(AdafactorPiece* piece, AdafactorPart* part, float* gradients, float* sums)
    {
        var rows = memory.Rows + part->RowState + piece->FirstRow;
        new Span<float>(sums, part->Columns).Clear();
        for (var row = 0; row < piece->Rows; row++)
        {
            var mean = AdafactorMemory.AddSquares(gradients + ((long)row * part->Columns), sums, part->Columns, memory.Clip) / part->Columns;
            rows[row] = (memory.Decay * rows[row]) + ((1 - memory.Decay) * (mean + memory.Epsilon));
        }
    }

    private void Whole(float* gradients, float* squares, long count)
    {
        var (clip, epsilon) = (new Vector<float>(memory.Clip), new Vector<float>(memory.Epsilon));
        var (decay, rest) = (new Vector<float>(memory.Decay), new Vector<float>(1 - memory.Decay));
        for (var i = 0L; i < count; i += Vector<float>.Count)
        {
            var gradient = Vector.Load(gradients + i) * clip;
            Vector.Store((Vector.Load(squares + i) * decay) + (((gradient * gradient) + epsilon) * rest), squares + i);
        }
    }
}

/// <summary>The second phase, by parameter: means by column from the sums of its pieces, their factors, and the mean of the means by row.</summary>
internal readonly unsafe struct AdafactorFactor(AdafactorMemory memory) : IParallelBody
{
    public void Run(int index, Worker worker)
    {
        var part = memory.Parts + index;
        if (!part->IsFactored)
        {
            return;
        }

        var sums = memory.Partials + part->Partials;
        for (var piece = 1; piece < part->Pieces; piece++)
        {
            Add(sums + ((long)piece * part->Columns), sums, part->Columns);
        }

        var columns = memory.Columns + part->ColumnState;
        var factors = memory.Factors + part->ColumnState;
        for (var j = 0; j < part->Columns; j++)
        {
            columns[j] = (memory.Decay * columns[j]) + ((1 - memory.Decay) * ((sums[j] / part->Rows) + memory.Epsilon));
            factors[j] = 1 / MathF.Sqrt(columns[j]);
        }

        var total = 0.0;
        for (var i = 0; i < part->Rows; i++)
        {
            total += memory.Rows[part->RowState + i];
        }

        part->RowMean = total / part->Rows;
    }

    private static void Add(float* from, float* to, int count)
    {
        var j = 0;
        for (; j + Vector<float>.Count <= count; j += Vector<float>.Count)
        {
            Vector.Store(Vector.Load(to + j) + Vector.Load(from + j), to + j);
        }

        for (; j < count; j++)
        {
            to[j] += from[j];
        }
    }
}

/// <summary>The third phase, by piece: the sum of squares of the update, which decides how it is clipped.</summary>
internal readonly unsafe struct AdafactorMeasure(AdafactorMemory memory) : IParallelBody
{
    public void Run(int index, Worker worker)
    {
        var piece = memory.Pieces + index;
        var part = memory.Parts + piece->Part;
        var start = (long)piece->FirstRow * part->Columns;
        var gradients = memory.Gradients + part->Offset + start;
        var sum = 0.0;
        if (part->IsFactored)
        {
            for (var row = 0; row < piece->Rows; row++)
            {
                sum += AdafactorMemory.SumSquares(
                    gradients + ((long)row * part->Columns), memory.Factors + part->ColumnState, part->Columns, memory.RowFactor(part, piece->FirstRow + row));
            }
        }
        else
        {
            var squares = memory.Squares + part->ColumnState + start;
            var (clip, total) = (new Vector<float>(memory.Clip), Vector<double>.Zero);
            for (var i = 0L; i < (long)piece->Rows * part->Columns; i += Vector<float>.Count)
            {
                Vector.Widen(Vector.Load(gradients + i) * clip / Vector.SquareRoot(Vector.Load(squares + i)), out var low, out var high);
                total += (low * low) + (high * high);
            }

            sum = Vector.Sum(total);
        }

        piece->UpdateSquares = sum;
    }
}

/// <summary>The last phase, by piece: the update of the weights, which clears the gradients.</summary>
internal readonly unsafe struct AdafactorApply(AdafactorMemory memory) : IParallelBody
{
    public void Run(int index, Worker worker)
    {
        var piece = memory.Pieces + index;
        var part = memory.Parts + piece->Part;
        var start = (long)piece->FirstRow * part->Columns;
        var weights = memory.Weights + part->Offset + start;
        var gradients = memory.Gradients + part->Offset + start;
        if (!part->IsFactored)
        {
            Whole(part, weights, gradients, memory.Squares + part->ColumnState + start, (long)piece->Rows * part->Columns);
            return;
        }

        for (var row = 0; row < piece->Rows; row++)
        {
            var offset = (long)row * part->Columns;
            Row(weights + offset, gradients + offset, memory.Factors + part->ColumnState, part->Columns, memory.RowFactor(part, piece->FirstRow + row), part->Step, part->Keep);
        }
    }

    private static void Row(float* weights, float* gradients, float* factors, int columns, float rowFactor, float step, float keep)
    {
        // The update before its step, as it was measured: the two factors may only be large together.
        var (rows, steps, keeps) = (new Vector<float>(rowFactor), new Vector<float>(step), new Vector<float>(keep));
        var j = 0;
        for (; j + Vector<float>.Count <= columns; j += Vector<float>.Count)
        {
            var update = Vector.Load(gradients + j) * rows * Vector.Load(factors + j);
            Vector.Store((Vector.Load(weights + j) * keeps) - (update * steps), weights + j);
            Vector.Store(Vector<float>.Zero, gradients + j);
        }

        for (; j < columns; j++)
        {
            weights[j] = (weights[j] * keep) - (gradients[j] * rowFactor * factors[j] * step);
            gradients[j] = 0;
        }
    }

    private void Whole(AdafactorPart* part, float* weights, float* gradients, float* squares, long count)
    {
        var (clip, step, keep) = (new Vector<float>(memory.Clip), new Vector<float>(part->Step), new Vector<float>(part->Keep));
        for (var i = 0L; i < count; i += Vector<float>.Count)
        {
            var update = Vector.Load(gradients + i) * clip / Vector.SquareRoot(Vector.Load(squares + i));
            Vector.Store((Vector.Load(weights + i) * keep) - (update * step), weights + i);
            Vector.Store(Vector<float>.Zero, gradients + i);
        }
    }
}
