using System.Text;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Tests.Text;

public sealed class PairSplitterTests
{
    private static readonly string[] Tokens = ["▁the", "▁▁▁", "ing", "été", "日本", "😀😀", "a", "b", "ab", "\n\n"];
    private static readonly PairSplitter Splitter = new(Tokens);

    [Fact]
    public void Never_cuts_within_a_token()
    {
        foreach (var utf8 in Tokens.Select(Encoding.UTF8.GetBytes))
        {
            Splitter.NextEnd(utf8, 0).ShouldBe(utf8.Length);
        }
    }

    [Theory]
    [InlineData("▁the▁the", "▁the|▁the")]
    [InlineData("▁▁▁▁the", "▁▁▁▁the")]
    [InlineData("abba", "ab|b|a")]
    [InlineData("été日本a", "été|日本|a")]
    [InlineData("😀😀😀\n\n\na", "😀😀😀|\n\n\n|a")]
    [InlineData("xyz", "x|y|z")]
    [InlineData("", "")]
    public void Cuts_where_no_token_has_the_pair(string text, string expected) => Cut(Encoding.UTF8.GetBytes(text)).ShouldBe(expected);

    [Fact]
    public void Takes_bytes_that_are_not_UTF8_as_they_come()
    {
        var random = new Random(5);
        var bytes = new byte[64];
        for (var round = 0; round < 500; round++)
        {
            random.NextBytes(bytes);
            for (var start = 0; start < bytes.Length;)
            {
                var end = Splitter.NextEnd(bytes, start);
                end.ShouldBeInRange(start + 1, bytes.Length);
                start = end;
            }
        }
    }

    private static string Cut(byte[] utf8)
    {
        var parts = new List<string>();
        for (var start = 0; start < utf8.Length;)
        {
            var end = Splitter.NextEnd(utf8, start);
            parts.Add(Encoding.UTF8.GetString(utf8[start..end]));
            start = end;
        }

        return string.Join('|', parts);
    }
}
