using Sinter.Data.Tuning;
using Sinter.Models;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Optimizers;
using Sinter.Tests;
using Sinter.Tokenizers;
using Sinter.Training.Examples;
using Sinter.Training.Objectives;
using Sinter.Training.Preference;

namespace Sinter.Training.Tests.Preference;

/// <summary>The whole way on real pairs (harmless pairs of HH-RLHF), with a model so small that it takes seconds: what it learns is the pairs themselves.</summary>
public sealed class PreferenceRunTests : IDisposable
{
    private const int Length = 64;

    private readonly TinyTraining _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void Real_pairs_are_encoded_checked_learned_and_measured()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var data = TuningFile.ReadPreferences([Assets.Path("corpora/hh-rlhf/harmless-base-test.jsonl.gz")]);
        PreferenceRecord[] records = [.. data.Records.Where(static record => record.Prompt.Sum(static message => message.Content.Length) + record.Chosen.Content.Length + record.Rejected.Content.Length < 250).Take(60)];
        var tokenizer = new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 512, Threads = 1 }).Train(
            records.SelectMany(static record => (string[])[.. record.Prompt.Select(static message => message.Content), record.Chosen.Content, record.Rejected.Content]));
        var pairs = new PreferenceEncoder(tokenizer, ChatTemplate.Default, Length).Encode(records);
        pairs.Examples.Count.ShouldBeGreaterThan(50);
        var model = Model.Create(TinyTraining.Config with { VocabularySize = tokenizer.VocabularySize, HiddenSize = 48, ContextLength = Length, IntermediateSize = 96 }, new CpuBackend(2));
        model.Initialize(1);
        Train("tuned", new NextToken(), EncodedPreferences.Rows(pairs.ChosenAlone(), tokenizer.VocabularySize, Length), 30, 3e-3);

        var cache = _tiny.Checkpoints + "-cache";
        var reference = ReferenceLogProbabilities.Compute(model, pairs.Examples, cacheFolder: cache, cancellation: cancellation);
        var rows = EncodedPreferences.Rows(reference.Examples, tokenizer.VocabularySize);
        rows.ContextLength.ShouldBeGreaterThan(model.Config.ContextLength, "rows may be longer than what a passage can be");
        var objective = new PreferenceObjective();
        PreferenceStart.Check(model, rows, objective, rows: 1000).Completions.ShouldBe(pairs.Examples.Count);
        var meter = new PreferenceMeter(model, reference.Examples);
        var before = meter.Measure(cancellation: cancellation);
        ReferenceLogProbabilities.Compute(model, pairs.Examples, cacheFolder: cache, cancellation: cancellation).WereCached.ShouldBeTrue();
        Train("aligned", objective, rows, 30, 1e-3);
        var after = meter.Measure(cancellation: cancellation);

        before.RewardAccuracy.Rate.ShouldBe(0.5);
        before.MeanMargin.ShouldBe(0, 1e-3);
        after.RewardAccuracy.Low.ShouldBeGreaterThan(0.7);
        after.MeanMargin.ShouldBeGreaterThan(0.2);
        after.KlPerSequence!.Value.K3.ShouldBeGreaterThan(0.01);
        Should.Throw<InvalidDataException>(() => PreferenceStart.Check(model, rows, objective)).Message.ShouldContain("compute them again");

        void Train(string name, Objective objective, ExampleSet rows, int steps, double rate) => new Trainer(
            model,
            rows,
            null,
            new TrainingOptions { Objective = objective, Steps = steps, BatchSize = 4, LearningRate = rate, MinimumLearningRate = rate / 10, WarmupSteps = 3, AdamW = new AdamWOptions { WeightDecay = 0 } },
            $"{_tiny.Checkpoints}-{name}",
            new RecordingObserver()).Run(cancellation);
    }
}
