using Sinter.Tensors.Randomness;
using static System.FormattableString;

namespace Sinter.Training.Objectives;

/// <summary>
/// A sequence from a sequence (Sutskever et al. 2014), from data that are packed with a mask of what is trained, as pairs (<see cref="Sinter.Data.Packing.PairPacker"/>) and
/// conversations are: what stands before the first trained token of a document is the source, the trained tokens from there on are the target.
/// </summary>
public sealed class SequenceToSequence : SourceTargetObjective
{
    private readonly SequenceToSequenceOptions _options;

    /// <summary>Prepares it.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public SequenceToSequence(SequenceToSequenceOptions options)
        : base(options.DecoderStart, options.EndOfText, options.Seed)
    {
        (IsWeighted, LabelSmoothing, Noise) = (options.IsWeighted, options.LabelSmoothing, options.Noise);
        _options = options;
        if (!(options.SourceShare is > 0 and <= 1) || !(options.TargetShare is > 0 and <= 1))
        {
            throw new ArgumentException(Invariant($"Sequence to sequence was given the shares {options.SourceShare} for sources and {options.TargetShare} for targets; expected shares above 0 and at most 1."), nameof(options));
        }
    }

    /// <inheritdoc/>
    public override string Name => "sequence-to-sequence";

    /// <inheritdoc/>
    public override Objective Measured => _options == _options.Measured ? this : new SequenceToSequence(_options.Measured);

    private protected override IEnumerable<int> SpecialTokens
        => [.. base.SpecialTokens, .. _options.BeginningOfText is { } beginning ? [beginning] : Array.Empty<int>(), .. _options.TokenDropout > 0 ? [_options.Blank] : Array.Empty<int>()];

    private protected override int SourceTime(int time) => (int)Math.Ceiling(time * _options.SourceShare);

    private protected override int TargetTime(int time) => (int)Math.Ceiling(time * _options.TargetShare);

    private protected override void Add(ReadOnlySpan<int> document, ReadOnlySpan<int> targets, RandomStream random, ref SourceTargetRow row)
    {
        var first = targets.IndexOfAnyExcept(-1);
        var length = targets[first..].IndexOf(-1);
        var target = Text(targets.Slice(first, length < 0 ? targets.Length - first : length));
        var source = Text(document[..(first + 1)]);
        var frame = _options.BeginningOfText is null ? 1 : 2;
        if (!row.HasRoom(source.Length + frame, target.Length + frame))
        {
            return;
        }

        if (_options.BeginningOfText is { } beginning)
        {
            row.AddSource(beginning);
            row.AddTarget(beginning);
        }

        foreach (var token in source)
        {
            row.AddSource(_options.TokenDropout > 0 && random.NextDouble() < _options.TokenDropout ? _options.Blank : token);
        }

        row.AddSource(_options.EndOfText);
        row.AddTarget(target);
        row.AddTarget(_options.EndOfText);
        row.EndPair();
    }
}
