using static System.FormattableString;

namespace Sinter.Models.Surgery;

/// <summary>What a merge is made with.</summary>
public sealed record MergeOptions
{
    /// <summary>How the models are merged.</summary>
    public required MergeMethod Method { get; init; }

    /// <summary>
    /// A weight for each model; empty for the usual: the mean in <see cref="MergeMethod.Linear"/>, <see cref="MergeMethod.Task"/> and <see cref="MergeMethod.Dare"/>, and all
    /// alike where signs are elected. In <see cref="MergeMethod.Linear"/>, <see cref="MergeMethod.Ties"/> and <see cref="MergeMethod.DareTies"/> only their shares count; in
    /// the others they are factors.
    /// </summary>
    public IReadOnlyList<double> Weights { get; init; } = [];

    /// <summary>The share of each model's differences that stays, above 0 and at most 1; by size in TIES, by chance in DARE.</summary>
    public double Density { get; init; } = 0.5;

    /// <summary>Of <see cref="MergeMethod.Slerp"/>, how far from the first model to the second: 0 is the first, 1 the second.</summary>
    public double T { get; init; } = 0.5;

    /// <summary>What DARE draws by; each tensor of each model has a stream of its own name.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether the method adds differences to a base.</summary>
    public bool NeedsBase => Method is not (MergeMethod.Linear or MergeMethod.Slerp);

    /// <summary>The weights of so many models, as the method takes them.</summary>
    internal double[] WeightsOf(int models) => Weights.Count > 0 ? [.. Weights] : [.. Enumerable.Repeat(Method is MergeMethod.Ties or MergeMethod.DareTies ? 1 : 1.0 / models, models)];

    /// <summary>The first thing that does not fit, as one sentence; null where all does.</summary>
    /// <param name="models">Models to be merged, the base not counted.</param>
    /// <param name="hasBase">Whether there is a base.</param>
    internal string? FindFault(int models, bool hasBase) =>
        models == 0 ? "There is no model to merge; give at least one."
        : Method == MergeMethod.Slerp && models != 2 ? Invariant($"Slerp lies between two models, and there {(models == 1 ? "is" : "are")} {models}; give two.")
        : Method == MergeMethod.Linear && models < 2 ? "A mean needs at least two models, and there is 1; give another."
        : NeedsBase && !hasBase ? Invariant($"{Method} adds what models differ by from their base; give the base.")
        : !NeedsBase && hasBase ? Invariant($"{Method} has no use for a base; leave it out, or give it as one of the models.")
        : Method == MergeMethod.Slerp && Weights.Count > 0 ? "Slerp has no weights; say with t how far from the first model to the second."
        : Weights.Count > 0 && Weights.Count != models ? Invariant($"There are {Weights.Count} weights for {models} models; give one for each.")
        : Weights.Any(static weight => !double.IsFinite(weight)) ? "A weight is no finite number."
        : Method is MergeMethod.Linear && Weights.Count > 0 && Math.Abs(Weights.Sum()) < 1e-12 ? "The weights sum to 0, so that they have no shares; give others."
        : Method is MergeMethod.Ties or MergeMethod.DareTies && Weights.Any(static weight => weight <= 0) ? "Weights must be above 0 where models elect a sign."
        : !(Density is > 0 and <= 1) ? Invariant($"The density is {Density}; it must lie above 0 and not above 1.")
        : !(T is >= 0 and <= 1) ? Invariant($"t is {T}; it must lie from 0 to 1.")
        : null;
}
