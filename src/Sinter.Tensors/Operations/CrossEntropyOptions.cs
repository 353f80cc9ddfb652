namespace Sinter.Tensors.Operations;

/// <summary>
/// What a cross-entropy trains besides -log softmax(logits)[target]. With y the logits (capped where <see cref="SoftCap"/> is set), z = log(sum e^y),
/// C classes and smoothing s, a row loses (1 - s) (z - y[target]) + s/C sum over j of (z - y[j]) + <see cref="ZLoss"/> · z².
/// </summary>
public sealed record CrossEntropyOptions
{
    /// <summary>The share of the target that is spread over all classes alike, in [0, 1) (Szegedy et al. 2016); 0 for none.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>The factor of the squared logarithm of the softmax sum, which keeps logits from drifting (PaLM uses 1e-4); 0 for none.</summary>
    public double ZLoss { get; init; }

    /// <summary>A target that is not trained, besides all negative ones.</summary>
    public int? IgnoreIndex { get; init; }

    /// <summary>Logits become cap · tanh(logit / cap) before the softmax (Gemma 2 caps the last ones at 30); 0 for none.</summary>
    public double SoftCap { get; init; }

    /// <summary>How many classes there are where the last ones only pad the table to a round size: those are left out of the softmax.</summary>
    public int? ValidClasses { get; init; }

    /// <summary>The options, or those of the plain cross-entropy; a value outside its range is refused.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is not in its range.</exception>
    internal static CrossEntropyOptions Checked(CrossEntropyOptions? options)
    {
        options ??= new CrossEntropyOptions();
        if (!(options.LabelSmoothing is >= 0 and < 1 && options.ZLoss is >= 0 and < double.PositiveInfinity
            && options.SoftCap is >= 0 and < double.PositiveInfinity && options.ValidClasses is null or > 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                $"A cross-entropy takes a label smoothing in [0, 1), and a z-loss, a cap and a number of classes that are not negative; it was given {options}.");
        }

        return options;
    }

    /// <summary>The classes that take part, of those that there are rows or columns for.</summary>
    internal int Classes(int all) => ValidClasses ?? all;

    /// <summary>For messages: how many classes a shape must have.</summary>
    internal string AtLeast() => ValidClasses is { } valid ? $" (at least {valid})" : "";
}
