namespace Sinter.Training.Objectives;

/// <summary>The settings of <see cref="SequenceToSequence"/>.</summary>
public sealed record SequenceToSequenceOptions
{
    /// <summary>The token that ends sources and targets.</summary>
    public required int EndOfText { get; init; }

    /// <summary>The token that the decoder begins with.</summary>
    public required int DecoderStart { get; init; }

    /// <summary>A token that sources and targets begin with, as in BART; null for none.</summary>
    public int? BeginningOfText { get; init; }

    /// <summary>
    /// The places for sources as a share of the packed tokens; above 0 and at most 1. Where the data are known to need less than all, a smaller share saves time; a pair that finds no room
    /// is left out.
    /// </summary>
    public double SourceShare { get; init; } = 1;

    /// <summary>The places for targets as a share of the packed tokens; above 0 and at most 1.</summary>
    public double TargetShare { get; init; } = 1;
}
