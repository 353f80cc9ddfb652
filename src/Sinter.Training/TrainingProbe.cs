using System.Diagnostics;
using System.Globalization;
using Sinter.Data.Packing;
using Sinter.Models;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Randomness;
using Sinter.Training.Objectives;
using Sinter.Training.Preference;

namespace Sinter.Training;

/// <summary>
/// The speed of a training, measured by a few real steps of the real model, with random weights and random tokens. Each sequence is one document, so
/// attention costs all that it can.
/// </summary>
/// <param name="Passes">Passes that were timed.</param>
/// <param name="SecondsPerPass">The median time of a forward and backward pass.</param>
/// <param name="SecondsPerUpdate">The median time of the optimizer.</param>
public sealed record TrainingProbe(int Passes, double SecondsPerPass, double SecondsPerUpdate)
{
    private const int MostPasses = 40;

    /// <summary>The time of an optimizer step of so many passes.</summary>
    public double SecondsPerStep(int accumulation) => (accumulation * SecondsPerPass) + SecondsPerUpdate;

    /// <summary>Measures.</summary>
    /// <param name="model">The shape of the model.</param>
    /// <param name="options">Its batch size and optimizer are what matters.</param>
    /// <param name="backend">Where to measure.</param>
    /// <param name="limit">When to stop; one pass is timed in any case.</param>
    /// <param name="cancellation">Ends the measurement between two passes.</param>
    public static TrainingProbe Measure(ModelConfig model, TrainingOptions options, CpuBackend backend, TimeSpan limit, CancellationToken cancellation = default)
    {
        var clock = Stopwatch.GetTimestamp();
        var trained = Model.Create(model, backend);
        trained.Initialize(options.Seed);
        var program = new ObjectiveProgram(trained, options.Objective, options.BatchSize, model.ContextLength, withGradients: true, options.RecomputeBlocks, options.Dropout);
        var optimizer = options.CreateOptimizer(trained.Parameters);
        var batch = RandomBatch(model, options);
        var (passes, updates) = (new List<double>(), new List<double>());
        do
        {
            cancellation.ThrowIfCancellationRequested();
            passes.Add(Seconds(() => program.Run(batch, 1.0 / Math.Max(1, batch.Targets))));
            updates.Add(Seconds(() => optimizer.Step(options.MinimumLearningRate)));
        }
        while (passes.Count < MostPasses && Stopwatch.GetElapsedTime(clock) < limit);

        // The first passes are slower: kernels are still being compiled, and memory is touched for the first time.
        return new TrainingProbe(passes.Count, MedianOfLaterHalf(passes), MedianOfLaterHalf(updates));
    }

    private static ObjectiveBatch RandomBatch(ModelConfig model, TrainingOptions options)
    {
        var batch = new ObjectiveBatch(options.Objective, options.BatchSize, model.ContextLength);
        var random = new RandomTokens(model, options.Seed, options.Objective is CompletionObjective or RewardObjective);
        for (var row = 0; row < options.BatchSize; row++)
        {
            batch.Read(random, row, row);
        }

        return batch;
    }

    /// <summary>Sequences of tokens drawn at random.</summary>
    private sealed class RandomTokens(ModelConfig model, ulong seed, bool comparesTexts) : ISequenceSource
    {
        public int ContextLength => model.ContextLength;

        public int VocabularySize => model.VocabularySize;

        public string TokenizerFingerprint => "";

        public string OrderFingerprint => "";

        public void Read(long place, Span<int> tokens, Span<int> targets, Span<int> documentStarts)
        {
            var random = new RandomStream(seed, string.Create(CultureInfo.InvariantCulture, $"probe/{place}"));
            // A classifier's targets are classes.
            var classes = model.Labels.Count > 0 ? model.Labels.Count : model.VocabularySize;
            for (var i = 0; i < tokens.Length; i++)
            {
                tokens[i] = (int)random.NextBelow(model.VocabularySize);
                targets[i] = (int)random.NextBelow(classes);
            }

            // Two documents of an objective that compares them, else one, which attention costs most for.
            documentStarts.Clear();
            if (comparesTexts)
            {
                documentStarts[(tokens.Length / 2)..].Fill(tokens.Length / 2);
            }
        }
    }

    private static double Seconds(Action action)
    {
        var clock = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(clock).TotalSeconds;
    }

    private static double MedianOfLaterHalf(List<double> seconds)
    {
        var later = seconds.Skip(seconds.Count / 2).Order().ToArray();
        return later[later.Length / 2];
    }
}
