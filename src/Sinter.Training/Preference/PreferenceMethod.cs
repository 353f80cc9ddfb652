namespace Sinter.Training.Preference;

/// <summary>
/// How pairs of a chosen and a rejected completion are learned from. With π the policy, r the reference, c and j the two completions, h = log π(c)/r(c) - log π(j)/r(j) and σ the
/// logistic function; sums go over the tokens of a completion, its end included.
/// </summary>
public enum PreferenceMethod
{
    /// <summary>Direct preference optimization: -log σ(β h) (Rafailov et al. 2023, equation 7).</summary>
    Dpo,

    /// <summary>Identity preference optimization: (h - 1 / (2 β))² (Azar et al. 2023, equation 17, with τ = β).</summary>
    Ipo,

    /// <summary>The hinge loss max(0, 1 - β h) (Zhao et al. 2023, SLiC, against a reference as in Liu et al. 2024, RSO, section 3.2).</summary>
    Hinge,

    /// <summary>Conservative DPO, which takes each label for wrong with the probability ε: -(1 - ε) log σ(β h) - ε log σ(-β h) (Mitchell 2023).</summary>
    ConservativeDpo,

    /// <summary>Robust DPO, without bias where a share ε of the labels is wrong: (-(1 - ε) log σ(β h) + ε log σ(-β h)) / (1 - 2 ε) (Chowdhury et al. 2024, equation 12).</summary>
    RobustDpo,

    /// <summary>Without a reference, by token and with a margin γ: -log σ(β (log π(c)/|c| - log π(j)/|j|) - γ) (Meng et al. 2024, equation 6).</summary>
    SimPo,

    /// <summary>
    /// Odds ratio preference optimization, without a reference: -log p(c) - λ log σ(log odds(c)/odds(j)), with log p the mean over tokens and odds = p / (1 - p)
    /// (Hong et al. 2024, equations 3, 6 and 7).
    /// </summary>
    Orpo,

    /// <summary>Contrastive preference optimization, without a reference: -log σ(β (log π(c) - log π(j))) and the likelihood of the chosen one (Xu et al. 2024, equations 4 and 5).</summary>
    Cpo,
}
