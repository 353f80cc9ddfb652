namespace Sinter.Training.Examples;

/// <summary>One thing to learn from: a text, or texts that belong together, such as the answers that are compared. Its passages stand in one row, one behind another, in order.</summary>
/// <param name="Passages">At least one.</param>
public sealed record Example(IReadOnlyList<Passage> Passages)
{
    /// <summary>An example of one text.</summary>
    public Example(Passage passage)
        : this([passage])
    {
    }

    /// <summary>Tokens of all passages.</summary>
    public int Length => Passages.Sum(static passage => passage.Tokens.Length);

    /// <summary>UTF-8 bytes of the text that is trained; 0 where it is no text.</summary>
    public long TextBytes { get; init; }
}
