using System.Text;
using System.Text.RegularExpressions;
using Sinter.Tests;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Tests;

public sealed partial class Gpt2SplitterTests
{
    [Fact]
    public void Splits_mixed_text_as_the_regular_expression_of_GPT2_does()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            // .NET's expressions see a character beyond the basic plane as two symbols, so none is in this text.
            var text = TestTexts.Mixed(seed, 120, emoji: false);
            Split(Encoding.UTF8.GetBytes(text)).ShouldBe(Gpt2Pattern().Matches(text).Select(match => match.Value));
        }
    }

    [Fact]
    public void Splits_every_pair_of_characters_of_the_basic_plane_with_neighbours_as_the_regular_expression_does()
    {
        for (var value = 0; value < 0xD800; value += 7)
        {
            var text = $"a{(char)value}1 {(char)value} '{(char)value}s {(char)value}{(char)value}";
            Split(Encoding.UTF8.GetBytes(text)).ShouldBe(Gpt2Pattern().Matches(text).Select(match => match.Value));
        }
    }

    [Theory]
    [InlineData("corpora/tinyshakespeare")]
    [InlineData("corpora/books")]
    public void Splits_real_text_as_the_regular_expression_of_GPT2_does(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Assets.Path(folder), "*.txt"))
        {
            var text = File.ReadAllText(file);
            Split(Encoding.UTF8.GetBytes(text)).ShouldBe(Gpt2Pattern().Matches(text).Select(match => match.Value));
        }
    }

    [Fact]
    public void Knows_letters_and_numbers_beyond_the_basic_plane() =>
        Split("x𝒜y 𝟙2 🦙🚀!"u8).ShouldBe(["x𝒜y", " 𝟙2", " 🦙🚀!"]);

    [Fact]
    public void Covers_bytes_that_are_not_UTF8()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var bytes = TestTexts.Bytes(seed, 300);
            var position = 0;
            while (position < bytes.Length)
            {
                var end = Gpt2Splitter.Instance.NextEnd(bytes, position);
                end.ShouldBeGreaterThan(position);
                end.ShouldBeLessThanOrEqualTo(bytes.Length);
                position = end;
            }
        }
    }

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+", RegexOptions.None, 60_000)]
    private static partial Regex Gpt2Pattern();

    private static List<string> Split(ReadOnlySpan<byte> utf8)
    {
        var words = new List<string>();
        for (var start = 0; start < utf8.Length;)
        {
            var end = Gpt2Splitter.Instance.NextEnd(utf8, start);
            words.Add(Encoding.UTF8.GetString(utf8[start..end]));
            start = end;
        }

        return words;
    }
}
