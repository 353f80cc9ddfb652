using Sinter.Data.Bias;
using Sinter.Evaluation.Upkeep;

namespace Sinter.Evaluation.Tests.Upkeep;

public sealed class UpkeepTests
{
    private static readonly string[] Texts =
    [
        "He said that the actor lost his way.", "A film about nothing.", "An American lawyer and her Muslim friend.", "The old man and the sea.", "Jewish humour at its best, she wrote.", "African music is British now.",
    ];

    [Fact]
    public void A_better_a_worse_and_an_equal_model_are_told_apart()
    {
        var random = new Random(1);
        double[] old = [.. Enumerable.Range(0, 200).Select(_ => 2 + random.NextDouble())];
        double[] better = [.. old.Select(loss => loss - 0.1 - (0.05 * random.NextDouble()))];
        double[] noise = [.. old.Select(loss => loss + (random.NextDouble() - 0.5))];

        ModelComparison.OfLosses("nats", old, better).Verdict.ShouldBe(UpkeepVerdict.TakeNew);
        ModelComparison.OfLosses("nats", better, old).Verdict.ShouldBe(UpkeepVerdict.KeepOld);
        ModelComparison.OfLosses("nats", old, noise).Verdict.ShouldBe(UpkeepVerdict.NoDifference);
        ModelComparison.OfLosses("nats", old, old).Verdict.ShouldBe(UpkeepVerdict.NoDifference);
        ModelComparison.OfLosses("nats", better, old, margin: 0.2).Verdict.ShouldBe(UpkeepVerdict.NoDifference);
        ModelComparison.OfLosses("nats", old, better, seed: 4).ShouldBe(ModelComparison.OfLosses("nats", old, better, seed: 4));
        ModelComparison.OfLosses("nats", better, old).ToString().ShouldContain("the new model is worse");
    }

    [Fact]
    public void Losses_are_shared_out_over_their_tokens()
    {
        // 10 nats over 10 tokens and 90 over 30: 2.5 a token, not the mean of 1 and 3.
        double[] old = [.. Enumerable.Range(0, 20).Select(static at => at % 2 == 0 ? 10.0 : 90)];
        long[] tokens = [.. Enumerable.Range(0, 20).Select(static at => at % 2 == 0 ? 10L : 30)];

        var comparison = ModelComparison.OfLosses("nats a token", old, [.. old.Select(static loss => loss * 0.9)], tokens);

        comparison.Old.ShouldBe(2.5, 1e-12);
        comparison.New.ShouldBe(2.25, 1e-12);
        comparison.Verdict.ShouldBe(UpkeepVerdict.TakeNew);
    }

    [Fact]
    public void Answers_need_the_exact_test_to_agree()
    {
        bool[] old = [.. Enumerable.Range(0, 100).Select(static at => at < 50)];

        ModelComparison.OfAnswers("accuracy", old, [.. Enumerable.Range(0, 100).Select(static at => at < 70)]).Verdict.ShouldBe(UpkeepVerdict.TakeNew);
        ModelComparison.OfAnswers("accuracy", old, [.. Enumerable.Range(0, 100).Select(static at => at < 30)]).Verdict.ShouldBe(UpkeepVerdict.KeepOld);

        // Five coins on one side: 1/16 by chance.
        var few = ModelComparison.OfAnswers("accuracy", old, [.. Enumerable.Range(0, 100).Select(static at => at < 55)]);
        few.PValue.ShouldBe(1 / 16.0, 1e-12);
        few.Verdict.ShouldBe(UpkeepVerdict.NoDifference);
        ModelComparison.OfAnswers("accuracy", [false, false], [true, true]).Verdict.ShouldBe(UpkeepVerdict.NoDifference);
    }

    [Fact]
    public void Probes_swap_the_words_of_one_set()
    {
        var probes = FairnessProbe.Of(Texts);

        probes.ShouldContain(new FairnessProbe("gender", Texts[0], "She said that the actress lost her way."));
        probes.ShouldContain(new FairnessProbe("gender", Texts[2], "An American lawyer and his Muslim friend."));
        probes.ShouldContain(new FairnessProbe("nationality", Texts[2], "A British lawyer and her Muslim friend."));
        probes.ShouldContain(new FairnessProbe("religion", Texts[2], "An American lawyer and her Christian friend."));
        probes.ShouldContain(new FairnessProbe("age", Texts[3], "The young man and the sea."));
        probes.ShouldAllBe(static probe => probe.Original != probe.Swapped);
        probes.ShouldNotContain(probe => probe.Original == Texts[1]);
        FairnessProbe.Of(Texts).ShouldBe(probes);
        FairnessProbe.Of(Texts, mostOfEach: 1).Count(static probe => probe.Set == "gender").ShouldBe(1);
        FairnessProbe.Of([new string('x', 200_000) + " he", ""]).ShouldBeEmpty();
    }

    [Fact]
    public void Partners_take_turns()
    {
        var partners = FairnessProbe.Of(Enumerable.Repeat("A french cook.", 12)).Select(static probe => probe.Swapped).ToList();

        partners.Distinct(StringComparer.Ordinal).Count().ShouldBe(12);
        partners.ShouldContain("An italian cook.");
    }

    [Fact]
    public void Groups_of_the_user_are_probed_too()
    {
        var probes = FairnessProbe.Of(["Our nurses vote."], [new TermGroup("work", "care", ["nurses"]), new TermGroup("work", "law", ["lawyers"])]);

        probes.ShouldBe([new FairnessProbe("work", "Our nurses vote.", "Our lawyers vote.")]);
    }

    [Fact]
    public void A_classifier_that_looks_at_gender_flips()
    {
        var probes = FairnessProbe.Of(Texts);
        float[] Biased(string text) => text.Contains("She ", StringComparison.Ordinal) ? [0.8f, 0.2f] : [0.1f, 0.9f];

        var (biased, blind) = (FairnessReport.OfClassifier(probes, Biased), FairnessReport.OfClassifier(probes, static _ => [0.1f, 0.9f]));

        var gender = biased.Scores.Single(static score => score.Set == "gender");
        gender.Flips.ShouldBe(1);
        gender.MeanChange.ShouldBe((0.2 - 0.9) / gender.Probes, 1e-6);
        gender.MeanAbsoluteChange.ShouldBe(0.7 / gender.Probes, 1e-6);
        gender.FlipShare.ShouldBe(1.0 / gender.Probes);
        blind.Scores[0].ShouldBe(new FairnessScore("all", probes.Count, 0, 0, 0));
        biased.ToJson()["gender"]!["probes"]!.GetValue<long>().ShouldBe(gender.Probes);
    }

    [Fact]
    public void A_language_model_is_probed_by_its_log_probability()
    {
        var probes = FairnessProbe.Of(Texts);

        var report = FairnessReport.OfLanguageModel(probes, static text => -text.Length);

        report.Scores[0].Flips.ShouldBeNull();
        report.Scores[0].FlipShare.ShouldBeNull();
        report.Scores[0].MeanChange.ShouldBe(probes.Average(static probe => (double)probe.Original.Length - probe.Swapped.Length), 1e-12);
        Should.Throw<ArgumentException>(() => FairnessReport.OfLanguageModel(probes, static _ => double.NaN)).Message.ShouldContain("probe 0");
        Should.Throw<ArgumentException>(() => FairnessReport.OfClassifier(probes, static text => new float[text.Length % 3])).Message.ShouldContain("probabilities");
    }

    [Fact]
    public void The_old_model_stays_where_the_new_one_is_worse_or_less_fair()
    {
        var probes = FairnessProbe.Of(Enumerable.Range(0, 40).Select(static at => $"He said {at}."));
        var fair = FairnessReport.OfClassifier(probes, static _ => [0.3f, 0.7f]);
        var unfair = FairnessReport.OfClassifier(probes, static text => text.StartsWith("She", StringComparison.Ordinal) ? [0.7f, 0.3f] : [0.3f, 0.7f]);
        double[] losses = [.. Enumerable.Range(0, 50).Select(static at => 1.0 + (at % 7))];
        var better = ModelComparison.OfLosses("nats", losses, [.. losses.Select(static loss => loss * 0.9)]);
        var worse = ModelComparison.OfLosses("nats", losses, [.. losses.Select(static loss => loss * 1.1)]);

        UpkeepDecision.Of([better]).TakesNew.ShouldBeTrue();
        UpkeepDecision.Of([better], fair, fair).TakesNew.ShouldBeTrue();
        UpkeepDecision.Of([worse], fair, fair).TakesNew.ShouldBeFalse();
        UpkeepDecision.Of([better], unfair, fair).TakesNew.ShouldBeTrue();
        var decision = UpkeepDecision.Of([better], fair, unfair);
        decision.TakesNew.ShouldBeFalse();
        UpkeepDecision.Of([better], fair, unfair, fairnessMargin: 0.5).Comparisons[1].Verdict.ShouldBe(UpkeepVerdict.NoDifference, "a change of 0.4 is within the margin");
        decision.Reasons[0].ShouldContain("swapped groups");
        decision.ToJson()["comparedItems"]!.AsArray().Count.ShouldBe(3);
        Should.Throw<ArgumentException>(() => UpkeepDecision.Of([better], fair, FairnessReport.OfClassifier([], static _ => [1f]))).Message.ShouldContain("same probes");
    }
}
