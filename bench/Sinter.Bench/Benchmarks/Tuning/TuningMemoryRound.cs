using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sinter.Bench.Peers;
using Sinter.Data.Packing;
using Sinter.Models;
using Sinter.Models.Adapters;
using Sinter.Tensors;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;
using Sinter.Training;
using Sinter.Training.Objectives;

namespace Sinter.Bench.Benchmarks.Tuning;

/// <summary>What is trained.</summary>
internal enum TuningWay
{
    /// <summary>Everything.</summary>
    Full,

    /// <summary>Low-rank changes of frozen floats.</summary>
    Lora,

    /// <summary>Low-rank changes of frozen weights in 4 bits.</summary>
    QLora,
}

/// <summary>The model and the pass of a round.</summary>
internal sealed record TuningMemorySize(int Layers, int Width, int Vocabulary, int Context, int Batch)
{
    /// <summary>A model of GPT-2's kind, with heads of 64 or fewer.</summary>
    public ModelConfig Config => FamilyDefaults.Apply(new ModelConfig
    {
        Family = ModelFamily.Gpt2,
        VocabularySize = Vocabulary,
        HiddenSize = Width,
        Layers = Layers,
        Heads = Math.Max(1, Width / 64),
        KeyValueHeads = Math.Max(1, Width / 64),
        IntermediateSize = 4 * Width,
        ContextLength = Context,
    });
}

/// <summary>A few steps of one tuning in a process of its own, and the most native bytes that lived at once; all that tensors, programs, optimizers and kernels take lies in such blocks.</summary>
internal sealed record TuningMemoryRound
{
    /// <summary>The word by which this program runs one round.</summary>
    public const string Command = "tuning-memory-round";

    /// <summary>Steps of a round.</summary>
    public const int Steps = 3;

    private const double Deviation = 0.02;

    public required long TrainedWeights { get; init; }

    /// <summary>Bytes of the weights as they are stored, those of an adapter among them.</summary>
    public required long WeightBytes { get; init; }

    public required long GradientBytes { get; init; }

    public required long OptimizerBytes { get; init; }

    /// <summary>Bytes at the peak of the steps beyond the weights.</summary>
    public required long BeyondBytes { get; init; }

    /// <summary>The most resident memory of the whole process: weights, runtime and all.</summary>
    public required long ResidentBytes { get; init; }

    public required double FirstLoss { get; init; }

    public required double LastLoss { get; init; }

    /// <summary>What is planned for a round, without running it.</summary>
    public static TrainingPlan Plan(TuningMemorySize size, TuningWay way, bool recomputes, int threads) => TrainingPlan.Of(size.Config, Options(size, recomputes), threads, Tuning(size.Config, way));

    /// <summary>Has a process of its own do a round.</summary>
    public static TuningMemoryRound Start(TuningMemorySize size, TuningWay way, bool recomputes, int threads)
    {
        using var process = LineProcess.StartSelf(Command, JsonSerializer.Serialize(size), (recomputes ? "again-" : "kept-") + way, "--threads", threads.ToString(CultureInfo.InvariantCulture));
        return process.Read<TuningMemoryRound>() ?? throw new InvalidOperationException($"The process that measures {way} ended early; a smaller model (--layers, --width) or context (--context) takes less memory.");
    }

    /// <summary>Does a round in this process: writes its line to the standard output.</summary>
    /// <param name="shape">The size, as JSON.</param>
    /// <param name="way">What is trained, behind <c>again-</c> or <c>kept-</c> for the blocks.</param>
    /// <param name="threads">Threads that compute.</param>
    public static void Run(string shape, string way, int threads)
    {
        var size = JsonSerializer.Deserialize<TuningMemorySize>(shape) ?? throw new ArgumentException($"'{shape}' is no size of a model.");
        var round = Measure(size, Enum.Parse<TuningWay>(way[(way.IndexOf('-', StringComparison.Ordinal) + 1)..]), way.StartsWith("again-", StringComparison.Ordinal), threads);

        // Whoever reads the line ends this process.
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(round with { ResidentBytes = self.PeakWorkingSet64 }, JsonSerializerOptions.Web));
    }

    private static TuningMemoryRound Measure(TuningMemorySize size, TuningWay way, bool recomputes, int threads)
    {
        var before = NativeBuffer.LiveBytes;
        var model = Draw(Model.Create(size.Config, new CpuBackend(threads), tuning: Tuning(size.Config, way)));
        NativeBuffer.ResetPeak();
        var options = Options(size, recomputes);
        var optimizer = options.CreateOptimizer(model.Parameters);
        var program = new ObjectiveProgram(model, options.Objective, size.Batch, size.Context, withGradients: true, options.RecomputeBlocks, options.Dropout);
        var batch = new ObjectiveBatch(options.Objective, size.Batch, size.Context);
        for (var row = 0; row < size.Batch; row++)
        {
            batch.Read(new Drawn(size), row, row);
        }

        double[] losses = new double[Steps];
        for (var step = 0; step < Steps; step++)
        {
            losses[step] = program.Run(batch, 1.0 / batch.Targets);
            optimizer.Step(options.LearningRate);
        }

        var round = new TuningMemoryRound
        {
            TrainedWeights = model.Parameters.Trained.Sum(static parameter => parameter.Value.Shape.Count),
            WeightBytes = model.Parameters.ValueBytes,
            GradientBytes = model.Parameters.TrainedLength * sizeof(float),
            OptimizerBytes = optimizer.State.Sum(static state => state.Buffer.Bytes),
            BeyondBytes = NativeBuffer.PeakBytes - before - model.Parameters.ValueBytes,
            ResidentBytes = 0,
            FirstLoss = losses[0],
            LastLoss = losses[^1],
        };
        GC.KeepAlive(model);
        GC.KeepAlive(program);
        return round;
    }

    /// <summary>Gives each weight its values where it lies, so that nothing as large as the model is held beside it.</summary>
    private static Model Draw(Model model)
    {
        foreach (var parameter in model.Parameters.All)
        {
            var random = new RandomStream(1, parameter.Name);
            var isNorm = parameter.Name.EndsWith("norm", StringComparison.OrdinalIgnoreCase);
            var values = new float[parameter.Value.Shape.Count];
            foreach (ref var value in values.AsSpan())
            {
                value = isNorm ? 1 : parameter.Role == ParameterRole.Vector ? 0 : (float)(Deviation * random.NextNormal());
            }

            parameter.Value.CopyFrom(values);
        }

        if (model.Adapter is LoraAdapter lora)
        {
            lora.Initialize(model, 1);
        }

        return model;
    }

    private static ModelTuning? Tuning(ModelConfig config, TuningWay way) => way == TuningWay.Full ? null
        : ((IAdapter)new LoraAdapter(new LoraOptions { Rank = 8 })).Tuning(config, way == TuningWay.QLora ? DataType.NormalFloat4 : DataType.Float32);

    private static TrainingOptions Options(TuningMemorySize size, bool recomputes) => new() { Steps = Steps, BatchSize = size.Batch, RecomputeBlocks = recomputes, LearningRate = 1e-3 };

    /// <summary>Tokens drawn at random, a document a row, so that attention takes all that it can.</summary>
    private sealed class Drawn(TuningMemorySize size) : ISequenceSource
    {
        public int ContextLength => size.Context;

        public int VocabularySize => size.Vocabulary;

        public string TokenizerFingerprint => "";

        public string OrderFingerprint => "";

        public void Read(long place, Span<int> tokens, Span<int> targets, Span<int> documentStarts)
        {
            var random = new RandomStream(1, string.Create(CultureInfo.InvariantCulture, $"row/{place}"));
            documentStarts.Clear();
            var next = (int)random.NextBelow(size.Vocabulary);
            for (var i = 0; i < tokens.Length; i++)
            {
                tokens[i] = next;
                targets[i] = next = (int)random.NextBelow(size.Vocabulary);
            }
        }
    }
}
