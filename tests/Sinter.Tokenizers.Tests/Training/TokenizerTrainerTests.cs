using System.Text;

namespace Sinter.Tokenizers.Tests.Training;

public sealed class TokenizerTrainerTests
{
    private static readonly string[] Words = ["time", "people", "water", "nation", "station", "national", "timely", "peoples", "watering", "stations", "über", "город", "городской", "東京", "2024", "3.14"];
    private static readonly string[] Texts = [.. Enumerable.Range(0, 120).Select(Sentence)];

    public static TheoryData<TokenizerModel> Models => [.. Enum.GetValues<TokenizerModel>()];

    [Theory]
    [MemberData(nameof(Models))]
    public void Is_the_same_at_any_number_of_threads_and_order_of_texts(TokenizerModel model)
    {
        var one = Train(model, Texts, threads: 1).Fingerprint;
        Train(model, Texts.Reverse(), threads: 2).Fingerprint.ShouldBe(one);
        Train(model, Texts.OrderBy(static text => text.Length), threads: 5).Fingerprint.ShouldBe(one);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Is_saved_and_read_again(TokenizerModel model)
    {
        using var folder = new TemporaryFolder();
        var trained = Train(model, Texts);
        trained.Save(folder.File("tokenizer.json"));
        var loaded = Tokenizer.Load(folder.File("tokenizer.json"));
        loaded.Fingerprint.ShouldBe(trained.Fingerprint);
        Texts.ShouldAllBe(text => loaded.Encode(text, false).SequenceEqual(trained.Encode(text, false)));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Writes_its_own_texts_without_unknown_tokens(TokenizerModel model)
    {
        var tokenizer = Train(model, Texts);
        tokenizer.VocabularySize.ShouldBeLessThanOrEqualTo(400);
        foreach (var text in Texts)
        {
            var ids = tokenizer.Encode(text);
            ids.ShouldNotContain(id => tokenizer.IsSpecial(id));
            if (model != TokenizerModel.WordPiece)
            {
                tokenizer.Decode(ids).ShouldBe(text);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Learns_nothing_but_still_writes_where_there_is_no_text_or_only_spaces(TokenizerModel model)
    {
        foreach (var texts in (string[][])[[], [""], ["   ", "\n\n\n"]])
        {
            var tokenizer = Train(model, texts);
            tokenizer.Encode("a b").Length.ShouldBeGreaterThan(0);
            tokenizer.VocabularySize.ShouldBeLessThan(270);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Never_learns_a_special_token_from_text(TokenizerModel model)
    {
        var options = new TokenizerTrainerOptions { Model = model, VocabularySize = 400, MinimumFrequency = 1, SpecialTokens = ["<unk>", "[UNK]", "people", "tion"], Threads = 1 };
        var tokenizer = new TokenizerTrainer(options).Train(Texts);
        var ids = tokenizer.Encode("the people of the nation tion");
        ids.ShouldNotContain(id => id == tokenizer.TokenId("people") || id == tokenizer.TokenId("tion"));
    }

    [Theory]
    [InlineData(TokenizerModel.Bpe, 100, "The vocabulary size is 100; it must be at least 260, for 4 special tokens and 256 bytes.")]
    [InlineData(TokenizerModel.WordPiece, 3, "The vocabulary size is 3; it must be at least 5, for 5 special tokens and 0 characters.")]
    [InlineData(TokenizerModel.Unigram, 10, "characters.")]
    [InlineData(TokenizerModel.WordPiece, 20, "characters.")]
    public void A_vocabulary_too_small_is_said_in_a_sentence(TokenizerModel model, int size, string said) =>
        Should.Throw<ArgumentException>(() => new TokenizerTrainer(new TokenizerTrainerOptions { Model = model, VocabularySize = size }).Train(Texts)).Message.ShouldEndWith(said);

    [Fact]
    public void Characters_beyond_the_coverage_become_bytes()
    {
        var options = new TokenizerTrainerOptions { Model = TokenizerModel.Unigram, VocabularySize = 400, CharacterCoverage = 0.9995, ByteFallback = true, Threads = 1 };
        var tokenizer = new TokenizerTrainer(options).Train([.. Texts, "龍", .. Enumerable.Repeat("0 < x > A", 50)]);
        tokenizer.TokenId("東").ShouldNotBeNull();
        tokenizer.TokenId("龍").ShouldBeNull();
        tokenizer.Decode(tokenizer.Encode("time 龍 <0x0A>")).ShouldBe("time 龍 <0x0A>");
        tokenizer.Encode("<0x0A>").ShouldNotContain(tokenizer.TokenId("<0x0A>")!.Value);
    }

    [Fact]
    public void A_unigram_piece_is_never_a_byte_or_special_token()
    {
        var options = new TokenizerTrainerOptions { Model = TokenizerModel.Unigram, VocabularySize = 300, ByteFallback = true, SplitsByScript = false, SpecialTokens = ["<unk>", "<s>"] };
        var tokenizer = new TokenizerTrainer(options).Train([.. Enumerable.Repeat("a<0x0A> b<0x0A> c<s> d<s> e<s>", 50)]);
        tokenizer.Decode(tokenizer.Encode("a<0x0A> c<s>")).ShouldBe("a<0x0A> c<s>");
    }

    [Fact]
    public void A_unigram_vocabulary_has_exactly_the_size_wanted()
    {
        var random = new Random(1);
        string[] syllables = ["ka", "to", "mi", "ren", "sol", "du", "pe", "van", "li", "go"];
        string[] texts = [.. Enumerable.Range(0, 500).Select(_ => string.Join(' ', Enumerable.Range(0, 9).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => syllables[random.Next(10)])))))];
        foreach (var size in (int[])[80, 97, 120])
        {
            new TokenizerTrainer(new TokenizerTrainerOptions { Model = TokenizerModel.Unigram, VocabularySize = size }).Train(texts).VocabularySize.ShouldBe(size);
        }
    }

    [Fact]
    public void Unigram_pieces_mix_scripts_only_where_that_is_wanted()
    {
        string[] texts = [.. Enumerable.Repeat("time, time, time, time7 город! город!", 50)];
        var apart = new TokenizerTrainer(new TokenizerTrainerOptions { Model = TokenizerModel.Unigram, VocabularySize = 60 }).Train(texts);
        var mixed = new TokenizerTrainer(new TokenizerTrainerOptions { Model = TokenizerModel.Unigram, VocabularySize = 60, SplitsByScript = false }).Train(texts);
        apart.TokenId("▁time,").ShouldBeNull();
        mixed.TokenId("▁time,").ShouldNotBeNull();
    }

    [Fact]
    public void A_character_model_has_a_token_for_each_character_the_most_frequent_first_kept()
    {
        var tokenizer = new TokenizerTrainer(new TokenizerTrainerOptions { Model = TokenizerModel.Character, VocabularySize = 8, SpecialTokens = [] }).Train(["bbb aaa c 𝒜𝒜"]);
        Enumerable.Range(0, tokenizer.VocabularySize).Select(tokenizer.Token).ShouldBe(["<unk>", " ", "a", "b", "c", "𝒜"]);
        tokenizer.Encode("a𝒜z").ShouldBe([2, 5, 0]);
    }

    [Fact]
    public void Stops_when_cancelled_while_it_learns()
    {
        foreach (var model in (TokenizerModel[])[TokenizerModel.Bpe, TokenizerModel.WordPiece, TokenizerModel.Unigram])
        {
            using var source = new CancellationTokenSource();
            var progress = new Watcher(value =>
            {
                if (value.Tokens > 0)
                {
                    source.Cancel();
                }
            });
            Should.Throw<OperationCanceledException>(() => new TokenizerTrainer(new TokenizerTrainerOptions { Model = model, VocabularySize = 400 }).Train(Texts, progress, source.Token));
        }
    }

    private static Tokenizer Train(TokenizerModel model, IEnumerable<string> texts, int threads = 1) =>
        new TokenizerTrainer(new TokenizerTrainerOptions { Model = model, VocabularySize = 400, Threads = threads }).Train(texts);

    private static string Sentence(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder("the");
        for (var i = 0; i < 12; i++)
        {
            text.Append(' ').Append(Words[random.Next(Words.Length)]);
        }

        return text.Append(seed % 2 == 0 ? "." : ", indeed!").ToString();
    }

    private sealed class Watcher(Action<TokenizerTrainingProgress> report) : IProgress<TokenizerTrainingProgress>
    {
        public void Report(TokenizerTrainingProgress value) => report(value);
    }

    [Fact]
    public void Refuses_an_endless_word()
    {
        var word = new string('a', (1 << 24) + 1);
        foreach (var model in Enum.GetValues<TokenizerModel>())
        {
            var trainer = new TokenizerTrainer(new TokenizerTrainerOptions { Model = model, VocabularySize = 1000 });
            Should.Throw<ArgumentException>(() => trainer.Train([word])).Message.ShouldStartWith("The text holds a single word of 16 MiB");
        }
    }
}
