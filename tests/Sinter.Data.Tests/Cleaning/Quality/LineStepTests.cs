using Sinter.Data.Cleaning.Quality;

namespace Sinter.Data.Tests.Cleaning.Quality;

public sealed class LineStepTests
{
    private const string Good = "This line has words. It is good.";

    [Theory]
    [InlineData("A line without an end")]
    [InlineData("A line that breaks off...")]
    [InlineData("Too few.")]
    [InlineData("Please enable JavaScript to go on.")]
    [InlineData("Read our Privacy Policy for more.")]
    [InlineData("This site Uses Cookies. Accept them.")]
    public void C4_removes_a_line(string line)
    {
        var result = Steps.Run(new C4Step { MinimumSentences = 2 }, $"{line}\n{Good}");

        result.Text.ShouldBe(Good);
        result.Scores["linesRemoved"].ShouldBe(1);
        result.Scores["linesRemovedShare"].ShouldBe(0.5);
        result.Scores["sentences"].ShouldBe(2);
        result.Refused.ShouldBeEmpty();
        result.Marks.ShouldContain(("linesRemoved", line));
    }

    [Fact]
    public void C4_removes_a_line_with_a_word_that_is_too_long()
    {
        var atLimit = $"It has {new string('a', 1000)} in it.";
        var above = $"It has {new string('a', 1001)} in it.";

        Steps.Run(new C4Step(), $"{atLimit}\n{above}").Text.ShouldBe(atLimit);
    }

    [Theory]
    [InlineData("Lorem Ipsum dolor sit amet.", "loremIpsum")]
    [InlineData("A bracket { stands here.", "curlyBrackets")]
    public void C4_drops_a_document(string line, string rule)
    {
        Steps.Run(new C4Step { MinimumSentences = 0 }, $"{Good}\n{line}").Refused.ShouldBe([rule]);
        Steps.Run(new C4Step { MinimumSentences = 0, DropLoremIpsum = false, DropCurlyBrackets = false }, $"{Good}\n{line}").Refused.ShouldBeEmpty();
    }

    [Fact]
    public void C4_cuts_citations_out()
    {
        Steps.Run(new C4Step(), "It was so[1] in 1999[citation needed] and [edit] later [12a].").Text.ShouldBe("It was so in 1999 and  later [12a].");
        Steps.Run(new C4Step(), "Open [ and [3 never closed, but [4] is.").Text.ShouldBe("Open [ and [3 never closed, but  is.");
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void C4_keeps_five_sentences(int sentences, bool refused) =>
        Steps.Run(new C4Step(), string.Join('\n', Enumerable.Repeat("It is so.", sentences))).Refused.Contains("sentences").ShouldBe(refused);

    [Fact]
    public void C4_without_the_rule_of_punctuation_keeps_other_lines() =>
        Steps.Run(new C4Step { EndPunctuation = false }, "A line without end\nTwo words\n\n  Another one of them").Text.ShouldBe("A line without end\nAnother one of them");

    [Fact]
    public void C4_leaves_a_text_of_good_lines_as_the_same_object()
    {
        var text = string.Concat(Good, "\n", Good);

        Steps.Run(new C4Step(), text).Text.ShouldBeSameAs(text);
    }

    [Theory]
    [InlineData(200, false)]
    [InlineData(199, true)]
    public void The_option_of_mC4_wants_three_long_lines(int length, bool refused)
    {
        var text = string.Join('\n', Enumerable.Repeat(new string('a', length), 3));

        Steps.Run(new C4Step { MinimumLongLines = 3 }, text).Refused.Contains("longLines").ShouldBe(refused);
    }

    [Theory]
    [InlineData("THIS IS SHOUTED at you")]
    [InlineData("2 024")]
    [InlineData("3 likes")]
    [InlineData("\u2022 1,024 Followers!")]
    [InlineData("1.5K views")]
    [InlineData("Single")]
    public void RefinedWeb_removes_a_line(string line)
    {
        var expected = line is "2 024" ? $"{line}\n{Good}" : Good;

        Steps.Run(new RefinedWebLinesStep(), $"{line}\n{Good}").Text.ShouldBe(expected, "digits with a space are not digits alone");
    }

    [Theory]
    [InlineData("12 people like likes")]
    [InlineData("HALF half")]
    [InlineData("K views")]
    public void RefinedWeb_keeps_a_line(string line)
    {
        var text = $"{line}\n\n{Good}";

        Steps.Run(new RefinedWebLinesStep(), text).Text.ShouldBeSameAs(text);
    }

    [Fact]
    public void RefinedWeb_cuts_phrases_out_of_short_lines_only()
    {
        var result = Steps.Run(new RefinedWebLinesStep(), "Sign-in to see 3 items in cart here\nMore on this Read more...\nA long line of more than ten words that ends with Read more...");

        result.Text.ShouldBe("to see 3 here\nMore on this\nA long line of more than ten words that ends with Read more...");
        result.Scores["wordsRemovedShare"].ShouldBe(6 / 26.0);
    }

    [Theory]
    [InlineData(19, false)]
    [InlineData(18, true)]
    public void RefinedWeb_lets_one_word_in_twenty_go(int words, bool refused) =>
        Steps.Run(new RefinedWebLinesStep(), $"Alone\n{string.Join(' ', Enumerable.Repeat("word", words))}").Refused.Contains("wordsRemovedShare").ShouldBe(refused);

    [Fact]
    public void FineWeb_measures_its_four_shares()
    {
        var longLine = new string('b', 31);
        var result = Steps.Run(new FineWebStep(), $"short.\n{longLine}\n\nshort.\nother");

        result.Scores["punctuatedLines"].ShouldBe(0.5);
        result.Scores["shortLines"].ShouldBe(0.75);
        result.Scores["duplicateLineCharacters"].ShouldBe(6 / 48.0);
        result.Scores["lineEndsPerWord"].ShouldBe(4 / 6.0, "two full stops are tokens");
        result.Marks.ShouldContain(("duplicateLineCharacters", "short."));
        result.Marks.ShouldContain(("punctuatedLines", longLine));
    }

    [Fact]
    public void FineWeb_knows_the_ends_of_sentences_of_other_scripts() =>
        Steps.Run(new FineWebStep(), "\u65E5\u672C\u8A9E\u3002\n\u0939\u093F\u0928\u094D\u0926\u0940\u0964\nbrahmi\U00011047\nnone\U0001F600").Scores["punctuatedLines"].ShouldBe(0.75);

    [Fact]
    public void FineWeb_drops_a_text_without_lines() => Steps.Run(new FineWebStep(), "\n \n").Refused.ShouldContain("punctuatedLines");

    [Theory]
    [InlineData("abc\nabc\nabc", 3, false)]
    [InlineData("abc\nabc\nab", 2, true)]
    [InlineData("abc", 1, true)]
    public void The_course_wants_three_lines_of_three_characters(string text, double lines, bool refused)
    {
        var result = Steps.Run(new CourseStep(), text);

        result.Scores["lines"].ShouldBe(lines);
        result.Refused.Contains("lines").ShouldBe(refused);
    }

    [Fact]
    public void The_course_measures_paragraphs()
    {
        var result = Steps.Run(new CourseStep(), "a a\nb b\n\nc\n\n\na a\nb b\n\nd");

        result.Scores["duplicateParagraphs"].ShouldBe(0.25);
        result.Scores["duplicateCharacters"].ShouldBe(7 / 23.0);
    }
}
