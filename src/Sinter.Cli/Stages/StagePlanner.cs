using Sinter.Cli.Recipes;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>Decides which stages of a recipe run, by comparing what each would be made from with what its record says. It writes nothing.</summary>
internal static class StagePlanner
{
    /// <summary>Plans <paramref name="stages"/> for <paramref name="recipe"/> in <paramref name="run"/>.</summary>
    /// <param name="stages">The stages, in order; each builds on all before it.</param>
    /// <param name="recipe">The resolved recipe.</param>
    /// <param name="run">The run folder, which need not exist.</param>
    /// <param name="from">The stage that runs again even if nothing changed; null to run what is needed.</param>
    /// <param name="to">The last stage to run; null for the last there is.</param>
    /// <exception cref="UsageException"><paramref name="from"/> or <paramref name="to"/> names no stage, or they stand in the wrong order.</exception>
    /// <exception cref="InvalidDataException">A stage before <paramref name="from"/> has not been run with this recipe, or a record is damaged.</exception>
    public static IReadOnlyList<PlannedStage> Plan(IReadOnlyList<IStage> stages, Recipe recipe, RunFolder run, string? from = null, string? to = null)
    {
        var first = from is null ? 0 : IndexOf(stages, from, "--from");
        var last = to is null ? stages.Count - 1 : IndexOf(stages, to, "--to");
        if (last < first)
        {
            throw new UsageException($"--to {to} stands before --from {from}; the stages are {Names(stages)}.");
        }

        var plan = new List<PlannedStage>(stages.Count);
        var upstream = "";
        var inputs = InputHashes.Read(run);
        foreach (var stage in stages)
        {
            var planned = Judge(stage, recipe, run, upstream, plan, inputs);
            upstream = planned.Fingerprint;
            plan.Add(planned);
        }

        for (var i = 0; i < first; i++)
        {
            if (plan[i].Works)
            {
                throw new InvalidDataException($"--from {from} needs the stage '{plan[i].Stage.Name}' to be done with this recipe, but in '{run}' it is not ({plan[i].Reason}); leave out --from, or name that stage.");
            }
        }

        var forced = from is not null && !ContinuesLater(plan, first, last);
        return [.. plan.Select((planned, i) =>
            i < first || i > last ? planned with { Action = StageAction.Leave, Reason = i < first ? "before --from" : "after --to" }
            : forced && planned.Action == StageAction.Keep ? planned with { Action = StageAction.Run, Reason = i == first ? "asked for by --from" : $"follows '{from}'" }
            : planned)];
    }

    /// <summary>Whether an attempt was cut short after <paramref name="first"/>: the same command then goes on there, and begins nothing anew.</summary>
    private static bool ContinuesLater(List<PlannedStage> plan, int first, int last)
    {
        for (var i = first; i <= last; i++)
        {
            if (plan[i].Works)
            {
                return i > first && plan[i].Action == StageAction.Resume;
            }
        }

        return false;
    }

    private static PlannedStage Judge(IStage stage, Recipe recipe, RunFolder run, string upstream, List<PlannedStage> before, InputHashes inputs)
    {
        var settings = stage.Settings(recipe, inputs);
        var fingerprint = StageFingerprint.Compute(stage.Name, settings, upstream);
        var (action, reason) = Decide(stage, recipe, settings, fingerprint, run, before);
        return new PlannedStage(stage, action, reason, settings, fingerprint) { Inputs = inputs };
    }

    private static (StageAction Action, string Reason) Decide(
        IStage stage, Recipe recipe, IReadOnlyDictionary<string, string> settings, string fingerprint, RunFolder run, List<PlannedStage> before)
    {
        if (StageResult.Read(run, stage.Name) is { } result)
        {
            if (!string.Equals(result.Fingerprint, fingerprint, StringComparison.Ordinal))
            {
                return (StageAction.Run, Changes(result.Settings, settings, before));
            }

            var missing = stage.Outputs(recipe, run).FirstOrDefault(output => !Path.Exists(output));
            return missing is null
                ? (StageAction.Keep, "unchanged")
                : (StageAction.Run, $"'{Path.GetRelativePath(run.Root, missing)}' is missing");
        }

        return StageAttempt.Read(run, stage.Name) is not { } attempt ? (StageAction.Run, "not done yet")
            : string.Equals(attempt.Fingerprint, fingerprint, StringComparison.Ordinal) ? (StageAction.Resume, "was cut short")
            : (StageAction.Run, "was cut short with another recipe: " + Changes(attempt.Settings, settings, before));
    }

    /// <summary>Says which settings differ, or, where none does, which earlier stage it is that changed.</summary>
    private static string Changes(IReadOnlyDictionary<string, string> old, IReadOnlyDictionary<string, string> now, List<PlannedStage> before)
    {
        var changes = old.Keys.Union(now.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Where(key => !string.Equals(old.GetValueOrDefault(key), now.GetValueOrDefault(key), StringComparison.Ordinal))
            .Select(key => $"{key} changed from {old.GetValueOrDefault(key) ?? "nothing"} to {now.GetValueOrDefault(key) ?? "nothing"}")
            .ToArray();
        if (changes.Length > 0)
        {
            return string.Join("; ", changes);
        }

        return before.FirstOrDefault(planned => planned.Works) is { } cause ? $"'{cause.Stage.Name}' runs again" : "an earlier stage has changed";
    }

    private static int IndexOf(IReadOnlyList<IStage> stages, string name, string option)
    {
        for (var i = 0; i < stages.Count; i++)
        {
            if (string.Equals(stages[i].Name, name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        throw new UsageException($"{option} {name}: there is no such stage{Suggestion.For(name, [.. stages.Select(stage => stage.Name)])}");
    }

    private static string Names(IReadOnlyList<IStage> stages) => string.Join(", ", stages.Select(stage => stage.Name));
}
