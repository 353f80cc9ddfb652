using System.Globalization;
using System.Text;
using Sinter.Data.FastText;
using Sinter.Tests;

namespace Sinter.Data.Tests.FastText;

public sealed class FastTextModelTests
{
    public static TheoryData<string> Losses => ["softmax", "tree", "one versus all"];

    [Theory]
    [MemberData(nameof(Losses))]
    public void Labels_and_probabilities_are_those_of_the_original(string loss)
    {
        var (file, expected) = Of(loss);
        var model = FastTextModel.Load(new MemoryStream(file));

        for (var line = 0; line < expected.Length; line++)
        {
            ShouldMatch(model, TinyModels.Lines[line], expected[line]);
        }
    }

    [Fact]
    public void A_large_quantized_and_pruned_model_predicts_as_the_original()
    {
        var model = FastTextModel.Load(Assets.Path("models/fasttext-lid176/lid.176.ftz"));

        model.IsQuantized.ShouldBeTrue();
        model.Labels.Count.ShouldBe(176);
        ShouldMatch(model, "The quick brown fox jumps over the lazy dog."u8, "en 0.697451 es 0.046211");
        ShouldMatch(model, "Всички хора се раждат свободни и равни по достойнство и права."u8, "bg 0.556821 ru 0.196545");
        ShouldMatch(model, "すべての人間は、生まれながらにして自由であり"u8, "ja 0.999988 ru 2.6541e-05");
        ShouldMatch(model, "ผู้คนทั้งหลาย"u8, "th 0.993842 bn 0.00256897");
        ShouldMatch(model, [0xFF, 0xFE, 0x80, 0x80, 0x20, 0xC3], "ca 0.246501 sk 0.153812");
        ShouldMatch(model, [], "en 0.124504 ca 0.0859483");
    }

    [Fact]
    public void A_model_is_written_as_it_was_read()
    {
        using var written = new MemoryStream();
        FastTextModel.Load(new MemoryStream(TinyModels.Tree)).Save(written);

        written.ToArray().ShouldBe(TinyModels.Tree);
    }

    [Fact]
    public void A_stream_that_cannot_seek_is_read()
    {
        using var stream = new System.IO.Compression.BrotliStream(new MemoryStream(Compressed(TinyModels.Softmax)), System.IO.Compression.CompressionMode.Decompress);

        FastTextModel.Load(stream).Labels.ShouldBe(["good", "odd", "bad"]);
    }

    // From `fasttext print-word-vectors` and `print-sentence-vectors`.
    [Fact]
    public void Words_and_lines_have_the_vectors_of_the_original()
    {
        var model = FastTextModel.Load(new MemoryStream(TinyModels.Softmax));

        model.GetWordVector("fine").ShouldBe([0.16608f, -0.043418f, 0.30366f, 0.016979f], 1e-5);
        model.GetWordVector("öder").ShouldBe([0.10901f, -0.066132f, 0.24854f, 0.014831f], 1e-5);
        model.GetWordVector("映画").ShouldBe([-0.063466f, 0.090425f, -0.22607f, -0.013197f], 1e-5);
        model.GetWordVector("").Length.ShouldBe(4);
    }

    [Fact]
    public void Fewer_predictions_are_the_first_of_more()
    {
        var model = FastTextModel.Load(new MemoryStream(TinyModels.Tree));
        var (one, all) = (new Prediction[1], new Prediction[10]);

        foreach (var line in TinyModels.Lines)
        {
            model.Predict(line, one).ShouldBe(1);
            model.Predict(line, all).ShouldBe(3);
            one[0].ShouldBe(all[0]);
        }

        model.Predict("fine"u8, []).ShouldBe(0);
    }

    [Fact]
    public void A_line_ends_at_its_line_feed_and_at_the_word_that_stands_for_it()
    {
        var model = FastTextModel.Load(new MemoryStream(TinyModels.Softmax));

        Probability(model, "a fine film\nein öder Film"u8).ShouldBe(Probability(model, "a fine film"u8));
        Probability(model, "a fine film </s> ein öder Film"u8).ShouldBe(Probability(model, "a fine film"u8));
    }

    [Fact]
    public void Threads_share_a_model_and_get_what_one_gets()
    {
        var model = FastTextModel.Load(new MemoryStream(TinyModels.Softmax));
        var lines = Enumerable.Range(0, 2000).Select(number => Encoding.UTF8.GetBytes($"a film{number % 37} ein{number} öder Film")).ToArray();
        var expected = lines.Select(line => Probability(FastTextModel.Load(new MemoryStream(TinyModels.Softmax)), line)).ToArray();
        var found = new float[lines.Length];

        Parallel.For(0, lines.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, line => found[line] = Probability(model, lines[line]));

        found.ShouldBe(expected);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Predicting_allocates_nothing(string loss)
    {
        var model = FastTextModel.Load(new MemoryStream(Of(loss).File));
        var top = new Prediction[2];
        var line = "a fine film that nobody öder knew 映画"u8.ToArray();
        model.Predict(line, top);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var time = 0; time < 100; time++)
        {
            model.Predict(line, top);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void A_very_long_word_of_one_broken_character_is_read()
    {
        var model = FastTextModel.Load(new MemoryStream(TinyModels.Softmax));
        var line = new byte[1_000_000];
        line.AsSpan().Fill(0x80);

        model.Predict(line, new Prediction[1]).ShouldBe(1);
    }

    [Fact]
    public void Every_shortened_file_is_refused_in_one_sentence()
    {
        var file = TinyModels.Softmax;
        for (var length = 0; length < file.Length; length++)
        {
            var refused = Should.Throw<InvalidDataException>(() => FastTextModel.Load(new MemoryStream(file, 0, length), "short.bin"));
            refused.Message.ShouldStartWith("short.bin: ");
        }
    }

    [Fact]
    public void A_longer_file_is_refused() =>
        Should.Throw<InvalidDataException>(() => FastTextModel.Load(new MemoryStream([.. TinyModels.Softmax, 0]))).Message.ShouldContain("1 more bytes behind the model");

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(0x01000000)]
    public void A_lying_number_anywhere_is_refused_or_does_no_harm(int lie)
    {
        foreach (var original in new[] { TinyModels.Tree, QuantizedFile() })
        {
            for (var at = 0; at + 4 <= original.Length; at += at < 600 ? 1 : 97)
            {
                var file = original.ToArray();
                BitConverter.TryWriteBytes(file.AsSpan(at), lie).ShouldBeTrue();
                try
                {
                    FastTextModel.Load(new MemoryStream(file)).Predict("a fine film"u8, new Prediction[3]).ShouldBeInRange(0, 3);
                }
                catch (InvalidDataException refused)
                {
                    refused.Message.ShouldStartWith("the model: ");
                }
                catch (InvalidOperationException refused)
                {
                    refused.Message.ShouldContain("word vectors");
                }
            }
        }
    }

    [Fact]
    public void Another_file_is_refused() =>
        Should.Throw<InvalidDataException>(() => FastTextModel.Load(new MemoryStream("not a model at all"u8.ToArray()), "x.bin")).Message
            .ShouldBe("x.bin: this is not a fastText model: it does not begin with the number 793712314. A .bin or .ftz file of fastText is expected.");

    internal static void ShouldMatch(FastTextModel model, ReadOnlySpan<byte> line, string expected)
    {
        var pairs = expected.Split(' ');
        var top = new Prediction[pairs.Length / 2];
        model.Predict(line, top).ShouldBe(top.Length);
        for (var at = 0; at < top.Length; at++)
        {
            model.Labels[top[at].Label].ShouldBe(pairs[at * 2]);
            ((double)top[at].Probability).ShouldBe(double.Parse(pairs[(at * 2) + 1], CultureInfo.InvariantCulture), 1e-4);
        }
    }

    private static float Probability(FastTextModel model, ReadOnlySpan<byte> line)
    {
        var top = new Prediction[1];
        model.Predict(line, top).ShouldBe(1);
        return top[0].Probability;
    }

    private static (byte[] File, string[] Expected) Of(string loss) => loss switch
    {
        "softmax" => (TinyModels.Softmax, TinyModels.SoftmaxPredictions),
        "tree" => (TinyModels.Tree, TinyModels.TreePredictions),
        _ => (TinyModels.OneVersusAll, TinyModels.OneVersusAllPredictions),
    };

    private static byte[] QuantizedFile()
    {
        using var stream = new MemoryStream();
        FastTextQuantizer.Quantize(
            FastTextModel.Load(new MemoryStream(TinyModels.Tree)),
            new FastTextQuantizationOptions { Cutoff = 20, NormsApart = true, QuantizeOutput = true, PartWidth = 3 }).Save(stream);
        return stream.ToArray();
    }

    private static byte[] Compressed(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var stream = new System.IO.Compression.BrotliStream(compressed, System.IO.Compression.CompressionMode.Compress))
        {
            stream.Write(bytes);
        }

        return compressed.ToArray();
    }
}
