namespace Sinter.Data.Deduplication;

/// <summary>The ways to deduplicate, by name. A new finder is one line here.</summary>
public static class DeduplicationProfiles
{
    /// <summary>All profiles.</summary>
    public static IReadOnlyList<DeduplicationProfile> All { get; } =
    [
        DeduplicationProfile.Of("exact", "Documents with the same text; one of them stays.", static () => new ExactFinder()),
        DeduplicationProfile.Of("url", "Documents from the same address, whatever their texts; one of them stays.", static () => new UrlFinder()),
        DeduplicationProfile.Of("paragraph", "Paragraphs that occur more than once; all but one are cut out.", static () => new ParagraphFinder()),
        DeduplicationProfile.Of("line", "Lines of at least three words that occur more than once; all but one are cut out.", static () => new LineFinder { MinimumWords = 3 }),
        DeduplicationProfile.Of("sentence", "Runs of three sentences that occur more than once; all but one are cut out.", static () => new SentenceProfile(), static profile => profile.Create()),
        DeduplicationProfile.Of("substring", "Runs of 50 words that occur more than once, by suffix array; all but one are cut out.", static () => new SubstringProfile(), static profile => profile.Create()),
        MinHash("minhash-datatrove", "Near-duplicates by MinHash as datatrove and FineWeb have it: 5 words, 14 bands of 8 hashes.", MinHashOptions.DataTrove),
        MinHash("minhash-nemo", "Near-duplicates by MinHash as NeMo Curator has it: 24 characters, 20 bands of 13 hashes.", MinHashOptions.NeMo),
        MinHash("minhash-dataverse", "Near-duplicates by MinHash as dataverse has it: 5 words, 250 hashes for a threshold of 0.7.", MinHashOptions.Dataverse),
        DeduplicationProfile.Of("simhash", "Near-duplicates by SimHash: 3 words, 64 bits of which 3 may differ.", static () => new SimHashProfile(), static profile => profile.Create()),
        DeduplicationProfile.Of("semantic", "Texts that say the same, by vectors of their words and clusters.", static () => new SemanticProfile(), static profile => profile.Create()),
        DeduplicationProfile.OfStream("bloom", "Documents whose text was seen before, in this run or in those before, in one pass and little memory; cannot name what they are the same as.", static () => new BloomOptions()),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(static profile => profile.Name)];

    private static DeduplicationProfile MinHash(string name, string description, MinHashOptions options) =>
        DeduplicationProfile.Of(name, description, () => new MinHashProfile(options), static profile => profile.Create());

    /// <summary>The profile of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static DeduplicationProfile Find(string name) =>
        All.FirstOrDefault(profile => string.Equals(profile.Name, name, StringComparison.Ordinal))
        ?? throw new ArgumentException($"There is no profile '{name}' to deduplicate by{Suggestion.For(name, Names)}");
}
