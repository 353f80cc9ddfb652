using Sinter.Data.Cleaning;

namespace Sinter.Data.Decontamination;

/// <summary>How parts are cut out of texts: as for GPT-3 with 200 characters on each side, and never more than ten pieces (Brown et al. 2020, appendix C).</summary>
public sealed record SpanCutting
{
    // A cut moves outwards to the next space, but not through text that has none.
    private const int LongestWord = 40;

    /// <summary>How many characters go on each side.</summary>
    public int Context { get; init; } = 200;

    /// <summary>A document that falls into more pieces goes altogether.</summary>
    public int MaximumPieces { get; init; } = 10;

    /// <summary>Whether each piece becomes a document of its own; else they are joined by an empty line.</summary>
    public bool Split { get; init; }

    /// <summary>Pieces with fewer characters go too, where they become documents.</summary>
    public int MinimumPiece { get; init; } = 200;

    /// <summary>The pieces that stay, in order, without the white space at their ends; those of white space alone are none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="spans">What is cut out.</param>
    public IReadOnlyList<TextSpan> Pieces(string text, IEnumerable<TextSpan> spans)
    {
        var pieces = new List<TextSpan>();
        var at = 0;
        foreach (var cut in TextSpans.Joined(spans.Select(span => Widened(text, span))))
        {
            Add(at, cut.Start);
            at = cut.End;
        }

        Add(at, text.Length);
        return pieces;

        void Add(int start, int end)
        {
            while (start < end && char.IsWhiteSpace(text[start]))
            {
                start++;
            }

            while (end > start && char.IsWhiteSpace(text[end - 1]))
            {
                end--;
            }

            if (end > start && (!Split || end - start >= MinimumPiece))
            {
                pieces.Add(TextSpan.FromBounds(start, end));
            }
        }
    }

    private TextSpan Widened(string text, TextSpan span)
    {
        var start = Math.Max(0, span.Start - Context);
        var end = (int)Math.Min(text.Length, (long)span.End + Context);
        for (var i = start; i > 0 && start - i < LongestWord; i--)
        {
            if (char.IsWhiteSpace(text[i - 1]))
            {
                start = i;
                break;
            }
        }

        for (var i = end; i < text.Length && i - end < LongestWord; i++)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                end = i;
                break;
            }
        }

        start -= start > 0 && char.IsLowSurrogate(text[start]) ? 1 : 0;
        end += end < text.Length && char.IsLowSurrogate(text[end]) ? 1 : 0;
        return TextSpan.FromBounds(start, end);
    }
}
