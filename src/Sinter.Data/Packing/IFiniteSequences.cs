namespace Sinter.Data.Packing;

/// <summary>Sequences of which there are so many, each at its place: what can be read in epochs and measured as a whole.</summary>
public interface IFiniteSequences : ISequenceSource
{
    /// <summary>How many there are.</summary>
    long Sequences { get; }

    /// <summary>How many tokens are trained in all of them.</summary>
    long Targets { get; }

    /// <summary>UTF-8 bytes of the text that the trained tokens of the first sequences stand for; 0 where they are no text.</summary>
    /// <param name="sequences">How many sequences.</param>
    double TextBytes(long sequences);
}
