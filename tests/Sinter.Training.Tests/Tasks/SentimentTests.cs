using Sinter.Models;
using Sinter.Tests;
using Sinter.Tokenizers;
using Sinter.Training.Tasks;

namespace Sinter.Training.Tests.Tasks;

/// <summary>Real reviews (Pang and Lee 2005): a small encoder without any pre-training learns more than guessing gives, and the best checkpoint is what it ends with.</summary>
public sealed class SentimentTests
{
    [Fact]
    public void A_small_encoder_learns_the_sentiment_of_reviews()
    {
        using var folder = new TemporaryFolder();
        var items = Read("neg").Zip(Read("pos"), static (bad, good) => (TaskItem[])[new(bad) { Label = "neg" }, new(good) { Label = "pos" }]).SelectMany(static pair => pair).ToList();
        TaskItem[] train = [.. items.Take(4000)];
        TaskItem[] held = [.. items.Skip(4000).Take(1000)];
        var tokenizer = new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 3000 }).Train(train.Select(static item => item.Text));
        var task = new TaskDescription { Task = TaskKind.Classify, Labels = ["neg", "pos"], MaximumLength = 64 };
        var config = TaskModel.Describe(FamilyDefaults.Apply(new ModelConfig { Family = ModelFamily.ModernBert, VocabularySize = tokenizer.VocabularySize, HiddenSize = 32, Layers = 1, Heads = 4, KeyValueHeads = 4, IntermediateSize = 32, ContextLength = 64 }), task);
        var encoder = new TaskEncoder(task, config, tokenizer);
        var (data, validation) = (encoder.Encode(train).Pack(), encoder.Encode(held).Pack());
        var model = TaskSubjects.Model(config, threads: 2);
        var observer = new RecordingObserver();

        new Trainer(model, data, validation, new TrainingOptions
        {
            Steps = 240,
            BatchSize = 8,
            LearningRate = 5e-3,
            WarmupSteps = 20,
            ValidateEvery = 40,
            ValidationSequences = int.MaxValue,
            Objective = TaskModel.Objective(task, config, tokenizer, new() { TokenDropout = 0.1, Blank = tokenizer.EndOfText!.Value }),
            Best = new KeepBest { Measure = BestMeasure.Accuracy, Patience = 3 },
        }, folder.File("checkpoints"), observer).Run(TestContext.Current.CancellationToken);

        var accuracy = new TaskPredictor(model, tokenizer, task).Predict(held).Zip(held).Average(static pair => pair.First.Label == pair.Second.Label ? 1.0 : 0);
        accuracy.ShouldBeGreaterThan(0.6);
        accuracy.ShouldBe(observer.Validations.Max(static validation => validation.Accuracy!.Value), 0.002);
        TestContext.Current.SendDiagnosticMessage($"accuracy {accuracy:0.000}");
    }

    private static IEnumerable<string> Read(string label) => File.ReadLines(Assets.Path($"corpora/sentiment/rt-polarity.{label}"));
}
