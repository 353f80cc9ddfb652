using System.Runtime.InteropServices;

namespace Sinter.Data.Deduplication.Substrings;

/// <summary>The windows whose anchor stands at more than one place of the corpus: only these can occur twice.</summary>
internal static class CandidateWindows
{
    /// <summary>Finds them by the sketches.</summary>
    /// <param name="search">Gives the sketches.</param>
    /// <param name="candidates">Takes the windows.</param>
    /// <param name="memoryBytes">About how many bytes may be used.</param>
    public static void Find(DuplicateSearch search, SortedRuns<WindowRange> candidates, long memoryBytes)
    {
        using var anchors = new SortedRuns<AnchoredWindows>(Path.Combine(search.WorkFolder, "anchors"), memoryBytes);
        var document = 0;
        foreach (var sketch in search.Sketches())
        {
            search.Cancellation.ThrowIfCancellationRequested();
            var first = 0;
            foreach (var record in AnchorRecord.ReadAll(sketch.Span))
            {
                anchors.Add(new AnchoredWindows(record.Hash, new WindowRange(document, first, record.Windows), record.IsRepeated));
                first += record.Windows;
            }

            document++;
        }

        // The first of a group waits until a second is seen.
        var waiting = default(AnchoredWindows);
        var read = 0L;
        foreach (var anchor in anchors.Read())
        {
            if (read++ % ushort.MaxValue == 0)
            {
                search.Cancellation.ThrowIfCancellationRequested();
            }

            var isSecond = waiting.Windows.Count > 0 && anchor.Hash == waiting.Hash;
            if (isSecond && !waiting.IsRepeated)
            {
                candidates.Add(waiting.Windows);
            }

            if (isSecond || anchor.IsRepeated)
            {
                candidates.Add(anchor.Windows);
            }

            waiting = anchor with { IsRepeated = isSecond || anchor.IsRepeated };
        }
    }

    /// <summary>The windows of each document, in order; those that touch are one.</summary>
    public static IEnumerable<IReadOnlyList<WindowRange>> ByDocument(IEnumerable<WindowRange> candidates)
    {
        var windows = new List<WindowRange>();
        foreach (var range in candidates)
        {
            if (windows.Count > 0 && windows[^1].Document != range.Document)
            {
                yield return windows;
                windows = [];
            }

            if (windows.Count > 0 && windows[^1].First + windows[^1].Count == range.First)
            {
                CollectionsMarshal.AsSpan(windows)[^1] = windows[^1] with { Count = windows[^1].Count + range.Count };
            }
            else
            {
                windows.Add(range);
            }
        }

        if (windows.Count > 0)
        {
            yield return windows;
        }
    }
}
