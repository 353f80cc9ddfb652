using System.Numerics;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Programs;

namespace Sinter.Tensors.Optimizers;

/// <summary>Settings of <see cref="AdamW"/>; the defaults are those of GPT-3.</summary>
public sealed record AdamWOptions
{
    /// <summary>Decay of the mean of gradients.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean of squared gradients.</summary>
    public double Beta2 { get; init; } = 0.95;

    /// <summary>Added to the root, so that nothing is divided by 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Share of a matrix's weights taken away in each step, times the learning rate; vectors are not decayed.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>The largest norm of all gradients together; larger ones are scaled down. 0: no limit.</summary>
    public double GradientClip { get; init; } = 1.0;
}

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter 2019): m = β1 m + (1-β1) g; v = β2 v + (1-β2) g²;
/// w -= rate (m / (1-β1ᵗ) / (sqrt(v / (1-β2ᵗ)) + ε) + decay w). One pass over the parameters' memory, which also clears the gradients.
/// </summary>
public sealed unsafe class AdamW
{
    private const long Chunk = 1 << 16;

    private readonly ParameterSet _parameters;
    private readonly AdamWOptions _options;
    private readonly Workers _workers;
    private readonly NativeBuffer _means;
    private readonly NativeBuffer _squares;
    private readonly NativeBuffer _norms;

    /// <summary>An optimizer with no history.</summary>
    /// <param name="parameters">What is trained; on the processor.</param>
    /// <param name="options">The settings.</param>
    public AdamW(ParameterSet parameters, AdamWOptions options)
    {
        _parameters = parameters;
        _options = options;
        _workers = parameters.Backend is CpuBackend cpu ? cpu.Workers : throw new ArgumentException("AdamW runs on the processor's backend.", nameof(parameters));
        _means = new NativeBuffer(parameters.BufferLength * sizeof(float));
        _squares = new NativeBuffer(parameters.BufferLength * sizeof(float));
        _norms = new NativeBuffer(Chunks(parameters.BufferLength) * sizeof(double));
    }

    /// <summary>Steps taken; part of the state to save.</summary>
    public long Steps { get; set; }

    /// <summary>The means of gradients, laid out as the parameters; part of the state to save.</summary>
    public Span<float> Means => _means.AsSpan<float>(0, _parameters.BufferLength);

    /// <summary>The means of squared gradients; part of the state to save.</summary>
    public Span<float> Squares => _squares.AsSpan<float>(0, _parameters.BufferLength);

    /// <summary>Bytes of state for a number of parameters, in floats.</summary>
    public static long StateBytes(ParameterSet parameters) => 2 * parameters.BufferLength * sizeof(float);

    /// <summary>Updates the parameters from their gradients, and clears those.</summary>
    /// <param name="learningRate">The rate of this step.</param>
    /// <returns>The norm of all gradients before they were clipped.</returns>
    public double Step(double learningRate)
    {
        var length = _parameters.BufferLength;
        var gradients = (float*)_parameters.Gradients.Pointer;
        var norms = (double*)_norms.Pointer;
        _workers.For((int)Chunks(length), new NormBody(gradients, norms, length));
        var square = 0.0;
        for (var chunk = 0; chunk < Chunks(length); chunk++)
        {
            square += norms[chunk];
        }

        var norm = Math.Sqrt(square);
        if (!double.IsFinite(norm))
        {
            return norm;
        }

        Steps++;
        var clip = _options.GradientClip > 0 && norm > _options.GradientClip ? _options.GradientClip / norm : 1;
        var meanCorrection = 1 - Math.Pow(_options.Beta1, Steps);
        var squareCorrection = 1 - Math.Pow(_options.Beta2, Steps);
        _workers.For((int)Chunks(length), new UpdateBody
        {
            Weights = (float*)_parameters.Values.Pointer,
            Gradients = gradients,
            Means = (float*)_means.Pointer,
            Squares = (float*)_squares.Pointer,
            Length = length,
            DecayedLength = _parameters.DecayedLength,
            Clip = (float)clip,
            Beta1 = (float)_options.Beta1,
            Beta2 = (float)_options.Beta2,
            Rate = (float)(learningRate / meanCorrection),
            RootScale = (float)(1 / Math.Sqrt(squareCorrection)),
            Epsilon = (float)_options.Epsilon,
            Keep = (float)(1 - (learningRate * _options.WeightDecay)),
        });
        return norm;
    }

    private static long Chunks(long length) => (length + Chunk - 1) / Chunk;

    /// <summary>The sum of squares of a chunk, in double precision: the same whoever computes it.</summary>
    private readonly struct NormBody(float* gradients, double* norms, long length) : IParallelBody
    {
        public void Run(int index, Worker worker)
        {
            var end = Math.Min((index + 1) * Chunk, length);
            var (low, high) = (Vector<double>.Zero, Vector<double>.Zero);
            var i = index * Chunk;
            for (; i + Vector<float>.Count <= end; i += Vector<float>.Count)
            {
                Vector.Widen(Vector.Load(gradients + i), out var first, out var second);
                low += first * first;
                high += second * second;
            }

            var sum = Vector.Sum(low + high);
            for (; i < end; i++)
            {
                sum += (double)gradients[i] * gradients[i];
            }

            norms[index] = sum;
        }
    }

    private struct UpdateBody : IParallelBody
    {
        public float* Weights;
        public float* Gradients;
        public float* Means;
        public float* Squares;
        public long Length;
        public long DecayedLength;
        public float Clip;
        public float Beta1;
        public float Beta2;
        public float Rate;
        public float RootScale;
        public float Epsilon;
        public float Keep;

        public readonly void Run(int index, Worker worker)
        {
            var (start, end) = (index * Chunk, Math.Min((index + 1) * Chunk, Length));
            var decayedEnd = Math.Clamp(DecayedLength, start, end);
            Update(start, decayedEnd, Keep);
            Update(decayedEnd, end, 1);
        }

        /// <summary>The block's length and the border of decay are multiples of 16 floats: there is no tail.</summary>
        private readonly void Update(long from, long to, float keep)
        {
            var (clip, keepAll) = (new Vector<float>(Clip), new Vector<float>(keep));
            var (beta1, rest1) = (new Vector<float>(Beta1), new Vector<float>(1 - Beta1));
            var (beta2, rest2) = (new Vector<float>(Beta2), new Vector<float>(1 - Beta2));
            var (rate, rootScale, epsilon) = (new Vector<float>(-Rate), new Vector<float>(RootScale), new Vector<float>(Epsilon));
            for (var i = from; i < to; i += Vector<float>.Count)
            {
                var gradient = Vector.Load(Gradients + i) * clip;
                var mean = (Vector.Load(Means + i) * beta1) + (gradient * rest1);
                var square = (Vector.Load(Squares + i) * beta2) + (gradient * gradient * rest2);
                var root = (Vector.SquareRoot(square) * rootScale) + epsilon;
                Vector.Store(mean, Means + i);
                Vector.Store(square, Squares + i);
                Vector.Store((Vector.Load(Weights + i) * keepAll) + (rate * mean / root), Weights + i);
                Vector.Store(Vector<float>.Zero, Gradients + i);
            }
        }
    }
}
