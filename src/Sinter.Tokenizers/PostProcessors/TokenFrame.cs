namespace Sinter.Tokenizers.PostProcessors;

/// <summary>Ids round a text or a pair of texts, each with its type (0 for what belongs to the first text, 1 for the second, or whatever the file says).</summary>
/// <param name="Parts">In order: special ids and the places of the texts.</param>
internal sealed record TokenFrame(IReadOnlyList<TokenFramePart> Parts)
{
    /// <summary>A text alone, with nothing round it.</summary>
    public static TokenFrame Bare { get; } = new([new TokenFramePart(null, 0, 0)]);

    /// <summary>Two texts, one behind the other.</summary>
    public static TokenFrame BarePair { get; } = new([new TokenFramePart(null, 0, 0), new TokenFramePart(null, 1, 1)]);
}

/// <summary>A part of a frame.</summary>
/// <param name="Id">The special id; null where a text goes.</param>
/// <param name="Text">Which text goes there, 0 or 1.</param>
/// <param name="Type">The type of its tokens.</param>
internal readonly record struct TokenFramePart(int? Id, int Text, int Type);
