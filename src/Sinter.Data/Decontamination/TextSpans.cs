using Sinter.Data.Cleaning;

namespace Sinter.Data.Decontamination;

/// <summary>Parts of a text together.</summary>
internal static class TextSpans
{
    /// <summary>The parts in order, those that overlap or touch joined.</summary>
    public static IReadOnlyList<TextSpan> Joined(IEnumerable<TextSpan> spans)
    {
        var joined = new List<TextSpan>();
        foreach (var span in spans.OrderBy(static span => span.Start).ThenBy(static span => span.Length))
        {
            if (joined.Count > 0 && span.Start <= joined[^1].End)
            {
                joined[^1] = TextSpan.FromBounds(joined[^1].Start, Math.Max(joined[^1].End, span.End));
            }
            else
            {
                joined.Add(span);
            }
        }

        return joined;
    }
}
