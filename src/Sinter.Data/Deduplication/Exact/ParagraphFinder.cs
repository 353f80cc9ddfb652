using Sinter.Data.Language;

namespace Sinter.Data.Deduplication;

/// <summary>Finds paragraphs that occur more than once: what stands between blank lines. White space around a paragraph does not count.</summary>
public sealed class ParagraphFinder : PartFinder
{
    /// <inheritdoc/>
    public override string Name => "paragraph";

    private protected override IEnumerable<(int Start, int Length)> Split(string text)
    {
        foreach (var (start, end) in Paragraphs.Of(text))
        {
            yield return (start, end - start);
        }
    }
}
