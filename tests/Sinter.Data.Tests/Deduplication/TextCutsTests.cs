using Sinter.Data.Deduplication;

namespace Sinter.Data.Tests.Deduplication;

public sealed class TextCutsTests
{
    [Theory]
    [InlineData("a\n\n[B]\n\nc", "a\n\nc")]
    [InlineData("[A]\n\nb", "b")]
    [InlineData("a\n\n[B]", "a")]
    [InlineData("[A]\n\n[B]", "")]
    [InlineData("a\n[B]\nc", "a\nc")]
    [InlineData("a\n[B]\n\nc", "a\n\nc")]
    [InlineData("a\r\n\r\n[B]\r\n\r\nc", "a\r\n\r\nc")]
    [InlineData("a\n\n[B]  \n \n\n\nc", "a\n\nc")]
    [InlineData("a [B] c", "a  c")]
    [InlineData("a [B]", "a")]
    [InlineData("a[B]\nc", "a\nc")]
    [InlineData("[A] b", " b")]
    [InlineData("a \n", "a \n")]
    public void Lines_go_with_their_ends(string marked, string expected)
    {
        var cuts = new List<SpanCut>();
        var text = "";
        var start = 0;
        foreach (var sign in marked)
        {
            switch (sign)
            {
                case '[': start = text.Length; break;
                case ']': cuts.Add(new SpanCut(0, start, text.Length - start, 1, 0)); break;
                default: text += sign; break;
            }
        }

        TextCuts.Without(text, cuts).ShouldBe(expected);
    }

    [Fact]
    public void Parts_that_overlap_are_parted()
    {
        var parts = TextCuts.Apart([new SpanCut(0, 2, 4, 7, 100), new SpanCut(0, 3, 2, 8, 0), new SpanCut(0, 4, 6, 9, 50), new SpanCut(0, 10, 99, 9, 0), new SpanCut(0, 200, 1, 9, 0)], 12);

        parts.ShouldBe([new SpanCut(0, 2, 4, 7, 100), new SpanCut(0, 6, 4, 9, 52), new SpanCut(0, 10, 2, 9, 0)]);
        TextCuts.Apart([new SpanCut(0, 1, int.MaxValue, 2, 0)], 3).ShouldBe([new SpanCut(0, 1, 2, 2, 0)]);
    }
}
