namespace Sinter.Cli.Tests;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("steps", "steps", 0)]
    [InlineData("stesp", "steps", 1)]
    [InlineData("Steps", "steps", 0)]
    [InlineData("step", "steps", 1)]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    public void The_distance_counts_the_edits(string left, string right, int edits) => Suggestion.Distance(left, right).ShouldBe(edits);

    [Fact]
    public void The_nearest_word_is_suggested() => Suggestion.Nearest("tokeniser", ["collect", "tokenizer", "pack"]).ShouldBe("tokenizer");

    [Fact]
    public void A_word_that_is_like_none_gets_no_suggestion()
    {
        Suggestion.Nearest("zebra", ["collect", "pack"]).ShouldBeNull();
        Suggestion.Nearest(new string('a', 100_000), ["a"]).ShouldBeNull();
        Suggestion.Nearest("a", []).ShouldBeNull();
    }
}
