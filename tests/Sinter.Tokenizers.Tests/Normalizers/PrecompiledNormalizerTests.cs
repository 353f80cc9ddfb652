using System.Text;
using Sinter.Tests;
using Sinter.Tokenizers.Files;
using Sinter.Tokenizers.Normalizers;
using Sinter.Tokenizers.Pipeline;

namespace Sinter.Tokenizers.Tests.Normalizers;

public sealed class PrecompiledNormalizerTests
{
    /// <summary>The expected texts are those of Hugging Face's library and of spm_normalize with the same table.</summary>
    [Theory]
    [InlineData("plain ASCII", "plain ASCII", "plain ASCII")]
    [InlineData("ｅ\u0301", "e", "é")]
    [InlineData("ﬁ①½™㍿", "fi11⁄2TM株式会社", "fi11⁄2TM株式会社")]
    [InlineData("a\r\nb\tc", "a b c", "a  b c")]
    [InlineData("e\u0301a\u0300", "éà", "éà")]
    [InlineData("\u200bx\u0000y", " x\u0000y", " x\u0000y")]
    [InlineData("ｱ\u0301\u0301\u0301", "ア\u0301\u0301\u0301", "ア\u0301\u0301\u0301")]
    public void Replaces_by_graphemes_as_Hugging_Face_and_by_the_longest_entry_as_SentencePiece(string text, string byGraphemes, string byLongest)
    {
        var map = Map();
        Apply(new PrecompiledNormalizer(map), text).ShouldBe(byGraphemes);
        var spaces = new SentencePieceSpaces(AddsPrefix: false, RemovesExtra: false, Escapes: false);
        Apply(new SentencePieceNormalizer(spaces, map, []), text).ShouldBe(byLongest);
    }

    [Fact]
    public void A_character_alone_becomes_what_both_make_of_it()
    {
        var map = Map();
        var (huggingFace, sentencePiece) = (new PrecompiledNormalizer(map), new SentencePieceNormalizer(new SentencePieceSpaces(false, false, false), map, []));
        for (var codePoint = 1; codePoint < 0x20000; codePoint += codePoint < 0x3000 ? 1 : 17)
        {
            if (codePoint is < 0xD800 or > 0xDFFF)
            {
                var text = char.ConvertFromUtf32(codePoint);
                Apply(huggingFace, text).ShouldBe(Apply(sentencePiece, text), $"U+{codePoint:X4}");
            }
        }
    }

    [Fact]
    public void Each_byte_knows_where_it_comes_from()
    {
        var (source, target) = (new TextBuffer(), new TextBuffer());
        source.Clear(tracksOrigins: true);
        target.Clear(tracksOrigins: true);
        source.Load("aﬁ e\u0301"u8);
        new PrecompiledNormalizer(Map()).Apply(source, target);
        Encoding.UTF8.GetString(target.Text).ShouldBe("afi é");
        target.Origin(0, 1).ShouldBe((0, 1));
        target.Origin(1, 2).ShouldBe((1, 4));
        target.Origin(4, 6).ShouldBe((5, 8));
    }

    [Fact]
    public void A_table_that_lies_is_refused_or_stays_within_itself()
    {
        var blob = Map().Blob.ToArray();
        Should.Throw<InvalidDataException>(() => Read([])).Message.ShouldContain("size");
        Should.Throw<InvalidDataException>(() => Read([0xFF, 0xFF, 0xFF, 0xFF, 0])).Message.ShouldContain("size");
        Should.Throw<InvalidDataException>(() => Read(blob[..(blob.Length / 2)])).Message.ShouldNotBeEmpty();
        Should.Throw<InvalidDataException>(() => Read(blob[..^1])).Message.ShouldContain("cut short");
        var random = new Random(2);
        for (var round = 0; round < 10; round++)
        {
            var changed = (byte[])blob.Clone();
            for (var i = 0; i < 2000; i++)
            {
                changed[4 + random.Next(blob.Length / 2)] = (byte)random.Next(256);
            }

            try
            {
                Apply(new PrecompiledNormalizer(Read(changed)), "Straße ﬁne ｅ\u0301 ①½™ 吾輩は猫").ShouldNotBeNull();
            }
            catch (InvalidDataException error)
            {
                error.Message.ShouldContain("damaged");
            }
        }
    }

    [Fact]
    public void Nmt_drops_control_characters_and_makes_spaces_of_what_is_not_seen() =>
        Apply(new NmtNormalizer(), "a\u0001b\tc\u200Bd\u2581e\uFEFF\u007F\u0085é").ShouldBe("ab c d e \u0085é");

    private static CharacterMap Map() => ((SentencePieceNormalizer)SentencePieceFile.Read(Assets.Path("tokenizers/hf-fixtures/test_sentencepiece.model")).Normalizer!).Map!;

    private static CharacterMap Read(byte[] blob) => CharacterMap.Read(blob, static what => new InvalidDataException(what));

    private static string Apply(Normalizer normalizer, string text)
    {
        var (source, target) = (new TextBuffer(), new TextBuffer());
        source.Load(Encoding.UTF8.GetBytes(text));
        normalizer.Apply(source, target);
        return Encoding.UTF8.GetString(target.Text);
    }
}
