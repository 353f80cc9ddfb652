using Sinter.Tests;

namespace Sinter.Tokenizers.Tests.Training;

public sealed class BpeTrainerTests
{
    [Fact]
    public void Learns_what_counting_all_pairs_anew_for_every_merge_learns()
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            var words = Enumerable.Range(0, 400).Select(_ => Word(random)).ToArray();
            var minimum = 1 + (seed % 3);
            var bytes = new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 260 }).Train([]);
            var trained = new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 360, MinimumFrequency = minimum }).Train(words);

            var learnt = Enumerable.Range(260, trained.VocabularySize - 260).Select(trained.Token);
            learnt.ShouldBe(NaiveBpe.Train(bytes, words, 100, minimum));
        }

        static string Word(Random random) => new([.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => "aaabbcde"[random.Next(8)])]);
    }

    [Fact]
    public void Gives_the_same_tokenizer_at_any_number_of_threads_and_order_of_texts()
    {
        var texts = Enumerable.Range(0, 200).Select(static seed => TestTexts.Mixed(seed, 2000)).ToArray();
        var one = new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 600, Threads = 1 }).Train(texts).Fingerprint;
        foreach (var threads in (int[])[2, 3, 8])
        {
            new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 600, Threads = threads }).Train(texts.Reverse()).Fingerprint.ShouldBe(one);
        }
    }

    [Fact]
    public void Puts_special_tokens_first_then_bytes_in_the_order_of_their_characters()
    {
        var tokenizer = new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 261 }).Train(["aa aa aa"]);
        Enumerable.Range(0, 6).Select(tokenizer.Token).ShouldBe(["<|endoftext|>", "<|system|>", "<|user|>", "<|assistant|>", "!", "\""]);
        tokenizer.Token(259).ShouldBe("Ń"); // byte 0xAD, the last of the 68 that have no printable character
        tokenizer.Token(260).ShouldBe("aa");
        tokenizer.EndOfText.ShouldBe(0);
        tokenizer.BeginningOfText.ShouldBe(0); // every packed document begins with the end of text
    }

    [Fact]
    public void Breaks_ties_by_the_lower_left_and_then_the_lower_right_id()
    {
        var tokenizer = new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 264 }).Train(["db", "da", "cb", "ca", "db", "da", "cb", "ca"]);
        Enumerable.Range(260, 4).Select(tokenizer.Token).ShouldBe(["ca", "cb", "da", "db"]);
    }

    [Fact]
    public void Gives_fewer_tokens_where_no_pair_is_frequent_enough() =>
        new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 1000 }).Train(["ab cd ef"]).VocabularySize.ShouldBe(260);

    [Fact]
    public void Never_learns_a_special_token_from_text()
    {
        var options = new TokenizerTrainerOptions { VocabularySize = 600, SpecialTokens = ["||", "ab"], MinimumFrequency = 1 };
        var tokenizer = new TokenizerTrainer(options).Train(["|||| abab ||| ab ab ab"]);
        tokenizer.Encode("|| ab ab||").ShouldNotContain(id => tokenizer.IsSpecial(id));
        tokenizer.Decode(tokenizer.Encode("|| ab ab||")).ShouldBe("|| ab ab||");
    }

    [Fact]
    public void Reports_progress_through_both_phases()
    {
        var reports = new Reports();
        new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 500, Threads = 1 }).Train(Enumerable.Range(0, 20).Select(seed => TestTexts.Mixed(seed, 100)), reports);
        reports.All[0].Tokens.ShouldBe(0);
        reports.All[^1].ShouldSatisfyAllConditions(
            last => last.Texts.ShouldBe(20),
            last => last.Tokens.ShouldBe(500),
            last => last.VocabularySize.ShouldBe(500),
            last => last.DistinctWords.ShouldBeGreaterThan(100));
    }

    [Fact]
    public void Stops_when_cancelled()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Should.Throw<OperationCanceledException>(() => new TokenizerTrainer(new TokenizerTrainerOptions()).Train(["text"], null, source.Token));
    }

    [Fact]
    public void Passes_an_error_of_the_texts_on_as_it_is() =>
        Should.Throw<InvalidDataException>(() => new TokenizerTrainer(new TokenizerTrainerOptions()).Train(Broken())).Message.ShouldBe("line 2 is bad");

    [Theory]
    [InlineData(100, 2, "at least 260")]
    [InlineData(8192, 0, "at least 1")]
    public void Refuses_options_without_sense(int vocabularySize, long minimumFrequency, string said)
    {
        var options = new TokenizerTrainerOptions { VocabularySize = vocabularySize, MinimumFrequency = minimumFrequency };
        Should.Throw<ArgumentException>(() => new TokenizerTrainer(options).Train([])).Message.ShouldContain(said);
    }

    [Fact]
    public void Compresses_real_text_well()
    {
        var text = File.ReadAllText(Directory.EnumerateFiles(Assets.Path("corpora/tinyshakespeare"), "*.txt").First());
        var tokenizer = new TokenizerTrainer(new TokenizerTrainerOptions()).Train([text]);
        tokenizer.VocabularySize.ShouldBe(8192);
        var ids = tokenizer.Encode(text);
        tokenizer.Decode(ids).ShouldBe(text);
        ((double)text.Length / ids.Length).ShouldBeGreaterThan(3.5);
    }

    private static IEnumerable<string> Broken()
    {
        yield return "good";
        throw new InvalidDataException("line 2 is bad");
    }

    private sealed class Reports : IProgress<TokenizerTrainingProgress>
    {
        public List<TokenizerTrainingProgress> All { get; } = [];

        public void Report(TokenizerTrainingProgress value) => All.Add(value);
    }
}
