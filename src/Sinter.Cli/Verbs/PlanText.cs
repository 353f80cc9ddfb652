using System.Globalization;
using Sinter.Training;

namespace Sinter.Cli.Verbs;

/// <summary>A plan in words and figures, each with its unit.</summary>
internal sealed class PlanText(TextWriter output)
{
    private static readonly string[] Magnitudes = ["", "k", "M", "G", "T", "P", "E"];

    /// <summary>Bytes of memory that this process may use.</summary>
    public static long Memory => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>The shape of the model and its parts.</summary>
    public void Model(TrainingPlan plan)
    {
        var model = plan.Config;
        Line("model", $"{plan.Parameters:N0} parameters: {model.Layers}{(model.DecoderLayers > 0 ? $" + {model.DecoderLayers}" : "")} layers, {model.HiddenSize} wide, {model.Heads} heads ({model.KeyValueHeads} for keys and values), context {model.ContextLength}, vocabulary {model.VocabularySize:N0}");
        var widest = plan.Parts.Max(static part => part.Name.Length);
        foreach (var part in plan.Parts)
        {
            Line("", $"{part.Name.PadRight(widest)}  {part.Parameters,15:N0}  {100.0 * part.Parameters / plan.Parameters,3:0} %");
        }
    }

    /// <summary>One training; gives the seconds that it will take, 0 without a probe.</summary>
    public double Training(string stage, TrainingPlan plan, TrainingProbe? probe)
    {
        var options = plan.Options;
        output.WriteLine();
        Line(stage, $"{options.Steps:N0} {(options.Steps == 1 ? "step" : "steps")} of {plan.TokensPerStep:N0} tokens ({options.BatchSize} {(options.BatchSize == 1 ? "sequence" : "sequences")} of {plan.Config.ContextLength}{(options.Accumulation > 1 ? $", {options.Accumulation} passes" : "")}): {plan.Tokens:N0} tokens in all, padding counted");
        Line("  memory", $"{Bytes(plan.MemoryBytes)}: weights {Bytes(plan.WeightBytes)}, gradients {Bytes(plan.GradientBytes)}, {plan.Options.Optimizer} {Bytes(plan.OptimizerBytes + plan.ScratchBytes)}, activations {Bytes(plan.ActivationBytes)}, validation {Bytes(plan.ValidationBytes)}, kernels and tables {Bytes(plan.KernelBytes + plan.TableBytes)}");
        Line("  FLOPs", $"{Flops(plan.OperationsPerStep)} a step and {Flops(plan.Operations)} in all, counted operation by operation{(plan.OperationsPerUpdate > 0 ? $", {Flops(plan.OperationsPerUpdate)} of a step in the optimizer" : "")}; (6 N + 12 L H Q T) a token makes {Flops(plan.EstimatedOperationsPerStep)} a step");
        Line("  disk", $"{Bytes(plan.DiskBytes)} for checkpoints of {Bytes(plan.CheckpointBytes)}");
        if (probe is null)
        {
            Line("  time", $"not probed, as this process may use {Bytes(Memory)} of memory only");
            return 0;
        }

        var step = probe.SecondsPerStep(options.Accumulation);
        var steps = step * options.Steps;
        var validation = plan.ValidationPasses * probe.SecondsPerPass * plan.OperationsPerValidationPass / plan.OperationsPerPass;
        Line("  time", $"{Units.Seconds(steps + validation)}: {step * 1000:N0} ms a step ({plan.TokensPerStep / step:N0} tokens/s, {Flops(plan.OperationsPerStep / step)}/s; {probe.Passes} passes timed), validation {Units.Seconds(validation)} by its share of the FLOPs");
        return steps + validation;
    }

    /// <summary>The run as a whole, against what the machine has.</summary>
    public void Together(IReadOnlyList<TrainingPlan> plans, double seconds, (string Names, double? Seconds) others)
    {
        var memory = plans.Max(static plan => plan.MemoryBytes);
        var disk = plans.Sum(static plan => plan.DiskBytes + plan.WeightBytes);
        var free = FreeSpace.At(".");
        output.WriteLine();
        Line("together", $"{Bytes(memory)} of memory at the peak of the trainings ({Bytes(Memory)} are there{(memory > Memory ? ": too little, use a smaller batchSize or model" : "")})");
        Line("", $"{Bytes(disk)} of disk for checkpoints and models ({(free is { } bytes ? $"{Bytes(bytes)} are free here{(disk > bytes ? ": too little, use --out on another disk" : "")}" : "what is free is not known")})");
        if (seconds > 0)
        {
            Line("", $"{Units.Seconds(seconds)} of training");
        }

        Line("left out", $"{others.Names}{(others.Seconds is { } last ? $" (together {Units.Seconds(last)} in the last run)" : "")}; samples, writing checkpoints; the memory of the runtime");
    }

    private static string Bytes(long bytes) => Units.Bytes(bytes);

    /// <summary>Floating-point operations with three digits and their magnitude: <c>61.2 GFLOP</c>.</summary>
    private static string Flops(double operations)
    {
        var magnitude = Math.Clamp((int)(Math.Log10(Math.Max(1, operations)) / 3), 0, Magnitudes.Length - 1);
        var scaled = operations / Math.Pow(1000, magnitude);
        return string.Create(CultureInfo.InvariantCulture, $"{(scaled >= 100 ? $"{scaled:N0}" : $"{scaled:0.0}")} {Magnitudes[magnitude]}FLOP");
    }

    private void Line(string name, FormattableString text) => output.WriteLine($"{name,-10}  {text.ToString(CultureInfo.InvariantCulture)}");
}
