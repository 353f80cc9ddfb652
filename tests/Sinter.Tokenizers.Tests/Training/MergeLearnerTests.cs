namespace Sinter.Tokenizers.Tests.Training;

public sealed class MergeLearnerTests
{
    private static readonly string[] Lines =
    [
        "the cat sat on the mat, and the other cat sat on the other mat\n",
        "don't you think that the théâtre and the cathedral matter?\n",
        "aaaa aaa aaaaaa abab ababab 1234 12345 ---- ------\n",
        "кот сидит на коте и на том коте; том и кот\n",
    ];

    // Hugging Face's trainer on the same lines.
    private static readonly string[] OfReference =
    [
        "th", "aa", "the", "--", "at", "ÑĤ", "ĠÐ", "Ð¾", "ab", "Ġthe", "ºÐ¾", "Ġo", "ºÐ¾ÑĤ", "mat", "Ġc", "Ġth", "Ġmat", "aaaa", "----", "ĠÐºÐ¾ÑĤ", "abab", "12",
        "34", "an", "sat", "½Ð", "Ðµ", "Ð¸", "Ð¼", "ĠÑĤ", "Ġ----", "Ġabab", "Ġ12", "Ġan", "Ġsat", "ther", "ĠÐ¸", "ĠÐ½Ð", "Ð¾Ð¼", "Ġon", "Ġother", "Ġcat", "ĠÐºÐ¾ÑĤÐµ",
        "ĠÑĤÐ¾Ð¼", "Ġ1234", "Ġand", "ĠÐ½Ð°", "'t", "al", "athe", "do", "dr", "er", "in", "ou", "re", "ter", "tre", "you", "¢tre", "©Ã", "´Ð¸", "Ã©Ã", "ÐºÐ¾ÑĤ", "Ð´Ð¸", "Ñģ",
        "Ġaa", "Ġaaaa", "Ġyou", "ĠÑģ", "Ġcathe", "Ġthat", "Ġthin", "ĠthÃ©Ã", "Ġmatter", "Ð¸Ð´Ð¸", "Ġ------", "Ġababab", "Ġ12345", "don", "dral", "Ġaaa", "Ġaaaaaa", "ĠÑģÐ¸Ð´Ð¸",
        "Ġcathedral", "Ġthink", "ĠthÃ©Ã¢tre", "ĠÑģÐ¸Ð´Ð¸ÑĤ",
    ];

    [Fact]
    public void Merges_are_those_of_the_reference_to_the_last()
    {
        var tokenizer = new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 1000, SpecialTokens = [], MinimumFrequency = 1 }).Train(Lines);
        Enumerable.Range(256, tokenizer.VocabularySize - 256).Select(tokenizer.Token).ShouldBe(OfReference);
    }

    [Fact]
    public void No_token_is_longer_than_the_longest_wanted()
    {
        var tokenizer = new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 1000, SpecialTokens = [], MinimumFrequency = 1, MaximumTokenLength = 4 }).Train(Lines);
        var tokens = Enumerable.Range(0, tokenizer.VocabularySize).Select(tokenizer.Token).ToList();
        tokens.ShouldAllBe(token => token.Length <= 4);
        tokens.ShouldContain("Ġthe");
    }

    [Fact]
    public void An_endless_word_is_learnt_in_the_time_of_short_ones()
    {
        var random = new Random(5);
        var endless = string.Concat(Enumerable.Range(0, 400_000).Select(_ => "abcdefgh"[random.Next(8)]));
        var tokenizer = new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 2000 }).Train([endless]);
        tokenizer.VocabularySize.ShouldBe(2000);
        tokenizer.Encode(endless).Length.ShouldBeLessThan(150_000);
    }
}
