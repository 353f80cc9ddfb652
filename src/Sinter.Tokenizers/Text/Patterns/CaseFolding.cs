using System.Text;

namespace Sinter.Tokenizers.Text.Patterns;

/// <summary>Which characters are one another in another case: those that simple case folding makes the same, so k, K and the Kelvin sign.</summary>
internal static class CaseFolding
{
    private static readonly Lazy<Dictionary<int, int[]>> Relatives = new(Make);

    /// <summary>A set with all relatives of its members.</summary>
    public static CodePointSet Close(CodePointSet set) =>
        CodePointSet.Of(set.Ranges.Concat(Relatives.Value
            .Where(entry => set.Contains(entry.Key))
            .SelectMany(static entry => entry.Value)
            .Select(static codePoint => (codePoint, codePoint))));

    private static Dictionary<int, int[]> Make()
    {
        var groups = new Dictionary<int, List<int>>();
        foreach (var (first, last) in PropertySets.Find("Assigned")!.Ranges)
        {
            for (var codePoint = first; codePoint <= last && Rune.TryCreate(codePoint, out var rune); codePoint++)
            {
                // The library gives the long s no capital.
                var folded = codePoint == 'ſ' ? new Rune('s') : Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune));
                if (folded != rune)
                {
                    if (!groups.TryGetValue(folded.Value, out var group))
                    {
                        groups.Add(folded.Value, group = [folded.Value]);
                    }

                    group.Add(codePoint);
                }
            }
        }

        return groups.Values.SelectMany(static group => group.Select(codePoint => (codePoint, group))).ToDictionary(static pair => pair.codePoint, static pair => pair.group.ToArray());
    }
}
