using System.Text.Json.Nodes;
using Sinter.Cli.Reports;
using Sinter.Data.Reports;
using Sinter.Evaluation;
using Sinter.Training.Runs;

namespace Sinter.Cli.Tests.Reports;

public sealed class RunVerdictTests
{
    private static readonly RunReport Good = new()
    {
        Name = "run",
        Evaluation = Evaluation(1.0, 1.05, 90),
        Training = [Curves([4, 3.5, 3.2], i => 9 - (6.0 * i / 500))],
    };

    [Fact]
    public void A_run_that_beats_the_baselines_and_learns_steadily_is_good()
    {
        var verdict = RunVerdict.Judge(Good);

        verdict.Level.ShouldBe(VerdictLevel.Good);
        verdict.Reasons.Count.ShouldBe(5);
        verdict.Headline.ShouldStartWith("A good run");
    }

    [Theory]
    [InlineData(1.0, 1.6)]
    [InlineData(1.5, 1.0)]
    [InlineData(double.NaN, 1.0)]
    public void A_model_that_does_not_beat_the_best_baseline_is_bad(double pretrained, double tuned) =>
        RunVerdict.Judge(Good with { Evaluation = Evaluation(pretrained, tuned, 90) }).Level.ShouldBe(VerdictLevel.Bad);

    [Theory]
    [InlineData(90, VerdictLevel.Good)]
    [InlineData(52, VerdictLevel.Warning)]
    [InlineData(40, VerdictLevel.Bad)]
    public void Accuracy_must_be_above_the_majority_beyond_chance(int right, VerdictLevel level) =>
        RunVerdict.Judge(Good with { Evaluation = Evaluation(1, 1, right) }).Level.ShouldBe(level);

    [Fact]
    public void Forgetting_plain_text_is_a_warning() =>
        Judge(Good with { Evaluation = Evaluation(1.0, 1.2, 90) }, VerdictLevel.Warning, "20.0 % costlier");

    [Fact]
    public void Validation_loss_that_rises_again_is_a_warning() =>
        Judge(Good with { Training = [Curves([4, 3, 3.3], _ => 3)] }, VerdictLevel.Warning, "overfitting");

    [Fact]
    public void Validation_loss_that_never_falls_is_bad() =>
        Judge(Good with { Training = [Curves([3, 3.1], _ => 3)] }, VerdictLevel.Bad, "did not fall");

    [Fact]
    public void A_loss_that_climbs_far_above_its_lowest_is_divergence() =>
        Judge(Good with { Training = [Curves([4, 3], i => i < 300 ? 3 : 8)] }, VerdictLevel.Bad, "diverged");

    [Fact]
    public void A_loss_that_is_not_finite_is_bad() =>
        Judge(Good with { Training = [Curves([4, 3], _ => 3) with { NonFiniteSteps = 2 }] }, VerdictLevel.Bad, "2 steps was not a finite number");

    [Fact]
    public void What_is_missing_is_a_warning_and_a_run_without_evaluation_is_not_called_good()
    {
        Judge(Good with { Missing = ["The stage “pack” has not finished."] }, VerdictLevel.Warning, "“pack”");
        RunVerdict.Judge(Good with { Evaluation = null, Training = [] }).Level.ShouldBe(VerdictLevel.Warning);
    }

    [Fact]
    public void A_new_model_that_was_rejected_is_said_first()
    {
        var rejected = With(new JsonObject { ["upkeep"] = Upkeep(takesNew: false, compared: 2) });

        Judge(rejected, VerdictLevel.Warning, "Fine-tuning: The model before stays, as the new one is worse");
        RunVerdict.Judge(rejected).Headline.ShouldBe("The new model was rejected: the one before stays.");
        RunVerdict.Judge(rejected with { Training = [Curves([3, 3.1], _ => 3)] }).Headline.ShouldStartWith("Not a good run");
        Judge(With(new JsonObject { ["upkeep"] = Upkeep(takesNew: true, compared: 2) }), VerdictLevel.Good, "takes the place");
        RunVerdict.Judge(With(new JsonObject { ["upkeep"] = Upkeep(takesNew: false, compared: 0) })).Headline.ShouldStartWith("A good run");
        RunVerdict.Judge(With(new JsonObject { ["upkeep"] = "damaged" })).Level.ShouldBe(VerdictLevel.Good);
    }

    [Theory]
    [InlineData(0.02, 200, VerdictLevel.Good, "2.0 % of 200 predictions change")]
    [InlineData(0.2, 200, VerdictLevel.Warning, "decides too often")]
    [InlineData(0.1, 10, VerdictLevel.Good, "of 10 predictions change")]
    public void Predictions_that_hang_on_who_is_spoken_of_are_a_warning_beyond_chance(double share, int probes, VerdictLevel level, string reason) =>
        Judge(With(new JsonObject { ["fairness"] = new JsonObject { ["all"] = new JsonObject { ["probes"] = probes, ["flipShare"] = share } } }), level, reason);

    private static RunReport With(JsonObject metrics) => Good with { Stages = [new StageResult { Name = "finetune", Metrics = metrics }] };

    private static JsonObject Upkeep(bool takesNew, int compared) => new()
    {
        ["takesNew"] = takesNew,
        ["sentence"] = takesNew ? "The new model takes the place of the one before: accuracy" : "The model before stays, as the new one is worse: accuracy",
        ["comparedItems"] = new JsonArray([.. Enumerable.Range(0, compared).Select(static _ => new JsonObject { ["measure"] = "accuracy" })]),
    };

    private static void Judge(RunReport report, VerdictLevel level, string reason)
    {
        var verdict = RunVerdict.Judge(report);

        verdict.Level.ShouldBe(level);
        verdict.Reasons.Where(r => r.Level == level).Select(r => r.Text.Replace(Quantity.Space, ' ')).ShouldContain(text => text.Contains(reason));
    }

    // A hundred questions of two kinds, half of them each.
    private static EvaluationResult Evaluation(double pretrained, double tuned, int right) =>
        EvaluationResult.Of(pretrained, tuned, new Dictionary<string, double>(StringComparer.Ordinal) { ["unigram"] = 2.4, ["trigram"] = 1.5 }) with
        {
            KindAccuracy = KindAccuracy.Of(ClassificationScore.Of(
                Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? ("method", i < right ? "method" : "property") : ("property", i < right ? "property" : "method")),
                ["method"])),
        };

    private static TrainingCurves Curves(double[] validation, Func<int, double> loss) => new()
    {
        Stage = "pretrain",
        LastStep = 500,
        Tokens = 500 * 4096,
        Steps = [.. Enumerable.Range(1, 500).Select(i => new TrainingStep(i, i * 4096L, loss(i), 1e-3, 1, 1000))],
        Validation = [.. validation.Select((v, i) => new ValidationPoint((i + 1) * 100, 0, v, v / 3))],
    };
}
