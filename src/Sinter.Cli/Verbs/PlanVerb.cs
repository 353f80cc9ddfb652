using System.CommandLine;
using Sinter.Cli.Recipes;
using Sinter.Cli.Stages;
using Sinter.Models;
using Sinter.Tensors.Cpu;
using Sinter.Training;
using Sinter.Training.Runs;

namespace Sinter.Cli.Verbs;

/// <summary><c>sinter plan RECIPE|PRESET</c>: what a run, or a step of a published model, will take, before anything runs.</summary>
internal static class PlanVerb
{
    /// <summary>How long a training is tried, but for its first pass.</summary>
    public static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(4);

    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var recipe = new Argument<string>("RECIPE") { Description = "The recipe, a YAML file, or the name of a preset, of which a step with a batch of 1 is planned." };
        var set = new Option<string[]>("--set") { HelpName = "key=value", Description = "Change a key of the recipe for this plan; may be given many times." };
        var verb = new Verb(
            "plan",
            "Says what the trainings of a recipe or of a published model take: parameters, memory, arithmetic, tokens, disk, and the time from a probe of a few seconds. Writes nothing.",
            "sinter plan recipes/dotnet-docs.yaml",
            "sinter plan recipes/dotnet-docs.yaml --set model.layers=6 --set pretrain.batchSize=16",
            "sinter plan gpt3-175b")
        {
            recipe, set,
        };
        verb.SetAction(parsed =>
        {
            var (name, assignments, output) = (parsed.GetRequiredValue(recipe), parsed.GetValue(set), parsed.InvocationConfiguration.Output);
            return PresetPlan.Find(name) is { } preset ? PresetPlan.Run(preset, assignments is { Length: > 0 }, output) : Run(RecipeReader.Read(name, assignments), output);
        });
        return verb;
    }

    private static int Run(Recipe recipe, TextWriter output)
    {
        var plans = RecipePlans.Of(recipe);
        var text = new PlanText(output);
        text.Model(plans[0].Plan);
        var seconds = 0.0;
        var probes = new Dictionary<(ModelConfig Config, string Objective, int BatchSize, OptimizerKind Optimizer), TrainingProbe>();
        foreach (var (stage, plan) in plans)
        {
            var decisive = (plan.Config, plan.Options.Objective.Name, plan.Options.BatchSize, plan.Options.Optimizer);
            if (!probes.TryGetValue(decisive, out var probe) && plan.MemoryBytes <= PlanText.Memory)
            {
                probes[decisive] = probe = TrainingProbe.Measure(plan.Config, plan.Options, new CpuBackend(recipe.Threads), ProbeLimit);
            }

            seconds += text.Training(stage, plan, probe);
        }

        text.Together(plans.Select(static entry => entry.Plan).ToArray(), seconds, OtherStages(recipe, new RunFolder(Path.Combine("runs", recipe.Name))));
        return ExitCode.Done;
    }

    /// <summary>The stages that are not trainings, with the seconds that they took the last time where they have run.</summary>
    private static (string Names, double? Seconds) OtherStages(Recipe recipe, RunFolder run)
    {
        var others = StageList.Of(recipe).Where(static stage => !StageList.Trainings.Contains(stage.Name, StringComparer.Ordinal)).Select(static stage => stage.Name).ToArray();
        var results = others.Select(stage => StageResult.Read(run, stage)).ToArray();
        return (string.Join(", ", others), results.All(static result => result is not null) ? results.Sum(static result => result!.Seconds) : null);
    }
}
