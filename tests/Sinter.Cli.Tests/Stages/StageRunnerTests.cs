using System.Text.Json;
using Sinter.Cli.Recipes;
using Sinter.Cli.Stages;
using Sinter.Training.Runs;

namespace Sinter.Cli.Tests.Stages;

public sealed class StageRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingStage _collect = new("collect", "collect");
    private readonly RecordingStage _clean = new("clean", "clean");
    private readonly RecordingStage _pretrain = new("pretrain", "pretrain", "seed", "threads");
    private readonly RecordingView _view = new();

    private RunFolder Run => new(_folder.File("run"));

    private IStage[] Stages => [_collect, _clean, _pretrain];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Stages_run_in_order_and_leave_a_record_and_a_log()
    {
        Execute();

        _view.Lines.Where(line => line.StartsWith("begin", StringComparison.Ordinal)).ShouldBe(["begin collect", "begin clean", "begin pretrain"]);
        StageResult.Read(Run, "clean")!.DocumentsOut.ShouldBe(1);
        StageResult.Read(Run, "clean")!.Name.ShouldBe("clean");
        File.Exists(Run.StageAttempt("clean")).ShouldBeFalse();
        EventLog.Read(Run.Events).Select(happened => $"{happened.Stage} {happened.Event}")
            .ShouldBe(["collect start", "collect end", "clean start", "clean end", "pretrain start", "pretrain end"]);
        RecipeReader.Read(Run.Recipe).Pretrain.Steps.ShouldBe(1000);
    }

    [Fact]
    public void What_has_not_changed_is_not_run_again()
    {
        Execute();
        var plan = Execute();

        plan.ShouldAllBe(planned => planned.Action == StageAction.Keep && planned.Reason == "unchanged");
        _collect.Runs.Count.ShouldBe(1);
    }

    [Fact]
    public void A_changed_key_runs_its_stage_and_those_after_it_and_says_why()
    {
        Execute();
        var plan = ExecuteWith("clean.scoreDropped=false");

        Lines(plan).ShouldBe(["collect Keep unchanged", "clean Run clean.scoreDropped changed from true to false", "pretrain Run 'clean' runs again"]);
        File.ReadAllText(_clean.Output(Run)).ShouldBe("begun;done;");
        _pretrain.Runs[^1].Resuming.ShouldBeFalse();
    }

    [Fact]
    public void Keys_that_change_no_result_run_nothing_again()
    {
        Execute();

        ExecuteWith("threads=2", "pretrain.checkpointEvery=7").ShouldAllBe(planned => planned.Action == StageAction.Keep);
    }

    [Fact]
    public void A_stage_whose_output_is_gone_runs_again()
    {
        Execute();
        File.Delete(_clean.Output(Run));

        Lines(Execute())[1].ShouldBe($"clean Run '{Path.Combine("documents", "clean.txt")}' is missing");
    }

    [Fact]
    public void A_run_that_was_stopped_goes_on_where_it_was()
    {
        using var source = new CancellationTokenSource();
        _clean.Work = token =>
        {
            source.Cancel();
            token.ThrowIfCancellationRequested();
        };
        Should.Throw<OperationCanceledException>(() => Execute(source.Token));
        _clean.Work = _ => { };

        var plan = Execute();

        Lines(plan).ShouldBe(["collect Keep unchanged", "clean Resume was cut short", "pretrain Run not done yet"]);
        _clean.Runs[^1].Resuming.ShouldBeTrue();
        File.ReadAllText(_clean.Output(Run)).ShouldBe("begun;begun;done;");
        EventLog.Read(Run.Events).Select(happened => happened.Event).ShouldContain("interrupted");
    }

    [Fact]
    public void What_an_attempt_with_another_recipe_left_is_not_continued()
    {
        _clean.Work = _ => throw new IOException("broken");
        Should.Throw<IOException>(() => Execute());
        _clean.Work = _ => { };

        var plan = ExecuteWith("clean.scoreDropped=false");

        Lines(plan)[1].ShouldBe("clean Run was cut short with another recipe: clean.scoreDropped changed from true to false");
        _clean.Runs[^1].Resuming.ShouldBeFalse();
        File.ReadAllText(_clean.Output(Run)).ShouldBe("begun;done;");
    }

    [Fact]
    public void From_runs_again_what_had_not_changed()
    {
        Execute();
        var plan = Execute(from: "clean");

        Lines(plan).ShouldBe(["collect Leave before --from", "clean Run asked for by --from", "pretrain Run follows 'clean'"]);
        _clean.Runs.Count.ShouldBe(2);
    }

    [Fact]
    public void The_same_command_with_from_goes_on_and_begins_nothing_anew()
    {
        Execute();
        _pretrain.Work = _ => throw new IOException("broken");
        Should.Throw<IOException>(() => Execute(from: "clean"));
        _pretrain.Work = _ => { };

        Lines(Execute(from: "clean")).ShouldBe(["collect Leave before --from", "clean Keep unchanged", "pretrain Resume was cut short"]);
    }

    [Fact]
    public void From_needs_the_stages_before_it()
    {
        Should.Throw<InvalidDataException>(() => Execute(from: "clean")).Message
            .ShouldContain("--from clean needs the stage 'collect' to be done with this recipe");
        Execute(to: "clean");
        Should.Throw<InvalidDataException>(() => Execute(["clean.scoreDropped=false"], from: "pretrain")).Message
            .ShouldContain("clean.scoreDropped changed from true to false");
    }

    [Fact]
    public void To_stops_after_its_stage()
    {
        var plan = Execute(to: "clean");

        Lines(plan)[2].ShouldBe("pretrain Leave after --to");
        _pretrain.Runs.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("claen", null, "--from claen: there is no such stage; did you mean 'clean'?")]
    [InlineData(null, "zebra", "--to zebra: there is no such stage; known are collect, clean, pretrain.")]
    [InlineData("pretrain", "clean", "--to clean stands before --from pretrain")]
    public void Stages_that_do_not_exist_or_stand_the_wrong_way_round_are_wrong_use(string? from, string? to, string expected) =>
        Should.Throw<UsageException>(() => Execute(from: from, to: to)).Message.ShouldContain(expected);

    [Fact]
    public void Planning_writes_nothing()
    {
        StagePlanner.Plan(Stages, new Recipe(), Run).Count.ShouldBe(3);

        Directory.Exists(Run.Root).ShouldBeFalse();
    }

    [Fact]
    public void Nothing_runs_in_a_folder_that_another_process_works_in()
    {
        using var held = RunLock.Acquire(Run);

        Should.Throw<IOException>(() => Execute()).Message.ShouldContain("is in use by process");
        _collect.Runs.ShouldBeEmpty();
    }

    [Fact]
    public void A_stage_knows_its_threads_and_its_fingerprint()
    {
        var plan = ExecuteWith("threads=3");

        _pretrain.Runs[0].Threads.ShouldBe(3);
        _pretrain.Runs[0].Fingerprint.ShouldBe(plan[2].Fingerprint);
        JsonDocument.Parse(File.ReadAllText(Run.Stage("pretrain"))).RootElement.GetProperty("fingerprint").GetString().ShouldBe(plan[2].Fingerprint);
    }

    private static string[] Lines(IReadOnlyList<PlannedStage> plan) => [.. plan.Select(planned => $"{planned.Stage.Name} {planned.Action} {planned.Reason}")];

    private IReadOnlyList<PlannedStage> ExecuteWith(params string[] assignments) => Execute(assignments, null);

    private IReadOnlyList<PlannedStage> Execute(CancellationToken cancellation) => Execute([], null, null, cancellation);

    private IReadOnlyList<PlannedStage> Execute(string? from = null, string? to = null) => Execute([], from, to);

    private IReadOnlyList<PlannedStage> Execute(string[] assignments, string? from, string? to = null, CancellationToken cancellation = default)
    {
        var recipe = RecipeReader.Read(_folder.File("recipe.yaml", "seed: 1\n"), assignments);
        return new StageRunner(recipe, Run, _view).Run(() => StagePlanner.Plan(Stages, recipe, Run, from, to), cancellation);
    }
}
