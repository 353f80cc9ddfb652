using static System.FormattableString;

namespace Sinter.Training.Preference;

/// <summary>How a model learns from pairs. The defaults are those of DPO; <see cref="Of"/> gives those of each method.</summary>
public sealed record PreferenceOptions
{
    /// <summary>The loss.</summary>
    public PreferenceMethod Method { get; init; } = PreferenceMethod.Dpo;

    /// <summary>β: how strongly the policy is held to the reference, and the scale of rewards; above 0.</summary>
    public double Beta { get; init; } = 0.1;

    /// <summary>ε: the share of pairs whose labels are taken for wrong by <see cref="PreferenceMethod.ConservativeDpo"/> and <see cref="PreferenceMethod.RobustDpo"/>; in [0, 0.5).</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>γ: by how much the chosen completion must be better under <see cref="PreferenceMethod.SimPo"/>, as difference of rewards.</summary>
    public double Gamma { get; init; }

    /// <summary>λ: the weight of the odds ratio under <see cref="PreferenceMethod.Orpo"/>.</summary>
    public double OddsWeight { get; init; } = 0.1;

    /// <summary>
    /// The weight of the chosen completion's negative log-likelihood by token beside the loss; 0 for none. 1 with DPO is the α of Pang et al. 2024 (iterative RPO, equation 1); ORPO and CPO have 1.
    /// </summary>
    public double NllWeight { get; init; }

    /// <summary>
    /// Whether log-probabilities are means over tokens in place of sums, so that long completions have no advantage (length-normalized DPO, Lambert et al. 2024, Tülu 3,
    /// section 5.1.2); for methods with a reference. Then β should be larger by about the length of a completion.
    /// </summary>
    public bool PerToken { get; init; }

    /// <summary>Whether the method compares with a reference, whose log-probabilities must be in the examples (<see cref="ReferenceLogProbabilities"/>).</summary>
    public bool NeedsReference => Method is not (PreferenceMethod.SimPo or PreferenceMethod.Orpo or PreferenceMethod.Cpo);

    /// <summary>The defaults of a method, as its authors or the field have them.</summary>
    public static PreferenceOptions Of(PreferenceMethod method) => method switch
    {
        PreferenceMethod.ConservativeDpo or PreferenceMethod.RobustDpo => new() { Method = method, LabelSmoothing = 0.1 },
        PreferenceMethod.SimPo => new() { Method = method, Beta = 2, Gamma = 1 },
        PreferenceMethod.Orpo or PreferenceMethod.Cpo => new() { Method = method, NllWeight = 1 },
        _ => new() { Method = method },
    };

    /// <summary>The names that <see cref="MethodOf"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = ["dpo", "ipo", "hinge", "cdpo", "rdpo", "simpo", "orpo", "cpo"];

    /// <summary>The method of a name, as recipes have it.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static PreferenceMethod MethodOf(string name) => Names.ToList().IndexOf(name) is var index and >= 0
        ? (PreferenceMethod)index
        : throw new ArgumentException($"There is no preference method '{name}'; expected one of {string.Join(", ", Names)}.", nameof(name));

    /// <summary>The first thing that is wrong, as one sentence; null where nothing is.</summary>
    public string? FindFault() =>
        !double.IsFinite(Beta) || Beta <= 0 ? Invariant($"The beta of a preference is {Beta}; it must be above 0.")
        : LabelSmoothing is not (>= 0 and < 0.5) ? Invariant($"The label smoothing of a preference is {LabelSmoothing}; it must be at least 0 and below 0.5.")
        : !double.IsFinite(Gamma) || Gamma < 0 ? Invariant($"The gamma of a preference is {Gamma}; it must be at least 0.")
        : !double.IsFinite(OddsWeight) || OddsWeight < 0 ? Invariant($"The weight of the odds ratio is {OddsWeight}; it must be at least 0.")
        : !double.IsFinite(NllWeight) || NllWeight < 0 ? Invariant($"The weight of the likelihood is {NllWeight}; it must be at least 0.")
        : PerToken && !NeedsReference ? $"The method {Names[(int)Method]} has its own rule of lengths; leave the normalization by token to methods with a reference."
        : null;
}
