using Sinter.Data.Cleaning.Perplexity;
using Sinter.Data.Tests.Cleaning.Quality;

namespace Sinter.Data.Tests.Cleaning.Perplexity;

public sealed class NgramLanguageModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sinter-ngram-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_unigram_model_has_the_discounted_shares()
    {
        // Tokens a a b </s>: 4 in all. Discounts 0.5, 1 (too few counts to estimate them), so a has (2-1)/4, b and the end (1-0.5)/4, and what was
        // taken off, 2/4, is shared by a, b, the end and the unknown.
        var model = Train(new() { Order = 1 }, "a a b");

        model.Score("a").Log10Probability.ShouldBe(Math.Log10((0.25 + 0.125) * (0.125 + 0.125)), 1e-6);
        model.Score("zz").Log10Probability.ShouldBe(Math.Log10(0.125 * 0.25), 1e-6);
        model.Score("a").Tokens.ShouldBe(2);
        model.Perplexity("a").ShouldBe(1 / Math.Sqrt(0.375 * 0.25), 1e-5);
        model.Perplexity("").ShouldBe(double.NaN);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    [InlineData(5, true)]
    public void The_probabilities_behind_each_context_sum_to_one(int order, bool prune)
    {
        var words = Enumerable.Range(0, 12).Select(i => $"w{(char)('a' + i)}").ToArray();
        var random = new Random(7);
        var lines = Enumerable.Range(0, 200).Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(1, 8)).Select(_ => words[random.Next(12) * random.Next(12) / 12]))).Append(string.Join(' ', words));
        var model = Train(new() { Order = order, PruneSingletons = prune, Unit = NgramUnit.WhiteSpace }, [.. lines]);

        foreach (var context in (string[])["", "wa", "wa wb", "wb wa wa", "wk wl wk wl", "never seen"])
        {
            var sum = new string?[] { null, "unknown" }.Concat(words).Sum(word => Math.Pow(10, model.Log10Probability(context, word)));

            sum.ShouldBe(1, 1e-4, context);
        }
    }

    [Fact]
    public void Text_like_that_of_the_training_is_less_perplexing()
    {
        var model = Train(new(), [.. Enumerable.Range(0, 50).Select(i => $"The cat sat on the mat {i % 7} times.")]);

        model.Perplexity("the cat sat on the mat 3 times.").ShouldBeLessThan(3);
        model.Perplexity("mat the on sat cat the.").ShouldBeGreaterThan(10);
        model.Perplexity("x! yy? zzz; qq").ShouldBeGreaterThan(10);
    }

    [Fact]
    public void A_saved_model_scores_the_same_and_the_same_texts_give_the_same_file()
    {
        string[] lines = ["one two three", "two three four one two", "\u6F22\u5B57 \U0001F600 four"];
        var path = Path.Combine(_folder, "a.ngram");
        var model = Train(new() { Unit = NgramUnit.Character, PruneSingletons = false }, lines);
        NgramModelFile.Save(model, path);
        NgramModelFile.Save(Train(new() { Unit = NgramUnit.Character, PruneSingletons = false }, lines), path + "2");
        var loaded = NgramModelFile.Load(path);

        File.ReadAllBytes(path).ShouldBe(File.ReadAllBytes(path + "2"));
        loaded.Unit.ShouldBe(NgramUnit.Character);
        loaded.Order.ShouldBe(5);
        loaded.Score("two four \u6F22 x").ShouldBe(model.Score("two four \u6F22 x"));
    }

    [Fact]
    public void A_file_that_was_changed_or_cut_is_refused()
    {
        var path = Path.Combine(_folder, "a.ngram");
        NgramModelFile.Save(Train(new(), "a b c"), path);
        var bytes = File.ReadAllBytes(path);
        for (var at = 0; at < bytes.Length; at += 7)
        {
            var changed = bytes.ToArray();
            changed[at] ^= 0x40;
            File.WriteAllBytes(path, changed);
            Should.Throw<InvalidDataException>(() => NgramModelFile.Load(path));
            File.WriteAllBytes(path, bytes[..at]);
            Should.Throw<InvalidDataException>(() => NgramModelFile.Load(path));
        }
    }

    [Fact]
    public void Training_stops_where_its_memory_is_full()
    {
        var trainer = new NgramTrainer(new() { MaximumNgrams = 5 });

        trainer.Add("a b c d").ShouldBeTrue();
        trainer.Add("e").ShouldBeFalse();
        trainer.Tokens.ShouldBe(5);
        Should.Throw<InvalidDataException>(() => new NgramTrainer().Train());
    }

    [Fact]
    public void An_ARPA_model_is_read_and_backs_off()
    {
        var model = ArpaFile.Load(Arpa(
            "\\data\\\nngram 1=5\nngram 2=2\n\n\\1-grams:\n-2\t<unk>\n-99\t<s>\t-0.5\n-1\t</s>\n-0.7\ta\t-0.3\n-0.9\tb\t-0.2\n\n\\2-grams:\n-0.1\t<s> a\n-0.4\ta b\n\n\\end\\\n"));

        model.Score("a b").Log10Probability.ShouldBe(-0.1 - 0.4 + (-0.2 - 1), 1e-6);
        model.Score("b zz").Log10Probability.ShouldBe((-0.5 - 0.9) + (-0.2 - 2) - 1, 1e-6);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\\data\\\nngram 1=2\n\\1-grams:\n-1\ta\n\\end\\\n")]
    [InlineData("\\data\\\nngram 1=1\n\\1-grams:\n-1\n\\end\\\n")]
    [InlineData("\\data\\\nngram 1=1\n\\1-grams:\nx\ta\n\\end\\\n")]
    [InlineData("\\data\\\nngram 1=1\nngram 2=1\n\\1-grams:\n-1\ta\n\\2-grams:\n-1\ta zz\n\\end\\\n")]
    [InlineData("\\data\\\nngram 1=2\n\\1-grams:\n-1\ta\n-1\ta\n\\end\\\n")]
    [InlineData("\\data\\\nngram 11=2\n")]
    public void A_file_that_is_not_ARPA_is_told(string content) => Should.Throw<InvalidDataException>(() => ArpaFile.Load(Arpa(content)));

    [Fact]
    public void The_step_scores_with_the_model_that_it_is_given()
    {
        var path = Path.Combine(_folder, "a.ngram");
        var model = Train(new(), "good text is here", "good text is there");
        NgramModelFile.Save(model, path);

        var result = Steps.Run(new PerplexityStep { Model = path, Maximum = 5 }, "bad words were typed");

        result.Scores["perplexity"].ShouldBe(model.Perplexity("bad words were typed"));
        result.Refused.ShouldBe(["perplexity"]);
        Should.Throw<InvalidDataException>(() => new PerplexityStep().Rules);
        Should.Throw<InvalidDataException>(() => new PerplexityStep { Model = path + ".missing" }.Rules);
    }

    private static NgramLanguageModel Train(NgramTrainerOptions options, params string[] texts)
    {
        var trainer = new NgramTrainer(options);
        foreach (var text in texts)
        {
            trainer.Add(text).ShouldBeTrue();
        }

        return trainer.Train();
    }

    private string Arpa(string content)
    {
        var path = Path.Combine(_folder, "model.arpa");
        File.WriteAllText(path, content);
        return path;
    }
}
