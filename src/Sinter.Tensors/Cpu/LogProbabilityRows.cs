using System.Numerics;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>
/// Rows of logits to log-probabilities, logarithms and entropies, for <see cref="TokenLogProbabilityKernels"/>. With y the capped logits and z = log(sum e^y), the entropy is
/// z - sum(y e^y) / sum(e^y).
/// </summary>
internal readonly unsafe struct LogProbabilityRows : IParallelBody
{
    private const int RowsPerTask = 8;

    /// <summary>Below this a difference from the largest logit counts as this: its exponential is 0, and 0 times infinity would be no number.</summary>
    private const float Least = -1e30f;

    private readonly int _rows;
    private readonly int _classes;
    private readonly int _stride;
    private readonly int* _places;
    private readonly int* _targets;
    private readonly int _ignored;
    private readonly float* _logits;
    private readonly LogitCap _cap;
    private readonly float* _results;
    private readonly float* _logarithms;
    private readonly float* _entropies;

    /// <summary>Prepares some rows.</summary>
    /// <param name="options">The cap, and the index that is no target.</param>
    /// <param name="rows">How many rows of logits there are.</param>
    /// <param name="classes">How many logits of a row take part.</param>
    /// <param name="stride">From one row of logits to the next.</param>
    /// <param name="places">Which row of targets and outputs a row of logits belongs to; null for its own.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="logits">The logits.</param>
    /// <param name="outputs">Log-probabilities, logarithms and entropies; those that nobody reads are not written.</param>
    public LogProbabilityRows(
        CrossEntropyOptions options, int rows, int classes, int stride, int* places, int* targets, float* logits, ReadOnlySpan<TensorView> outputs)
    {
        (_rows, _classes, _stride, _ignored, _cap) = (rows, classes, stride, options.IgnoreIndex ?? -1, new LogitCap(options));
        _places = places;
        _targets = targets;
        _logits = logits;
        _results = outputs[0].Floats;
        _logarithms = outputs[1].Floats;
        _entropies = outputs[2].Floats;
    }

    /// <summary>How many tasks there are for so many rows.</summary>
    public static int Tasks(int rows) => (rows + RowsPerTask - 1) / RowsPerTask;

    public void Run(int index, Worker worker)
    {
        for (var row = index * RowsPerTask; row < Math.Min(_rows, (index + 1) * RowsPerTask); row++)
        {
            var place = _places is null ? row : _places[row];
            var target = _targets[place];
            var wanted = target >= 0 && target != _ignored;
            var (result, logarithm, entropy) = wanted ? Row(_logits + ((long)row * _stride), target) : default;
            Set(_results, place, result);
            Set(_logarithms, place, logarithm);
            Set(_entropies, place, entropy);
        }
    }

    private static void Set(float* numbers, int place, float value)
    {
        if (numbers is not null)
        {
            numbers[place] = value;
        }
    }

    private (float Result, float Logarithm, float Entropy) Row(float* logits, int target)
    {
        // The cap is monotonous: the largest logit is the largest capped one.
        var largest = _cap.Of(VectorMath.Largest(logits, _classes));
        var (shift, least) = (new Vector<float>(largest), new Vector<float>(Least));
        var (sums, products) = (Vector<float>.Zero, Vector<float>.Zero);
        var j = 0;
        for (; j + Vector<float>.Count <= _classes; j += Vector<float>.Count)
        {
            var below = _cap.Of(Vector.Load(logits + j)) - shift;
            var exponential = VectorMath.Exp(below);
            sums += exponential;
            products += exponential * Vector.Max(below, least);
        }

        var (sum, product) = (Vector.Sum(sums), Vector.Sum(products));
        for (; j < _classes; j++)
        {
            var below = _cap.Of(logits[j]) - largest;
            var exponential = MathF.Exp(below);
            sum += exponential;
            product += exponential * MathF.Max(below, Least);
        }

        var logarithm = MathF.Log(sum);

        // Apart from the largest logit, which would take digits from what is small beside it.
        return (_cap.Of(logits[target]) - largest - logarithm, logarithm + largest, logarithm - (product / sum));
    }
}

/// <summary>The soft cap of logits, cap · tanh(x / cap); none for a cap of 0.</summary>
internal readonly struct LogitCap(CrossEntropyOptions options)
{
    private readonly float _cap = (float)options.SoftCap;

    public bool Caps => _cap > 0;

    public float Of(float x) => Caps ? _cap * MathF.Tanh(x / _cap) : x;

    public Vector<float> Of(Vector<float> x) => Caps ? new Vector<float>(_cap) * VectorMath.Tanh(x * new Vector<float>(1 / _cap)) : x;

    /// <summary>The slope where the capped logit is y.</summary>
    public float Slope(float y) => 1 - (y / _cap * (y / _cap));

    /// <summary>The slope where the capped logits are y.</summary>
    public Vector<float> Slope(Vector<float> y)
    {
        var part = y * new Vector<float>(1 / _cap);
        return Vector<float>.One - (part * part);
    }
}
