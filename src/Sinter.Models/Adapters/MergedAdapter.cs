using System.Numerics;
using Sinter.Models.Files;
using Sinter.Tensors;

namespace Sinter.Models.Adapters;

/// <summary>
/// An adapter that lies in the weights of a model, until it is taken out again. Programs read weights where they lie: what was recorded before goes on with the weights of the moment, so that
/// adapters are switched without recording anything anew.
/// </summary>
public sealed class MergedAdapter
{
    private readonly Model _model;
    private readonly LoraWeights _adapter;
    private readonly Dictionary<string, float[]>? _before;
    private bool _isOut;

    private MergedAdapter(Model model, LoraWeights adapter, Dictionary<string, float[]>? before)
    {
        _model = model;
        _adapter = adapter;
        _before = before;
    }

    /// <summary>Takes the adapter out of the weights: bit for bit where they were kept, else within rounding.</summary>
    /// <exception cref="InvalidOperationException">It is out already.</exception>
    /// <exception cref="ArgumentException">What it replaced was not kept and cannot be computed.</exception>
    public void Unmerge()
    {
        if (_isOut)
        {
            throw new InvalidOperationException("The adapter is out of the weights already.");
        }

        if (_before is null)
        {
            Subtract(_adapter, _model);
        }
        else
        {
            foreach (var (parameter, values) in _before)
            {
                values.CopyTo(_model.Weight(parameter).AsSpan<float>());
            }
        }

        _isOut = true;
    }

    /// <summary>Takes an adapter out of weights that it was merged into, within rounding.</summary>
    /// <exception cref="ArgumentException">It is DoRA, or it replaced parts of the model: what was before cannot be computed.</exception>
    public static void Subtract(LoraWeights adapter, Model model)
    {
        if (adapter.Options.Dora || adapter.Saved.Count > 0)
        {
            throw new ArgumentException(adapter.Options.Dora
                ? "DoRA gives the rows of a weight new lengths, and the old ones are not in the merged model; go back to the base model."
                : $"The adapter replaced '{adapter.Saved[0].Place.Info.Name}', and what was there before is not in the merged model; go back to the base model.");
        }

        Require(adapter, model);
        foreach (var piece in adapter.Pieces)
        {
            Change(piece with { Scale = -piece.Scale }, model.Weight(piece.Target.Parameter).AsSpan<float>());
        }
    }

    internal static MergedAdapter Add(LoraWeights adapter, Model model, bool keep)
    {
        Require(adapter, model);
        Dictionary<string, float[]>? before = null;
        if (keep)
        {
            before = new(StringComparer.Ordinal);
            foreach (var parameter in adapter.Pieces.Select(static piece => piece.Target.Parameter).Concat(adapter.SavedParameters).Distinct(StringComparer.Ordinal))
            {
                before[parameter] = model.Weight(parameter).ToArray<float>();
            }
        }

        foreach (var piece in adapter.Pieces)
        {
            Change(piece, model.Weight(piece.Target.Parameter).AsSpan<float>());
        }

        foreach (var (place, values) in adapter.Saved)
        {
            values.CopyTo(ModelWeights.Rows(model, place));
        }

        return new MergedAdapter(model, adapter, before);
    }

    private static void Require(LoraWeights adapter, Model model)
    {
        if (model.Adapter is not null)
        {
            throw new ArgumentException("An adapter is merged into a model without one; make the model without an adapter.", nameof(model));
        }

        foreach (var piece in adapter.Pieces)
        {
            var weight = model.Find(piece.Target.Parameter);
            if (weight is null || weight.Shape[^1] != piece.Target.Columns || weight.Shape[0] < piece.Target.Row + piece.Target.Rows)
            {
                throw new ArgumentException(FormattableString.Invariant($"The adapter is for another model: its layer '{piece.Target.Module}' [{piece.Target.Rows}, {piece.Target.Columns}] has no place in this one."), nameof(model));
            }

            if (weight.Type != DataType.Float32)
            {
                throw new ArgumentException($"The weights lie in {weight.Type}, and an adapter is merged into single precision; load the model so.", nameof(model));
            }
        }
    }

    /// <summary>W + s B A at the rows of a layer, and of DoRA each row brought to its length.</summary>
    private static unsafe void Change(LoraPiece piece, Span<float> weight)
    {
        var (columns, rank) = (piece.Target.Columns, piece.Rank);
        fixed (float* first = weight.Slice(piece.Target.Row * columns, piece.Target.Rows * columns))
        {
            var start = first;
            Parallel.For(0, piece.Target.Rows, row =>
            {
                var w = new Span<float>(start + ((long)row * columns), columns);
                for (var k = 0; k < rank; k++)
                {
                    AddScaled(w, (float)(piece.Scale * piece.B[(row * rank) + k]), piece.A.AsSpan(k * columns, columns));
                }

                if (piece.Magnitude is { } lengths)
                {
                    var square = 0.0;
                    foreach (var value in w)
                    {
                        square += (double)value * value;
                    }

                    var gain = square > 0 ? lengths[row] / Math.Sqrt(square) : 0;
                    foreach (ref var value in w)
                    {
                        value = (float)(value * gain);
                    }
                }
            });
        }
    }

    private static void AddScaled(Span<float> y, float factor, ReadOnlySpan<float> x)
    {
        var i = 0;
        for (var width = Vector<float>.Count; i <= y.Length - width; i += width)
        {
            (new Vector<float>(y[i..]) + (factor * new Vector<float>(x[i..]))).CopyTo(y[i..]);
        }

        for (; i < y.Length; i++)
        {
            y[i] += factor * x[i];
        }
    }
}
