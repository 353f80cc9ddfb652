namespace Sinter.Data.Tuning;

/// <summary>One example of a task that people have labelled, as it stands in a file: texts only, nothing is tokenized. Its kinds are the sealed records beside it.</summary>
public abstract record TaskRecord
{
    /// <summary>Where it stands; empty for one that comes from no file.</summary>
    public RecordPlace Place { get; init; }

    /// <summary>The name that the file gives it (<c>id</c>); null where it gives none.</summary>
    public string? Id { get; init; }

    /// <summary>What the model is given. Records that share it must not be parted between training and test.</summary>
    internal abstract IEnumerable<string> Inputs { get; }

    /// <summary>What the model should make of it.</summary>
    internal abstract IEnumerable<string> Targets { get; }

    /// <summary>
    /// A hash of what the model is given, the same on every machine and for ever. Records about the same thing have the same: questions about one context, answers to one prompt.
    /// </summary>
    public ulong InputHash(ulong seed = 0) => Hash(Inputs, seed);

    /// <summary>A hash of all texts of the record, its answer included, but of neither place nor id.</summary>
    public ulong ContentHash(ulong seed = 0) => Hash(Targets, Hash(Details, Hash(Inputs, seed)));

    /// <summary>What tells two records with the same input apart before any answer: the question where the input is the context.</summary>
    internal virtual IEnumerable<string> Details => [];

    // Each text begins with the hash of those before it, so that no text can move over the border of two.
    private static ulong Hash(IEnumerable<string> texts, ulong seed) => texts.Aggregate(seed + 1, static (hash, text) => StableHash.Of(text, hash));
}
