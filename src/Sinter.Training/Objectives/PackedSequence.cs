using Sinter.Data.Packing;

namespace Sinter.Training.Objectives;

/// <summary>One packed sequence: its tokens, the token that should follow each, and where the document of each begins.</summary>
/// <param name="time">Tokens in the sequence.</param>
public sealed class PackedSequence(int time)
{
    /// <summary>Token ids, [time].</summary>
    public int[] Tokens { get; } = new int[time];

    /// <summary>The token after each, -1 where nothing is trained, [time].</summary>
    public int[] Targets { get; } = new int[time];

    /// <summary>The first position of each token's document, [time].</summary>
    public int[] DocumentStarts { get; } = new int[time];

    /// <summary>Reads the sequence at a place.</summary>
    public void Read(ISequenceSource data, long place) => data.Read(place, Tokens, Targets, DocumentStarts);
}
