namespace Sinter.Data.Bias;

/// <summary>How strongly a word goes with a group.</summary>
/// <param name="Word">The word.</param>
/// <param name="Count">How often it stands near the group.</param>
/// <param name="Pmi">The pointwise mutual information in bits: log2 of how many times more often they stand together than by chance (Church, Hanks 1990).</param>
/// <param name="Npmi">The same over its greatest possible value, -1 to 1 (Bouma 2009).</param>
/// <param name="LogOdds">The logarithm (base e) of how many times greater its odds are near this group than near the other groups of the set, smoothed by its frequency in all texts (Monroe et al. 2008).</param>
/// <param name="Z">That over its standard error: beyond plus and minus 2 it is hardly chance.</param>
public sealed record WordAssociation(string Word, long Count, double Pmi, double Npmi, double LogOdds, double Z)
{
    // How many words the frequencies of all texts count for beside those near a group.
    private const double PriorWords = 500;

    /// <summary>The associations of a group, the strongest log-odds first, of words that stand near it or near the other groups of its set often enough; the words of the set itself are left out.</summary>
    /// <param name="counts">The counts.</param>
    /// <param name="group">The group.</param>
    /// <param name="minimumCount">How often a word must stand near the groups of the set.</param>
    public static IReadOnlyList<WordAssociation> Of(AssociationCounts counts, int group, long minimumCount = 5)
    {
        var set = Enumerable.Range(0, counts.Groups.Count).Where(other => string.Equals(counts.Groups[other].Set, counts.Groups[group].Set, StringComparison.Ordinal)).ToList();
        var terms = set.SelectMany(other => counts.Groups[other].Terms).ToHashSet(StringComparer.Ordinal);
        var pairs = (double)set.Sum(counts.PairsOf);
        return [.. set.SelectMany(other => counts.Near(other)).Select(static near => near.Word).Distinct(StringComparer.Ordinal)
            .Where(word => !terms.Contains(word))
            .Select(word => (Word: word, InSet: set.Sum(other => counts.PairsOf(other, word))))
            .Where(near => near.InSet >= minimumCount)
            .Select(near => Of(counts, group, near.Word, near.InSet, pairs))
            .OrderByDescending(static association => association.Z).ThenBy(static association => association.Word, StringComparer.Ordinal)];
    }

    /// <summary>How far the words of a set lean to one group or another: the mean size of their log-odds, each word counting as often as it stands near the set; 0 where all groups have the same words around them.</summary>
    public static double Skew(AssociationCounts counts, int group, long minimumCount = 5)
    {
        var associations = Of(counts, group, minimumCount);
        var weight = associations.Sum(association => (double)counts.PairsOf(association.Word));
        return weight > 0 ? associations.Sum(association => Math.Abs(association.LogOdds) * counts.PairsOf(association.Word)) / weight : 0;
    }

    private static WordAssociation Of(AssociationCounts counts, int group, string word, long inSet, double pairsOfSet)
    {
        var (all, together) = ((double)counts.Pairs, counts.PairsOf(group, word));
        var pmi = together > 0 ? Math.Log2(together * all / ((double)counts.PairsOf(group) * counts.PairsOf(word))) : double.NegativeInfinity;
        var npmi = together > 0 ? pmi / -Math.Log2(together / all) : -1;
        var prior = PriorWords * counts.PairsOf(word) / all;
        var (here, elsewhere) = (together + prior, inSet - together + prior);
        var logOdds = Math.Log(here / (counts.PairsOf(group) + PriorWords - here)) - Math.Log(elsewhere / (pairsOfSet - counts.PairsOf(group) + PriorWords - elsewhere));
        return new WordAssociation(word, together, pmi, npmi, logOdds, logOdds / Math.Sqrt((1 / here) + (1 / elsewhere)));
    }
}
