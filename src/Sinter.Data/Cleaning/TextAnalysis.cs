namespace Sinter.Data.Cleaning;

/// <summary>What several steps want to know of one text, found when it is first asked for.</summary>
/// <param name="text">The text.</param>
public sealed class TextAnalysis(string text)
{
    /// <summary>The text.</summary>
    public string Text { get; } = text;
}
