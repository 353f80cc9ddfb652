using Sinter.Tensors.Programs;

namespace Sinter.Tensors.Optimizers;

/// <summary>Settings of <see cref="Adafactor"/>; the defaults are those of its authors, but for the relative step, which is off.</summary>
public sealed record AdafactorOptions
{
    /// <summary>The decay of the means of squares is 1 - stepᵉ with e = minus this: it grows from 0 towards 1.</summary>
    public double DecayExponent { get; init; } = 0.8;

    /// <summary>The largest root mean square of an update of one parameter, before the learning rate; larger ones are scaled down.</summary>
    public double UpdateClip { get; init; } = 1.0;

    /// <summary>Whether a parameter's learning rate is a share of the root mean square of its weights.</summary>
    public bool RelativeStep { get; init; }

    /// <summary>Added to squared gradients, so that nothing is divided by 0.</summary>
    public double GradientEpsilon { get; init; } = 1e-30;

    /// <summary>With a relative step: the least root mean square that a parameter counts as having.</summary>
    public double WeightEpsilon { get; init; } = 1e-3;

    /// <summary>Share of a matrix's weights taken away in each step, times the learning rate; vectors are not decayed.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>The largest norm of all gradients together; larger ones are scaled down. 0: no limit.</summary>
    public double GradientClip { get; init; } = 1.0;
}

/// <summary>
/// Adafactor (Shazeer and Stern 2018, algorithms 4 and 5), without momentum. Of a matrix's mean of squared gradients only the means of rows and columns are
/// kept: r = β r + (1-β) (mean of g² + ε₁ by row), c likewise by column, and v = r cᵀ / mean(r) stands for the whole; vectors keep all of v. The
/// update u = g / sqrt(v) is divided by max(1, rms(u) / clip), and w -= α (u + decay w), where α is the learning rate, times max(ε₂, rms(w)) with
/// a relative step. The decay is β = 1 - step^-0.8.
/// </summary>
public sealed unsafe class Adafactor : FusedOptimizer
{
    /// <summary>The gradient is read for the norm, for the means, for the size of the update and for the update; the weight is read and written, and the gradient cleared.</summary>
    private const int FloatsMovedByWeight = 7;

    private readonly AdafactorOptions _options;
    private readonly OptimizerState _rows;
    private readonly OptimizerState _columns;
    private readonly OptimizerState _squares;
    private readonly NativeBuffer _parts;
    private readonly NativeBuffer _pieces;
    private readonly NativeBuffer _factors;
    private readonly NativeBuffer _partials;
    private readonly int _partCount;
    private readonly int _pieceCount;

    /// <summary>An optimizer with no history.</summary>
    /// <param name="parameters">What is trained; on the processor.</param>
    /// <param name="options">The settings.</param>
    public Adafactor(ParameterSet parameters, AdafactorOptions options)
        : base(parameters, options.GradientClip)
    {
        _options = options;
        var sizes = AdafactorSizes.Of(parameters);
        _rows = new OptimizerState("adafactor.rows", new NativeBuffer(sizes.Rows * sizeof(float)));
        _columns = new OptimizerState("adafactor.columns", new NativeBuffer(sizes.Columns * sizeof(float)));
        _squares = new OptimizerState("adafactor.squares", new NativeBuffer(sizes.Squares * sizeof(float)));
        State = [.. new[] { _rows, _columns, _squares }.Where(state => state.Buffer.Bytes > 0)];
        _factors = new NativeBuffer(sizes.Columns * sizeof(float));
        _partials = new NativeBuffer(sizes.Partials * sizeof(float));
        (_partCount, _pieceCount) = (sizes.Parts, sizes.Pieces);
        _parts = new NativeBuffer((long)_partCount * sizeof(AdafactorPart));
        _pieces = new NativeBuffer((long)_pieceCount * sizeof(AdafactorPiece));
        Fill(parameters);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<OptimizerState> State { get; }

    /// <inheritdoc/>
    public override long BytesMoved => (FloatsMovedByWeight * Parameters.TrainedLength * sizeof(float)) + (2 * State.Sum(state => state.Buffer.Bytes)) + (2 * _partials.Bytes);

    /// <summary>Bytes of state that a set of parameters needs: one number for each row and column of a matrix, and for each weight of a vector.</summary>
    public static long StateBytes(ParameterSet parameters)
    {
        var sizes = AdafactorSizes.Of(parameters);
        return (sizes.Rows + sizes.Columns + sizes.Squares) * sizeof(float);
    }

    /// <summary>Bytes of working memory that a set of parameters needs.</summary>
    public static long ScratchBytes(ParameterSet parameters)
    {
        var sizes = AdafactorSizes.Of(parameters);
        return GradientNorm.ScratchBytes(parameters) + ((sizes.Columns + sizes.Partials) * sizeof(float))
            + ((long)sizes.Parts * sizeof(AdafactorPart)) + ((long)sizes.Pieces * sizeof(AdafactorPiece));
    }

    private protected override void Update(double learningRate, double clip)
    {
        var parts = (AdafactorPart*)_parts.Pointer;
        var pieces = (AdafactorPiece*)_pieces.Pointer;
        var memory = new AdafactorMemory
        {
            Weights = Weights,
            Gradients = Gradients,
            Rows = (float*)_rows.Buffer.Pointer,
            Columns = (float*)_columns.Buffer.Pointer,
            Squares = (float*)_squares.Buffer.Pointer,
            Factors = (float*)_factors.Pointer,
            Partials = (float*)_partials.Pointer,
            Parts = parts,
            Pieces = pieces,
            Clip = (float)clip,
            Decay = (float)(1 - Math.Pow(Steps, -_options.DecayExponent)),
            Epsilon = (float)_options.GradientEpsilon,
        };
        var workers = Cpu.Workers;
        workers.For(_pieceCount, new AdafactorGather(memory, _options.RelativeStep));
        workers.For(_partCount, new AdafactorFactor(memory));
        workers.For(_pieceCount, new AdafactorMeasure(memory));
        for (var part = 0; part < _partCount; part++)
        {
            Decide(parts + part, pieces, learningRate);
        }

        workers.For(_pieceCount, new AdafactorApply(memory));
    }

    /// <summary>The length of a parameter's step and what decay leaves of its weights, from the sums of its pieces.</summary>
    private void Decide(AdafactorPart* part, AdafactorPiece* pieces, double learningRate)
    {
        var (updates, weights) = (0.0, 0.0);
        for (var piece = part->FirstPiece; piece < part->FirstPiece + part->Pieces; piece++)
        {
            updates += pieces[piece].UpdateSquares;
            weights += pieces[piece].WeightSquares;
        }

        var rate = _options.RelativeStep ? learningRate * Math.Max(_options.WeightEpsilon, Math.Sqrt(weights / part->Count)) : learningRate;
        part->Step = (float)(rate / Math.Max(1, Math.Sqrt(updates / part->Count) / _options.UpdateClip));
        part->Keep = part->IsDecayed ? (float)(1 - (rate * _options.WeightDecay)) : 1;
    }

    private void Fill(ParameterSet parameters)
    {
        var part = (AdafactorPart*)_parts.Pointer;
        var piece = (AdafactorPiece*)_pieces.Pointer;
        var (row, column, square, partial, pieces) = (0L, 0L, 0L, 0L, 0);
        foreach (var parameter in parameters.Trained.Where(static parameter => parameter.Value.Shape.Count > 0))
        {
            var size = AdafactorSize.Of(parameter);
            *part = new AdafactorPart
            {
                Offset = parameter.Offset,
                Count = parameter.Value.Shape.Count,
                Rows = size.Rows,
                Columns = size.Columns,
                RowState = row,
                ColumnState = size.IsFactored ? column : square,
                Partials = partial,
                IsFactored = size.IsFactored,
                IsDecayed = parameter.Role != ParameterRole.Vector,
                FirstPiece = pieces,
                Pieces = size.Pieces,
            };
            for (var i = 0; i < size.Pieces; i++, piece++)
            {
                var first = i * size.RowsPerPiece;
                *piece = new AdafactorPiece { Part = (int)(part - (AdafactorPart*)_parts.Pointer), FirstRow = first, Rows = Math.Min(size.RowsPerPiece, size.Rows - first) };
            }

            part++;
            pieces += size.Pieces;
            row += size.RowStates;
            column += size.ColumnStates;
            square += size.SquareStates;
            partial += size.Partials;
        }

        GC.KeepAlive(this);
    }
}
