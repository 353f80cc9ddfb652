namespace Sinter.Data.Privacy;

/// <summary>Chooses among finds that overlap: the surer one, then the longer, then the one whose kind comes first in the fixed order, then the one that begins first.</summary>
/// <param name="kinds">The fixed order of kinds.</param>
internal sealed class OverlapResolver(IReadOnlyList<string> kinds)
{
    private readonly Dictionary<string, int> _order = kinds.Select(static (kind, index) => (kind, index)).ToDictionary(static pair => pair.kind, static pair => pair.index, StringComparer.Ordinal);

    /// <summary>Sorts finds by place and takes out those that lose.</summary>
    public void Resolve(List<PersonalSpan> found)
    {
        if (found.Count < 2)
        {
            return;
        }

        found.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : b.Length.CompareTo(a.Length));
        var kept = 0;
        for (int first = 0, next; first < found.Count; first = next)
        {
            var end = found[first].End;
            for (next = first + 1; next < found.Count && found[next].Start < end; next++)
            {
                end = Math.Max(end, found[next].End);
            }

            if (next == first + 1)
            {
                found[kept++] = found[first];
                continue;
            }

            var group = found.GetRange(first, next - first);
            var origin = found[first].Start;
            group.Sort(Compare);
            var taken = new bool[end - origin];
            var winners = kept;
            foreach (var span in group)
            {
                var place = taken.AsSpan(span.Start - origin, span.Length);
                if (!place.Contains(true))
                {
                    place.Fill(true);
                    found[kept++] = span;
                }
            }

            found.Sort(winners, kept - winners, ByStart);
        }

        found.RemoveRange(kept, found.Count - kept);
    }

    private static IComparer<PersonalSpan> ByStart { get; } = Comparer<PersonalSpan>.Create(static (a, b) => a.Start.CompareTo(b.Start));

    private int Compare(PersonalSpan a, PersonalSpan b)
    {
        var order = b.Score.CompareTo(a.Score);
        order = order != 0 ? order : b.Length.CompareTo(a.Length);
        order = order != 0 ? order : _order[a.Kind].CompareTo(_order[b.Kind]);
        return order != 0 ? order : a.Start.CompareTo(b.Start);
    }
}
