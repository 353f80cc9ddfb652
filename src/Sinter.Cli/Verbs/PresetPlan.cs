using Sinter.Models;
using Sinter.Tensors.Cpu;
using Sinter.Training;

namespace Sinter.Cli.Verbs;

/// <summary>What a training step of a published model takes: one sequence as long as its context, AdamW, and what its family is trained to do.</summary>
internal static class PresetPlan
{
    /// <summary>The preset that a name means; null where it is a file, or neither.</summary>
    /// <exception cref="FileNotFoundException">It is neither, but nearly a preset.</exception>
    public static ModelPreset? Find(string name)
    {
        if (File.Exists(name))
        {
            return null;
        }

        var known = ModelPresets.All.Select(static preset => preset.Name);
        return ModelPresets.Find(name)
            ?? (Path.GetExtension(name) is ".yaml" or ".yml" || Suggestion.Nearest(name, known) is not { } nearest
                ? null
                : throw new FileNotFoundException($"There is no recipe and no preset '{name}'; did you mean '{nearest}'?"));
    }

    /// <summary>Writes the model's part and that of a training step; its time is measured where it fits into memory.</summary>
    /// <exception cref="UsageException">Keys of a recipe are to be changed, and there is none.</exception>
    public static int Run(ModelPreset preset, bool changesKeys, TextWriter output)
    {
        if (changesKeys)
        {
            throw new UsageException($"--set changes keys of a recipe, and '{preset.Name}' is a preset; leave it out, or plan a recipe.");
        }

        var plan = TrainingPlan.Of(preset.Config, new TrainingOptions { Steps = 1, BatchSize = 1, Objective = FamilyObjectives.Of(preset.Config) });
        var text = new PlanText(output);
        text.Model(plan);
        text.Training("training", plan, plan.MemoryBytes > PlanText.Memory ? null : TrainingProbe.Measure(preset.Config, plan.Options, new CpuBackend(), PlanVerb.ProbeLimit));
        return ExitCode.Done;
    }
}
