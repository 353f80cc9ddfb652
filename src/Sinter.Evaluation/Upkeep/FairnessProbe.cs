using Sinter.Data.Bias;

namespace Sinter.Evaluation.Upkeep;

/// <summary>A text and its counterfactual: the same text about another group of people. What a model says of one it should say of the other.</summary>
/// <param name="Set">What the groups are one of: <c>gender</c>, <c>religion</c>.</param>
/// <param name="Original">The text as it was found.</param>
/// <param name="Swapped">The same with the words of the groups swapped.</param>
public sealed record FairnessProbe(string Set, string Original, string Swapped)
{
    /// <summary>So many probes of each set where nothing else is said.</summary>
    public const int UsualMost = 200;

    private const int LongestText = 100_000;
    private const string Gender = "gender";

    /// <summary>
    /// Makes probes of texts, in their order. Words of gender are swapped by <see cref="TermSwap"/>; of each other set the first word of a group, which stands for it, becomes the first word of the next group of the set
    /// that has not been its partner for longest.
    /// </summary>
    /// <param name="texts">Texts such as held-out examples; very long ones are passed over.</param>
    /// <param name="groups">The groups; null for <see cref="TermGroups.English"/>.</param>
    /// <param name="mostOfEach">The most probes of a set.</param>
    public static IReadOnlyList<FairnessProbe> Of(IEnumerable<string> texts, IReadOnlyList<TermGroup>? groups = null, int mostOfEach = UsualMost)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mostOfEach, 1);
        var sets = new List<Swaps> { new(Gender, [new(new TermSwap(), [])]) };
        foreach (var set in (groups ?? TermGroups.English).Where(static group => group.Terms.Count > 0).GroupBy(static group => group.Set, StringComparer.Ordinal))
        {
            if (!string.Equals(set.Key, Gender, StringComparison.Ordinal) && set.Count() > 1)
            {
                sets.Add(Swaps.Between(set.Key, [.. set.Select(static group => group.Terms[0])]));
            }
        }

        var probes = new List<FairnessProbe>();
        foreach (var text in texts)
        {
            var open = false;
            foreach (var set in sets.Where(set => set.Made < mostOfEach))
            {
                open = true;
                if (text.Length <= LongestText && set.Next(text) is { } swapped)
                {
                    probes.Add(new(set.Name, text, swapped));
                }
            }

            if (!open)
            {
                break;
            }
        }

        return probes;
    }

    private sealed record Swap(TermSwap Words, string[] Between);

    /// <summary>The swaps of a set, of which the one that was used last comes last.</summary>
    private sealed class Swaps(string name, List<Swap> order)
    {
        public string Name => name;

        public int Made { get; private set; }

        public static Swaps Between(string name, List<string> terms)
        {
            var swaps = new List<Swap>();
            for (var distance = 1; distance < terms.Count; distance++)
            {
                for (var first = 0; first + distance < terms.Count; first++)
                {
                    swaps.Add(new(TermSwap.Only([(terms[first], terms[first + distance])]), [terms[first], terms[first + distance]]));
                }
            }

            return new(name, swaps);
        }

        public string? Next(string text)
        {
            for (var at = 0; at < order.Count; at++)
            {
                var swap = order[at];
                if (swap.Between.Length > 0 && !swap.Between.Any(term => text.Contains(term, StringComparison.OrdinalIgnoreCase)))
                {
                    continue;
                }

                if (swap.Words.Swap(text) is (var swapped, > 0))
                {
                    order.RemoveAt(at);
                    order.Add(swap);
                    Made++;
                    return swapped;
                }
            }

            return null;
        }
    }
}
