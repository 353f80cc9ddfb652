using System.Text.Unicode;

namespace Sinter.Data.Html;

/// <summary>
/// Judges from the bytes alone which encoding they are in. UTF-16 shows by its zeros, UTF-8 by its form; the double-byte encodings of East Asia by their form and by
/// how often their commonest characters occur; Cyrillic by words that are beyond ASCII from end to end; what is left is taken for windows-1252.
/// </summary>
internal static class EncodingGuess
{
    /// <summary>What is looked at, and no more: the sample is enough, and pages may be large.</summary>
    private const int SampleBytes = 1 << 18;

    /// <summary>The share of pairs of bytes that may be malformed in a double-byte encoding, for pages are cut and broken.</summary>
    private const double MalformedShare = 0.02;

    /// <summary>The share of pairs that must be common characters of an encoding. Measured on prose: 0.75 and more for the right one, 0.5 and less for the others.</summary>
    private const double CommonShare = 0.6;

    private const int ShiftJis = 932;
    private const int EucJp = 51932;
    private const int Gb18030 = 54936;
    private const int Big5 = 950;
    private const int EucKr = 949;
    private const int Windows1251 = 1251;
    private const int Koi8R = 20866;

    /// <summary>1200 or 1201 where the bytes are UTF-16 without a byte order mark: nearly every second byte of the start is zero; else 0.</summary>
    public static int Utf16Of(ReadOnlySpan<byte> bytes)
    {
        var pairs = Math.Min(bytes.Length, 1024) / 2;
        var even = 0;
        var odd = 0;
        for (var i = 0; i < pairs; i++)
        {
            even += bytes[2 * i] == 0 ? 1 : 0;
            odd += bytes[(2 * i) + 1] == 0 ? 1 : 0;
        }

        return pairs < 2 ? 0
            : odd * 10 >= pairs * 7 && even * 10 <= pairs ? HtmlEncoding.Utf16LittleEndian
            : even * 10 >= pairs * 7 && odd * 10 <= pairs ? HtmlEncoding.Utf16BigEndian
            : 0;
    }

    /// <summary>The code page that fits best.</summary>
    public static int CodePageOf(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes) || (!Utf8Validity.IsMostlyMalformed(bytes) && bytes.Length > SampleBytes))
        {
            return HtmlEncoding.Utf8;
        }

        var sample = bytes[..Math.Min(bytes.Length, SampleBytes)];
        var best = 0;
        var bestShare = CommonShare;
        foreach (var codePage in (ReadOnlySpan<int>)[ShiftJis, EucJp, EucKr, Gb18030, Big5])
        {
            if (CommonCharacters(sample, codePage) is var share && share > bestShare)
            {
                best = codePage;
                bestShare = share;
            }
        }

        return best != 0 ? best : CyrillicOf(sample);
    }

    /// <summary>The share of double-byte characters that are common in the language of the encoding; 0 where the bytes do not have its form.</summary>
    private static double CommonCharacters(ReadOnlySpan<byte> bytes, int codePage)
    {
        var pairs = 0;
        var malformed = 0;
        var common = 0;
        var kana = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var lead = bytes[i];
            if (lead < 0x80)
            {
                continue;
            }

            if (codePage == ShiftJis && lead is >= 0xA1 and <= 0xDF)
            {
                // Katakana of half width, one byte each: possible, but no sign of the encoding.
                pairs++;
                continue;
            }

            if (codePage == Gb18030 && i + 3 < bytes.Length && bytes[i + 1] is >= 0x30 and <= 0x39)
            {
                pairs++;
                i += 3;
                continue;
            }

            if (i + 1 >= bytes.Length)
            {
                break;
            }

            pairs++;
            var trail = bytes[i + 1];
            if (!IsPair(codePage, lead, trail))
            {
                malformed++;
                continue;
            }

            i++;
            common += IsCommon(codePage, lead, trail) ? 1 : 0;
            kana += (codePage == EucJp && lead is 0xA4 or 0xA5) || (codePage == ShiftJis && lead is 0x82 or 0x83) ? 1 : 0;
        }

        // Japanese prose is half kana; without them its kanji look like the commonest characters of Chinese and Korean.
        var lacksKana = codePage is EucJp or ShiftJis && kana * 4 < pairs;
        return pairs < 4 || lacksKana || malformed > pairs * MalformedShare ? 0 : (double)common / pairs;
    }

    private static bool IsPair(int codePage, byte lead, byte trail) => codePage switch
    {
        ShiftJis => lead is (>= 0x81 and <= 0x9F) or (>= 0xE0 and <= 0xFC) && trail is >= 0x40 and not 0x7F and <= 0xFC,
        EucJp => lead is 0x8E or 0x8F or (>= 0xA1 and <= 0xFE) && trail is >= 0xA1 and <= 0xFE,
        EucKr => lead is >= 0x81 and <= 0xFE && trail is (>= 0x41 and <= 0x5A) or (>= 0x61 and <= 0x7A) or (>= 0x81 and <= 0xFE),
        Big5 => lead is >= 0x81 and <= 0xFE && trail is (>= 0x40 and <= 0x7E) or (>= 0xA1 and <= 0xFE),
        _ => lead is >= 0x81 and <= 0xFE && trail is >= 0x40 and not 0x7F and <= 0xFE,
    };

    /// <summary>
    /// Punctuation, and: kana and the kanji of the first level in Japanese; Hangul in Korean; the hanzi of the first level in Chinese (3755 of GB 2312, 5401 of Big5).
    /// </summary>
    private static bool IsCommon(int codePage, byte lead, byte trail) => codePage switch
    {
        ShiftJis => lead is >= 0x81 and <= 0x83 or (>= 0x88 and <= 0x97),
        EucJp => lead is 0xA1 or 0xA4 or 0xA5 or (>= 0xB0 and <= 0xCF),
        EucKr => lead is (>= 0xB0 and <= 0xC8) or 0xA1 && trail >= 0xA1,
        Big5 => lead is >= 0xA4 and <= 0xC6 or 0xA1,
        _ => lead is (>= 0xB0 and <= 0xD7) or 0xA1 or 0xA3 && trail >= 0xA1,
    };

    /// <summary>windows-1251 or KOI8-R where most bytes beyond ASCII stand in runs of three and more, as the letters of words do; else windows-1252.</summary>
    private static int CyrillicOf(ReadOnlySpan<byte> bytes)
    {
        var all = 0;
        var inRuns = 0;
        var lower1251 = 0;
        var lowerKoi8 = 0;
        for (var i = 0; i < bytes.Length;)
        {
            var start = i;
            while (i < bytes.Length && bytes[i] >= 0xC0)
            {
                lower1251 += bytes[i] >= 0xE0 ? 1 : 0;
                lowerKoi8 += bytes[i] < 0xE0 ? 1 : 0;
                i++;
            }

            all += i - start;
            inRuns += i - start >= 3 ? i - start : 0;
            i += i == start ? 1 : 0;
        }

        return inRuns * 2 <= all || all == 0 ? HtmlEncoding.Windows1252 : lower1251 >= lowerKoi8 ? Windows1251 : Koi8R;
    }
}
