using Sinter.Models;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Null;
using Sinter.Training.Checkpoints;
using Sinter.Training.Objectives;
using static System.FormattableString;

namespace Sinter.Training;

/// <summary>The weights of one part of a model.</summary>
/// <param name="Name">The part: embedding, attention, feed-forward, norms, heads for several tokens, output and the like.</param>
/// <param name="Parameters">How many there are.</param>
public sealed record ModelPart(string Name, long Parameters);

/// <summary>
/// What a training takes, known before it runs: the programs of its step are compiled for a backend that only counts. Bytes are those that model,
/// optimizer, programs and kernels allocate; the runtime itself and the batches that are read come on top.
/// </summary>
public sealed record TrainingPlan
{
    private TrainingPlan(ModelConfig model, TrainingOptions options)
    {
        Config = model;
        Options = options;
    }

    /// <summary>The shape of the model.</summary>
    public ModelConfig Config { get; }

    /// <summary>How it is trained.</summary>
    public TrainingOptions Options { get; }

    /// <summary>The parts of the model, largest first.</summary>
    public IReadOnlyList<ModelPart> Parts { get; private init; } = [];

    /// <summary>Weights in all, those of an adapter among them; a tied embedding counts once.</summary>
    public long Parameters => Parts.Sum(static part => part.Parameters);

    /// <summary>Weights that are trained; all where nothing is frozen.</summary>
    public long TrainedParameters { get; private init; }

    /// <summary>Bytes of the weights in memory.</summary>
    public long WeightBytes { get; private init; }

    /// <summary>Bytes of the gradients.</summary>
    public long GradientBytes { get; private init; }

    /// <summary>Bytes of the optimizer's state.</summary>
    public long OptimizerBytes { get; private init; }

    /// <summary>Bytes that the optimizer works in during a step.</summary>
    public long ScratchBytes { get; private init; }

    /// <summary>Bytes of the arena of a training pass: inputs, activations and what the backward pass puts between.</summary>
    public long ActivationBytes { get; private init; }

    /// <summary>Bytes of the arena of a validation pass; 0 where nothing is validated.</summary>
    public long ValidationBytes { get; private init; }

    /// <summary>Bytes of tables that the model computes with, of rotary angles.</summary>
    public long TableBytes => Config.Positions != PositionKind.Rotary ? 0
        : (Config.WindowRopeBase is { } other && other != Config.RopeBase ? 2L : 1) * Config.ContextLength * Config.RotarySize * sizeof(float);

    /// <summary>Bytes in which kernels work besides: panels that matrix products pack, and what each thread has for itself.</summary>
    public long KernelBytes { get; private init; }

    /// <summary>Bytes in all, at the peak.</summary>
    public long MemoryBytes => WeightBytes + GradientBytes + OptimizerBytes + ScratchBytes + ActivationBytes + ValidationBytes + TableBytes + KernelBytes;

    /// <summary>Bytes at the peak beyond the weights: gradients, the optimizer and what passes compute. What a tuning of few parameters saves is here.</summary>
    public long BytesBeyondWeights => MemoryBytes - WeightBytes;

    /// <summary>Bytes of one checkpoint on disk: the weights that are trained, and the optimizer's state.</summary>
    public long CheckpointBytes => (TrainedParameters * sizeof(float)) + OptimizerBytes;

    /// <summary>Bytes of checkpoints on disk at the peak: those that are kept, and the one that is being written.</summary>
    public long DiskBytes
    {
        get
        {
            var written = Options.CheckpointEvery == 0 ? 1 : (Options.Steps + Options.CheckpointEvery - 1L) / Options.CheckpointEvery;
            return Math.Min(written, CheckpointFolder.Kept + 1) * CheckpointBytes;
        }
    }

    /// <summary>Floating-point operations of one forward and backward pass, counted operation by operation; the optimizer's are not among them.</summary>
    public long OperationsPerPass { get; private init; }

    /// <summary>Floating-point operations of one validation pass; 0 where nothing is validated.</summary>
    public long OperationsPerValidationPass { get; private init; }

    /// <summary>Floating-point operations of the optimizer's matrix products in one step; 0 where it has none.</summary>
    public long OperationsPerUpdate { get; private init; }

    /// <summary>Floating-point operations of one optimizer step, the optimizer's matrix products included.</summary>
    public double OperationsPerStep => ((double)OperationsPerPass * Options.Accumulation) + OperationsPerUpdate;

    /// <summary>Floating-point operations of all optimizer steps.</summary>
    public double Operations => OperationsPerStep * Options.Steps;

    /// <summary>
    /// The usual estimate for a step, to compare with: (6 N + 12 L H Q T) · tokens, with N parameters, L layers, H heads of size Q, and T positions
    /// (Chowdhery et al. 2022, appendix B). It counts attention as if it were not causal.
    /// </summary>
    public double EstimatedOperationsPerStep =>
        ((6.0 * Parameters) + (12.0 * Config.Layers * Config.Heads * Config.HeadSize * Config.ContextLength)) * TokensPerStep;

    /// <summary>Positions of one optimizer step; padding counts.</summary>
    public long TokensPerStep => (long)Options.BatchSize * Options.Accumulation * Config.ContextLength;

    /// <summary>Positions of all optimizer steps.</summary>
    public long Tokens => TokensPerStep * Options.Steps;

    /// <summary>Validation passes of the whole training.</summary>
    public long ValidationPasses => Options.ValidateEvery == 0 ? 0
        : ((Options.Steps + Options.ValidateEvery - 1L) / Options.ValidateEvery) * ((Options.ValidationSequences + Options.BatchSize - 1L) / Options.BatchSize);

    /// <summary>Plans a training on sequences as long as the model's context.</summary>
    /// <param name="model">The shape of the model.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="threads">Threads that will compute, each with memory of its own; 0 for one a core.</param>
    /// <param name="tuning">What of the model is trained; null for everything.</param>
    /// <exception cref="ArgumentException">The shape has a fault, or a pass is too large for any machine.</exception>
    public static TrainingPlan Of(ModelConfig model, TrainingOptions options, int threads = 0, ModelTuning? tuning = null)
    {
        var positions = (long)options.BatchSize * model.Validated().ContextLength;
        if (positions > int.MaxValue)
        {
            throw new ArgumentException(Invariant($"A batch of {options.BatchSize} sequences of {model.ContextLength} tokens has {positions} positions, and a pass has at most {int.MaxValue}; choose a smaller batch or context."));
        }

        var counted = Model.Create(model, NullBackend.Instance, tuning: tuning);
        var pass = new ObjectiveProgram(counted, options.Objective, options.BatchSize, model.ContextLength, withGradients: true, options.RecomputeBlocks, options.Dropout).Program;
        var validation = options.ValidateEvery > 0 ? new ObjectiveProgram(counted, options.Objective.Measured, options.BatchSize, model.ContextLength, withGradients: false).Program : null;
        var (state, scratch) = options.OptimizerBytes(counted.Parameters);
        threads = threads == 0 ? Environment.ProcessorCount : threads;
        var kernels = CpuBackend.Scratch(pass, threads).Max(options.OptimizerScratch(counted.Parameters, threads));
        if (validation is not null)
        {
            kernels = kernels.Max(CpuBackend.Scratch(validation, threads));
        }

        return new TrainingPlan(model, options)
        {
            Parts =
            [
                .. counted.Parameters.All
                    .GroupBy(static parameter => PartOf(parameter.Name), static parameter => parameter.Value.Shape.Count, StringComparer.Ordinal)
                    .Select(static part => new ModelPart(part.Key, part.Sum()))
                    .OrderByDescending(static part => part.Parameters),
            ],
            TrainedParameters = counted.Parameters.Trained.Sum(static parameter => parameter.Value.Shape.Count),
            WeightBytes = counted.Parameters.ValueBytes,
            GradientBytes = counted.Parameters.TrainedLength * sizeof(float),
            OptimizerBytes = state,
            ScratchBytes = scratch,
            ActivationBytes = pass.ArenaBytes,
            KernelBytes = kernels.Bytes(threads),
            ValidationBytes = validation?.ArenaBytes ?? 0,
            OperationsPerUpdate = options.OptimizerOperations(counted.Parameters),
            OperationsPerPass = pass.FloatingPointOperations,
            OperationsPerValidationPass = validation?.FloatingPointOperations ?? 0,
        };
    }

    private static string PartOf(string parameter) =>
        parameter.StartsWith("mtp.", StringComparison.Ordinal) ? "prediction heads"
        : parameter.Contains("norm", StringComparison.OrdinalIgnoreCase) ? "norms"
        : parameter.Contains(".crossAttention", StringComparison.Ordinal) ? "cross attention"
        : parameter.Contains("attention", StringComparison.Ordinal) || parameter.EndsWith("relativeBias", StringComparison.Ordinal) ? "attention"
        : parameter.Contains("feedForward", StringComparison.Ordinal) ? "feed-forward"
        : parameter.EndsWith("positions", StringComparison.Ordinal) ? "positions"
        : parameter.StartsWith("head.", StringComparison.Ordinal) || parameter.StartsWith("classifier", StringComparison.Ordinal) ? "head"
        : parameter.StartsWith("output", StringComparison.Ordinal) ? "output"
        : char.IsAsciiDigit(parameter[0]) ? "recurrent layers"
        : parameter;
}
