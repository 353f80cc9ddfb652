using System.Globalization;
using System.Runtime.InteropServices;
using Sinter.Tensors.Optimizers;

namespace Sinter.Training.Tests;

public sealed class TrainerTests : IDisposable
{
    private readonly TinyTraining _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void One_batch_is_learned_by_heart()
    {
        var data = _tiny.Pack("one", [19, 11, 31, 14, 15, 24, 6]);
        data.Sequences.ShouldBe(4);
        var options = new TrainingOptions
        {
            Steps = 300,
            BatchSize = 4,
            LearningRate = 1e-2,
            MinimumLearningRate = 1e-3,
            WarmupSteps = 10,
            AdamW = new AdamWOptions { WeightDecay = 0 },
        };
        var observer = new RecordingObserver();

        new Trainer(TinyTraining.NewModel(), data, null, options, _tiny.Checkpoints, observer).Run(TestContext.Current.CancellationToken);

        observer.Steps[0].Loss.ShouldBe(Math.Log(TinyTraining.Vocabulary), tolerance: 0.1, "a model that knows nothing is as good as guessing");
        observer.Steps[^1].Loss.ShouldBeLessThan(0.05);
    }

    [Theory]
    [InlineData(4, 2)]
    [InlineData(2, 4)]
    [InlineData(1, 8)]
    public void Small_batches_added_up_train_as_one_large_batch(int batch, int accumulation)
    {
        var large = _tiny.Train(TinyTraining.Options with { BatchSize = 8, Accumulation = 1 });

        var small = _tiny.Train(TinyTraining.Options with { BatchSize = batch, Accumulation = accumulation }, checkpoints: _tiny.Checkpoints + "-small");

        small.Tokens.ShouldBe(large.Tokens);
        MostApart(small.Observer.Steps.Select(step => step.Loss), large.Observer.Steps.Select(step => step.Loss)).ShouldBeLessThan(1e-5);
        MostApart(small.Observer.Steps.Select(step => step.GradientNorm), large.Observer.Steps.Select(step => step.GradientNorm)).ShouldBeLessThan(1e-5);
        MostApart(Floats(small.Weights), Floats(large.Weights)).ShouldBeLessThan(1e-5);
    }

    [Fact]
    public void The_weights_are_the_same_bytes_at_any_number_of_threads()
    {
        var one = _tiny.Train(threads: 1);

        var two = _tiny.Train(threads: 2, checkpoints: _tiny.Checkpoints + "-two");

        two.Weights.ShouldBe(one.Weights);
        two.Observer.Steps.Select(step => (step.Loss, step.GradientNorm)).ShouldBe(one.Observer.Steps.Select(step => (step.Loss, step.GradientNorm)));
        two.Observer.Validations.ShouldBe(one.Observer.Validations);
    }

    [Fact]
    public void A_model_large_enough_to_be_shared_out_has_the_same_bytes_too()
    {
        // More than two of the optimizer's chunks, and products of several tiles.
        var config = TinyTraining.Config with { VocabularySize = 1500, HiddenSize = 96, IntermediateSize = 256 };
        var data = _tiny.Data();

        Trained(threads: 2).ShouldBe(Trained(threads: 1));

        byte[] Trained(int threads)
        {
            var model = TinyTraining.NewModel(threads, config);
            var options = TinyTraining.Options with { Steps = 3, BatchSize = 8 };
            new Trainer(model, data, null, options, string.Create(CultureInfo.InvariantCulture, $"{_tiny.Checkpoints}-{threads}"), new RecordingObserver()).Run();
            return TinyTraining.Weights(model);
        }
    }

    [Fact]
    public void It_tells_of_every_step_and_looks_when_it_is_due()
    {
        var outcome = _tiny.Train();

        outcome.Observer.Steps.Select(step => step.Step).ShouldBe(Enumerable.Range(1, 12));
        outcome.Observer.Steps.Select(step => step.LearningRate).ShouldBe(Enumerable.Range(0, 12).Select(TinyTraining.Options.Schedule.RateAt));
        outcome.Observer.Steps.ShouldAllBe(step => step.TokensPerSecond > 0 && step.GradientNorm > 0);
        outcome.Observer.Steps[^1].Tokens.ShouldBe(outcome.Tokens);
        outcome.Observer.Validations.Select(validation => validation.Step).ShouldBe([5, 10, 12]);
        outcome.Observer.Samples.ShouldBe([6, 12]);
        outcome.Observer.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void An_epoch_trains_on_every_token_once()
    {
        var data = _tiny.Data();
        var steps = (int)data.Sequences;

        var outcome = _tiny.Train(TinyTraining.Options with { Steps = steps, BatchSize = 1, Accumulation = 1 });

        outcome.Tokens.ShouldBe(data.Manifest.Targets);
    }

    [Fact]
    public void A_seed_decides_the_order_of_the_data()
    {
        var weights = _tiny.Train().Weights;

        _tiny.Train(TinyTraining.Options with { Seed = 43 }, checkpoints: _tiny.Checkpoints + "-other").Weights.ShouldNotBe(weights);
    }

    [Fact]
    public void A_learning_rate_that_is_far_too_high_ends_in_a_sentence()
    {
        var options = TinyTraining.Options with { LearningRate = 1e6, MinimumLearningRate = 1e6, WarmupSteps = 0, Steps = 100, CheckpointEvery = 0 };

        var sentence = Should.Throw<NotFiniteNumberException>(() => _tiny.Train(options)).Message;

        sentence.ShouldMatch(@"^The training diverged: at step \d+ the loss is .*; lower the learning rate \(1000000 at this step\) or raise the warm-up\.$");
    }

    public static TheoryData<string, string> Misfits => new()
    {
        { "context", "The data are packed for a context of 64 and a vocabulary of 64, and the model has 32 and 64; pack them anew for this model." },
        { "vocabulary", "The data are packed for a context of 32 and a vocabulary of 65, and the model has 32 and 64; pack them anew for this model." },
        { "empty", "The packed data hold no sequence; collect more text or pack it anew." },
        { "untrained", "The packed data have no token to train on in their 2 sequences: what is trained lies beyond the context of 32 tokens; pack with a longer one." },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void Data_that_do_not_fit_the_model_are_refused_with_a_sentence(string what, string sentence)
    {
        var data = what switch
        {
            "context" => _tiny.Pack(what, [20], context: 64),
            "vocabulary" => _tiny.Pack(what, [20], vocabulary: 65),
            "empty" => _tiny.Pack(what, []),
            _ => _tiny.Pack(what, [40, 50], trainedFrom: 32),
        };

        Should.Throw<InvalidDataException>(() => new Trainer(TinyTraining.NewModel(), data, null, TinyTraining.Options, _tiny.Checkpoints, new RecordingObserver()))
            .Message.ShouldBe(sentence);
    }

    [Fact]
    public void Data_for_a_shorter_context_and_a_smaller_vocabulary_can_be_trained_on()
    {
        var data = _tiny.Pack("small", [10, 12, 7, 15, 9, 14], context: 16, vocabulary: 64);
        var model = TinyTraining.NewModel(config: TinyTraining.Config with { VocabularySize = 80 });
        var observer = new RecordingObserver();

        new Trainer(model, data, null, TinyTraining.Options, _tiny.Checkpoints, observer).Run(TestContext.Current.CancellationToken);

        observer.Steps[^1].Loss.ShouldBeLessThan(observer.Steps[0].Loss);
    }

    private static double MostApart(IEnumerable<double> left, IEnumerable<double> right) => left.Zip(right, (a, b) => Math.Abs(a - b)).Max();

    private static IEnumerable<double> Floats(byte[] weights) => MemoryMarshal.Cast<byte, float>(weights).ToArray().Select(weight => (double)weight);
}
