using System.Text;
using Sinter.Data.FastText;

namespace Sinter.Data.Tests.FastText;

public sealed class WordVectorTrainerTests
{
    private static WordVectorOptions Options => new() { Dimension = 12, Epochs = 3, MinimumCount = 1, Buckets = 500, SamplingThreshold = 1, Threads = 1, Seed = 7 };

    [Theory]
    [InlineData(WordVectorModel.Skipgram)]
    [InlineData(WordVectorModel.Cbow)]
    public void The_same_bytes_come_out_at_any_number_of_threads(WordVectorModel kind)
    {
        var options = Options with { Model = kind, SamplingThreshold = 1e-2, Epochs = 2 };

        Bytes(Train(options with { Threads = 3 }, Lines(12_000))).ShouldBe(Bytes(Train(options, Lines(12_000))));
        Bytes(Train(options with { Seed = 8 }, Lines(100))).ShouldNotBe(Bytes(Train(options, Lines(100))));
    }

    [Theory]
    [InlineData(WordVectorModel.Skipgram)]
    [InlineData(WordVectorModel.Cbow)]
    public void Words_of_the_same_contexts_are_near_each_other(WordVectorModel kind)
    {
        var vectors = new WordVectors(Train(Options with { Model = kind, MaximumNgram = 0, Epochs = 20, LearningRate = 0.1 }, Lines(800)));

        vectors.Nearest("horse", 2).Select(word => word.Word).ShouldBe(["cow", "sheep"], ignoreOrder: true);
        vectors.Nearest("oak", 2).Select(word => word.Word).ShouldBe(["fern", "birch"], ignoreOrder: true);
        vectors.Similarity("horse", "cow")!.Value.ShouldBeGreaterThan(vectors.Similarity("horse", "oak")!.Value + 0.3);
    }

    // The textbook form: for every pair all rows are added up anew, and changed at once.
    [Theory]
    [InlineData(WordVectorModel.Skipgram)]
    [InlineData(WordVectorModel.Cbow)]
    public void Steps_are_those_of_the_textbook(WordVectorModel kind)
    {
        int[][] subwords = [[0, 4, 5], [1, 5, 5], [2], [3, 4, 6, 6, 6]];
        long[] counts = [9, 5, 3, 2];
        int[] line = [0, 1, 2, 0, 3, 1, 0, 2];
        var options = new WordVectorOptions { Model = kind, Dimension = 9, Window = 3, Negatives = 2, Seed = 3 };
        var (input, output) = (DenseMatrix.Random(7, 9, 1, 1), DenseMatrix.Random(4, 9, 2, 1));
        var (naiveInput, naiveOutput) = (DenseMatrix.Random(7, 9, 1, 1), DenseMatrix.Random(4, 9, 2, 1));
        var steps = new ContextSteps(input, output, subwords, counts, options);
        var random = SplitMix.For(3, -1);
        var negatives = new AliasTable([.. counts.Select(count => Math.Sqrt(count))]);
        for (var round = 0; round < 20; round++)
        {
            if (kind == WordVectorModel.Skipgram)
            {
                steps.LearnSkipgram(line, 0.2f);
            }
            else
            {
                steps.LearnBagOfWords(line, 0.2f);
            }

            for (var at = 0; at < line.Length; at++)
            {
                var reach = 1 + random.NextBelow(3);
                var around = Enumerable.Range(at - reach, (2 * reach) + 1).Where(place => place != at && place >= 0 && place < line.Length).Select(place => line[place]).ToList();
                foreach (var (rows, target) in kind == WordVectorModel.Skipgram
                    ? around.Select(word => (subwords[line[at]], word)).ToList()
                    : [(around.SelectMany(word => subwords[word]).ToArray(), line[at])])
                {
                    NaiveStep(rows, target, naiveInput, naiveOutput, ref random, negatives);
                }
            }
        }

        for (var at = 0; at < input.Values.Length; at++)
        {
            input.Values[at].ShouldBe(naiveInput.Values[at], 0.01f);
        }

        input.Values.Zip(DenseMatrix.Random(7, 9, 1, 1).Values).Max(pair => MathF.Abs(pair.First - pair.Second)).ShouldBeGreaterThan(0.2f);
    }

    [Fact]
    public void What_was_written_is_read_again()
    {
        var model = Train(Options, Lines(100));
        var read = FastTextModel.Load(new MemoryStream(Bytes(model)));

        Bytes(read).ShouldBe(Bytes(model));
        read.Settings.Model.ShouldBe((int)WordVectorModel.Skipgram);
        read.GetWordVector("horse").ShouldBe(model.GetWordVector("horse"));
        read.GetWordVector("unheard").ShouldContain(value => value != 0);
    }

    [Fact]
    public void Odd_texts_teach_what_they_can()
    {
        Should.Throw<InvalidDataException>(() => Train(Options with { MinimumCount = 2 }, "once"u8.ToArray())).Message.ShouldContain("no word is there 2 times");
        Should.Throw<InvalidDataException>(() => Train(Options, [])).Message.ShouldStartWith("text: no word");
        Train(Options, "one one one"u8.ToArray()).Words.ShouldBe(2);
        Train(Options with { Epochs = 1 }, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("same ", 50_000)))).Words.ShouldBe(2);
        Train(Options, [0xFF, 0xC3, 0x20, 0x80, 0x80, 0x0A, 0x00, 0x61]).GetWordVector("a").ShouldAllBe(value => float.IsFinite(value));
    }

    [Fact]
    public void Options_that_cannot_be_are_refused()
    {
        Should.Throw<ArgumentException>(() => new WordVectorTrainer(Options with { Dimension = 0 })).Message.ShouldContain("dimension (dim) is 0");
        Should.Throw<ArgumentException>(() => new WordVectorTrainer(Options with { Window = 0 })).Message.ShouldContain("window (ws)");
        Should.Throw<ArgumentException>(() => new WordVectorTrainer(Options with { SamplingThreshold = double.NaN })).Message.ShouldContain("sampling");
    }

    [Fact]
    public void Items_are_drawn_by_their_weights()
    {
        var table = new AliasTable([1, 0, 5, 4]);
        var random = new SplitMix(1);
        var drawn = new int[4];
        for (var draw = 0; draw < 100_000; draw++)
        {
            drawn[table.Draw(ref random)]++;
        }

        drawn[1].ShouldBe(0);
        (drawn[0] / 100_000.0).ShouldBe(0.1, 0.005);
        (drawn[2] / 100_000.0).ShouldBe(0.5, 0.01);
        (drawn[3] / 100_000.0).ShouldBe(0.4, 0.01);
    }

    private static void NaiveStep(int[] rows, int target, DenseMatrix input, DenseMatrix output, ref SplitMix random, AliasTable negatives)
    {
        var words = new List<int> { target };
        while (words.Count < 3)
        {
            var word = negatives.Draw(ref random);
            if (word != target)
            {
                words.Add(word);
            }
        }

        var hidden = Enumerable.Range(0, 9).Select(column => rows.Average(row => (double)input[row][column])).ToArray();
        var gradient = new double[9];
        foreach (var word in words)
        {
            var score = 1 / (1 + Math.Exp(-Enumerable.Range(0, 9).Sum(column => hidden[column] * output[word][column])));
            var factor = 0.2 * ((word == target ? 1 : 0) - score);
            for (var column = 0; column < 9; column++)
            {
                gradient[column] += factor * output[word][column];
                output[word][column] += (float)(factor * hidden[column]);
            }
        }

        foreach (var row in rows)
        {
            for (var column = 0; column < 9; column++)
            {
                input[row][column] += (float)gradient[column];
            }
        }
    }

    private static FastTextModel Train(WordVectorOptions options, byte[] text) => new WordVectorTrainer(options).Train(() => new MemoryStream(text), "text");

    private static byte[] Bytes(FastTextModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    /// <summary>Lines in which words of one kind stand among the same others.</summary>
    internal static byte[] Lines(int count)
    {
        string[][] kinds = [["horse", "cow", "sheep"], ["oak", "fern", "birch"], ["flint", "chalk", "basalt"]];
        string[][] around = [["eats", "runs", "sleeps"], ["grows", "blooms", "withers"], ["cracks", "lies", "shines"]];
        var text = new StringBuilder();
        for (var line = 0; line < count; line++)
        {
            var kind = line % 3;
            text.Append(around[kind][line / 3 % 3]).Append(' ').Append(kinds[kind][line / 9 % 3]).Append(' ').Append(around[kind][line / 27 % 3]).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
