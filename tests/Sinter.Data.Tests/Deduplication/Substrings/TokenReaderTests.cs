using System.Text;
using Sinter.Data.Deduplication.Substrings;

namespace Sinter.Data.Tests.Deduplication.Substrings;

public sealed class TokenReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" \t\r\n\u00A0\u3000", "")]
    [InlineData("Hello, world!", "Hello,/world!")]
    [InlineData("\0 a\0b", "\0/a\0b")]
    [InlineData("我们go公园。", "我/们/go/公/园/。")]
    [InlineData("カ\u3099ラス", "カ\u3099/ラ/ス")]
    [InlineData("กำลัง", "ก/ำ/ลั/ง")]
    [InlineData("안녕 하세요", "안녕/하세요")]
    [InlineData("e\u0301tude \u0301x", "e\u0301tude/\u0301x")]
    [InlineData("\U00020001\U00020002a", "\U00020001/\U00020002/a")]
    [InlineData("葛\U000E0100飾", "葛\U000E0100/飾")]
    [InlineData("a😀b", "a😀b")]
    public void Words_are_parted(string text, string words) => string.Join('/', SpanSearch.Tokens(new WordReader(), text).Select(static token => token.Content)).ShouldBe(words);

    [Fact]
    public void Lone_surrogates_are_letters()
        => SpanSearch.Tokens(new WordReader(), "a\uD800 \uDC00b\uD840").Select(static token => token.Content).ShouldBe(["a\uD800", "\uDC00b\uD840"]);

    [Fact]
    public void Long_words_are_cut_between_characters()
    {
        var tokens = SpanSearch.Tokens(new WordReader(), "x" + string.Concat(Enumerable.Repeat("😀", 100)));
        tokens.Select(static token => token.To - token.From).ShouldBe([129, 72]);
        SpanSearch.Tokens(new WordReader(), "我" + new string('\u0301', 1000)).ShouldAllBe(static token => token.To - token.From <= WordReader.LongestToken + 1);
    }

    [Fact]
    public void Words_have_no_gap_but_white_space()
    {
        var random = new Random(3);
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(_ => random.Next(4) == 0 ? ' ' : (char)random.Next(0x10000)));
        var end = 0;
        foreach (var (_, from, to) in SpanSearch.Tokens(new WordReader(), text))
        {
            string.IsNullOrWhiteSpace(text[end..from]).ShouldBeTrue();
            text[from..to].Any(char.IsWhiteSpace).ShouldBeFalse();
            end = to;
        }

        string.IsNullOrWhiteSpace(text[end..]).ShouldBeTrue();
    }

    [Fact]
    public void Bytes_are_those_of_utf8_with_the_places_of_whole_characters()
    {
        const string Text = "aé\u4E2D😀\0\n";
        var tokens = SpanSearch.Tokens(new ByteReader(), Text);
        tokens.Select(static token => (byte)token.Content[0]).ShouldBe(Encoding.UTF8.GetBytes(Text));
        tokens.Select(static token => (token.From, token.To)).ShouldBe([(0, 1), (1, 1), (2, 2), (2, 2), (3, 2), (3, 3), (3, 3), (5, 3), (5, 3), (5, 5), (5, 6), (6, 7)]);
        SpanSearch.Tokens(new ByteReader(), "\uDC00").Select(static token => (int)token.Content[0]).ShouldBe([0xED, 0xB0, 0x80]);
    }
}
