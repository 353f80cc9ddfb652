using System.Text.Json;
using Sinter.Cli.Reports;
using Sinter.Data.Reports;
using Sinter.Training.Runs;

namespace Sinter.Cli.Tests.Reports;

public sealed class RunReportTests
{
    [Fact]
    public void Report_json_holds_the_keys_of_the_contract()
    {
        using var run = new FinishedRun();
        run.Evaluate();

        RunReport.Build(run.Folder).Save(run.Folder);

        using var json = JsonDocument.Parse(File.ReadAllText(run.Folder.ReportJson));
        var evaluation = json.RootElement.GetProperty("evaluation");
        evaluation.GetProperty("bitsPerByte").GetProperty("base").GetDouble().ShouldBe(1.04);
        evaluation.GetProperty("bitsPerByte").GetProperty("tuned").GetDouble().ShouldBe(1.09);
        evaluation.GetProperty("bitsPerByte").GetProperty("baseline").GetDouble().ShouldBe(1.46);
        evaluation.GetProperty("bitsPerByte").GetProperty("unigram").GetDouble().ShouldBe(2.41);
        evaluation.GetProperty("kindAccuracy").GetProperty("tuned").GetDouble().ShouldBeGreaterThan(0.9);
        evaluation.GetProperty("kindAccuracy").GetProperty("majority").GetDouble().ShouldBe(0.4175);
        var clean = json.RootElement.GetProperty("stages")[1];
        clean.GetProperty("name").GetString().ShouldBe("clean");
        clean.GetProperty("seconds").GetDouble().ShouldBe(4.1);
        clean.GetProperty("documentsIn").GetInt64().ShouldBe(143_208);
        clean.GetProperty("documentsOut").GetInt64().ShouldBe(74_391);
        clean.GetProperty("bytesIn").GetInt64().ShouldBe(29_914_022);
        clean.GetProperty("bytesOut").GetInt64().ShouldBe(14_702_118);
        clean.GetProperty("drops")[0].GetProperty("count").GetInt64().ShouldBe(63_020);
        json.RootElement.GetProperty("training")[0].GetProperty("steps").GetArrayLength().ShouldBe(900);
        json.RootElement.GetProperty("verdict").GetProperty("level").GetString().ShouldBe("good");
    }

    [Fact]
    public void Key_figures_come_from_the_stages_and_the_events()
    {
        using var run = new FinishedRun();
        run.Evaluate();

        var figures = RunReport.Build(run.Folder).Figures;

        figures.Parameters.ShouldBe(5_246_208);
        figures.TokensSeen.ShouldBe((900 * 4096) + (250 * 2048));
        figures.BitsPerByte.ShouldBe(1.09);
        figures.Seconds!.Value.ShouldBe(358.5, 0.01);
        figures.TokensPerSecond!.Value.ShouldBeInRange(14_200, 15_100);
    }

    [Fact]
    public void An_empty_folder_still_gives_a_page_that_says_what_is_missing()
    {
        using var folder = new TemporaryFolder();
        var run = new RunFolder(folder.Path);

        RunReport.Build(run).Save(run);

        var html = File.ReadAllText(run.ReportHtml);
        html.ShouldContain("This run has not been evaluated yet.");
        html.ShouldContain("The stage “pretrain” has not finished.");
        html.ShouldContain("The event log is missing or empty");
        html.ShouldContain("The recipe of the run is missing.");
    }

    [Fact]
    public void Without_events_the_other_parts_are_shown()
    {
        using var run = new FinishedRun(events: false);
        run.Evaluate();

        var html = RunReportPage.Of(RunReport.Build(run.Folder)).ToHtml();

        html.ShouldContain("id=\"results\"");
        html.ShouldContain("id=\"data\"");
        html.ShouldNotContain("id=\"training\"");
    }

    [Theory]
    [InlineData("clean", "{\"documentsIn\": \"many\"}")]
    [InlineData("pretrain", "[")]
    [InlineData("evaluate", "{\"metrics\": {\"bitsPerByte\": 3}}")]
    [InlineData("evaluate", "{}")]
    public void A_damaged_record_is_told_and_stops_nothing(string stage, string content)
    {
        using var run = new FinishedRun();
        run.Evaluate();
        File.WriteAllText(run.Folder.Stage(stage), content);

        var report = RunReport.Build(run.Folder);

        report.Missing.Count.ShouldBe(1);
        report.Verdict.Level.ShouldBe(VerdictLevel.Warning);
        RunReportPage.Of(report).ToHtml().ShouldContain(stage);
    }

    [Fact]
    public void Hostile_samples_metrics_names_and_prompts_stay_text()
    {
        using var run = new FinishedRun();
        run.Evaluate();
        using (var log = EventLog.Open(run.Folder.Events))
        {
            log.Sample("finetune", 251, FinishedRun.Hostile, FinishedRun.Hostile);
            log.Warning("finetune", FinishedRun.Hostile);
        }

        File.WriteAllText(run.Folder.Recipe, FinishedRun.Hostile);
        new StageResult { Name = "pack", Metrics = new() { [FinishedRun.Hostile] = FinishedRun.Hostile } }.Write(run.Folder);

        var html = RunReportPage.Of(RunReport.Build(run.Folder)).ToHtml();

        html.ShouldNotContain("<img");
        html.ShouldContain("&lt;img src=x onerror=alert(1)&gt;");
    }

    [Fact]
    public void The_page_stays_small_for_a_long_run()
    {
        using var run = new FinishedRun();
        using (var log = EventLog.Open(run.Folder.Events))
        {
            for (var step = 901; step <= 12_000; step++)
            {
                log.Step("pretrain", step, step * 4096L, 3 + (step % 7 * 0.01), 1e-3, 1, 14_000);
            }
        }

        var report = RunReport.Build(run.Folder);

        report.Training[0].LastStep.ShouldBe(12_000);
        report.Training[0].Steps.Count.ShouldBeLessThanOrEqualTo(TrainingCurves.MostSteps);
        RunReportPage.Of(report).ToHtml().Length.ShouldBeLessThan(400_000);
    }

    [Fact]
    public void The_same_folder_gives_the_same_page()
    {
        using var run = new FinishedRun();
        run.Evaluate();

        RunReportPage.Of(RunReport.Build(run.Folder)).ToHtml().ShouldBe(RunReportPage.Of(RunReport.Build(run.Folder)).ToHtml());
    }
}
