using System.Numerics;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Cpu.Gemm;
using Sinter.Tensors.Programs;

namespace Sinter.Tensors.Optimizers;

/// <summary>Settings of <see cref="Muon"/>.</summary>
public sealed record MuonOptions
{
    /// <summary>Share of the momentum kept in each step.</summary>
    public double Momentum { get; init; } = 0.95;

    /// <summary>Settings of AdamW for embeddings and vectors; its weight decay and gradient clip are those of the matrices too.</summary>
    public AdamWOptions AdamW { get; init; } = new();
}

/// <summary>
/// Muon (Jordan et al. 2024): the momentum of each matrix, with Nesterov's look ahead, is replaced by the nearest matrix whose singular values are
/// all about 1, found by five Newton-Schulz steps X = a X + (b A + c A²) X with A = X Xᵀ. The update is scaled by 0.2 sqrt(larger side)
/// (Liu et al. 2025), so that it is as large as AdamW's and one learning rate serves both. Embeddings and vectors are left to AdamW.
/// </summary>
public sealed unsafe class Muon : FusedOptimizer
{
    private const int NewtonSchulzSteps = 5;

    /// <summary>Gradient (twice, with the norm), momentum and weight read; momentum, weight and gradient written. The products work in cache where they fit.</summary>
    private const int FloatsMovedByMatrixWeight = 7;

    /// <summary>As AdamW.</summary>
    private const int FloatsMovedByOtherWeight = 9;
    private const float A = 3.4445f;
    private const float B = -4.7750f;
    private const float C = 2.0315f;

    private readonly MuonOptions _options;
    private readonly Parameter[] _matrices;
    private readonly (long Start, long Length)[] _others;
    private readonly OptimizerState _momentum;
    private readonly OptimizerState _means;
    private readonly OptimizerState _squares;
    private readonly NativeBuffer _scratch;
    private readonly long _largestMatrix;
    private readonly long _largestSquare;

    /// <summary>An optimizer with no history.</summary>
    /// <param name="parameters">What is trained; on the processor.</param>
    /// <param name="options">The settings.</param>
    /// <exception cref="ArgumentException">There is no matrix to train, or the parameters live elsewhere.</exception>
    public Muon(ParameterSet parameters, MuonOptions options)
        : base(parameters, options.AdamW.GradientClip)
    {
        _options = options;
        _matrices = Matrices(parameters);
        if (_matrices.Length == 0)
        {
            throw new ArgumentException("Muon is for matrices between hidden states, and the model has none; use AdamW.", nameof(parameters));
        }

        var matricesStart = _matrices[0].Offset;
        var matricesEnd = parameters.Trained.Where(parameter => parameter.Role == ParameterRole.Vector).Select(parameter => parameter.Offset).DefaultIfEmpty(parameters.TrainedLength).First();
        _others = [(0, matricesStart), (matricesEnd, parameters.TrainedLength - matricesEnd)];
        _momentum = new OptimizerState("muon.momentum", new NativeBuffer((matricesEnd - matricesStart) * sizeof(float)));
        _means = new OptimizerState("adamw.means", new NativeBuffer(_others.Sum(range => range.Length) * sizeof(float)));
        _squares = new OptimizerState("adamw.squares", new NativeBuffer(_others.Sum(range => range.Length) * sizeof(float)));
        State = [_momentum, _means, _squares];
        _largestMatrix = LargestMatrix(_matrices);
        _largestSquare = LargestSquare(_matrices);
        _scratch = new NativeBuffer(WorkBytes(_matrices));
        Cpu.Reserve(ProductScratch(parameters, Cpu.Threads));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<OptimizerState> State { get; }

    /// <inheritdoc/>
    public override long BytesMoved => (FloatsMovedByMatrixWeight * _momentum.Buffer.Bytes) + (FloatsMovedByOtherWeight * _means.Buffer.Bytes);

    /// <inheritdoc/>
    public override long FloatingPointOperations => Operations(Parameters);

    /// <summary>Bytes of state that a set of parameters needs: one number for each weight of a matrix, two for each other.</summary>
    public static long StateBytes(ParameterSet parameters)
        => ((2 * parameters.TrainedLength) - Matrices(parameters).Sum(matrix => RoundUp(matrix.Value.Shape.Count))) * sizeof(float);

    /// <summary>Bytes of working memory that a set of parameters needs.</summary>
    public static long ScratchBytes(ParameterSet parameters) => GradientNorm.ScratchBytes(parameters) + WorkBytes(Matrices(parameters));

    /// <summary>Floating-point operations of a step of a set of parameters: X Xᵀ, its square, and the product with X, for each step of Newton and Schulz.</summary>
    public static long Operations(ParameterSet parameters) => Matrices(parameters).Sum(static matrix =>
    {
        long side = Smaller(matrix);
        return NewtonSchulzSteps * 2 * ((2 * side * matrix.Value.Shape.Count) + (side * side * side));
    });

    /// <summary>The memory in which the matrix products of a step work, besides the optimizer's own.</summary>
    public static KernelScratch ProductScratch(ParameterSet parameters, int threads)
    {
        var most = default(KernelScratch);
        foreach (var matrix in Matrices(parameters))
        {
            var (rows, columns) = (matrix.Value.Shape[0], matrix.Value.Shape[1]);
            var (side, depth) = (Math.Min(rows, columns), Math.Max(rows, columns));
            most = most.Max(GemmKernels.Chosen.Scratch(side, side, depth, threads))
                .Max(GemmKernels.Chosen.Scratch(side, side, side, threads))
                .Max(GemmKernels.Chosen.Scratch(rows, columns, side, threads));
        }

        return most;
    }

    private protected override void Update(double learningRate, double clip)
    {
        StepOthers(learningRate, clip);
        foreach (var matrix in _matrices)
        {
            StepMatrix(matrix, (float)learningRate, (float)clip);
        }
    }

    private static long WorkBytes(Parameter[] matrices) => 2 * (LargestMatrix(matrices) + LargestSquare(matrices)) * sizeof(float);

    private static Parameter[] Matrices(ParameterSet parameters) => [.. parameters.Trained.Where(parameter => parameter.Role == ParameterRole.Matrix)];

    private static long LargestMatrix(Parameter[] matrices) => matrices.Max(matrix => RoundUp(matrix.Value.Shape.Count));

    private static long LargestSquare(Parameter[] matrices) => RoundUp(matrices.Max(matrix => Square(Smaller(matrix))));

    private static int Smaller(Parameter matrix) => Math.Min(matrix.Value.Shape[0], matrix.Value.Shape[1]);

    private static long Square(long value) => value * value;

    private void StepOthers(double learningRate, double clip)
    {
        var stateOffset = 0L;
        foreach (var (start, length) in _others)
        {
            var update = AdamWUpdate.Of(_options.AdamW, learningRate, Steps, clip) with
            {
                Weights = Weights + start,
                Gradients = Gradients + start,
                Means = (float*)_means.Buffer.Pointer + stateOffset,
                Squares = (float*)_squares.Buffer.Pointer + stateOffset,
                Length = length,
                DecayedLength = Math.Clamp(Parameters.DecayedLength - start, 0, length),
            };
            update.RunAll(Cpu.Workers);
            stateOffset += length;
        }
    }

    private void StepMatrix(Parameter matrix, float learningRate, float clip)
    {
        var (rows, columns) = (matrix.Value.Shape[0], matrix.Value.Shape[1]);
        var count = matrix.Value.Shape.Count;
        var weights = Weights + matrix.Offset;
        var gradients = Gradients + matrix.Offset;
        var momentum = (float*)_momentum.Buffer.Pointer + (matrix.Offset - _matrices[0].Offset);
        var x = (float*)_scratch.Pointer;
        var next = x + _largestMatrix;

        var square = LookAhead(gradients, momentum, x, count, clip, (float)_options.Momentum);
        Scale(x, count, (float)(1 / (Math.Sqrt(square) + 1e-7)));
        for (var step = 0; step < NewtonSchulzSteps; step++)
        {
            NewtonSchulz(x, next, rows, columns);
            var other = x;
            x = next;
            next = other;
        }

        var keep = new Vector<float>(1 - (learningRate * (float)_options.AdamW.WeightDecay));
        var rate = new Vector<float>(-learningRate * 0.2f * MathF.Sqrt(Math.Max(rows, columns)));
        for (var i = 0L; i < RoundUp(count); i += Vector<float>.Count)
        {
            Vector.Store((Vector.Load(weights + i) * keep) + (Vector.Load(x + i) * rate), weights + i);
        }
    }

    /// <summary>m = μ m + g; x = g + μ m; clears g; returns the sum of x².</summary>
    private static double LookAhead(float* gradients, float* momentum, float* x, long count, float clip, float share)
    {
        var (clips, shares) = (new Vector<float>(clip), new Vector<float>(share));
        var sum = Vector<double>.Zero;
        for (var i = 0L; i < RoundUp(count); i += Vector<float>.Count)
        {
            var gradient = Vector.Load(gradients + i) * clips;
            var mean = Vector.FusedMultiplyAdd(Vector.Load(momentum + i), shares, gradient);
            var ahead = Vector.FusedMultiplyAdd(mean, shares, gradient);
            Vector.Store(mean, momentum + i);
            Vector.Store(ahead, x + i);
            Vector.Store(Vector<float>.Zero, gradients + i);
            Vector.Widen(ahead, out var low, out var high);
            sum += (low * low) + (high * high);
        }

        return Vector.Sum(sum);
    }

    /// <summary>next = a x + (b S + c S²) x over the smaller side, where S = x xᵀ.</summary>
    private void NewtonSchulz(float* x, float* next, int rows, int columns)
    {
        var side = Math.Min(rows, columns);
        var s = (float*)_scratch.Pointer + (2 * _largestMatrix);
        var polynomial = s + _largestSquare;
        var stored = Matrix.RowMajor(x, columns);

        // Seen so that rows are the smaller side; a transposed view costs nothing.
        var wide = rows <= columns ? stored : stored.Transposed;
        var depth = Math.Max(rows, columns);
        Cpu.Multiply(new GemmCall { Rows = side, Columns = side, Depth = depth, A = wide, B = wide.Transposed, C = s, Stride = side });
        var square = Matrix.RowMajor(s, side);
        Cpu.Multiply(new GemmCall { Rows = side, Columns = side, Depth = side, A = square, B = square, C = polynomial, Stride = side });
        for (var i = 0L; i < Square(side); i++)
        {
            polynomial[i] = (C * polynomial[i]) + (B * s[i]);
        }

        // a x is added by a on the diagonal. The result lies as x does: (P x)ᵀ = xᵀ P, since P is symmetric.
        for (var i = 0L; i < side; i++)
        {
            polynomial[(i * side) + i] += A;
        }

        var p = Matrix.RowMajor(polynomial, side);
        Cpu.Multiply(rows <= columns
            ? new GemmCall { Rows = rows, Columns = columns, Depth = side, A = p, B = stored, C = next, Stride = columns }
            : new GemmCall { Rows = rows, Columns = columns, Depth = side, A = stored, B = p, C = next, Stride = columns });
    }

    private static void Scale(float* x, long count, float factor)
    {
        for (var i = 0L; i < RoundUp(count); i += Vector<float>.Count)
        {
            Vector.Store(Vector.Load(x + i) * new Vector<float>(factor), x + i);
        }
    }

    /// <summary>Parameters lie at multiples of 16 floats; the gap after one is zero and stays so.</summary>
    private static long RoundUp(long count) => (count + 15) / 16 * 16;
}
