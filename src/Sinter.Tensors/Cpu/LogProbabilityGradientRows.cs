using System.Numerics;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>Rows of logits to their gradients, which may take the logits' place; the formula stands at <see cref="TokenLogProbabilitiesGradient"/>.</summary>
internal readonly unsafe struct LogProbabilityGradientRows : IParallelBody
{
    private const int RowsPerTask = 8;

    /// <summary>A log-probability below this counts as this: its probability is 0, and 0 times infinity would be no number.</summary>
    private const float Least = -1e30f;

    private readonly int _rows;
    private readonly int _classes;
    private readonly int _stride;
    private readonly int* _places;
    private readonly int* _targets;
    private readonly int _ignored;
    private readonly LogitCap _cap;
    private readonly float* _logarithms;
    private readonly float* _upstream;
    private readonly float* _entropies;
    private readonly float* _entropyUpstream;
    private readonly float* _logits;
    private readonly float* _gradients;

    /// <summary>Prepares some rows.</summary>
    /// <param name="options">The cap, and the index that is no target.</param>
    /// <param name="rows">How many rows of logits there are.</param>
    /// <param name="classes">How many logits of a row take part.</param>
    /// <param name="stride">From one row of logits to the next.</param>
    /// <param name="places">Which row of the other inputs a row of logits belongs to; null for its own.</param>
    /// <param name="byRow">Targets, logarithms, gradients of log-probabilities and perhaps entropies and their gradients.</param>
    /// <param name="logits">The logits.</param>
    /// <param name="gradients">Where their gradients go.</param>
    public LogProbabilityGradientRows(
        CrossEntropyOptions options, int rows, int classes, int stride, int* places, ReadOnlySpan<TensorView> byRow, float* logits, float* gradients)
    {
        (_rows, _classes, _stride, _ignored, _cap) = (rows, classes, stride, options.IgnoreIndex ?? -1, new LogitCap(options));
        _places = places;
        _targets = byRow[0].Integers;
        _logarithms = byRow[1].Floats;
        _upstream = byRow[2].Floats;
        _entropies = byRow.Length > 3 ? byRow[3].Floats : null;
        _entropyUpstream = byRow.Length > 3 ? byRow[4].Floats : null;
        _logits = logits;
        _gradients = gradients;
    }

    /// <summary>How many tasks there are for so many rows.</summary>
    public static int Tasks(int rows) => (rows + RowsPerTask - 1) / RowsPerTask;

    public void Run(int index, Worker worker)
    {
        var last = Math.Min(_rows, (index + 1) * RowsPerTask);
        for (var row = index * RowsPerTask; row < last; row++)
        {
            var place = _places is null ? row : _places[row];
            var (offset, target) = ((long)row * _stride, _targets[place]);
            if (target < 0 || target == _ignored)
            {
                new Span<float>(_gradients + offset, _stride).Clear();
                continue;
            }

            var (entropy, entropyUpstream) = _entropies is null ? (0, 0) : (_entropies[place], _entropyUpstream[place]);
            Row(_logits + offset, _gradients + offset, target, _logarithms[place], _upstream[place], entropy, entropyUpstream);
        }
    }

    /// <summary>-p (u + v (log p + H)), and u more for the target.</summary>
    private void Row(float* logits, float* gradients, int target, float logarithm, float upstream, float entropy, float entropyUpstream)
    {
        var targetSlope = _cap.Caps ? _cap.Slope(_cap.Of(logits[target])) : 1;
        var (shift, ofProbability) = (new Vector<float>(logarithm), new Vector<float>(upstream));
        var (entropies, ofEntropy) = (new Vector<float>(entropy), new Vector<float>(entropyUpstream));
        var least = new Vector<float>(Least);
        var j = 0;
        for (; j + Vector<float>.Count <= _classes; j += Vector<float>.Count)
        {
            var y = _cap.Of(Vector.Load(logits + j));
            var logProbability = Vector.Max(y - shift, least);
            var gradient = VectorMath.Exp(logProbability) * -(ofProbability + (ofEntropy * (logProbability + entropies)));
            Vector.Store(_cap.Caps ? gradient * _cap.Slope(y) : gradient, gradients + j);
        }

        for (; j < _classes; j++)
        {
            var y = _cap.Of(logits[j]);
            var logProbability = MathF.Max(y - logarithm, Least);
            var gradient = -MathF.Exp(logProbability) * (upstream + (entropyUpstream * (logProbability + entropy)));
            gradients[j] = _cap.Caps ? gradient * _cap.Slope(y) : gradient;
        }

        gradients[target] += upstream * targetSlope;
        if (_classes < _stride)
        {
            new Span<float>(gradients + _classes, _stride - _classes).Clear();
        }
    }
}
