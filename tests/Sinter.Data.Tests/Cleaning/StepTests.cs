using Sinter.Data.Cleaning;

namespace Sinter.Data.Tests.Cleaning;

public sealed class StepTests
{
    [Theory]
    [InlineData("One two three", true)]
    [InlineData("One two", false)]
    [InlineData("One - two ... !", false)]
    [InlineData("", false)]
    [InlineData("1, 2, 3", true)]
    public void Fewer_than_three_words_are_too_few(string text, bool kept)
    {
        var verdict = new MinimumWordsStep().Judge(Text(text));

        (verdict.Kept is not null).ShouldBe(kept);
        verdict.Reason.ShouldBe(kept ? "" : "too short");
    }

    [Fact]
    public void The_words_of_a_heading_do_not_count()
    {
        var document = Text("A heading with many words\n\nToo short") with { Metadata = new MetadataDictionary([new(Document.HeadingLinesKey, "1")]) };

        new MinimumWordsStep().Judge(document).Detail.ShouldBe("2 words, at least 3 expected");
    }

    [Fact]
    public void A_threshold_can_be_set() => new MinimumWordsStep { MinimumWords = 1 }.Judge(Text("word")).Kept.ShouldNotBeNull();

    [Fact]
    public void Too_many_duplicate_paragraphs_are_dropped()
    {
        var verdict = new RepetitionStep().Judge(Text("a\n\na\n\nb is quite a bit longer than the others"));

        verdict.Reason.ShouldBe(RepetitionStep.DuplicateParagraphs);
        verdict.Detail.ShouldBe("1 of 3 paragraphs are duplicates (0.33), at most 0.30 allowed");
    }

    [Fact]
    public void Three_duplicates_of_ten_paragraphs_are_allowed() =>
        new RepetitionStep().Judge(Text("a\n\na\n\na\n\na\n\nlong enough to be\n\nnot the same thing\n\nas any other part\n\nof this text here\n\nnor the next one\n\nor the last of all")).Kept.ShouldNotBeNull();

    [Fact]
    public void Too_many_duplicate_characters_are_dropped() =>
        new RepetitionStep().Judge(Text("a long paragraph is here\n\na long paragraph is here\n\nb\n\nc\n\nd\n\ne\n\nf")).Reason.ShouldBe(RepetitionStep.DuplicateCharacters);

    [Fact]
    public void One_paragraph_repeats_nothing() => new RepetitionStep().Judge(Text("a\na\na")).Kept.ShouldNotBeNull();

    [Fact]
    public void The_first_of_equal_texts_stays_and_the_others_name_it()
    {
        var step = new ExactDeduplicationStep();

        step.Judge(Text("same", "1")).Kept.ShouldNotBeNull();
        step.Judge(Text("other", "2")).Kept.ShouldNotBeNull();
        var verdict = step.Judge(Text("same", "3"));

        verdict.Reason.ShouldBe("duplicate");
        verdict.Detail.ShouldBe("the same text as 1");
    }

    [Theory]
    [InlineData(DuplicateKey.Body, "the same body as 1")]
    [InlineData(DuplicateKey.Text, "")]
    public void The_key_tells_whether_a_heading_matters(DuplicateKey key, string detail)
    {
        var heading = new MetadataDictionary([new(Document.HeadingLinesKey, "1")]);
        var step = new ExactDeduplicationStep { Key = key };

        step.Judge(Text("Heading one\n\nThe same prose.", "1") with { Metadata = heading });

        step.Judge(Text("Heading two\n\nThe same prose.", "2") with { Metadata = heading }).Detail.ShouldBe(detail);
    }

    [Fact]
    public void Documents_without_a_body_are_told_apart_by_their_heading()
    {
        var heading = new MetadataDictionary([new(Document.HeadingLinesKey, "1")]);
        var step = new ExactDeduplicationStep();

        step.Judge(Text("One", "1") with { Metadata = heading }).Kept.ShouldNotBeNull();
        step.Judge(Text("Two", "2") with { Metadata = heading }).Kept.ShouldNotBeNull();
    }

    private static Document Text(string text, string id = "id") => new() { Id = id, Text = text };
}
