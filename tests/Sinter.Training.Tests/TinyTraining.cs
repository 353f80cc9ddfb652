using System.Runtime.InteropServices;
using Sinter.Data.Packing;
using Sinter.Models;
using Sinter.Models.Transformers;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Profiling;
using Sinter.Tensors.Randomness;

namespace Sinter.Training.Tests;

/// <summary>A model and made-up data so small that a whole training takes a blink.</summary>
internal sealed class TinyTraining : IDisposable
{
    public const int Context = 32;
    public const int Vocabulary = 64;
    private static readonly Lazy<Outcome> SharedWhole = new(() =>
    {
        using var tiny = new TinyTraining();
        return tiny.Train();
    });

    private readonly TemporaryFolder _folder = new();
    private readonly List<PackedDataset> _opened = [];

    public static ModelConfig Config { get; } = new()
    {
        VocabularySize = Vocabulary,
        HiddenSize = 32,
        Layers = 2,
        Heads = 4,
        KeyValueHeads = 2,
        IntermediateSize = 64,
        ContextLength = Context,
    };

    /// <summary>Twelve steps over two epochs, with a look at everything on the way.</summary>
    public static TrainingOptions Options { get; } = new()
    {
        Steps = 12,
        BatchSize = 2,
        Accumulation = 2,
        LearningRate = 3e-3,
        WarmupSteps = 3,
        ValidateEvery = 5,
        ValidationSequences = 3,
        CheckpointEvery = 4,
        SampleEvery = 6,
        Fingerprint = "these settings",
    };

    /// <summary>A training with <see cref="Options"/> that nothing disturbed.</summary>
    public static Outcome Whole => SharedWhole.Value;

    public string Checkpoints => _folder.File("checkpoints");

    public void Dispose()
    {
        _opened.ForEach(data => data.Dispose());
        _folder.Dispose();
    }

    public static Transformer NewModel(int threads = 1, ModelConfig? config = null)
    {
        var model = new Transformer(config ?? Config, new CpuBackend(threads));
        model.Initialize(seed: 1);
        return model;
    }

    /// <summary>Random documents of the given lengths, each beginning with a token of its own; in order, so that the sequences end in padding of all lengths.</summary>
    public PackedDataset Pack(string name, IEnumerable<int> lengths, int context = Context, int vocabulary = Vocabulary, int trainedFrom = 0)
    {
        var random = new RandomStream(1, name);
        return PackDocuments(
            name,
            lengths.Select((length, i) => (int[])[1 + (i % (Vocabulary - 1)), .. Enumerable.Range(1, length - 1).Select(_ => 1 + (int)random.NextBelow(Vocabulary - 1))]),
            context,
            vocabulary,
            trainedFrom);
    }

    /// <summary>The documents, in order.</summary>
    public PackedDataset PackDocuments(string name, IEnumerable<int[]> documents, int context = Context, int vocabulary = Vocabulary, int trainedFrom = 0)
    {
        using (var writer = new PackedDatasetWriter(_folder.File(name), new PackingOptions
        {
            ContextLength = context,
            VocabularySize = vocabulary,
            EndOfText = 0,
            TokenizerFingerprint = "none",
            Order = PackingOrder.InOrder,
            LongDocuments = LongDocuments.Truncate,
            HasTrainedMask = true,
        }))
        {
            foreach (var (i, tokens) in documents.Index())
            {
                writer.Add($"{name}-{i}", tokens, [.. tokens.Select((_, place) => place >= trainedFrom)], textBytes: 3L * tokens.Length);
            }

            writer.Complete();
        }

        var data = PackedDataset.Open(_folder.File(name));
        _opened.Add(data);
        return data;
    }

    /// <summary>The training data: 30 documents in some 19 sequences.</summary>
    public PackedDataset Data() => Opened("train") ?? Pack("train", Enumerable.Range(0, 30).Select(i => 8 + (7 * i % 23)));

    /// <summary>The validation data.</summary>
    public PackedDataset Validation() => Opened("validation") ?? Pack("validation", Enumerable.Range(0, 7).Select(i => 9 + (5 * i % 20)));

    /// <summary>Trains in a process of its own, so to speak: a new model, a new trainer, and whatever lies in the checkpoint folder.</summary>
    /// <param name="options">How; <see cref="Options"/> where left out.</param>
    /// <param name="threads">Threads of the backend.</param>
    /// <param name="stopAfter">The step after which a stop is asked for.</param>
    /// <param name="checkpoints">Where its checkpoints lie.</param>
    /// <param name="profiler">Takes the times of some steps.</param>
    /// <param name="data">What it is trained on; <see cref="Data"/> where left out.</param>
    public Outcome Train(TrainingOptions? options = null, int threads = 1, int? stopAfter = null, string? checkpoints = null, Profiler? profiler = null, ISequenceSource? data = null)
    {
        var model = NewModel(threads);
        using var stop = new CancellationTokenSource();
        if (stopAfter == 0)
        {
            stop.Cancel();
        }

        var observer = new RecordingObserver(step =>
        {
            if (step == stopAfter)
            {
                stop.Cancel();
            }
        });
        var trainer = new Trainer(model, data ?? Data(), Validation(), options ?? Options, checkpoints ?? Checkpoints, observer) { Profiler = profiler };
        var stopped = false;
        try
        {
            trainer.Run(stop.Token);
        }
        catch (OperationCanceledException)
        {
            stopped = true;
        }

        return new Outcome(trainer.Step, trainer.Tokens, stopped, Weights(model), observer);
    }

    /// <summary>The bytes of all weights.</summary>
    public static byte[] Weights(Model model)
    {
        byte[] weights = [.. model.Parameters.All.SelectMany(parameter => MemoryMarshal.AsBytes(parameter.Value.AsSpan<float>()).ToArray())];
        GC.KeepAlive(model);
        return weights;
    }

    private PackedDataset? Opened(string name) => _opened.Find(data => data.DocumentIds().First() == name + "-0");
}

/// <summary>What a training came to.</summary>
internal sealed record Outcome(int Step, long Tokens, bool Stopped, byte[] Weights, RecordingObserver Observer);
