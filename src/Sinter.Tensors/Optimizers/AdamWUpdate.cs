using System.Numerics;
using Sinter.Tensors.Cpu;

namespace Sinter.Tensors.Optimizers;

/// <summary>One pass of AdamW over a stretch of parameters, which also clears their gradients. Lengths are multiples of 16 floats: there is no tail.</summary>
internal readonly unsafe struct AdamWUpdate : IParallelBody
{
    private const long Chunk = 1 << 16;

    public float* Weights { get; init; }

    public float* Gradients { get; init; }

    public float* Means { get; init; }

    public float* Squares { get; init; }

    public long Length { get; init; }

    /// <summary>Floats at the start that are decayed.</summary>
    public long DecayedLength { get; init; }

    public float Clip { get; init; }

    public float Beta1 { get; init; }

    public float Beta2 { get; init; }

    public float Rate { get; init; }

    public float RootScale { get; init; }

    public float Epsilon { get; init; }

    /// <summary>What decay leaves of a weight.</summary>
    public float Keep { get; init; }

    /// <summary>The numbers of a step, for a stretch that is still to be named.</summary>
    public static AdamWUpdate Of(AdamWOptions options, double learningRate, long step, double clip) => new()
    {
        Clip = (float)clip,
        Beta1 = (float)options.Beta1,
        Beta2 = (float)options.Beta2,
        Rate = (float)(learningRate / (1 - Math.Pow(options.Beta1, step))),
        RootScale = (float)(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, step))),
        Epsilon = (float)options.Epsilon,
        Keep = (float)(1 - (learningRate * options.WeightDecay)),
    };

    public void RunAll(Workers workers) => workers.For((int)((Length + Chunk - 1) / Chunk), this);

    public void Run(int index, Worker worker) => Run(index * Chunk, Math.Min((index + 1) * Chunk, Length));

    /// <summary>Updates the parameters from <paramref name="start"/> to <paramref name="end"/>.</summary>
    public void Run(long start, long end)
    {
        var decayedEnd = Math.Clamp(DecayedLength, start, end);
        Update(start, decayedEnd, Keep);
        Update(decayedEnd, end, 1);
    }

    private void Update(long from, long to, float keep)
    {
        var (clip, keepAll) = (new Vector<float>(Clip), new Vector<float>(keep));
        var (beta1, rest1) = (new Vector<float>(Beta1), new Vector<float>(1 - Beta1));
        var (beta2, rest2) = (new Vector<float>(Beta2), new Vector<float>(1 - Beta2));
        var (rate, rootScale, epsilon) = (new Vector<float>(-Rate), new Vector<float>(RootScale), new Vector<float>(Epsilon));
        var weights = Weights;
        var gradients = Gradients;
        var means = Means;
        var squares = Squares;
        for (var i = from; i < to; i += Vector<float>.Count)
        {
            var gradient = Vector.Load(gradients + i) * clip;
            var mean = (Vector.Load(means + i) * beta1) + (gradient * rest1);
            var square = (Vector.Load(squares + i) * beta2) + (gradient * gradient * rest2);
            var root = (Vector.SquareRoot(square) * rootScale) + epsilon;
            Vector.Store(mean, means + i);
            Vector.Store(square, squares + i);
            Vector.Store((Vector.Load(weights + i) * keepAll) + (rate * mean / root), weights + i);
            Vector.Store(Vector<float>.Zero, gradients + i);
        }
    }
}
