using Sinter.Tensors;
using Sinter.Tensors.Operations;

namespace Sinter.Training.Preference;

/// <summary>The formulas of <see cref="PreferenceMethod"/>, in tensors.</summary>
internal static class PreferenceLosses
{
    /// <summary>What the mean log-probability of a token is kept below 0 by, so that odds stay finite: a completion that sure has nothing left to learn.</summary>
    private const double Surest = 1e-6;

    /// <summary>The loss of each pair.</summary>
    public static Tensor Of(PreferenceOptions options, CompletionSide chosen, CompletionSide rejected)
    {
        var (beta, epsilon) = (options.Beta, options.LabelSmoothing);
        var h = Ratio(options, chosen) - Ratio(options, rejected);
        var loss = options.Method switch
        {
            PreferenceMethod.Dpo => h.Affine(-beta).Softplus(),
            PreferenceMethod.Ipo => h.Affine(1, -1 / (2 * beta)).Square(),
            PreferenceMethod.Hinge => h.Affine(-beta, 1).Relu(),
            PreferenceMethod.ConservativeDpo => h.Affine(-beta).Softplus().Affine(1 - epsilon) + h.Affine(beta).Softplus().Affine(epsilon),
            PreferenceMethod.RobustDpo => h.Affine(-beta).Softplus().Affine((1 - epsilon) / (1 - (2 * epsilon))) - h.Affine(beta).Softplus().Affine(epsilon / (1 - (2 * epsilon))),
            PreferenceMethod.SimPo => (Mean(chosen) - Mean(rejected)).Affine(-beta, options.Gamma).Softplus(),
            PreferenceMethod.Orpo => (LogOdds(Mean(rejected)) - LogOdds(Mean(chosen))).Softplus().Affine(options.OddsWeight),
            PreferenceMethod.Cpo => (chosen.Policy - rejected.Policy).Affine(-beta).Softplus(),
            _ => throw new ArgumentOutOfRangeException(nameof(options), $"There is no preference method {options.Method}."),
        };
        return options.NllWeight > 0 ? loss - Mean(chosen).Affine(options.NllWeight) : loss;
    }

    /// <summary>What the loss is while the policy is the reference, without the likelihood's part; NaN where it depends on the model.</summary>
    public static double AtStart(PreferenceOptions options) => options.Method switch
    {
        PreferenceMethod.Ipo => 1 / (4 * options.Beta * options.Beta),
        PreferenceMethod.Hinge => 1,
        _ => options.NeedsReference ? Math.Log(2) : double.NaN,
    };

    /// <summary>
    /// The reward that the model implies of each completion: β times its log-ratio to the reference (Rafailov et al. 2023, equation 5, up to what depends on the prompt alone), or
    /// what stands in its place in methods without a reference.
    /// </summary>
    public static Tensor Reward(PreferenceOptions options, CompletionSide side) => options.Method switch
    {
        PreferenceMethod.SimPo or PreferenceMethod.Orpo => Mean(side).Affine(options.Beta),
        PreferenceMethod.Cpo => side.Policy.Affine(options.Beta),
        _ => Ratio(options, side).Affine(options.Beta),
    };

    private static Tensor Ratio(PreferenceOptions options, CompletionSide side)
    {
        var ratio = side.Policy - side.Reference;
        return options.PerToken ? ratio * side.InverseLength : ratio;
    }

    private static Tensor Mean(CompletionSide side) => side.Policy * side.InverseLength;

    /// <summary>log(p / (1 - p)) of log p.</summary>
    private static Tensor LogOdds(Tensor logProbability)
    {
        var surprise = logProbability.Affine(-1, -Surest).Relu().Affine(1, Surest);
        return -surprise - (-surprise).Exp().Affine(-1, 1).Log();
    }
}
