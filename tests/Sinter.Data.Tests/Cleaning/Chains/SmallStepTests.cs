using Sinter.Data.Cleaning;

namespace Sinter.Data.Tests.Cleaning.Chains;

public sealed class SmallStepTests
{
    [Theory]
    [InlineData("One two three", 3)]
    [InlineData("One two", 2)]
    [InlineData("One - two ... !", 2)]
    [InlineData("", 0)]
    [InlineData("1, 2, 3", 3)]
    public void Words_are_runs_with_a_letter_or_digit(string text, int words) => Scores(new MinimumWordsStep(), text).ShouldBe([words]);

    [Fact]
    public void The_words_of_a_heading_do_not_count()
    {
        var document = Text("A heading with many words\n\nToo short") with { Metadata = new MetadataDictionary([new(Document.HeadingLinesKey, "1")]) };

        Scores(new MinimumWordsStep(), document).ShouldBe([2]);
    }

    [Fact]
    public void Duplicate_paragraphs_are_counted_and_marked()
    {
        var candidate = new Candidate(Text("a\n\na\n\nb is quite a bit longer"), wantsEvidence: true);
        var step = new RepetitionStep();
        candidate.BeginStep(2);

        step.Process(candidate);

        candidate.Scores.ToArray().ShouldBe([1 / 3.0, 1 / 29.0]);
        candidate.Marks.ShouldBe([new Evidence(0, 3, 1), new Evidence(1, 3, 1)]);
        step.Rules[0].Allows((float)candidate.Scores[0]).ShouldBeFalse();
        step.Rules[0].Allows(0.3f).ShouldBeTrue();
    }

    [Fact]
    public void One_paragraph_repeats_nothing() => Scores(new RepetitionStep(), "a\na\na").ShouldBe([0, 0]);

    [Fact]
    public void The_first_of_equal_texts_stays_and_the_others_name_it()
    {
        var step = new ExactDuplicatesStep();

        step.FindEarlier(Text("same", "1")).ShouldBeNull();
        step.FindEarlier(Text("other", "2")).ShouldBeNull();
        step.FindEarlier(Text("same", "3")).ShouldBe("1");
    }

    [Theory]
    [InlineData("body", "1")]
    [InlineData("text", null)]
    public void The_key_tells_whether_a_heading_matters(string key, string? earlier)
    {
        var heading = new MetadataDictionary([new(Document.HeadingLinesKey, "1")]);
        var step = new ExactDuplicatesStep { Key = key };

        step.FindEarlier(Text("Heading one\n\nThe same prose.", "1") with { Metadata = heading }).ShouldBeNull();

        step.FindEarlier(Text("Heading two\n\nThe same prose.", "2") with { Metadata = heading }).ShouldBe(earlier);
    }

    [Fact]
    public void Documents_without_a_body_are_told_apart_by_their_heading()
    {
        var heading = new MetadataDictionary([new(Document.HeadingLinesKey, "1")]);
        var step = new ExactDuplicatesStep();

        step.FindEarlier(Text("One", "1") with { Metadata = heading }).ShouldBeNull();
        step.FindEarlier(Text("Two", "2") with { Metadata = heading }).ShouldBeNull();
    }

    [Fact]
    public void A_value_at_the_limit_is_kept_and_what_was_not_measured_too()
    {
        var rule = new ScoreRule("share", "a share") { Minimum = 0.1, Maximum = 0.3 };

        rule.Allows((float)0.3).ShouldBeTrue();
        rule.Allows((float)0.1).ShouldBeTrue();
        rule.Allows(MathF.BitIncrement((float)0.3)).ShouldBeFalse();
        rule.Allows(MathF.BitDecrement((float)0.1)).ShouldBeFalse();
        rule.Allows(float.NaN).ShouldBeTrue();
    }

    private static double[] Scores(ICleaningStep step, string text) => Scores(step, Text(text));

    private static double[] Scores(ICleaningStep step, Document document)
    {
        var candidate = new Candidate(document);
        candidate.BeginStep(step.Rules.Count);
        step.Process(candidate);
        return candidate.Scores.ToArray();
    }

    private static Document Text(string text, string id = "id") => new() { Id = id, Text = text };
}
