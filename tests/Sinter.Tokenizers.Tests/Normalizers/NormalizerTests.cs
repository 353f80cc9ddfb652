using System.Security.Cryptography;
using System.Text;
using Sinter.Tokenizers.Files;
using Sinter.Tokenizers.Normalizers;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Tests.Files;
using Sinter.Tokenizers.Unicode;

namespace Sinter.Tokenizers.Tests.Normalizers;

public sealed class NormalizerTests
{
    private const string Bert = """{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true}""";
    private const string BertCased = """{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":false,"strip_accents":null,"lowercase":false}""";
    private const string BertBare = """{"type":"BertNormalizer","clean_text":false,"handle_chinese_chars":true,"strip_accents":true,"lowercase":false}""";
    private const string BertCleans = """{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":false,"strip_accents":false,"lowercase":false}""";
    private const string BertParts = """{"type":"BertNormalizer","clean_text":false,"handle_chinese_chars":true,"strip_accents":false,"lowercase":false}""";
    private const string BertStrips = """{"type":"BertNormalizer","clean_text":false,"handle_chinese_chars":false,"strip_accents":true,"lowercase":false}""";
    private const string Nfc = """{"type":"NFC"}""";
    private const string Nfd = """{"type":"NFD"}""";
    private const string Nfkc = """{"type":"NFKC"}""";
    private const string Nfkd = """{"type":"NFKD"}""";
    private const string Lowercase = """{"type":"Lowercase"}""";
    private const string Strip = """{"type":"Strip","strip_left":true,"strip_right":true}""";
    private const string StripRight = """{"type":"Strip","strip_left":false,"strip_right":true}""";
    private const string StripAccents = """{"type":"StripAccents"}""";
    private const string Replace = """{"type":"Replace","pattern":{"String":"ab"},"content":"<é>"}""";
    private const string Remove = """{"type":"Replace","pattern":{"String":"é"},"content":""}""";
    private const string Prepend = """{"type":"Prepend","prepend":"▁x"}""";
    private const string ByteLevel = """{"type":"ByteLevel"}""";
    private const string Llama = """{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},{"type":"Replace","pattern":{"String":" "},"content":"▁"}]}""";
    private const string Accents = """{"type":"Sequence","normalizers":[{"type":"NFD"},{"type":"Sequence","normalizers":[{"type":"Lowercase"}]},{"type":"StripAccents"}]}""";

    /// <summary>Texts, and for each character of them the range of characters that it comes from, as the Rust library of Hugging Face gives them.</summary>
    [Theory]
    [InlineData(Bert, "Héllo\tW\u0001ÖRLD\u00A0日本e\u0301 İΣ", "hello world  日  本 e iσ", "0-1 1-2 2-3 3-4 4-5 5-6 6-7 8-9 9-10 10-11 11-12 12-13 13-14 13-14 13-14 14-15 14-15 14-15 15-16 17-18 18-19 19-20")]
    [InlineData(Bert, "b\uD834\uDD65\u200D\u0F73x", "b\uD834\uDD65x", "0-1 3-4 4-5")]
    [InlineData(BertCased, "Éa\u2028日\uFFFD", "Éa 日", "0-1 1-2 2-3 3-4")]
    [InlineData(BertBare, "A\u0000豈한\u0327", "A\u0000 豈 \u1112\u1161\u11AB", "0-1 1-2 2-3 2-3 2-3 3-4 3-4 3-4")]
    [InlineData(Nfc, "e\u0301q\u0323\u0307\u1112\u1161\u11ABé", "éq\u0323\u0307한é", "0-1 2-3 3-4 4-5 5-6 8-9")]
    [InlineData(Nfd, "éq\u0307\u0323한x", "e\u0301q\u0323\u0307\u1112\u1161\u11ABx", "0-1 0-1 1-2 2-3 3-4 4-5 4-5 4-5 5-6")]
    [InlineData(Nfkc, "\uFB01\u0301²㍿ａ", "fí2株式会社a", "0-1 1-2 2-3 3-4 3-4 3-4 3-4 4-5")]
    [InlineData(Nfkd, "\uFB03½が", "ffi1⁄2か\u3099", "0-1 0-1 0-1 1-2 1-2 1-2 2-3 2-3")]
    [InlineData(Lowercase, "ABÉİẞΑΣ日Ａ", "abéi\u0307ßασ日ａ", "0-1 1-2 2-3 3-4 3-4 4-5 5-6 6-7 7-8 8-9")]
    [InlineData(Strip, "\u3000 a b\t ", "a b", "2-3 3-4 4-5")]
    [InlineData(Strip, " \n ", "", "")]
    [InlineData(StripRight, " a ", " a", "0-1 1-2")]
    [InlineData(StripAccents, "e\u0301\u0903é\u0327", "eé", "0-1 3-4")]
    [InlineData(Replace, "xababyab", "x<é><é>y<é>", "0-1 2-3 2-3 2-3 4-5 4-5 4-5 5-6 7-8 7-8 7-8")]
    [InlineData(Remove, "éaéé", "a", "1-2")]
    [InlineData(Prepend, "éa", "▁xéa", "0-1 0-1 0-1 1-2")]
    [InlineData(Prepend, "", "", "")]
    [InlineData(ByteLevel, "a é\n", "aĠÃ©Ċ", "0-1 1-2 2-3 2-3 3-4")]
    [InlineData(Llama, "é  a", "▁é▁▁a", "0-1 0-1 1-2 2-3 3-4")]
    [InlineData(Accents, "ÉÀx", "eax", "0-1 1-2 2-3")]
    public void Gives_the_text_and_the_origins_that_Hugging_Face_gives(string json, string text, string expected, string origins)
    {
        var normalizer = Read(json);
        var utf8 = Encoding.UTF8.GetBytes(text);
        var buffer = Apply(normalizer, utf8, tracksOrigins: true);

        Encoding.UTF8.GetString(buffer.Text).ShouldBe(expected);
        string.Join(' ', Origins(buffer, utf8)).ShouldBe(origins);
        Apply(normalizer, utf8, tracksOrigins: false).Text.SequenceEqual(buffer.Text).ShouldBeTrue();
    }

    /// <summary>Hashes of what the Rust library of Hugging Face makes of each code point between "a" and U+0323 with "b", a line each.</summary>
    [Theory]
    [InlineData(BertCleans, "8874a0a4141da434f268bc9e088d2d12ceb2dd3080c6ba09e49f0fe8a71a24b3")]
    [InlineData(BertParts, "5521b81709ee1b1c51254147ea12f452b9c48dd46722a9b44517c98121baf0d1")]
    [InlineData(BertStrips, "f9526d74bdaf58c587028f2d0458445f0d72db606e56a7f0b4130c8c415f69af")]
    [InlineData(StripAccents, "17eef024744f027f7ebde2b0971858c4c10a22986da7cf7117794dad795b28d6")]
    [InlineData(Nfc, "da9b2cdaeff6e0374c7956db1d5b002ec0be0e425a63971875641e70fe0bbdb1")]
    [InlineData(Nfd, "2e41e86f4396cf7e03e0ac97de5aeccdf2ed05f0d2d4af2f8d4eef52c6e1d238")]
    [InlineData(Nfkc, "7d8d3934a1102bacd10b46147f7a6a478074616d2ea046ea234162b80c2784f5")]
    [InlineData(Nfkd, "e7912d95d831ef179e4407a373e0f60e815e522f37ca966d18d5a691ce709321")]
    public void Treats_every_code_point_as_Hugging_Face_does(string json, string expected)
    {
        var normalizer = Read(json);
        var (source, target) = (new TextBuffer(), new TextBuffer());
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> utf8 = stackalloc byte[4];
        for (var codePoint = 0; codePoint < 0x110000; codePoint++)
        {
            if (Rune.TryCreate(codePoint, out var rune))
            {
                source.Clear(tracksOrigins: false);
                target.Clear(tracksOrigins: false);
                source.Load("a"u8);
                source.Load(utf8[..rune.EncodeToUtf8(utf8)]);
                source.Load("\u0323b"u8);
                normalizer.Apply(source, target);
                hash.AppendData(target.Text);
                hash.AppendData("\n"u8);
            }
        }

        Convert.ToHexStringLower(hash.GetHashAndReset()).ShouldBe(expected);
    }

    [Theory]
    [InlineData(Nfc, UnicodeForm.Nfc)]
    [InlineData(Nfd, UnicodeForm.Nfd)]
    [InlineData(Nfkc, UnicodeForm.Nfkc)]
    [InlineData(Nfkd, UnicodeForm.Nfkd)]
    public void Agrees_with_the_normalisation_of_strings(string json, UnicodeForm form)
    {
        string[] pieces = ["a", "é", "e\u0301", "\u0323", "\u0307", "\u0F73", "\u0344", "한", "\u1112", "\u1161", "\u11AB", "ﬁ", "㍿", "豈", "日", "\u0958", "\u0B47", "\u0B3E", "🙂", "\n", "Å", "\uFFFD"];
        var random = new Random(4);
        for (var i = 0; i < 3000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            Encoding.UTF8.GetString(Apply(Read(json), Encoding.UTF8.GetBytes(text), tracksOrigins: i % 2 == 0).Text).ShouldBe(UnicodeNormalizer.Normalize(text, form));
        }
    }

    [Fact]
    public void Keeps_damaged_bytes_where_nothing_is_to_be_done_to_them()
    {
        byte[] damaged = [.. "A"u8, 0xFF, 0xC3, .. "e\u0301"u8, 0xE2, 0x82];
        Apply(Read(Nfc), damaged, tracksOrigins: true).Text.ToArray().ShouldBe([.. "A"u8, 0xFF, 0xC3, .. "é"u8, 0xE2, 0x82]);
        Apply(Read(Lowercase), damaged, tracksOrigins: true).Text.ToArray().ShouldBe([.. "a"u8, .. damaged[1..]]);
        Apply(Read(Bert), damaged, tracksOrigins: true).Text.SequenceEqual("ae"u8).ShouldBeTrue(); // cleaning drops them as it drops U+FFFD
    }

    [Fact]
    public void Takes_time_in_proportion_to_a_run_of_marks_made_to_be_long()
    {
        var marks = string.Concat(Enumerable.Repeat("\u0301\u0327\u0323", 100_000));
        Apply(Read(Nfd), Encoding.UTF8.GetBytes("e" + marks), tracksOrigins: true).Length.ShouldBe(600_001);
        Apply(Read(Bert), Encoding.UTF8.GetBytes("é" + marks), tracksOrigins: true).Text.SequenceEqual("e"u8).ShouldBeTrue();
    }

    private static Normalizer Read(string json) => NormalizerReader.Read(JsonText.Part("normalizer", json))!;

    private static TextBuffer Apply(Normalizer normalizer, byte[] utf8, bool tracksOrigins)
    {
        var (source, target) = (new TextBuffer(), new TextBuffer());
        source.Clear(tracksOrigins);
        target.Clear(tracksOrigins);
        source.Load(utf8);
        normalizer.Apply(source, target);
        return target;
    }

    private static List<string> Origins(TextBuffer buffer, byte[] utf8)
    {
        var origins = new List<string>();
        for (var i = 0; i < buffer.Length;)
        {
            Rune.DecodeFromUtf8(buffer.Text[i..], out _, out var length);
            var (start, end) = buffer.Origin(i, i + length);
            origins.Add($"{Characters(utf8, start)}-{Characters(utf8, end)}");
            i += length;
        }

        return origins;
    }

    private static int Characters(byte[] utf8, int end) => utf8.Take(end).Count(static value => (value & 0xC0) != 0x80);
}
