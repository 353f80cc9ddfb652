namespace Sinter.Evaluation;

/// <summary>The answer that is most frequent in training, given to every question: what accuracy is to be measured against.</summary>
public static class MajorityBaseline
{
    /// <summary>The most frequent label; of several, the first in ordinal order. Empty where there are none.</summary>
    public static string MostFrequent(IEnumerable<string> labels) => labels
        .CountBy(label => label, StringComparer.Ordinal)
        .OrderByDescending(pair => pair.Value)
        .ThenBy(pair => pair.Key, StringComparer.Ordinal)
        .Select(pair => pair.Key)
        .FirstOrDefault("");
}
