using System.Diagnostics;
using System.Text.Json.Nodes;
using Sinter.Cli.Progress;
using Sinter.Cli.Recipes;
using Sinter.Data.Lineage;
using Sinter.Tensors.Profiling;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>Carries out a plan: keeps the run folder to itself, runs each stage that must run, and leaves a record of it.</summary>
internal sealed class StageRunner(Recipe recipe, RunFolder run, IProgressView progress)
{
    /// <summary>Less free space than this is no use to begin with, in bytes.</summary>
    private const long LeastFreeSpace = 64L << 20;

    /// <summary>Gives the profiler of a stage that trains; null where nobody asked for times.</summary>
    public Func<string, Profiler>? Profilers { get; init; }

    /// <summary>Runs the stages that <paramref name="plan"/> makes, once the run folder is ours alone.</summary>
    /// <param name="plan">Plans the stages; it is called when nobody else can change the run folder any more.</param>
    /// <param name="cancellation">Asks the working stage to keep what it has and stop.</param>
    /// <returns>The plan that was carried out.</returns>
    /// <exception cref="IOException">Another process works in this folder, or the disk is full.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; the same call goes on from there.</exception>
    public IReadOnlyList<PlannedStage> Run(Func<IReadOnlyList<PlannedStage>> plan, CancellationToken cancellation)
    {
        CheckFreeSpace();
        using var held = RunLock.Acquire(run);
        if (Forgetting.IsUnfinished(run.Root))
        {
            throw new InvalidDataException($"The run folder '{run}' was cut short while it forgot documents; run the same 'sinter data forget' again, it ends what was begun.");
        }

        var stages = plan();
        Directory.CreateDirectory(run.Stages);
        AtomicFile.WriteAllText(run.Recipe, RecipeWriter.Write(recipe));
        stages.FirstOrDefault(static stage => stage.Inputs is not null)?.Inputs!.Write(run);
        using var events = EventLog.Open(run.Events);
        foreach (var stage in stages.Where(stage => stage.Works))
        {
            cancellation.ThrowIfCancellationRequested();
            RunOne(stage, events, cancellation);
        }

        return stages;
    }

    private void RunOne(PlannedStage planned, EventLog events, CancellationToken cancellation)
    {
        var name = planned.Stage.Name;
        var resuming = planned.Action == StageAction.Resume;
        var secondsBefore = resuming ? StageAttempt.Read(run, name)?.Seconds ?? 0 : 0;
        if (!resuming)
        {
            Clear(planned.Stage);
        }

        var attempt = new StageAttempt(planned.Fingerprint, planned.Settings, secondsBefore);
        attempt.Write(run, name);
        events.Write(name, "start", new JsonObject { ["resuming"] = resuming, ["fingerprint"] = planned.Fingerprint });
        progress.Begin(name);
        var clock = Stopwatch.StartNew();
        try
        {
            var context = new StageContext
            {
                Recipe = recipe,
                Run = run,
                Events = events,
                Progress = progress,
                Resuming = resuming,
                Fingerprint = planned.Fingerprint,
                Profilers = Profilers,
            };
            var result = planned.Stage.Run(context, cancellation) with
            {
                Name = name,
                Seconds = Math.Round(secondsBefore + clock.Elapsed.TotalSeconds, 3),
                Settings = planned.Settings,
                Fingerprint = planned.Fingerprint,
            };
            result.Write(run);
            StageAttempt.Close(run, name);
            events.Write(name, "end", new JsonObject { ["seconds"] = result.Seconds });
            progress.End(StageSummary.Of(result));
        }
        catch (OperationCanceledException)
        {
            (attempt with { Seconds = Math.Round(secondsBefore + clock.Elapsed.TotalSeconds, 3) }).Write(run, name);
            events.Write(name, "interrupted");
            progress.End("stopped");
            throw;
        }
        catch
        {
            progress.End("failed");
            throw;
        }
    }

    /// <summary>Removes what an earlier run of the stage left. Its record goes first: a crash in between then leaves a stage that runs again.</summary>
    private void Clear(IStage stage)
    {
        File.Delete(run.Stage(stage.Name));
        foreach (var output in stage.Outputs(recipe, run))
        {
            if (Directory.Exists(output))
            {
                Directory.Delete(output, recursive: true);
            }
            else if (File.Exists(output))
            {
                File.Delete(output);
            }
        }
    }

    private void CheckFreeSpace()
    {
        if (FreeSpace.At(run.Root) is { } free && free < LeastFreeSpace)
        {
            throw new IOException($"The disk of '{run}' has {free >> 20} MB free, and a run needs at least {LeastFreeSpace >> 20} MB; free some space, or choose another disk with --out.");
        }
    }
}
