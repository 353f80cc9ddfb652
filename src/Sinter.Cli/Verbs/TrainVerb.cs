using System.CommandLine;
using Sinter.Cli.Progress;
using Sinter.Cli.Recipes;
using Sinter.Cli.Stages;
using Sinter.Training.Runs;

namespace Sinter.Cli.Verbs;

/// <summary><c>sinter train RECIPE</c>: a run up to its trainings, or to one of them, whose steps can be profiled.</summary>
internal static class TrainVerb
{
    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var recipe = new Argument<string>("RECIPE") { Description = "The recipe, a YAML file." };
        var folder = new Option<string?>("--out") { HelpName = "DIR", Description = "The run folder; runs/NAME without it." };
        var stage = new Option<string?>("--stage") { HelpName = "STAGE", Description = $"The last training to do: {string.Join(" or ", StageList.Trainings)}; all of them without it." };
        var profile = new Option<string?>("--profile")
        {
            HelpName = "FILE",
            Description = $"Take the times of {TrainingProfile.Steps} steps of each training, print them by operation, and write them to FILE as a Chrome trace; profile.json in the run folder without FILE.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var set = new Option<string[]>("--set") { HelpName = "key=value", Description = "Change a key of the recipe for this run; may be given many times." };
        var verb = new Verb(
            "train",
            "Runs the training stages of a recipe, and before them what is not done yet. What is done and unchanged is not run again; what was cut short goes on.",
            "sinter train recipes/dotnet-docs.yaml",
            "sinter train recipes/dotnet-docs.yaml --stage pretrain --set pretrain.optimizer=lion --set pretrain.learningRate=3e-4",
            "sinter train recipes/dotnet-docs.yaml --stage pretrain --out runs/profiled --profile",
            "sinter train recipes/dotnet-docs.yaml --stage finetune --profile finetune.trace.json")
        {
            recipe, folder, stage, profile, set,
        };
        verb.SetAction(parsed => Run(
            RecipeReader.Read(parsed.GetRequiredValue(recipe), parsed.GetValue(set)),
            parsed.GetValue(folder),
            parsed.GetValue(stage),
            parsed.GetResult(profile) is null ? null : new TrainingProfile(parsed.GetValue(profile)),
            parsed.InvocationConfiguration.Output));
        return verb;
    }

    private static int Run(Recipe recipe, string? folder, string? stage, TrainingProfile? profile, TextWriter output)
    {
        var run = new RunFolder(folder is { Length: > 0 } ? folder : Path.Combine("runs", recipe.Name));
        var stages = StagesUpTo(stage, recipe);
        using var interruption = new Interruption();
        IReadOnlyList<PlannedStage> plan;
        using (var progress = ProgressViews.Create(output))
        {
            plan = new StageRunner(recipe, run, progress) { Profilers = profile is null ? null : profile.Begin }.Run(
                () =>
                {
                    var planned = StagePlanner.Plan(stages, recipe, run);
                    PlanTable.Write(planned, progress.Note);
                    return planned;
                },
                interruption.Token);
        }

        profile?.Write(run, recipe.Threads, output);
        RunSummary.Write(run, plan, output);
        return ExitCode.Done;
    }

    /// <summary>The stages from the first to the training that was asked for, or to the last training.</summary>
    private static IStage[] StagesUpTo(string? training, Recipe recipe)
    {
        if (training is not null && !StageList.Trainings.Contains(training, StringComparer.Ordinal))
        {
            throw new UsageException($"--stage {training}: there is no such training{Suggestion.For(training, StageList.Trainings)}");
        }

        var trainings = RunModels.Trainings(recipe);
        if (training is not null && !trainings.Contains(training, StringComparer.Ordinal))
        {
            throw new UsageException($"--stage {training}: the recipe asks for no such training; it has {string.Join(", ", trainings)}.");
        }

        var last = training ?? trainings[^1];
        var stages = StageList.Of(recipe);
        return [.. stages.Take(1 + stages.Index().First(entry => string.Equals(entry.Item.Name, last, StringComparison.Ordinal)).Index)];
    }
}
