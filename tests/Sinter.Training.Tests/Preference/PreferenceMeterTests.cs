using Sinter.Training.Preference;

namespace Sinter.Training.Tests.Preference;

public sealed class PreferenceMeterTests
{
    [Fact]
    public void It_measures_what_the_logits_say()
    {
        var (model, reference) = (TinyPairs.NewModel(2), TinyPairs.NewModel(3));
        var pairs = ReferenceLogProbabilities.Compute(reference, TinyPairs.Make(15)).Examples;
        var options = new PreferenceOptions { Beta = 0.3 };
        var chosen = pairs.Select(pair => TinyPairs.LogProbability(model, pair.Passages[0])).ToArray();
        var rejected = pairs.Select(pair => TinyPairs.LogProbability(model, pair.Passages[1])).ToArray();
        var chosenRatio = pairs.Select((pair, i) => chosen[i].Sum - TinyPairs.LogProbability(reference, pair.Passages[0]).Sum).ToArray();
        var rejectedRatio = pairs.Select((pair, i) => rejected[i].Sum - TinyPairs.LogProbability(reference, pair.Passages[1]).Sum).ToArray();

        var measured = new PreferenceMeter(model, pairs, options, batchSize: 2).Measure(cancellation: TestContext.Current.CancellationToken);

        measured.RewardAccuracy.Rate.ShouldBe(chosenRatio.Zip(rejectedRatio, static (one, two) => one > two ? 1.0 : 0).Average(), 1e-9);
        measured.RewardAccuracy.Count.ShouldBe(15);
        measured.MeanMargin.ShouldBe(0.3 * chosenRatio.Zip(rejectedRatio, static (one, two) => one - two).Average(), 1e-4);
        measured.ChosenReward.ShouldBe(0.3 * chosenRatio.Average(), 1e-4);
        measured.RejectedReward.ShouldBe(0.3 * rejectedRatio.Average(), 1e-4);
        measured.ChosenLogProbability.ShouldBe(chosen.Average(static one => one.Sum), 1e-4);
        measured.RejectedLogProbability.ShouldBe(rejected.Average(static one => one.Sum), 1e-4);
        measured.LikelihoodAccuracy.Rate.ShouldBe(chosen.Zip(rejected, static (one, two) => one.Sum / one.Tokens > two.Sum / two.Tokens ? 1.0 : 0).Average(), 1e-9);
        measured.KlPerSequence!.Value.K1.ShouldBe(chosenRatio.Average(), 1e-4);
        measured.KlPerToken!.Value.K1.ShouldBe(chosenRatio.Sum() / chosen.Sum(static one => one.Tokens), 1e-4);
        measured.KlPerToken!.Value.K3.ShouldBeGreaterThan(0);
        measured.KlPerSequence!.Value.K3.ShouldBeGreaterThan(measured.KlPerToken!.Value.K3);
    }

    [Theory]
    [InlineData(PreferenceMethod.SimPo)]
    [InlineData(PreferenceMethod.Orpo)]
    [InlineData(PreferenceMethod.Cpo)]
    public void Rewards_of_methods_without_a_reference_are_those_of_the_policy_alone(PreferenceMethod method)
    {
        var model = TinyPairs.NewModel(2);
        var options = PreferenceOptions.Of(method);
        var pair = TinyPairs.Make(1)[0];
        var (sum, tokens) = TinyPairs.LogProbability(model, pair.Passages[0]);

        var measured = new PreferenceMeter(model, [pair], options).Measure(cancellation: TestContext.Current.CancellationToken);

        measured.ChosenReward.ShouldBe(options.Beta * (method == PreferenceMethod.Cpo ? sum : sum / tokens), 1e-4);
        measured.KlPerToken.ShouldBeNull();
        measured.KlPerSequence.ShouldBeNull();
    }

    [Fact]
    public void Intervals_are_those_of_Wilson()
    {
        // 81 of 263: Newcombe 1998, table I, method 3.
        var estimate = RateEstimate.Of(81, 263);

        estimate.Low.ShouldBe(0.2553, 5e-5);
        estimate.High.ShouldBe(0.3662, 5e-5);
        RateEstimate.Of(0, 0).ShouldBe(new RateEstimate(0, 0, 0, 1));
        PreferenceMeter.Accuracy([1, -1, 0, 2]).Rate.ShouldBe(0.625);
    }

    [Fact]
    public void What_is_no_pair_is_told()
    {
        Should.Throw<ArgumentException>(static () => new PreferenceMeter(TinyTraining.NewModel(), []).Measure());
        Should.Throw<ArgumentException>(static () => new PreferenceMeter(TinyTraining.NewModel(), [new(TinyPairs.Passage([1], [2], 0))]).Measure());
    }
}
