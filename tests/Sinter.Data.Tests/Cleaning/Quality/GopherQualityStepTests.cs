using Sinter.Data.Cleaning.Quality;

namespace Sinter.Data.Tests.Cleaning.Quality;

public sealed class GopherQualityStepTests
{
    [Fact]
    public void Datatrove_counts_tokens_and_means()
    {
        // Words: "The" cat, sat ... #5 12 - and "End." : tokens are " The " cat , sat ... # 5 12 - and End . = 14, of which 5 hold a letter.
        var result = Steps.Run(new GopherQualityStep(), "\"The\" cat, sat... #5\n- 12 and End\u2026");

        result.Scores["words"].ShouldBe(7);
        result.Scores["wordLength"].ShouldBe((3 + 3 + 3 + 1 + 2 + 3 + 3) / 7.0);
        result.Scores["wordsWithLetters"].ShouldBe(5 / 14.0);
        result.Scores["hashesPerWord"].ShouldBe(1 / 14.0);
        result.Scores["ellipsesPerWord"].ShouldBe(2 / 14.0);
        result.Scores["bulletLines"].ShouldBe(0.5);
        result.Scores["ellipsisLines"].ShouldBe(0.5);
        result.Scores["stopWords"].ShouldBe(1, "'The' is not in small letters");
        result.Refused.ShouldBe(["words", "wordLength", "ellipsesPerWord", "ellipsisLines", "wordsWithLetters", "stopWords"], ignoreOrder: true);
        result.Marks.ShouldContain(("hashesPerWord", "#"));
        result.Marks.ShouldContain(("ellipsesPerWord", "..."));
        result.Marks.ShouldContain(("bulletLines", "- 12 and End\u2026"));
    }

    [Fact]
    public void Dolma_counts_words_between_white_space_and_medians()
    {
        var result = Steps.Run(new GopherQualityStep { Dialect = "dolma" }, "the the, #a b\u2026 toward the\n* of it");

        result.Scores["words"].ShouldBe(9);
        result.Scores["wordLength"].ShouldBe(2, "1 2 2 2 2 3 3 4 6 has 2 in its middle");
        result.Scores["hashesPerWord"].ShouldBe(2 / 9.0);
        result.Scores["ellipsesPerWord"].ShouldBe(double.NaN);
        result.Scores["wordsWithLetters"].ShouldBe(8 / 9.0);
        result.Scores["bulletLines"].ShouldBe(0.5);
        result.Scores["stopWords"].ShouldBe(3, "the, the, of: each occurrence, but not with a comma");
        result.Marks.ShouldContain(("hashesPerWord", "b\u2026"));
    }

    [Fact]
    public void An_even_number_of_words_has_the_mean_of_the_middle_two_as_median() =>
        Steps.Run(new GopherQualityStep { Dialect = "dolma" }, "a bb ccc dddd").Scores["wordLength"].ShouldBe(2.5);

    [Theory]
    [InlineData(49, true)]
    [InlineData(50, false)]
    [InlineData(100_000, false)]
    [InlineData(100_001, true)]
    public void A_number_of_words_at_the_limit_is_kept(int words, bool refused) =>
        Steps.Run(new GopherQualityStep(), string.Join(' ', Enumerable.Repeat("word", words))).Refused.Contains("words").ShouldBe(refused);

    [Theory]
    [InlineData("abc abc", false)]
    [InlineData("ab abc", true)]
    [InlineData("abcdefghij", false)]
    [InlineData("abcdefghijk", true)]
    public void A_word_length_at_the_limit_is_kept(string text, bool refused) => Steps.Run(new GopherQualityStep(), text).Refused.Contains("wordLength").ShouldBe(refused);

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void One_sign_in_ten_tokens_is_kept(int signs, bool refused)
    {
        var text = string.Join(' ', Enumerable.Repeat("#", signs).Concat(Enumerable.Repeat("word", 10 - signs)));

        Steps.Run(new GopherQualityStep(), text).Refused.Contains("hashesPerWord").ShouldBe(refused);
    }

    [Fact]
    public void Bounds_that_cross_are_told_before_any_document() =>
        Should.Throw<InvalidDataException>(() => new GopherQualityStep { MinimumWords = 10, MaximumWords = 9 }.Rules).Message.ShouldContain("minimumWords");

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData("...")]
    public void A_text_without_words_is_refused_for_that_alone(string text) =>
        Steps.Run(new GopherQualityStep { MinimumStopWords = 0, MaximumEllipsesPerWord = 1, MaximumEllipsisLines = 1, MinimumWordsWithLetters = 0 }, text).Refused.ShouldBe(["words"]);
}
