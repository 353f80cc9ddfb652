using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sinter.Data.Cleaning;
using Sinter.Data.Cleaning.Normalisation;

namespace Sinter.Data.Tests.Cleaning;

public sealed class NormaliseStepTests
{
    [Theory]
    [InlineData("plain text stays", "plain text stays")]
    [InlineData("  two   spaces\tand\u00A0odd\u2003ones ", "two spaces and odd ones")]
    [InlineData("a \r\nb\rc\u2028d\u0085e", "a\nb\nc\nd\ne")]
    [InlineData("one\n\n\n\ntwo \n \n three\n", "one\n\ntwo\n\nthree")]
    [InlineData("bell\u0007rings\u0000here", "bell rings here")]
    [InlineData("zero\u200Bwidth", "zero width")]
    [InlineData("soft\u00ADhyphen\uFEFF and\u200E mark", "softhyphen and mark")]
    [InlineData("e\u0301 A\u030A", "\u00E9 \u00C5")]
    [InlineData("e\u200E\u0301", "\u00E9")]
    [InlineData("", "")]
    [InlineData(" \n\t ", "")]
    public void A_text_gets_its_one_form(string text, string expected) => new NormaliseTextStep().Normalise(text).ShouldBe(expected);

    [Fact]
    public void A_lone_surrogate_becomes_the_replacement_character() =>
        new NormaliseTextStep().Normalise("\uD800 alone, \uD83D\uDE00 whole, alone \uDE00").ShouldBe("\uFFFD alone, \uD83D\uDE00 whole, alone \uFFFD");

    [Fact]
    public void A_tidy_text_is_the_same_object()
    {
        var candidate = new Candidate(new Document { Id = "a", Text = "Tidy.\n\nYes." });

        new NormaliseTextStep().Process(candidate);

        candidate.ToDocument().ShouldBeSameAs(candidate.Document);
    }

    [Fact]
    public void Done_twice_it_changes_nothing_more() =>
        Prop.ForAll(Texts(), text =>
        {
            var once = new NormaliseTextStep().Normalise(text);
            return string.Equals(new NormaliseTextStep().Normalise(once), once, StringComparison.Ordinal);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void It_never_joins_words() =>
        Prop.ForAll(Texts(), text =>
        {
            // Words before: what stands between white space and control characters, without the marks that are not seen.
            var before = new string([.. text.Select(c => char.IsControl(c) || c == '\u200B' ? ' ' : c)])
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .Select(word => new NormaliseTextStep().Normalise(word))
                .Where(word => word.Length > 0);
            var after = new NormaliseTextStep().Normalise(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            return before.SequenceEqual(after);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void What_comes_out_is_composed_and_holds_no_control_characters() =>
        Prop.ForAll(Texts(), text =>
        {
            var tidy = new NormaliseTextStep().Normalise(text);
            return tidy.IsNormalized(NormalizationForm.FormC) && !tidy.Any(c => char.IsControl(c) && c != '\n') && !tidy.Contains("  ", StringComparison.Ordinal);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    /// <summary>Short texts of the characters that are hard to get right.</summary>
    private static Arbitrary<string> Texts() =>
        Gen.Elements("ab 1\t\n\r\v\f\0\u0007\u0085\u00A0\u00AD\u0301\u030A\u0327\u1100\u1161\u11A8\u200B\u200D\u200E\u2000\u2001\u2028\u2029\u202A\u2060\u2126\u3000\uD800\uDC00\uD834\uDD5E\uFB01\uFEFF\uFFFE\uFFFF\u037E\u1FEF".ToCharArray())
            .ArrayOf()
            .Select(characters => new string(characters))
            .ToArbitrary();
}
