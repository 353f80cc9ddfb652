using System.Text;
using System.Text.RegularExpressions;
using Sinter.Tests;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Tests.Text;

public sealed partial class KnownPatternTests
{
    private const string SingleNumbers = "qwen2";
    private const string Tekken = "tekken";

    public static TheoryData<string> Names => ["gpt2", "cl100k", "o200k", SingleNumbers, Tekken];

    [Theory]
    [MemberData(nameof(Names))]
    public void Splits_tricky_text_as_the_regular_expression_does(string name)
    {
        for (var seed = 0; seed < 1000; seed++)
        {
            var text = Tricky(seed, 40);
            Split(Splitter(name), Encoding.UTF8.GetBytes(text)).ShouldBe(Reference(name).Matches(text).Select(match => match.Value), $"seed {seed}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Splits_every_character_of_the_basic_plane_with_neighbours_as_the_regular_expression_does(string name)
    {
        for (var value = 0; value < 0xD800; value += 17)
        {
            var text = $"a{(char)value}1 {(char)value} '{(char)value}s {(char)value}{(char)value}A{(char)value}B!{(char)value}\n{(char)value}";
            Split(Splitter(name), Encoding.UTF8.GetBytes(text)).ShouldBe(Reference(name).Matches(text).Select(match => match.Value));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Splits_real_text_as_the_regular_expression_does(string name)
    {
        foreach (var file in Directory.EnumerateFiles(Assets.Path("corpora/books"), "*.txt"))
        {
            var text = File.ReadAllText(file);
            text = text[..Math.Min(text.Length, 200_000)];
            Split(Splitter(name), Encoding.UTF8.GetBytes(text)).ShouldBe(Reference(name).Matches(text).Select(match => match.Value));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_safe_cut_changes_no_piece_whatever_follows(string name)
    {
        var splitter = Splitter(name);
        var cuts = 0;
        for (var seed = 0; seed < 1000; seed++)
        {
            var all = seed % 3 == 0 ? TestTexts.Bytes(seed, 60) : Encoding.UTF8.GetBytes(Tricky(seed, 20));
            var known = all.AsSpan(0, new Random(seed).Next(all.Length + 1));
            var cut = splitter.LastSafeCut(known);
            cut.ShouldBeInRange(0, known.Length);
            cuts += cut > 0 ? 1 : 0;
            Split(splitter, all.AsSpan(0, cut)).Concat(Split(splitter, all.AsSpan(cut))).ShouldBe(Split(splitter, all), $"seed {seed}");
        }

        cuts.ShouldBeGreaterThan(500);
    }

    [Theory]
    [InlineData("cl100k", "It'\u017F 'LL", new[] { "It", "'\u017F", " '", "LL" })]
    [InlineData("o200k", "It'\u017F 'LL", new[] { "It'\u017F", " '", "LL" })]
    [InlineData("o200k", "HelloWorld'Re XYz 𝒜𝒷𝒞 \u0301ABC \u0301", new[] { "Hello", "World'Re", " XYz", " 𝒜𝒷", "𝒞", " \u0301", "ABC", " \u0301" })]
    [InlineData("o200k", "a//\n/b 12345 !/", new[] { "a", "//\n/", "b", " ", "123", "45", " !/" })]
    [InlineData("cl100k", "a//\n/b 12345\n\n \n  x", new[] { "a", "//\n", "/b", " ", "123", "45", "\n\n \n", " ", " x" })]
    public void Knows_the_small_print_of_its_expression(string name, string text, string[] pieces) =>
        Split(Splitter(name), Encoding.UTF8.GetBytes(text)).ShouldBe(pieces);

    [Fact]
    public void An_expression_that_is_not_known_has_no_scanner() => KnownPatterns.Find(@"\w+").ShouldBeNull();

    [Fact]
    public void A_style_that_is_not_known_is_told() =>
        Should.Throw<ArgumentException>(() => KnownPatterns.ByName("gpt5")).Message.ShouldStartWith("There is no style 'gpt5'; the styles are gpt2, cl100k and o200k.");

    private static TextSplitter Splitter(string name) => name switch
    {
        SingleNumbers => KnownPatterns.Find(KnownPatterns.Cl100k.Replace("{1,3}", "", StringComparison.Ordinal))!,
        Tekken => KnownPatterns.Find(KnownPatterns.O200k
            .Replace("{1,3}", "", StringComparison.Ordinal).Replace("(?i:'s|'t|'re|'ve|'m|'ll|'d)?", "", StringComparison.Ordinal))!,
        _ => KnownPatterns.ByName(name).Splitter,
    };

    private static Regex Reference(string name) => name switch
    {
        "gpt2" => Gpt2(),
        "cl100k" => Cl100k(),
        SingleNumbers => Qwen2(),
        "o200k" => O200k(),
        _ => TekkenPattern(),
    };

    /// <summary>Characters of every class that any expression asks for, of the basic plane since .NET's expressions see one beyond it as two symbols.</summary>
    private static string Tricky(int seed, int characters)
    {
        const string Set = "aabstdmrevlSTDREVLſAZß'''’   \t\r\n\n\u00A0\u3000\u2028\u0085\u001C019½Ⅷ٣!!/.,_-€→\u0301\u0903\u20DDǅʰªℵ日本กя\u200B\u200D\uFEFF\uFFFD\0";
        var random = new Random(seed);
        var text = new StringBuilder();
        for (var i = 0; i < characters; i++)
        {
            text.Append(Set[random.Next(Set.Length)], random.Next(12) == 0 ? 20 : 1);
        }

        return text.ToString();
    }

    private static List<string> Split(TextSplitter splitter, ReadOnlySpan<byte> utf8)
    {
        var words = new List<string>();
        for (var start = 0; start < utf8.Length;)
        {
            var end = splitter.NextEnd(utf8, start);
            end.ShouldBeGreaterThan(start);
            words.Add(Encoding.UTF8.GetString(utf8[start..end]));
            start = end;
        }

        return words;
    }

    // Rust's and Oniguruma's (?i:s) also matches U+017F, .NET's does not.
    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+", RegexOptions.None, 60_000)]
    private static partial Regex Gpt2();

    [GeneratedRegex(@"'(?:[sSſtTmMdD]|[rR][eE]|[vV][eE]|[lL][lL])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+", RegexOptions.None, 60_000)]
    private static partial Regex Cl100k();

    [GeneratedRegex(@"'(?:[sSſtTmMdD]|[rR][eE]|[vV][eE]|[lL][lL])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+", RegexOptions.None, 60_000)]
    private static partial Regex Qwen2();

    [GeneratedRegex(
        @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+('(?:[sSſtTmMdD]|[rR][eE]|[vV][eE]|[lL][lL]))?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*('(?:[sSſtTmMdD]|[rR][eE]|[vV][eE]|[lL][lL]))?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
        RegexOptions.ExplicitCapture,
        60_000)]
    private static partial Regex O200k();

    [GeneratedRegex(
        @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
        RegexOptions.None,
        60_000)]
    private static partial Regex TekkenPattern();
}
