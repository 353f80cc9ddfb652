using Sinter.Training.Examples;
using Sinter.Training.Preference;

namespace Sinter.Training.Tests.Preference;

public sealed class PreferenceStartTests
{
    private static readonly Example[] Pairs = TinyPairs.Make(12);

    public static TheoryData<PreferenceOptions, double> Known => new()
    {
        { new(), 0.693147 },
        { new() { Beta = 0.5, PerToken = true }, 0.693147 },
        { PreferenceOptions.Of(PreferenceMethod.Ipo), 25 },
        { PreferenceOptions.Of(PreferenceMethod.Hinge), 1 },
        { PreferenceOptions.Of(PreferenceMethod.ConservativeDpo), 0.693147 },
        { PreferenceOptions.Of(PreferenceMethod.RobustDpo), 0.693147 },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Before_the_first_step_the_loss_is_known(PreferenceOptions options, double expected)
    {
        var model = TinyPairs.NewModel(2);
        var rows = Rows(ReferenceLogProbabilities.Compute(model, Pairs).Examples);

        var start = PreferenceStart.Check(model, rows, new PreferenceObjective(options), rows: 100);

        start.Loss.ShouldBe(expected, 1e-3 * expected);
        start.Expected!.Value.ShouldBe(expected, 1e-5);
        start.Completions.ShouldBe(Pairs.Length);
    }

    [Fact]
    public void The_likelihood_beside_the_loss_is_expected_too()
    {
        var model = TinyPairs.NewModel(2);
        var nll = Pairs.Average(pair => TinyPairs.LogProbability(model, pair.Passages[0]) is var (sum, tokens) ? -sum / tokens : 0);
        var rows = Rows(ReferenceLogProbabilities.Compute(model, Pairs).Examples);

        var start = PreferenceStart.Check(model, rows, new PreferenceObjective(new PreferenceOptions { NllWeight = 1 }), rows: 100);

        start.Expected!.Value.ShouldBe(Math.Log(2) + nll, 1e-4);
    }

    [Fact]
    public void Without_a_reference_nothing_is_expected()
        => PreferenceStart.Check(TinyPairs.NewModel(2), Rows(Pairs), new PreferenceObjective(PreferenceOptions.Of(PreferenceMethod.SimPo))).Expected.ShouldBeNull();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_reference_of_another_model_or_none_is_told(bool computed)
    {
        var rows = Rows(computed ? ReferenceLogProbabilities.Compute(TinyPairs.NewModel(3), Pairs).Examples : Pairs);

        var error = Should.Throw<InvalidDataException>(() => PreferenceStart.Check(TinyPairs.NewModel(2), rows, new PreferenceObjective()));

        error.Message.ShouldContain("must be 0.6931");
        error.Message.ShouldContain("the reference");
    }

    [Fact]
    public void Damaged_weights_are_told()
    {
        var model = TinyPairs.NewModel(2);
        model.Parameters.All[0].Value.AsSpan<float>().Fill(float.NaN);

        Should.Throw<InvalidDataException>(() => PreferenceStart.Check(model, Rows(Pairs), new PreferenceObjective())).Message.ShouldContain("damaged");
    }

    private static ExampleSet Rows(IReadOnlyList<Example> pairs) => new(pairs, TinyTraining.Context, TinyTraining.Vocabulary);
}
