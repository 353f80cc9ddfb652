using Sinter.Data.FastText;

namespace Sinter.Data.Bias;

/// <summary>English words for what groups are often thought to be nearer to, in pairs of opposites.</summary>
internal static class AttributePairs
{
    private static readonly (string Name, string First, string Second)[] English =
    [
        ("work, not family", "work job office career salary business profession boss company manager", "family home children kitchen marriage wedding parents household cousin baby"),
        ("science, not art", "science physics chemistry mathematics engineer technology experiment laboratory computer algebra", "art music poetry dance painting theatre literature novel song sculpture"),
        ("strong, not weak", "strong powerful bold brave mighty leader command force", "weak shy gentle timid soft quiet delicate fragile"),
        ("good, not bad", "good happy peace love friend honest kind gift pleasure wonderful", "bad evil war hate enemy violent cruel crime pain terrible"),
    ];

    /// <summary>Tests each group of a set against the others of it; where there are two, one test says it for both.</summary>
    public static IReadOnlyList<AttributeTest> Test(WordVectors vectors, IReadOnlyList<TermGroup> groups, int seed)
    {
        var tests = new List<AttributeTest>();
        foreach (var set in groups.GroupBy(static group => group.Set, StringComparer.Ordinal).Select(static set => set.ToList()).Where(static set => set.Count > 1))
        {
            foreach (var group in set.Count == 2 ? set[1..] : set)
            {
                var others = set.Where(other => other != group).SelectMany(static other => other.Terms);
                foreach (var (name, first, second) in English)
                {
                    if (WordEmbeddingAssociationTest.Run(vectors, group.Terms, others, first.Split(' '), second.Split(' '), seed) is { } result)
                    {
                        tests.Add(new AttributeTest(group.FullName, name, result));
                    }
                }
            }
        }

        return tests;
    }
}
