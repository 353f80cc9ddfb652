namespace Sinter.Data.Mixing;

/// <summary>What a mixture was planned to be, and became.</summary>
/// <param name="Plan">The plan, with what is taken of each part.</param>
/// <param name="Documents">The documents of all sources.</param>
/// <param name="Broken">The records that could not be read.</param>
/// <param name="Warnings">What a user should know, each one sentence.</param>
public sealed record MixtureResult(MixturePlan Plan, long Documents, long Broken, IReadOnlyList<string> Warnings)
{
    /// <summary>What was written of each part of the plan; empty where it was only planned.</summary>
    public IReadOnlyList<MixtureTaken> Taken { get; init; } = [];
}

/// <summary>What was written of a part.</summary>
/// <param name="Documents">The documents, copies counted.</param>
/// <param name="Bytes">Their bytes of UTF-8 text.</param>
/// <param name="Tokens">Their tokens.</param>
public readonly record struct MixtureTaken(long Documents, long Bytes, long Tokens)
{
    /// <summary>With copies of a document more.</summary>
    internal MixtureTaken Plus(long copies, long bytes, long tokens) => new(Documents + copies, Bytes + (copies * bytes), Tokens + (copies * tokens));
}
