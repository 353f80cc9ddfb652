using System.Numerics;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Programs;

namespace Sinter.Tensors.Optimizers;

/// <summary>Settings of <see cref="Lion"/>; the defaults are those of its authors.</summary>
public sealed record LionOptions
{
    /// <summary>Share of the momentum in the direction whose sign is taken.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the momentum.</summary>
    public double Beta2 { get; init; } = 0.99;

    /// <summary>Share of a matrix's weights taken away in each step, times the learning rate; vectors are not decayed.</summary>
    public double WeightDecay { get; init; } = 0.1;

    /// <summary>The largest norm of all gradients together; larger ones are scaled down. 0: no limit.</summary>
    public double GradientClip { get; init; } = 1.0;
}

/// <summary>
/// Lion (Chen et al. 2023, algorithm 2): w -= rate (sign(β1 m + (1-β1) g) + decay w), then m = β2 m + (1-β2) g. One number a weight is kept, half
/// of AdamW's; as every weight moves by the whole rate, its authors take a rate 3 to 10 times smaller than AdamW's.
/// </summary>
public sealed unsafe class Lion : FusedOptimizer
{
    /// <summary>Weight, gradient and momentum are read and written, and the gradient was read once before, for the norm.</summary>
    private const int FloatsMovedByWeight = 7;

    private readonly LionOptions _options;
    private readonly OptimizerState _momentum;

    /// <summary>An optimizer with no history.</summary>
    /// <param name="parameters">What is trained; on the processor.</param>
    /// <param name="options">The settings.</param>
    public Lion(ParameterSet parameters, LionOptions options)
        : base(parameters, options.GradientClip)
    {
        _options = options;
        _momentum = new OptimizerState("lion.momentum", new NativeBuffer(StateBytes(parameters)));
        State = [_momentum];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<OptimizerState> State { get; }

    /// <inheritdoc/>
    public override long BytesMoved => FloatsMovedByWeight * Parameters.TrainedLength * sizeof(float);

    /// <summary>Bytes of state that a set of parameters needs.</summary>
    public static long StateBytes(ParameterSet parameters) => parameters.TrainedLength * sizeof(float);

    /// <summary>Bytes of working memory that a set of parameters needs.</summary>
    public static long ScratchBytes(ParameterSet parameters) => GradientNorm.ScratchBytes(parameters);

    private protected override void Update(double learningRate, double clip)
    {
        var body = new Body
        {
            Weights = Weights,
            Gradients = Gradients,
            Momentum = (float*)_momentum.Buffer.Pointer,
            Length = Parameters.TrainedLength,
            DecayedLength = Parameters.DecayedLength,
            Clip = (float)clip,
            Beta1 = (float)_options.Beta1,
            Beta2 = (float)_options.Beta2,
            Rate = (float)learningRate,
            Keep = (float)(1 - (learningRate * _options.WeightDecay)),
        };
        Cpu.Workers.For((int)((body.Length + Body.Chunk - 1) / Body.Chunk), body);
    }

    /// <summary>One pass over a stretch of parameters, which also clears their gradients. Lengths are multiples of 16 floats: there is no tail.</summary>
    private readonly struct Body : IParallelBody
    {
        public const long Chunk = 1 << 16;

        public float* Weights { get; init; }

        public float* Gradients { get; init; }

        public float* Momentum { get; init; }

        public long Length { get; init; }

        public long DecayedLength { get; init; }

        public float Clip { get; init; }

        public float Beta1 { get; init; }

        public float Beta2 { get; init; }

        public float Rate { get; init; }

        /// <summary>What decay leaves of a weight.</summary>
        public float Keep { get; init; }

        public void Run(int index, Worker worker)
        {
            var (start, end) = (index * Chunk, Math.Min((index + 1) * Chunk, Length));
            var decayedEnd = Math.Clamp(DecayedLength, start, end);
            Update(start, decayedEnd, Keep);
            Update(decayedEnd, end, 1);
        }

        private void Update(long from, long to, float keep)
        {
            var (clip, keepAll, rate) = (new Vector<float>(Clip), new Vector<float>(keep), new Vector<float>(Rate));
            var (beta1, rest1) = (new Vector<float>(Beta1), new Vector<float>(1 - Beta1));
            var (beta2, rest2) = (new Vector<float>(Beta2), new Vector<float>(1 - Beta2));
            var weights = Weights;
            var gradients = Gradients;
            var momentum = Momentum;
            for (var i = from; i < to; i += Vector<float>.Count)
            {
                var gradient = Vector.Load(gradients + i) * clip;
                var mean = Vector.Load(momentum + i);
                var direction = (mean * beta1) + (gradient * rest1);
                var weight = Vector.Load(weights + i) * keepAll;
                var move = Vector.ConditionalSelect(Vector.GreaterThan(direction, Vector<float>.Zero), rate, Vector<float>.Zero)
                    - Vector.ConditionalSelect(Vector.LessThan(direction, Vector<float>.Zero), rate, Vector<float>.Zero);
                Vector.Store(weight - move, weights + i);
                Vector.Store((mean * beta2) + (gradient * rest2), momentum + i);
                Vector.Store(Vector<float>.Zero, gradients + i);
            }
        }
    }
}
