using System.Numerics;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>
/// The rows of a cross-entropy, for <see cref="LinearCrossEntropyKernels"/> and <see cref="CrossEntropyKernels"/>: from logits to losses and, where they
/// are wanted, to the gradients of the logits, which may take the logits' place. With y the capped logits, z = log(sum e^y), wanted shares q (which sum
/// to one) and class weights w: loss = W z - sum(q w y) + zLoss z², with W = sum(q w); its gradient for y is softmax(y) (W + 2 zLoss z) - q w.
/// </summary>
internal readonly unsafe struct CrossEntropyRows : IParallelBody
{
    private const int RowsPerTask = 8;

    private readonly int _rows;
    private readonly int _classes;
    private readonly int _stride;
    private readonly int _ignored;
    private readonly int* _targets;
    private readonly float* _logits;
    private readonly float* _gradients;
    private readonly float* _losses;
    private readonly float* _weights;
    private readonly float _scale;
    private readonly float _cap;
    private readonly float _zLoss;

    /// <summary>1 - smoothing, for the target.</summary>
    private readonly float _target;

    /// <summary>smoothing / classes, for every class.</summary>
    private readonly float _share;

    /// <summary>The part of W that is the same for all rows: share · sum(w).</summary>
    private readonly float _shareOfAll;

    public CrossEntropyRows(
        CrossEntropyOptions options, int rows, int classes, int stride, int* targets, float* logits, float* gradients, float* losses, float scale, float* weights = null)
    {
        (_rows, _classes, _stride, _ignored) = (rows, classes, stride, options.IgnoreIndex ?? -1);
        _targets = targets;
        _logits = logits;
        _gradients = gradients;
        _losses = losses;
        _weights = weights;
        (_scale, _cap, _zLoss) = (scale, (float)options.SoftCap, (float)options.ZLoss);
        (_target, _share) = ((float)(1 - options.LabelSmoothing), (float)(options.LabelSmoothing / classes));
        var total = 0.0;
        for (var j = 0; j < classes; j++)
        {
            total += weights is null ? 1 : weights[j];
        }

        _shareOfAll = (float)(options.LabelSmoothing / classes * total);
    }

    /// <summary>Which row of targets and losses a row of logits belongs to; null for its own.</summary>
    public int* Places { get; init; }

    /// <summary>What the loss of each row and its gradient are multiplied by; null for 1.</summary>
    public float* RowWeights { get; init; }

    private bool Smooths => _share > 0;

    private bool Caps => _cap > 0;

    /// <summary>How many tasks there are for so many rows.</summary>
    public static int Tasks(int rows) => (rows + RowsPerTask - 1) / RowsPerTask;

    /// <summary>A wrong target would read outside the row: it is caught before.</summary>
    public static void CheckTargets(Operation operation, CrossEntropyOptions options, int* targets, int rows, int classes)
    {
        for (var i = 0; i < rows; i++)
        {
            if (targets[i] >= classes && targets[i] != options.IgnoreIndex)
            {
                throw new ArgumentException($"{operation.Name} was given the target {targets[i]}; there are {classes} classes.");
            }
        }
    }

    /// <summary>scale · the sum of the losses, row by row in double precision.</summary>
    public static float Total(float* losses, int rows, float scale)
    {
        var sum = 0.0;
        for (var i = 0; i < rows; i++)
        {
            sum += losses[i];
        }

        return (float)(sum * scale);
    }

    public void Run(int index, Worker worker)
    {
        for (var row = index * RowsPerTask; row < Math.Min(_rows, (index + 1) * RowsPerTask); row++)
        {
            var place = Places is null ? row : Places[row];
            var (offset, target) = ((long)row * _stride, _targets[place]);
            var gradient = _gradients is null ? null : _gradients + offset;
            if (gradient is not null && (target < 0 || target == _ignored))
            {
                new Span<float>(gradient, _stride).Clear();
            }

            var rowWeight = RowWeights is null ? 1 : RowWeights[place];
            _losses[place] = target < 0 || target == _ignored ? 0 : rowWeight * Row(_logits + offset, target, gradient, _scale * rowWeight);
        }
    }

    private float Row(float* logits, int target, float* gradient, float scale)
    {
        // The cap is monotonous: the largest logit is the largest capped one.
        var largest = Capped(VectorMath.Largest(logits, _classes));
        var targetLogit = Capped(logits[target]);
        var (sum, linear) = Sums(logits, largest, gradient);
        var logarithm = MathF.Log(sum) + largest;
        var targetWeight = _target * (_weights is null ? 1 : _weights[target]);
        if (!Smooths && _weights is null && _zLoss == 0)
        {
            Gradient(gradient, largest, scale / sum, target, scale, scale);
            return logarithm - targetLogit;
        }

        var weight = _weights is null ? 1 : targetWeight + _shareOfAll;
        Gradient(gradient, largest, scale * (weight + (2 * _zLoss * logarithm)) / sum, target, scale * targetWeight, scale);

        return (targetWeight * (logarithm - targetLogit)) + (_shareOfAll * (logarithm - largest)) + (_share * linear) + (_zLoss * logarithm * logarithm);
    }

    /// <summary>
    /// The sum of e^(y - largest), and that of w (largest - y) where it is needed. What the gradient goes on from is stored in its place: the exponentials, or the capped
    /// logits, which the cap's slope is computed from.
    /// </summary>
    private (float Sum, float Linear) Sums(float* logits, float largest, float* kept)
    {
        var shift = new Vector<float>(largest);
        var (sums, linears) = (Vector<float>.Zero, Vector<float>.Zero);
        var j = 0;
        for (; j + Vector<float>.Count <= _classes; j += Vector<float>.Count)
        {
            var y = Vector.Load(logits + j);
            y = Caps ? Capped(y) : y;
            var exponential = VectorMath.Exp(y - shift);
            sums += exponential;
            if (Smooths)
            {
                linears += _weights is null ? shift - y : (shift - y) * Vector.Load(_weights + j);
            }

            if (kept is not null)
            {
                Vector.Store(Caps ? y : exponential, kept + j);
            }
        }

        var (sum, linear) = (Vector.Sum(sums), Vector.Sum(linears));
        for (; j < _classes; j++)
        {
            var y = Capped(logits[j]);
            var exponential = MathF.Exp(y - largest);
            sum += exponential;
            linear += Smooths ? (largest - y) * (_weights is null ? 1 : _weights[j]) : 0;
            if (kept is not null)
            {
                kept[j] = Caps ? y : exponential;
            }
        }

        return (sum, linear);
    }

    /// <summary>From what <see cref="Sums"/> kept: e^(y - largest) factor - scale share w, less the target's part, times the cap's slope 1 - (y / cap)².</summary>
    private void Gradient(float* row, float largest, float factor, int target, float targetPart, float scale)
    {
        if (row is null)
        {
            return;
        }

        var targetSlope = Caps ? Slope(row[target]) : 1;
        var (factors, shift, share) = (new Vector<float>(factor), new Vector<float>(largest), new Vector<float>(scale * _share));
        var j = 0;
        for (; j + Vector<float>.Count <= _classes; j += Vector<float>.Count)
        {
            var y = Vector.Load(row + j);
            var gradient = (Caps ? VectorMath.Exp(y - shift) : y) * factors;
            if (Smooths)
            {
                gradient -= _weights is null ? share : share * Vector.Load(_weights + j);
            }

            if (Caps)
            {
                var part = y * new Vector<float>(1 / _cap);
                gradient *= Vector<float>.One - (part * part);
            }

            Vector.Store(gradient, row + j);
        }

        for (; j < _classes; j++)
        {
            var y = row[j];
            var gradient = (Caps ? MathF.Exp(y - largest) : y) * factor;
            gradient -= Smooths ? scale * _share * (_weights is null ? 1 : _weights[j]) : 0;
            row[j] = Caps ? gradient * Slope(y) : gradient;
        }

        row[target] -= targetPart * targetSlope;
        if (_classes < _stride)
        {
            new Span<float>(row + _classes, _stride - _classes).Clear();
        }
    }

    private float Capped(float x) => Caps ? _cap * MathF.Tanh(x / _cap) : x;

    private Vector<float> Capped(Vector<float> x) => new Vector<float>(_cap) * VectorMath.Tanh(x * new Vector<float>(1 / _cap));

    private float Slope(float y) => 1 - (y / _cap * (y / _cap));
}
