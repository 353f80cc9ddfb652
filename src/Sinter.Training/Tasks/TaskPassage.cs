using Sinter.Tokenizers;

namespace Sinter.Training.Tasks;

/// <summary>One sequence that an item of a task is read as.</summary>
/// <param name="Tokens">Its tokens.</param>
/// <param name="Segments">The segment of each; null for the first.</param>
internal sealed record TaskPassage(int[] Tokens, int[]? Segments)
{
    /// <summary>Of words: which ones are asked for here, each with the place of its first token.</summary>
    public IReadOnlyList<(int Word, int Place)> Words { get; init; } = [];

    /// <summary>Of a question: the place of the first token of the text.</summary>
    public int First { get; init; }

    /// <summary>Of a question: the characters of the text that each of its tokens here stands for.</summary>
    public TextRange[] Ranges { get; init; } = [];
}

/// <summary>What an item of a task is read as.</summary>
/// <param name="Passages">The sequences: two where texts are read in both orders, one for each choice, or windows of a long text.</param>
/// <param name="IsCut">Whether something was cut.</param>
internal sealed record TaskReading(IReadOnlyList<TaskPassage> Passages, bool IsCut);
