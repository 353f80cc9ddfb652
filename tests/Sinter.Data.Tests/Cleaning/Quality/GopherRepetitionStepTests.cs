using Sinter.Data.Cleaning.Quality;

namespace Sinter.Data.Tests.Cleaning.Quality;

public sealed class GopherRepetitionStepTests
{
    [Fact]
    public void Datatrove_counts_the_further_copies()
    {
        // 25 characters: lines aa bb aa aa, paragraphs of one line each.
        var result = Steps.Run(new GopherRepetitionStep(), "aaaa\n\nbbbb\n\naaaa\n\naaaa\n");

        result.Scores["duplicateLines"].ShouldBe(0.5);
        result.Scores["duplicateLineCharacters"].ShouldBe(8 / 23.0);
        result.Scores["duplicateParagraphs"].ShouldBe(0.5);
        result.Scores["duplicateParagraphCharacters"].ShouldBe(8 / 23.0);
        result.Marks.Count(mark => mark == ("duplicateLineCharacters", "aaaa")).ShouldBe(2);
    }

    [Fact]
    public void Dolma_counts_all_copies_over_what_is_not_white_space()
    {
        var result = Steps.Run(new GopherRepetitionStep { Dialect = "dolma" }, "aaaa\n\nbbbb\n\naaaa\n\naaaa\n");

        result.Scores["duplicateLines"].ShouldBe(0.75);
        result.Scores["duplicateLineCharacters"].ShouldBe(12 / 16.0);
        result.Scores["duplicateParagraphs"].ShouldBe(double.NaN);
    }

    [Fact]
    public void The_most_frequent_run_counts_with_its_spaces_in_datatrove()
    {
        // "a b" three times, 3 characters each, of 17.
        var result = Steps.Run(new GopherRepetitionStep(), "a b c a b dd a b e");

        result.Scores["top2Gram"].ShouldBe(9 / 18.0);
        result.Scores["top3Gram"].ShouldBe(5 / 18.0, "no run of 3 repeats, so the first is the most frequent");
        result.Marks.Count(mark => mark == ("top2Gram", "a b")).ShouldBe(3);
    }

    [Fact]
    public void The_most_frequent_run_counts_without_spaces_in_Dolma() =>
        Steps.Run(new GopherRepetitionStep { Dialect = "dolma" }, "a b c a b dd a b e").Scores["top2Gram"].ShouldBe(6 / 10.0);

    [Fact]
    public void Repeated_runs_are_gone_through_without_overlap_in_datatrove()
    {
        // Words 6 to 10 were met before: 5 characters of 19. Then only "6" is left.
        var result = Steps.Run(new GopherRepetitionStep(), "1 2 3 4 5 1 2 3 4 5");

        result.Scores["duplicate5Grams"].ShouldBe(5 / 19.0);
        result.Scores["duplicate6Grams"].ShouldBe(0);
        result.Marks.ShouldContain(("duplicate5Grams", "1 2 3 4 5"));
    }

    [Fact]
    public void All_repeated_runs_are_a_share_of_all_runs_in_Dolma() =>
        Steps.Run(new GopherRepetitionStep { Dialect = "dolma" }, "1 2 3 4 5 1 2 3 4 5").Scores["duplicate5Grams"].ShouldBe(10 / 30.0);

    [Theory]
    [InlineData(7, 3, false)]
    [InlineData(6, 4, true)]
    public void Three_duplicate_lines_of_ten_are_kept(int different, int copies, bool refused)
    {
        var lines = Enumerable.Range(0, different).Select(i => $"{i}").Concat(Enumerable.Repeat("0", copies));

        Steps.Run(new GopherRepetitionStep(), string.Join('\n', lines)).Refused.Contains("duplicateLines").ShouldBe(refused);
    }

    [Fact]
    public void A_text_of_one_word_or_none_is_not_refused()
    {
        Steps.Run(new GopherRepetitionStep(), "").Refused.ShouldBeEmpty();
        Steps.Run(new GopherRepetitionStep(), "word").Refused.ShouldBeEmpty();
        Steps.Run(new GopherRepetitionStep { Dialect = "dolma" }, "word").Refused.ShouldBeEmpty();
    }
}
