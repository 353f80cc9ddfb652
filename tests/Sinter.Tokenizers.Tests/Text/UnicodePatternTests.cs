using System.Text;
using System.Text.RegularExpressions;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Tests.Text;

public sealed class UnicodePatternTests
{
    /// <summary>Expressions that mean the same to .NET, on text of the basic plane.</summary>
    [Theory]
    [InlineData(@"'s|'t|'re| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")]
    [InlineData(@"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|\p{N}{1,3}|\s*[\r\n]+")]
    [InlineData(@"(?:a|b|ab)*?s|(?:a+?b?)+t")]
    [InlineData(@"(?<=a)b|(?<!a|bb)s|(?=st)s|t(?!d)")]
    [InlineData(@"(?:\p{L}{2}|\p{N}){2,3}|(?:x?){3}(?:)*")]
    [InlineData(@"(?>a+)b|(?>\p{L}*)'|(?>\s*)\n")]
    [InlineData(@"\As|\p{P}\z|\p{S}|[\u0041-\u005A]|[a-m-]+|\x31")]
    [InlineData(@".+?\n|.{2}|[\s\S]")]
    [InlineData(@"x*|\b")]
    [InlineData(@"(a|b)*d|(?:(?:a?)*b)*1")]
    public void Finds_what_another_engine_finds(string pattern)
    {
        var expression = UnicodePattern.Parse(pattern);
        var reference = new Regex(pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(60));
        for (var seed = 0; seed < 150; seed++)
        {
            var text = Tricky(seed, 40);
            var utf8 = Encoding.UTF8.GetBytes(text);
            for (var at = 0; at < text.Length; at += 5)
            {
                var match = reference.Match(text, at);
                var found = expression.Find(utf8, Encoding.UTF8.GetByteCount(text.AsSpan(0, at)), out var start, out var end);
                found.ShouldBe(match.Success);
                if (found)
                {
                    (start, Encoding.UTF8.GetString(utf8.AsSpan(start..end))).ShouldBe((Encoding.UTF8.GetByteCount(text.AsSpan(0, match.Index)), match.Value), $"{text} from {at}");
                }
            }
        }
    }

    /// <summary>Matches as Oniguruma finds them, in the Rust library of Hugging Face.</summary>
    [Theory]
    [InlineData(@"(?i:'s|'LL)+", "it'\u017F'S'll", "'\u017F'S'll")]
    [InlineData(@"(?i)[^s]+", "aS\u017Fb", "a|b")]
    [InlineData(@"(?i)\p{Lu}+", "aBCd", "BC")]
    [InlineData(@"(?i)kK+", "k\u212AK", "k\u212AK")]
    [InlineData(@"[a-e&&[^bc]]+|[\p{P}\p{S}&&[^_]]+", "abcde _-+", "a|de|-+")]
    [InlineData(@"\p{Han}+|\p{Katakana}|\p{Script=Greek}+|[[:punct:]]+|\p{^Any}", "漢字カーπβ!$", "漢字|カ|πβ|!$")]
    [InlineData(@"\p{N}{1,3}+", "1234567", "1234567")]
    [InlineData(@"\p{N}{1,3}", "12𝟙4567", "12𝟙|456|7")]
    [InlineData(@"\h+|\x{1F999}|\u0301", "fg09\U0001F999\u0301", "f|09|\U0001F999|\u0301")]
    [InlineData(@"^a|b$", "a\na b\nb", "a|a|b|b")]
    [InlineData(@"a{,2}b|c{|d{x}", "aaab c{ d{x}", "aab|c{|d{x}")]
    [InlineData(@"\w+", "s½\u200Da_𝒜ª", "s½|a_𝒜ª")]
    [InlineData(@"[\w]+", "s½a", "s|a")]
    [InlineData(@"[a\-z]+|[]b]", "a-z]b", "a-z|]|b")]
    [InlineData(@"(?m:a.b)|(?<name>c)++\Z", "a\nb cc\n", "a\nb|cc")]
    public void Reads_the_notation_of_Oniguruma(string pattern, string text, string expected)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var matches = new TextMatches(TextPattern.Regex(pattern));
        var found = new List<string>();
        while (matches.Next(utf8, out var start, out var end))
        {
            found.Add(Encoding.UTF8.GetString(utf8.AsSpan(start..end)));
        }

        found.ShouldBe(expected.Split('|'));
    }

    [Theory]
    [InlineData("(a", "At character 3 of the regular expression ')' is missing.")]
    [InlineData("a)", "At character 2 of the regular expression a ')' stands that closes nothing.")]
    [InlineData("[a", "At character 3 of the regular expression it ends too early.")]
    [InlineData("*a", "At character 2 of the regular expression there is nothing to repeat.")]
    [InlineData(@"a\", "At character 3 of the regular expression it ends too early.")]
    [InlineData(@"(a)\1", @"At character 6 of the regular expression '\1' is not known here.")]
    [InlineData(@"\p{Klingon}", "At character 12 of the regular expression the set 'Klingon' is not known.")]
    [InlineData("[[:nothing:]]", "At character 12 of the regular expression the set 'nothing' is not known.")]
    [InlineData("[z-a]", "At character 5 of the regular expression a range of characters runs backwards.")]
    [InlineData("a{3,2}", "At character 7 of the regular expression a repeat must run from fewer to more, 100000 at most.")]
    [InlineData(@"\x{110000}", "At character 3 of the regular expression '110000' is no code point in hexadecimal.")]
    [InlineData("(?<=a+)b", "The regular expression looks behind without a bound, or over more than 255 characters.")]
    [InlineData("(?#x)", "At character 4 of the regular expression a group begins in a way that is not known.")]
    [InlineData("(((a|b){500}){500}){500}", "The regular expression is too large with its repeats written out.")]
    public void What_cannot_be_read_is_told_in_one_sentence(string pattern, string message) =>
        Should.Throw<FormatException>(() => UnicodePattern.Parse(pattern)).Message.ShouldBe(message);

    [Fact]
    public void Endless_expressions_are_refused()
    {
        Should.Throw<FormatException>(() => UnicodePattern.Parse(new string('a', 20_000))).Message.ShouldBe("The regular expression has 20000 characters, more than 16384.");
        Should.Throw<FormatException>(() => UnicodePattern.Parse(new string('(', 10_000))).Message.ShouldContain("groups lie too deep");
        Should.Throw<FormatException>(() => UnicodePattern.Parse(new string('[', 10_000))).Message.ShouldContain("classes lie too deep");
    }

    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("(?:a|a)*b")]
    [InlineData("(a*)*b")]
    [InlineData("(?:a?){50}a{50}b")]
    [InlineData("(?:(?=a*)a*?)*b")]
    public void An_expression_that_runs_away_is_stopped(string pattern)
    {
        var matches = new TextMatches(TextPattern.Regex(pattern));
        Should.Throw<TimeoutException>(() => matches.Next(Encoding.UTF8.GetBytes(new string('a', 3000) + "c"), out _, out _)).Message.ShouldContain("runs away on this text");
    }

    [Fact]
    public void A_long_run_takes_no_deep_stack()
    {
        var utf8 = Encoding.UTF8.GetBytes(new string(' ', 1_000_000) + "x");
        UnicodePattern.Parse(@"\s+(?!\S)|(?:\s|y)+").Find(utf8, 0, out var start, out var end).ShouldBeTrue();
        (start, end).ShouldBe((0, 999_999));
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_read_as_the_replacement_character()
    {
        var pattern = UnicodePattern.Parse(@"[^\p{L}]|\uFFFD");
        for (var seed = 0; seed < 100; seed++)
        {
            var bytes = TestTexts.Bytes(seed, 100);
            for (var from = 0; from < bytes.Length && pattern.Find(bytes, from, out var start, out var end); from = end)
            {
                end.ShouldBeGreaterThan(start);
                CharacterClasses.At(bytes, start, out var length);
                length.ShouldBe(end - start);
            }
        }
    }

    private static string Tricky(int seed, int characters)
    {
        const string Set = "aaaabbbstdSTDR'''   \t\r\n\n\u00A0\u30001239Ⅷ!!/.,_-€\u0301ǅʰª日本кя\uFFFD";
        var random = new Random(seed);
        return string.Concat(Enumerable.Range(0, characters).Select(_ => Set[random.Next(Set.Length)]));
    }
}
