namespace Sinter.Data.Synthesis;

/// <summary>How documents are cut into chunks.</summary>
public sealed record ChunkOptions
{
    /// <summary>The most characters of a chunk: about 500 tokens of English, which the context of any model holds.</summary>
    public int MaximumCharacters { get; init; } = 2000;

    /// <summary>The fewest characters of a chunk; what is shorter joins its neighbour of the same section, or is passed over.</summary>
    public int MinimumCharacters { get; init; } = 80;

    /// <summary>Throws <see cref="ArgumentException"/> where the sizes make no sense.</summary>
    public void Check()
    {
        if (MinimumCharacters < 1 || MaximumCharacters < MinimumCharacters || MaximumCharacters > 1_000_000)
        {
            throw new ArgumentException($"A chunk has from {MinimumCharacters} to {MaximumCharacters} characters; expected at least 1, at most 1000000, and the lesser one first.");
        }
    }
}
