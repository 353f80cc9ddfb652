using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Differentiation;
using Sinter.Tensors.Operations;
using Sinter.Training.Preference;

namespace Sinter.Training.Tests.Preference;

/// <summary>The formulas alone, in double precision, against formulas written once more and against finite differences.</summary>
public sealed class PreferenceLossesTests
{
    private static readonly double[] Chosen = [-12.5, -30.25, -2, -700];
    private static readonly double[] Rejected = [-14.75, -18.5, -2.5, -650];
    private static readonly double[] ChosenReference = [-13, -25, -2, -710];
    private static readonly double[] RejectedReference = [-14, -24.5, -2.5, -656];
    private static readonly double[] ChosenLengths = [5, 11, 1, 300];
    private static readonly double[] RejectedLengths = [7, 6, 2, 280];

    private static readonly PreferenceOptions[] Methods =
    [
        new() { Beta = 0.3 },
        new() { Beta = 0.3, NllWeight = 0.7 },
        new() { Beta = 2, PerToken = true },
        new() { Method = PreferenceMethod.Ipo, Beta = 0.2 },
        new() { Method = PreferenceMethod.Ipo, Beta = 0.2, PerToken = true },
        new() { Method = PreferenceMethod.Hinge, Beta = 0.2 },
        new() { Method = PreferenceMethod.ConservativeDpo, Beta = 0.3, LabelSmoothing = 0.2 },
        new() { Method = PreferenceMethod.RobustDpo, Beta = 0.3, LabelSmoothing = 0.2 },
        new() { Method = PreferenceMethod.SimPo, Beta = 2, Gamma = 0.5 },
        new() { Method = PreferenceMethod.Orpo, OddsWeight = 0.4, NllWeight = 1 },
        new() { Method = PreferenceMethod.Cpo, Beta = 0.1, NllWeight = 1 },
    ];

    public static TheoryData<PreferenceOptions> All => new(Methods);

    /// <summary>The formulas as their papers write them.</summary>
    public static double Formula(PreferenceOptions options, double chosen, double rejected, double chosenReference, double rejectedReference, double chosenLength, double rejectedLength)
    {
        static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
        static double Odds(double logProbability) => Math.Exp(logProbability) / (1 - Math.Exp(logProbability));
        var (b, e) = (options.Beta, options.LabelSmoothing);
        var h = options.PerToken
            ? ((chosen - chosenReference) / chosenLength) - ((rejected - rejectedReference) / rejectedLength)
            : chosen - chosenReference - (rejected - rejectedReference);
        var nll = -chosen / chosenLength;
        return options.Method switch
        {
            PreferenceMethod.Dpo => -Math.Log(Sigmoid(b * h)) + (options.NllWeight * nll),
            PreferenceMethod.Ipo => Math.Pow(h - (1 / (2 * b)), 2),
            PreferenceMethod.Hinge => Math.Max(0, 1 - (b * h)),
            PreferenceMethod.ConservativeDpo => (-(1 - e) * Math.Log(Sigmoid(b * h))) - (e * Math.Log(Sigmoid(-b * h))),
            PreferenceMethod.RobustDpo => ((-(1 - e) * Math.Log(Sigmoid(b * h))) + (e * Math.Log(Sigmoid(-b * h)))) / (1 - (2 * e)),
            PreferenceMethod.SimPo => -Math.Log(Sigmoid((b / chosenLength * chosen) - (b / rejectedLength * rejected) - options.Gamma)),
            PreferenceMethod.Orpo => nll - (options.OddsWeight * Math.Log(Sigmoid(Math.Log(Odds(chosen / chosenLength) / Odds(rejected / rejectedLength))))),
            PreferenceMethod.Cpo => -Math.Log(Sigmoid(b * (chosen - rejected))) + nll,
            _ => double.NaN,
        };
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Each_method_is_the_formula_of_its_paper(PreferenceOptions options)
    {
        var losses = Losses(options, Chosen, Rejected).ToArray<double>();

        for (var i = 0; i < losses.Length; i++)
        {
            var expected = Formula(options, Chosen[i], Rejected[i], ChosenReference[i], RejectedReference[i], ChosenLengths[i], RejectedLengths[i]);
            losses[i].ShouldBe(expected, 1e-9 * Math.Max(1, expected));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Its_gradients_are_those_of_finite_differences(PreferenceOptions options)
    {
        const double Step = 1e-5;
        Tensor chosen = Of(Chosen, true), rejected = Of(Rejected, true);
        var loss = PreferenceLosses.Of(options, Side(chosen, ChosenReference, ChosenLengths), Side(rejected, RejectedReference, RejectedLengths)).Sum();
        double[] gradients = [.. loss.GradientOf(chosen).ToArray<double>(), .. loss.GradientOf(rejected).ToArray<double>()];

        for (var i = 0; i < gradients.Length; i++)
        {
            var numeric = (At(i, Step) - At(i, -Step)) / (2 * Step);
            gradients[i].ShouldBe(numeric, 1e-6 * Math.Max(1, Math.Abs(numeric)));
        }

        double At(int place, double step)
        {
            double[] moved = [.. Chosen, .. Rejected];
            moved[place] += step;
            return Losses(options, moved[..Chosen.Length], moved[Chosen.Length..]).ToArray<double>().Sum();
        }
    }

    [Fact]
    public void A_completion_that_is_certain_or_impossible_has_finite_odds()
    {
        var options = PreferenceOptions.Of(PreferenceMethod.Orpo);
        Tensor chosen = Of([0, -4000, 0], true), rejected = Of([-4000, 0, 0], true);

        var loss = PreferenceLosses.Of(options, Side(chosen, [0, 0, 0], [4, 4, 4]), Side(rejected, [0, 0, 0], [4, 4, 4])).Sum();

        double.IsFinite(loss.Item()).ShouldBeTrue();
        loss.GradientOf(chosen).ToArray<double>().Concat(loss.GradientOf(rejected).ToArray<double>()).ShouldAllBe(static value => double.IsFinite(value));
    }

    [Fact]
    public void While_the_policy_is_the_reference_losses_are_known()
    {
        foreach (var options in Methods.Where(static options => options.NeedsReference && options.NllWeight == 0))
        {
            var side = Side(Of(ChosenReference), ChosenReference, ChosenLengths);
            var other = Side(Of(RejectedReference), RejectedReference, RejectedLengths);
            PreferenceLosses.Of(options, side, other).ToArray<double>().ShouldAllBe(value => Math.Abs(value - PreferenceLosses.AtStart(options)) < 1e-12);
        }

        PreferenceLosses.AtStart(new PreferenceOptions()).ShouldBe(0.6931471805599453);
        PreferenceLosses.AtStart(new PreferenceOptions { Method = PreferenceMethod.Ipo }).ShouldBe(25, 1e-12);
        PreferenceLosses.AtStart(new PreferenceOptions { Method = PreferenceMethod.SimPo }).ShouldBe(double.NaN);
    }

    [Fact]
    public void Wrong_options_are_told_in_one_sentence()
    {
        PreferenceOptions[] wrong =
        [
            new() { Beta = 0 }, new() { Beta = double.NaN }, new() { LabelSmoothing = 0.5 }, new() { Gamma = -1 }, new() { NllWeight = -1 }, new() { OddsWeight = double.PositiveInfinity },
            new() { Method = PreferenceMethod.SimPo, PerToken = true },
        ];

        foreach (var options in wrong)
        {
            Should.Throw<ArgumentException>(() => new PreferenceObjective(options)).Message.ShouldContain(";");
        }

        Should.Throw<ArgumentException>(static () => PreferenceOptions.MethodOf("ppo")).Message.ShouldContain("expected one of dpo");
        Enum.GetValues<PreferenceMethod>().Select(static method => PreferenceOptions.MethodOf(new PreferenceObjective(PreferenceOptions.Of(method)).Name)).ShouldBe(Enum.GetValues<PreferenceMethod>());
    }

    private static Tensor Losses(PreferenceOptions options, double[] chosen, double[] rejected)
        => PreferenceLosses.Of(options, Side(Of(chosen), ChosenReference, ChosenLengths), Side(Of(rejected), RejectedReference, RejectedLengths));

    private static CompletionSide Side(Tensor policy, double[] reference, double[] lengths)
        => new(policy, Of(reference), Of([.. lengths.Select(static length => 1 / length)]), Of([.. lengths.Select(static _ => 1.0)]));

    private static Tensor Of(double[] values, bool requiresGradient = false) => Tensor.From<double>(CpuBackend.Shared, values, [values.Length], requiresGradient);
}
