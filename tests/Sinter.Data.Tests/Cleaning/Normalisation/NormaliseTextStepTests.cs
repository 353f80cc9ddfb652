using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sinter.Data.Cleaning.Normalisation;
using Sinter.Tokenizers.Unicode;

namespace Sinter.Data.Tests.Cleaning.Normalisation;

public sealed class NormaliseTextStepTests
{
    private static readonly NormaliseTextStep Default = new();

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
    public void A_text_gets_its_one_form(string text, string expected) => Default.Normalise(text).ShouldBe(expected);

    [Theory]
    [InlineData("Tidy.\n\nYes.")]
    [InlineData("\u00DCber na\u00EFve caf\u00E9s \u2013 \u201Cquoted\u201D \u2026 \u6F22\u5B57 \U0001F600")]
    public void A_tidy_text_is_the_same_object(string text) => Default.Normalise(text).ShouldBeSameAs(text);

    [Fact]
    public void A_lone_surrogate_becomes_the_replacement_character() =>
        Default.Normalise("\uD800 alone, \uD83D\uDE00 whole, alone \uDE00").ShouldBe("\uFFFD alone, \uD83D\uDE00 whole, alone \uFFFD");

    [Theory]
    [InlineData("na\u00EFve caf\u00E9 \u00E9t\u00E9 \u00A310 \u00B0C \u00DCber stra\u00DFe")]
    [InlineData("\u201CIt\u2019s so\u201D \u2013 they said\u2026 \u20AC5")]
    [InlineData("\u043F\u0440\u0438\u0432\u0435\u0442 \u043C\u0438\u0440")]
    [InlineData("\u3053\u3093\u306B\u3061\u306F \u4E16\u754C \U0001F600")]
    public void UTF8_read_as_Windows_1252_is_mended_also_when_it_happened_twice(string meant)
    {
        var once = ReadWrongly(meant);
        var twice = ReadWrongly(once);

        Default.Normalise(once).ShouldBe(meant);
        Default.Normalise(twice).ShouldBe(meant);
    }

    [Theory]
    [InlineData("\u201CAMANH\u00C3\u201D E \u00ABIRM\u00C3\u00BB")]
    [InlineData("S\u00E3o Paulo, INFORMA\u00C7\u00C3O, \u00C2nimo")]
    [InlineData("the letter \u00C3\u201D stands here")]
    [InlineData("\u00E9t\u00E9\u2026 voil\u00E0\u2026 \u00ABd\u00E9j\u00E0\u00BB")]
    [InlineData("\u00C5ngstr\u00F6m \u00D1and\u00FA \u00D0")]
    public void Text_that_people_write_is_left(string text) => Default.Normalise(text).ShouldBe(text);

    [Fact]
    public void A_control_character_of_Latin_1_is_that_of_Windows_1252() => Default.Normalise("it\u0092s \u0093so\u0094").ShouldBe("it\u2019s \u201Cso\u201D");

    [Fact]
    public void Mending_can_be_switched_off() => new NormaliseTextStep { Mojibake = false }.Normalise("caf\u00C3\u00A9").ShouldBe("caf\u00C3\u00A9");

    [Fact]
    public void Compatibility_characters_become_plain_on_demand()
    {
        new NormaliseTextStep { Form = "NFKC" }.Normalise("\uFB01ne \uFF21 \u00B4 x").ShouldBe("fine A \u0301 x");
        new NormaliseTextStep { Form = "none" }.Normalise("e\u0301  \uFB01").ShouldBe("e\u0301 \uFB01");
    }

    [Fact]
    public void Quotes_and_dashes_become_plain_on_demand() =>
        new NormaliseTextStep { StraightQuotes = true, PlainDashes = true }.Normalise("\u201Ca\u201D \u2018b\u2019 \u2014 c\u2026").ShouldBe("\"a\" 'b' - c...");

    [Theory]
    [InlineData("An exam-\nple here. One example.", "An example\nhere. One example.")]
    [InlineData("An exam-\nple, here. One example.", "An example,\nhere. One example.")]
    [InlineData("It is exam-\nple\nhere: example", "It is example\nhere: example")]
    [InlineData("A well-\nknown thing.", "A well-\nknown thing.")]
    [InlineData("A co-\nop and a coop and a co-op.", "A co-\nop and a coop and a co-op.")]
    [InlineData("An Exam-\nPle and ExamPle", "An Exam-\nPle and ExamPle")]
    public void A_broken_word_is_joined_where_the_text_has_it_unbroken(string text, string expected)
    {
        new NormaliseTextStep { Hyphenation = true }.Normalise(text).ShouldBe(expected);
        Default.Normalise(text).ShouldBe(text);
    }

    [Fact]
    public void Done_twice_it_changes_nothing_more() =>
        Prop.ForAll(Texts(), text =>
        {
            foreach (var step in (NormaliseTextStep[])[Default, new() { Form = "NFKC", Hyphenation = true, StraightQuotes = true, PlainDashes = true }, new() { Form = "none", Hyphenation = true }])
            {
                var once = step.Normalise(text);
                step.Normalise(once).ShouldBeSameAs(once);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void It_never_joins_words() =>
        Prop.ForAll(Texts(), text =>
        {
            // Words before: what stands between white space and control characters, without the marks that are not seen.
            var step = new NormaliseTextStep { Mojibake = false };
            var before = new string([.. text.Select(c => char.IsControl(c) || c == '\u200B' ? ' ' : c)])
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .Select(step.Normalise)
                .Where(word => word.Length > 0);
            var after = step.Normalise(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            return before.SequenceEqual(after);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void What_comes_out_is_composed_and_holds_no_control_characters() =>
        Prop.ForAll(Texts(), text =>
        {
            var tidy = Default.Normalise(text);
            return UnicodeNormalizer.IsNormalized(tidy, UnicodeForm.Nfc) && !tidy.Any(c => char.IsControl(c) && c != '\n') && !tidy.Contains("  ", StringComparison.Ordinal);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    /// <summary>What a text becomes whose UTF-8 is read as Windows-1252, with the control characters of Latin-1 where that has no character.</summary>
    private static string ReadWrongly(string text)
    {
        const string High = "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";
        return string.Concat(Encoding.UTF8.GetBytes(text).Select(value => value is >= 0x80 and < 0xA0 ? High[value - 0x80] : (char)value));
    }

    /// <summary>Short texts of the characters that are hard to get right.</summary>
    private static Arbitrary<string> Texts() =>
        Gen.Elements("ab 1-\t\n\r\v\f\0\u0007\u0085\u0092\u00A0\u00A9\u00AD\u00C3\u00C2\u00E2\u20AC\u2122\u0301\u030A\u0327\u1100\u1161\u11A8\u200B\u200D\u200E\u2000\u2001\u2028\u2029\u202A\u2060\u2126\u3000\uD800\uDC00\uD834\uDD5E\uFB01\uFEFF\uFFFE\uFFFF\u037E\u1FEF".ToCharArray())
            .ArrayOf()
            .Select(characters => new string(characters))
            .ToArbitrary();
}
