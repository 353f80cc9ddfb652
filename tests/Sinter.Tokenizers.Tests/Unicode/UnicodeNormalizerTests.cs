using System.Globalization;
using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using Sinter.Tokenizers.Unicode;

namespace Sinter.Tokenizers.Tests.Unicode;

public sealed class UnicodeNormalizerTests
{
    /// <summary>Every line of Unicode's NormalizationTest.txt 15.0 (source; NFC; NFD; NFKC; NFKD), and every character that it does not name in its first part.</summary>
    [Fact]
    public void The_conformance_test_of_Unicode_passes()
    {
        var alone = new HashSet<int>();
        var lines = 0;
        foreach (var line in ConformanceLines())
        {
            var (source, nfc, nfd, nfkc, nfkd) = (Text(line[0]), Text(line[1]), Text(line[2]), Text(line[3]), Text(line[4]));
            foreach (var text in (string[])[source, nfc, nfd])
            {
                UnicodeNormalizer.Normalize(text, UnicodeForm.Nfc).ShouldBe(nfc, line[0]);
                UnicodeNormalizer.Normalize(text, UnicodeForm.Nfd).ShouldBe(nfd, line[0]);
            }

            foreach (var text in (string[])[source, nfc, nfd, nfkc, nfkd])
            {
                UnicodeNormalizer.Normalize(text, UnicodeForm.Nfkc).ShouldBe(nfkc, line[0]);
                UnicodeNormalizer.Normalize(text, UnicodeForm.Nfkd).ShouldBe(nfkd, line[0]);
            }

            if (!line[0].Contains(' ', StringComparison.Ordinal))
            {
                alone.Add(int.Parse(line[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            }

            lines++;
        }

        lines.ShouldBe(19074);
        foreach (var form in Enum.GetValues<UnicodeForm>())
        {
            for (var codePoint = 0; codePoint < 0x110000; codePoint++)
            {
                if (!alone.Contains(codePoint) && codePoint is < 0xD800 or > 0xDFFF)
                {
                    var text = char.ConvertFromUtf32(codePoint);
                    ReferenceEquals(UnicodeNormalizer.Normalize(text, form), text).ShouldBeTrue($"U+{codePoint:X4}");
                }
            }
        }
    }

    [Theory]
    [InlineData("", UnicodeForm.Nfkc)]
    [InlineData("plain ASCII, however long it is", UnicodeForm.Nfkd)]
    [InlineData("d\u00E9j\u00E0 vu, \u6F22\u5B57, \uAC00", UnicodeForm.Nfc)]
    [InlineData("lone \uD800 and \uDC00", UnicodeForm.Nfc)]
    public void A_text_that_has_the_form_is_the_same_object(string text, UnicodeForm form)
    {
        UnicodeNormalizer.IsNormalized(text, form).ShouldBeTrue();
        UnicodeNormalizer.Normalize(text, form).ShouldBeSameAs(text);
    }

    [Fact]
    public void Lone_surrogates_stay_beside_what_changes() =>
        UnicodeNormalizer.Normalize("\uDC00e\u0301\uD800", UnicodeForm.Nfc).ShouldBe("\uDC00\u00E9\uD800");

    [Fact]
    public void A_long_run_of_marks_is_ordered_stably_and_fast()
    {
        var marks = string.Concat(Enumerable.Repeat("\u0301\u0323", 200_000));

        var ordered = UnicodeNormalizer.Normalize("q" + marks, UnicodeForm.Nfd);

        ordered.ShouldBe("q" + new string('\u0323', 200_000) + new string('\u0301', 200_000));
    }

    [Fact]
    public void Each_form_holds_for_parts_put_together_and_once_is_enough() =>
        Prop.ForAll(Gen.Elements("ae\u0301\u0323\u0327\u1100\u1161\u11A8\uAC00\uAC01\u2126\uFB01\u1E69\u00C5\u0344\uD834\uDD5E\u00A0\u3099\u304B".ToCharArray()).ArrayOf().Select(c => new string(c)).ToArbitrary(), text =>
            Enum.GetValues<UnicodeForm>().All(form =>
            {
                var once = UnicodeNormalizer.Normalize(text, form);

                // Decomposing first changes nothing of any form: a way to the same end that does not use the quick check of the parts.
                var other = UnicodeNormalizer.Normalize(UnicodeNormalizer.Normalize(text, form is UnicodeForm.Nfc or UnicodeForm.Nfd ? UnicodeForm.Nfd : UnicodeForm.Nfkd), form);
                return ReferenceEquals(UnicodeNormalizer.Normalize(once, form), once) && string.Equals(once, other, StringComparison.Ordinal);
            })).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static IEnumerable<string[]> ConformanceLines()
    {
        using var file = typeof(UnicodeNormalizerTests).Assembly.GetManifestResourceStream("NormalizationTest-15.0.txt.br")!;
        using var reader = new StreamReader(new BrotliStream(file, CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            if (line[0] is not ('#' or '@'))
            {
                yield return line.Split(';');
            }
        }
    }

    private static string Text(string codePoints) =>
        string.Concat(codePoints.Split(' ').Select(point => char.ConvertFromUtf32(int.Parse(point, NumberStyles.HexNumber, CultureInfo.InvariantCulture))));
}
