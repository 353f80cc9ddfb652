using Sinter.Tensors.Cpu;
using Sinter.Tensors.Optimizers;
using Sinter.Tensors.Programs;
using Sinter.Training.Objectives;

namespace Sinter.Training;

/// <summary>The optimizers.</summary>
public enum OptimizerKind
{
    /// <summary>Adam with decoupled weight decay.</summary>
    AdamW,

    /// <summary>Muon for matrices, AdamW for the rest.</summary>
    Muon,

    /// <summary>The sign of a momentum: half of AdamW's state.</summary>
    Lion,

    /// <summary>Means of squares by row and column only: nearly no state.</summary>
    Adafactor,

    /// <summary>AdamW with one byte for each of its two means: a quarter of its state.</summary>
    AdamW8Bit,
}

/// <summary>How a model is trained: the size of a step, the optimizer, and what happens on the way.</summary>
public sealed record TrainingOptions
{
    /// <summary>What the model is trained to do.</summary>
    public Objective Objective { get; init; } = new NextToken();

    /// <summary>The place of the first sequence that is read, in the order that the seed gives: those before were read by an earlier training with the same seed.</summary>
    public long FirstPlace { get; init; }

    /// <summary>Optimizer steps.</summary>
    public required int Steps { get; init; }

    /// <summary>Sequences in one forward and backward pass.</summary>
    public int BatchSize { get; init; } = 8;

    /// <summary>Passes whose gradients make one step; the result is that of one large batch.</summary>
    public int Accumulation { get; init; } = 1;

    /// <summary>Whether the blocks of a model are computed again for their gradients in place of being kept: less memory, a third more time, the same bits.</summary>
    public bool RecomputeBlocks { get; init; }

    /// <summary>The share of elements that is dropped in training, in [0, 1): see <see cref="Models.ModelDropout"/>. Recurrent models drop in their heads only.</summary>
    public double Dropout { get; init => field = value is >= 0 and < 1 ? value : throw new ArgumentException(System.FormattableString.Invariant($"The share of dropout is {value}; it must be at least 0 and below 1.")); }

    /// <summary>The learning rate after the warm-up.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The learning rate at the end.</summary>
    public double MinimumLearningRate { get; init; } = 1e-4;

    /// <summary>Steps over which the learning rate rises.</summary>
    public int WarmupSteps { get; init; } = 100;

    /// <summary>How the learning rate goes on after the warm-up.</summary>
    public ScheduleKind ScheduleKind { get; init; } = ScheduleKind.Cosine;

    /// <summary>With <see cref="ScheduleKind.Wsd"/>: the share of all steps in which the learning rate falls.</summary>
    public double DecayShare { get; init; } = 0.2;

    /// <summary>Which optimizer.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.AdamW;

    /// <summary>Settings of AdamW; with Muon, those of embeddings and vectors, and of decay and clipping everywhere; the other optimizers take of it what they have.</summary>
    public AdamWOptions AdamW { get; init; } = new();

    /// <summary>With Adafactor: whether the learning rate of a parameter is a share of the root mean square of its weights.</summary>
    public bool RelativeStep { get; init; }

    /// <summary>
    /// The share of the learning rate that a parameter has in a step, counted from 0, in [0, 1]: rates by layer, or layers that thaw one after another (see <see cref="ScaledRates"/>); null for the whole
    /// rate everywhere.
    /// </summary>
    public Func<Parameter, long, double>? RateFactor { get; init; }

    /// <summary>Steps between two measurements on validation data; 0 for none. The last step is measured too.</summary>
    public int ValidateEvery { get; init; }

    /// <summary>Sequences of one measurement.</summary>
    public int ValidationSequences { get; init; } = 64;

    /// <summary>Keeps the weights that measure best, and stops a training that gets no better; null to end with the last weights.</summary>
    public KeepBest? Best { get; init; }

    /// <summary>Steps between two checkpoints; 0 for none but when the training is stopped.</summary>
    public int CheckpointEvery { get; init; }

    /// <summary>Steps between two calls of <see cref="ITrainingObserver.OnSample"/>; 0 for none.</summary>
    public int SampleEvery { get; init; }

    /// <summary>The seed of the run: it decides the order of the data.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>A hash of all that decides the result, kept in checkpoints so that none is continued with other settings.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>The learning rate by step.</summary>
    public LearningRateSchedule Schedule => new(ScheduleKind, LearningRate, MinimumLearningRate, WarmupSteps, Steps) { DecayShare = DecayShare };

    /// <summary>How many sequences a training reads; those of later epochs count again.</summary>
    public long SequencesToRead => (long)Steps * BatchSize * Accumulation;

    /// <summary>The sequences that a training reads, in order, of data that hold so many; those of later epochs come again.</summary>
    /// <param name="sequences">The sequences of the data; at least one.</param>
    public IEnumerable<long> SequencesRead(long sequences)
    {
        var order = new DataOrder(sequences, Seed);
        for (var place = FirstPlace; place < FirstPlace + SequencesToRead; place++)
        {
            yield return order[place];
        }
    }

    /// <summary>A new optimizer of the kind wanted.</summary>
    internal IOptimizer CreateOptimizer(ParameterSet parameters) => RateFactor is null ? CreateUnscaled(parameters) : new ScaledRates(CreateUnscaled(parameters), parameters, RateFactor);

    private IOptimizer CreateUnscaled(ParameterSet parameters) => Optimizer switch
    {
        OptimizerKind.AdamW => new Tensors.Optimizers.AdamW(parameters, AdamW),
        OptimizerKind.Muon => new Muon(parameters, new MuonOptions { AdamW = AdamW }),
        OptimizerKind.Lion => new Lion(parameters, new LionOptions { Beta1 = AdamW.Beta1, Beta2 = AdamW.Beta2, WeightDecay = AdamW.WeightDecay, GradientClip = AdamW.GradientClip }),
        OptimizerKind.Adafactor => new Adafactor(parameters, new AdafactorOptions { RelativeStep = RelativeStep, WeightDecay = AdamW.WeightDecay, GradientClip = AdamW.GradientClip }),
        OptimizerKind.AdamW8Bit => new AdamW8Bit(parameters, AdamW),
        _ => throw new ArgumentOutOfRangeException(nameof(parameters), $"There is no optimizer {Optimizer}."),
    };

    /// <summary>The bytes of state and of working memory that <see cref="CreateOptimizer"/> takes, without making one.</summary>
    internal (long State, long Scratch) OptimizerBytes(ParameterSet parameters) => Optimizer switch
    {
        OptimizerKind.AdamW => (Tensors.Optimizers.AdamW.StateBytes(parameters), Tensors.Optimizers.AdamW.ScratchBytes(parameters)),
        OptimizerKind.Muon => (Muon.StateBytes(parameters), Muon.ScratchBytes(parameters)),
        OptimizerKind.Lion => (Lion.StateBytes(parameters), Lion.ScratchBytes(parameters)),
        OptimizerKind.Adafactor => (Adafactor.StateBytes(parameters), Adafactor.ScratchBytes(parameters)),
        OptimizerKind.AdamW8Bit => (AdamW8Bit.StateBytes(parameters), AdamW8Bit.ScratchBytes(parameters)),
        _ => throw new ArgumentOutOfRangeException(nameof(parameters), $"There is no optimizer {Optimizer}."),
    };

    /// <summary>The memory in which the optimizer's kernels work besides, which it shares with those of the programs.</summary>
    internal KernelScratch OptimizerScratch(ParameterSet parameters, int threads)
        => Optimizer == OptimizerKind.Muon ? Muon.ProductScratch(parameters, threads) : default;

    /// <summary>Floating-point operations of the optimizer's matrix products in a step.</summary>
    internal long OptimizerOperations(ParameterSet parameters) => Optimizer == OptimizerKind.Muon ? Muon.Operations(parameters) : 0;
}
