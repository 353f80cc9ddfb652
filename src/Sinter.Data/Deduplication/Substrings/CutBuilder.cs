namespace Sinter.Data.Deduplication.Substrings;

/// <summary>
/// Makes cuts of windows that go. Windows that follow each other here and in the document that stays are one cut; where they go on elsewhere, the next cut begins where the one
/// before ends, or as near before it as a window begins. So a run of windows is covered without a gap by few cuts, and what stands between its tokens goes with them.
/// </summary>
internal static class CutBuilder
{
    /// <summary>Tells the findings the cuts.</summary>
    /// <param name="matches">The windows, by document and place.</param>
    /// <param name="window">How many tokens a window has.</param>
    /// <param name="findings">Takes the cuts.</param>
    public static void Build(IEnumerable<WindowMatch> matches, int window, DuplicateFindings findings)
    {
        using var rest = matches.GetEnumerator();
        var more = rest.MoveNext();
        while (more)
        {
            // A run: windows that overlap or touch.
            WindowMatch? start = rest.Current;
            more = rest.MoveNext();
            while (start is { } first)
            {
                var last = first;
                for (; more && Follows(first, last, rest.Current, window); more = rest.MoveNext())
                {
                    last = rest.Current;
                }

                start = null;
                for (; more && rest.Current.Document == last.Document && rest.Current.Token <= last.Token + window; more = rest.MoveNext())
                {
                    start = rest.Current;
                }

                var end = Math.Max(last.End, start?.Start ?? 0);
                if (end > first.Start)
                {
                    findings.Cut(new SpanCut(first.Document, first.Start, end - first.Start, first.KeptDocument, first.KeptStart));
                }
            }
        }
    }

    /// <summary>Whether a window stands behind another one in both documents; what stays must not reach into the cut itself.</summary>
    private static bool Follows(WindowMatch first, WindowMatch last, WindowMatch next, int window) =>
        next.Document == last.Document && next.Token == last.Token + 1 && next.KeptDocument == last.KeptDocument && next.KeptToken == last.KeptToken + 1
        && (next.KeptDocument != next.Document || next.KeptToken + window <= first.Token);
}
