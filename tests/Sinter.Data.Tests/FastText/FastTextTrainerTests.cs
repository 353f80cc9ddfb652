using System.Text;
using Sinter.Data.FastText;

namespace Sinter.Data.Tests.FastText;

public sealed class FastTextTrainerTests
{
    public static TheoryData<FastTextLoss> Losses => [.. Enum.GetValues<FastTextLoss>()];

    private static FastTextTrainingOptions Options => new() { Dimension = 10, Epochs = 20, LearningRate = 0.5, MinimumNgram = 2, MaximumNgram = 3, WordNgrams = 2, Buckets = 1000 };

    [Theory]
    [MemberData(nameof(Losses))]
    public void Labels_that_follow_from_words_are_learnt(FastTextLoss loss)
    {
        var model = Train(Options with { Loss = loss });

        var score = FastTextEvaluation.Run(model, new MemoryStream(Lines(5000, 200)));

        score.Examples.ShouldBe(200);
        score.Precision.ShouldBe(1);
        score.Recall.ShouldBe(1);
        score.Labels.Select(label => label.Label).Order().ShouldBe(["animal", "plant", "stone"]);
        score.Labels.ShouldAllBe(label => label.Precision == 1 && label.Recall == 1 && label.F1 == 1);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void The_same_bytes_come_out_at_any_number_of_threads(FastTextLoss loss)
    {
        var options = Options with { Loss = loss, Seed = 5, Epochs = 3 };

        Bytes(Train(options with { Threads = 3 }, 20_000)).ShouldBe(Bytes(Train(options with { Threads = 1 }, 20_000)));
        Bytes(Train(options with { Seed = 6 })).ShouldNotBe(Bytes(Train(options)));
    }

    [Fact]
    public void Quantizing_is_the_same_at_any_number_of_threads()
    {
        var model = Train(Options);
        var options = new FastTextQuantizationOptions { NormsApart = true, Cutoff = 600, PartWidth = 3 };

        Bytes(FastTextQuantizer.Quantize(model, options with { Threads = 3 })).ShouldBe(Bytes(FastTextQuantizer.Quantize(model, options with { Threads = 1 })));
    }

    [Theory]
    [InlineData(false, 0, false)]
    [InlineData(true, 0, true)]
    [InlineData(true, 400, false)]
    [InlineData(false, 100, false)]
    public void A_quantized_model_still_knows_what_it_learnt(bool normsApart, int cutoff, bool output)
    {
        var small = FastTextQuantizer.Quantize(Train(Options), new FastTextQuantizationOptions { NormsApart = normsApart, Cutoff = cutoff, QuantizeOutput = output });
        var read = FastTextModel.Load(new MemoryStream(Bytes(small)));

        read.IsQuantized.ShouldBeTrue();
        Bytes(read).ShouldBe(Bytes(small));
        FastTextEvaluation.Run(read, new MemoryStream(Lines(5000, 200))).Precision.ShouldBeGreaterThan(0.95);
    }

    [Fact]
    public void A_pruned_model_can_be_trained_on_and_quantized_but_not_saved_as_it_is()
    {
        var pruned = FastTextQuantizer.Prune(Train(Options), 300);

        Should.Throw<InvalidOperationException>(() => Bytes(pruned)).Message.ShouldContain("only once it is quantized");
        var trained = new FastTextTrainer(Options with { Epochs = 2 }).Continue(pruned, () => new MemoryStream(Lines(0, 2000)));
        var read = FastTextModel.Load(new MemoryStream(Bytes(FastTextQuantizer.Quantize(trained, new FastTextQuantizationOptions()))));
        FastTextEvaluation.Run(read, new MemoryStream(Lines(5000, 200))).Precision.ShouldBe(1);
        Should.Throw<ArgumentException>(() => FastTextQuantizer.Quantize(read, new FastTextQuantizationOptions())).Message.ShouldContain("quantized already");
    }

    // From `fasttext test MODEL TEXT 1`, `... 2` and `test-label`.
    [Fact]
    public void Precision_and_recall_are_those_of_the_original()
    {
        var model = FastTextModel.Load(new MemoryStream(TinyModels.Softmax));

        var one = FastTextEvaluation.Run(model, new MemoryStream(Encoding.UTF8.GetBytes(TinyModels.Text)));
        var two = FastTextEvaluation.Run(model, new MemoryStream(Encoding.UTF8.GetBytes(TinyModels.Text)), 2);

        (one.Examples, Math.Round(one.Precision, 3), Math.Round(one.Recall, 3)).ShouldBe((6, 0.833, 0.714));
        (two.Examples, Math.Round(two.Precision, 3), Math.Round(two.Recall, 3)).ShouldBe((6, 0.5, 0.857));
        one.Labels.Select(label => Math.Round(label.Precision, 6)).ShouldBe([1, 1, 0.666667]);
        FastTextEvaluation.Run(model, new MemoryStream(Encoding.UTF8.GetBytes(TinyModels.Text)), 1, 1.1f).Recall.ShouldBe(0);
    }

    [Fact]
    public void Words_and_labels_are_ordered_by_their_count_and_rare_words_left_out()
    {
        var text = "__label__b x y y\n__label__a z y\n__label__a z once\n"u8.ToArray();

        var model = new FastTextTrainer(new FastTextTrainingOptions { Dimension = 4, MinimumCount = 2, Epochs = 1 }).Train(() => new MemoryStream(text), "text");

        model.Labels.ShouldBe(["a", "b"]);
        model.Words.ShouldBe(3);
        model.Settings.Buckets.ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no labels here\n")]
    public void A_text_without_labels_is_refused(string text) =>
        Should.Throw<InvalidDataException>(() => new FastTextTrainer(Options).Train(() => new MemoryStream(Encoding.UTF8.GetBytes(text)), "text.txt")).Message
            .ShouldStartWith("text.txt: ");

    [Fact]
    public void Options_that_cannot_be_are_refused()
    {
        Should.Throw<ArgumentException>(() => new FastTextTrainer(Options with { Dimension = 0 })).Message.ShouldContain("dimension (dim) is 0");
        Should.Throw<ArgumentException>(() => new FastTextTrainer(Options with { LearningRate = double.NaN })).Message.ShouldContain("learning rate");
        Should.Throw<ArgumentException>(() => new FastTextTrainer(Options with { MinimumNgram = 5 })).Message.ShouldContain("minn");
        Should.Throw<ArgumentException>(() => new FastTextTrainer(Options with { Buckets = 0 })).Message.ShouldContain("bucket");
    }

    [Fact]
    public void A_training_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Should.Throw<OperationCanceledException>(() => new FastTextTrainer(Options).Train(() => new MemoryStream(Lines(0, 10)), "text", null, source.Token));
    }

    private static FastTextModel Train(FastTextTrainingOptions options, int lines = 2000) => new FastTextTrainer(options).Train(() => new MemoryStream(Lines(0, lines)), "lines");

    private static byte[] Bytes(FastTextModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    /// <summary>Lines whose label is the kind of their second word, among numbers that mean nothing.</summary>
    private static byte[] Lines(int first, int count)
    {
        string[][] kinds = [["animal", "horse", "cow", "Bär"], ["plant", "oak", "fern", "ツバキ"], ["stone", "flint", "chalk", "basalt"]];
        var text = new StringBuilder();
        for (var line = first; line < first + count; line++)
        {
            var kind = kinds[line * 7 % 3];
            text.Append("__label__").Append(kind[0]).Append(' ').Append(line % 13).Append(' ').Append(kind[1 + (line % 3)]).Append(" n").Append(line * 31 % 101).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
