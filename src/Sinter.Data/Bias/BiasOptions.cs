using Sinter.Data.FastText;

namespace Sinter.Data.Bias;

/// <summary>What is done with gendered words in the documents that are written.</summary>
public enum TermAugmentation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Each document in which something is swapped is followed by its swapped copy.</summary>
    Copies,

    /// <summary>Half of the documents, chosen by the hash of their ids, are swapped in place.</summary>
    Half,
}

/// <summary>What <see cref="BiasRun"/> counts and writes.</summary>
public sealed record BiasOptions
{
    /// <summary>The groups.</summary>
    public IReadOnlyList<TermGroup> Groups { get; init; } = TermGroups.English;

    /// <summary>How many words away is near.</summary>
    public int Window { get; init; } = 5;

    /// <summary>How often a word must stand near a set of groups to be judged.</summary>
    public int MinimumCount { get; init; } = 5;

    /// <summary>Vectors of words for <see cref="WordEmbeddingAssociationTest"/>, or null.</summary>
    public WordVectors? Vectors { get; init; }

    /// <summary>What is done with gendered words.</summary>
    public TermAugmentation Augmentation { get; init; }

    /// <summary>Pairs of names that are swapped too.</summary>
    public IReadOnlyList<(string First, string Second)> Names { get; init; } = [];

    /// <summary>The set of groups that documents are balanced by, or null. A document counts for the group that it names most often; those that name none, or two alike, are all kept.</summary>
    public string? Balance { get; init; }

    /// <summary>What share of the balanced documents each group is to have, by name; where it is empty, all have the same.</summary>
    public IReadOnlyDictionary<string, double> Shares { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Whether documents of small groups are repeated; else some of the large groups are left out.</summary>
    public bool UpSample { get; init; }

    /// <summary>Where random numbers begin.</summary>
    public int Seed { get; init; }

    /// <summary>The threads that work; 0 for one a core. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Whether documents are written.</summary>
    public bool Writes => Augmentation != TermAugmentation.None || Balance is not null;
}
