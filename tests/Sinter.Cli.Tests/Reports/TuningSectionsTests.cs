using System.Text.Json.Nodes;
using Sinter.Cli.Reports;
using Sinter.Data.Reports;
using Sinter.Evaluation.Metrics;
using Sinter.Evaluation.Upkeep;
using Sinter.Training.Runs;

namespace Sinter.Cli.Tests.Reports;

public sealed class TuningSectionsTests
{
    private static readonly string[] Anchors = ["upkeep", "learning-curve", "confusion", "calibration", "alignment", "before-and-after"];

    [Fact]
    public void Sections_appear_only_where_a_stage_has_their_key()
    {
        var bare = Page([]);
        var full = Page(Metrics());

        foreach (var anchor in Anchors)
        {
            bare.ShouldNotContain($"<section id=\"{anchor}\"");
            full.ShouldContain($"<section id=\"{anchor}\"");
        }
    }

    [Fact]
    public void Parts_one_level_below_are_found_too() =>
        Page(new() { ["scores"] = Metrics() }).ShouldContain("Fine-tuning, scores");

    [Fact]
    public void A_matrix_of_few_classes_is_a_table_of_counts()
    {
        var html = Page(new() { ["confusion"] = Confusion(["bad", "good"], [[430, 70], [60, 440]]) });

        html.ShouldContain("title=\"bad as good: 70, 14.0&#xA0;%\"");
        html.ShouldContain(">430</td>");
        html.ShouldContain("86.0&#xA0;%");
    }

    [Fact]
    public void A_matrix_of_many_classes_is_a_small_drawing_with_its_worst_pairs()
    {
        var html = Page(ManyClasses(100));

        html.ShouldContain("viewBox=\"0 0 100 100\"");
        html.ShouldContain("What was mistaken most often");
        html.Length.ShouldBeLessThan(400_000);
    }

    [Fact]
    public void Curves_have_bands_and_logarithmic_labels()
    {
        var html = Page(Metrics());

        html.ShouldContain("class=\"s1 band\"");
        html.ShouldContain("\"log\":true");
        html.ShouldContain("majority");
    }

    [Fact]
    public void Hostile_labels_prompts_and_texts_stay_text()
    {
        var html = Page(new()
        {
            ["confusion"] = Confusion([FinishedRun.Hostile, "b"], [[1, 2], [3, 4]], FinishedRun.Hostile),
            ["comparedSamples"] = new JsonArray(new JsonObject { ["prompt"] = FinishedRun.Hostile, ["before"] = FinishedRun.Hostile, ["after"] = "half \ud83d", ["note"] = FinishedRun.Hostile }),
            ["learningCurve"] = new JsonObject { ["title"] = FinishedRun.Hostile, ["series"] = new JsonArray(new JsonObject { ["name"] = FinishedRun.Hostile, ["points"] = new JsonArray(Point(1, 1), Point(2, 2)) }) },
            ["alignment"] = new JsonObject { ["method"] = FinishedRun.Hostile, ["steps"] = new JsonArray(new JsonObject { ["step"] = 1, ["kl"] = 0.5 }) },
            ["upkeep"] = new JsonObject { ["takesNew"] = true, ["comparedItems"] = new JsonArray(new JsonObject { ["measure"] = FinishedRun.Hostile, ["verdict"] = FinishedRun.Hostile }) },
            ["fairness"] = new JsonObject { [FinishedRun.Hostile] = new JsonObject { ["probes"] = 3 } },
        });

        html.ShouldNotContain("<img");
        html.ShouldContain("&lt;img src=x onerror=alert(1)&gt;");
    }

    [Theory]
    [InlineData("confusion", "3")]
    [InlineData("confusion", """{"labels":["a","b"],"counts":[[1,2]]}""")]
    [InlineData("confusion", """{"labels":["a","b"],"counts":[[1,2],[3]]}""")]
    [InlineData("confusion", """{"labels":["a"],"counts":[[-1]]}""")]
    [InlineData("confusion", """{"labels":[],"counts":[]}""")]
    [InlineData("calibration", """{"bins":[{"low":0.5,"high":0.1,"count":1,"confidence":1,"accuracy":1}]}""")]
    [InlineData("calibration", """{"bins":[]}""")]
    [InlineData("learningCurve", """[1,"x",{"series":7},{"series":[{"name":"a","points":[{"x":-1,"mean":2},{"x":"many"}]}]}]""")]
    [InlineData("alignment", """{"steps":[{"step":"one"},[],{"kl":3}]}""")]
    [InlineData("alignment", "[]")]
    [InlineData("comparedSamples", """[{"prompt":"a"},{"before":1,"after":2},"text"]""")]
    [InlineData("upkeep", """{"takesNew":"yes"}""")]
    [InlineData("fairness", """{"gender":{"probes":"many"},"all":3}""")]
    public void Odd_parts_are_left_out(string key, string json)
    {
        var html = Page(new() { [key] = JsonNode.Parse(json) });

        Anchors.ShouldAllBe(anchor => !html.Contains($"<section id=\"{anchor}\"", StringComparison.Ordinal));
    }

    [Fact]
    public void No_coordinate_is_out_of_the_drawing()
    {
        var html = Page(Metrics());

        html.ShouldNotContain("NaN");
        html.ShouldNotContain("Infinity");
        html.ShouldNotContain("∞");
    }

    private static string Page(JsonObject metrics) => RunReportPage.Of(new RunReport
    {
        Name = "sentiment",
        Verdict = new Verdict(VerdictLevel.Good, "A good run.", []),
        Stages = [new StageResult { Name = "finetune", Seconds = 61, Metrics = metrics }],
    }).ToHtml();

    private static JsonObject Metrics()
    {
        var random = new Random(4);
        int[] truth = [.. Enumerable.Range(0, 1000).Select(static at => at % 2)];
        float[][] probabilities = [.. truth.Select(label => random.NextDouble() < 0.78 ? (float)(0.5 + (0.5 * random.NextDouble())) : (float)(0.5 - (0.45 * random.NextDouble()))).Select((right, at) => truth[at] == 1 ? new[] { 1 - right, right } : [right, 1 - right])];
        var metrics = ClassificationReport.Of(["negative", "positive"], truth, [.. probabilities.Select(static row => row[1] > row[0] ? 1 : 0)], probabilities).ToJson();
        var logits = probabilities.Select(static row => row.Select(static value => 1.8f * MathF.Log(Math.Max(value, 1e-4f))).ToArray()).ToArray();
        var scaling = TemperatureScaling.Fit(logits, truth);
        var scaled = logits.Select(row =>
        {
            var result = new float[2];
            scaling.Apply(row, result);
            return result;
        }).ToArray();
        metrics["calibration"]!["temperature"] = scaling.Temperature;
        metrics["calibration"]!["scaled"] = CalibrationReport.Of(scaled, truth).ToJson();
        metrics["learningCurve"] = new JsonObject
        {
            ["title"] = "Sentiment of film reviews",
            ["x"] = "labels",
            ["measure"] = "accuracy",
            ["isShare"] = true,
            ["series"] = new JsonArray(Curve("pre-trained, whole", 0.60, 0.16), Curve("LoRA", 0.59, 0.15), Curve("frozen", 0.62, 0.10), Curve("from scratch", 0.50, 0.13)),
            ["references"] = new JsonArray(new JsonObject { ["name"] = "majority", ["value"] = 0.5 }),
        };
        metrics["alignment"] = new JsonObject { ["method"] = "dpo", ["steps"] = new JsonArray([.. Enumerable.Range(1, 200).Select(step => (JsonNode)Step(step, random))]) };
        metrics["comparedSamples"] = new JsonArray([.. Enumerable.Range(0, 8).Select(static at => (JsonNode)new JsonObject
        {
            ["prompt"] = $"Human: How do I get a wine stain out of a table cloth, attempt {at}?",
            ["before"] = "You you can can the the stain stain. Human: What is the the of wine? Assistant: wine wine is a a drink drink.",
            ["after"] = "Blot the stain, do not rub it. Then pour cold water on it\nand wash the cloth as warm as its label allows.",
            ["note"] = "reward -0.4 to 1.2",
        })]);
        var probes = FairnessProbe.Of(["He is a fine actor.", "An American film.", "An old Muslim woman."]);
        metrics["fairness"] = FairnessReport.OfClassifier(probes, static text => text.Contains('h', StringComparison.Ordinal) ? [0.4f, 0.6f] : [0.55f, 0.45f]).ToJson();
        double[] losses = [.. Enumerable.Range(0, 60).Select(_ => 1 + random.NextDouble())];
        metrics["upkeep"] = UpkeepDecision.Of([ModelComparison.OfLosses("bits per byte", losses, [.. losses.Select(static loss => loss - 0.05)])]).ToJson();
        return metrics;
    }

    private static JsonObject ManyClasses(int classes)
    {
        var random = new Random(classes);
        return new()
        {
            ["confusion"] = Confusion(
                [.. Enumerable.Range(0, classes).Select(static at => $"intent of the number {at}")],
                [.. Enumerable.Range(0, classes).Select(row => Enumerable.Range(0, classes).Select(column => row == column ? random.Next(20, 60) : random.Next(10) == 0 ? random.Next(1, 9) : 0).ToArray())]),
        };
    }

    private static JsonObject Confusion(string[] labels, int[][] counts, string? title = null) => new()
    {
        ["title"] = title,
        ["labels"] = new JsonArray([.. labels.Select(static label => (JsonNode)label)]),
        ["counts"] = new JsonArray([.. counts.Select(static row => (JsonNode)new JsonArray([.. row.Select(static count => (JsonNode)count)]))]),
    };

    private static JsonObject Curve(string name, double start, double gain) => new()
    {
        ["name"] = name,
        ["points"] = new JsonArray([.. new[] { 32, 128, 512, 2048, 8000 }.Select((size, at) => (JsonNode)Point(size, start + (gain * at / 4), 0.04 / (at + 1)))]),
    };

    private static JsonObject Point(double size, double mean, double spread = 0) => new() { ["x"] = size, ["mean"] = mean, ["low"] = mean - spread, ["high"] = mean + spread };

    private static JsonObject Step(int step, Random random)
    {
        var learned = 1 - Math.Exp(-step / 60.0);
        return new()
        {
            ["step"] = step,
            ["loss"] = 0.693 - (0.25 * learned) + (0.1 * (random.NextDouble() - 0.5)),
            ["rewardAccuracy"] = Math.Clamp(0.5 + (0.22 * learned) + (0.2 * (random.NextDouble() - 0.5)), 0, 1),
            ["chosenReward"] = 0.3 * learned,
            ["rejectedReward"] = -0.6 * learned,
            ["margin"] = 0.9 * learned,
            ["kl"] = 4 * learned * learned,
        };
    }
}
