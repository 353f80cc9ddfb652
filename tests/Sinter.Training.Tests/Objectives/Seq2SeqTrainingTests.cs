using Sinter.Data.Packing;
using Sinter.Models;
using Sinter.Tensors.Cpu;
using Sinter.Tensors.Randomness;
using Sinter.Training.Objectives;

namespace Sinter.Training.Tests.Objectives;

public sealed class Seq2SeqTrainingTests : IDisposable
{
    private const int Vocabulary = 40;
    private readonly TinyTraining _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void A_T5_learns_to_turn_sequences_round()
    {
        var data = new Reversals();
        var objective = new SequenceToSequence(new() { EndOfText = 0, DecoderStart = 0 });

        var losses = Train(Seq2SeqModels.T5(Vocabulary), objective, data, steps: 150);

        losses[0].ShouldBeGreaterThan(2.5);
        losses[^5..].Average().ShouldBeLessThan(0.6 * losses[..5].Average());
    }

    [Theory]
    [InlineData(ModelFamily.Bart)]
    [InlineData(ModelFamily.T5)]
    public void Sentences_that_come_again_are_learned_by_denoising(ModelFamily family)
    {
        var config = family == ModelFamily.Bart ? Seq2SeqModels.Bart(Vocabulary) : Seq2SeqModels.T5(Vocabulary);
        Objective objective = family == ModelFamily.Bart
            ? new Denoising(new() { Mask = 39, EndOfText = 0, DecoderStart = 0 })
            : new SpanCorruption(new() { Sentinels = [39, 38, 37], EndOfText = 0, DecoderStart = 0 });

        var losses = Train(config, objective, new CountingRows(), steps: 60);

        losses[^5..].Average().ShouldBeLessThan(0.75 * losses[..5].Average());
    }

    [Theory]
    [InlineData(ModelFamily.Lstm)]
    [InlineData(ModelFamily.Gru)]
    public void A_recurrent_model_learns_to_count(ModelFamily family)
    {
        var losses = Train(Seq2SeqModels.Recurrent(family, Vocabulary), new NextToken(), new CountingRows(), steps: 60);

        losses[0].ShouldBeGreaterThan(3);
        losses[^5..].Average().ShouldBeLessThan(0.75 * losses[..5].Average());
    }

    [Fact]
    public void What_is_planned_for_an_encoder_decoder_is_to_the_byte_what_its_training_allocates()
    {
        var options = new TrainingOptions { Steps = 5, BatchSize = 2, Objective = new SpanCorruption(new() { Sentinels = [39, 38], EndOfText = 0, DecoderStart = 0 }) };
        foreach (var config in (ModelConfig[])[Seq2SeqModels.T5(Vocabulary), Seq2SeqModels.Bart(Vocabulary)])
        {
            var plan = TrainingPlan.Of(config, options);

            var pass = new ObjectiveProgram(Model.Create(config, new CpuBackend(1)), options.Objective, 2, config.ContextLength, withGradients: true).Program;
            plan.ActivationBytes.ShouldBe(pass.ArenaBytes);
            plan.OperationsPerPass.ShouldBe(pass.FloatingPointOperations);
            plan.Parameters.ShouldBe(config.Parameters);
        }
    }

    private double[] Train(ModelConfig config, Objective objective, ISequenceSource data, int steps)
    {
        var model = Model.Create(config, new CpuBackend(1));
        model.Initialize(seed: 1);
        var observer = new RecordingObserver();
        var options = new TrainingOptions { Steps = steps, BatchSize = 8, LearningRate = 1e-2, WarmupSteps = 10, Objective = objective, Fingerprint = "test", ValidateEvery = 0, CheckpointEvery = 0, SampleEvery = 0 };
        new Trainer(model, data, validation: null, options, Path.Combine(_tiny.Checkpoints, config.Family.ToString()), observer).Run(TestContext.Current.CancellationToken);
        return [.. observer.Steps.Select(static step => step.Loss)];
    }

    /// <summary>Pairs of six tokens and the same turned round, packed with only the answers trained.</summary>
    private sealed class Reversals : ISequenceSource
    {
        public int ContextLength => 32;

        public int VocabularySize => Vocabulary;

        public string TokenizerFingerprint => "none";

        public string OrderFingerprint => "reversals";

        public void Read(long place, Span<int> tokens, Span<int> targets, Span<int> documentStarts)
        {
            var random = new RandomStream((ulong)place, "reversals");
            tokens.Clear();
            targets.Fill(-1);
            documentStarts.Fill(30);
            for (var start = 0; start < 30; start += 10)
            {
                documentStarts.Slice(start, 10).Fill(start);
                for (var i = 0; i < 4; i++)
                {
                    tokens[start + 1 + i] = tokens[start + 8 - i] = 1 + (int)random.NextBelow(20);
                }

                tokens.Slice(start + 5, 5).CopyTo(targets[(start + 4)..]);
            }
        }
    }

    /// <summary>Rows that count upwards from a random number.</summary>
    private sealed class CountingRows : ISequenceSource
    {
        public int ContextLength => 32;

        public int VocabularySize => Vocabulary;

        public string TokenizerFingerprint => "none";

        public string OrderFingerprint => "counting";

        public void Read(long place, Span<int> tokens, Span<int> targets, Span<int> documentStarts)
        {
            var first = (int)new RandomStream((ulong)place, "counting").NextBelow(30);
            for (var i = 0; i < tokens.Length; i++)
            {
                tokens[i] = 1 + ((first + i) % 30);
                targets[i] = 1 + ((first + i + 1) % 30);
            }

            documentStarts.Clear();
        }
    }
}
