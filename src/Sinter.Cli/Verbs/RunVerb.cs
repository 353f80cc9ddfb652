using System.CommandLine;
using Sinter.Cli.Progress;
using Sinter.Cli.Recipes;
using Sinter.Cli.Stages;
using Sinter.Training.Runs;

namespace Sinter.Cli.Verbs;

/// <summary><c>sinter run RECIPE</c>: the whole life of a model, or the part of it that is not done yet.</summary>
internal static class RunVerb
{
    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var recipe = new Argument<string>("RECIPE") { Description = "The recipe, a YAML file." };
        var folder = new Option<string?>("--out") { HelpName = "DIR", Description = "The run folder; runs/NAME without it." };
        var from = new Option<string?>("--from") { HelpName = "STAGE", Description = "Run again from this stage on; the stages before it must be done." };
        var to = new Option<string?>("--to") { HelpName = "STAGE", Description = "Stop after this stage." };
        var set = new Option<string[]>("--set") { HelpName = "key=value", Description = "Change a key of the recipe for this run; may be given many times." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would run, and why, and write nothing." };
        var verb = new Verb(
            "run",
            "Runs the stages of a recipe in order: collect, clean, split, tokenizer, pack, pretrain, finetune, evaluate, report. What is done and unchanged is not run again; what was cut short goes on.",
            "sinter run recipes/dotnet-docs.yaml",
            "sinter run recipes/dotnet-docs.yaml --out runs/small --set model.layers=2 --set pretrain.steps=200",
            "sinter run recipes/dotnet-docs.yaml --from finetune",
            "sinter run recipes/dotnet-docs.yaml --to pack --dry-run")
        {
            recipe, folder, from, to, set, dryRun,
        };
        verb.SetAction(parsed => Run(
            RecipeReader.Read(parsed.GetRequiredValue(recipe), parsed.GetValue(set)),
            parsed.GetValue(folder),
            parsed.GetValue(from),
            parsed.GetValue(to),
            parsed.GetValue(dryRun),
            parsed.InvocationConfiguration.Output));
        return verb;
    }

    private static int Run(Recipe recipe, string? folder, string? from, string? to, bool dryRun, TextWriter output)
    {
        var run = new RunFolder(folder is { Length: > 0 } ? folder : Path.Combine("runs", recipe.Name));
        if (dryRun)
        {
            PlanTable.Write(StagePlanner.Plan(StageList.Of(recipe), recipe, run, from, to ?? recipe.To), output.WriteLine);
            return ExitCode.Done;
        }

        using var interruption = new Interruption();
        IReadOnlyList<PlannedStage> plan;
        using (var progress = ProgressViews.Create(output))
        {
            plan = new StageRunner(recipe, run, progress).Run(
                () =>
                {
                    var stages = StagePlanner.Plan(StageList.Of(recipe), recipe, run, from, to ?? recipe.To);
                    PlanTable.Write(stages, progress.Note);
                    return stages;
                },
                interruption.Token);
        }

        RunSummary.Write(run, plan, output);
        return ExitCode.Done;
    }
}
