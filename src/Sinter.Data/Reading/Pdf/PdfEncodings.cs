using System.Collections.Frozen;
using System.Globalization;

namespace Sinter.Data.Reading.Pdf;

/// <summary>The encodings of simple fonts (ISO 32000, annex D) and the names of glyphs (after the Adobe Glyph List: the names of Latin text).</summary>
internal static class PdfEncodings
{
    private const string MacUpper =
        "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u00A0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uF8FFÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

    // From 0xA1; a space stands where there is no glyph.
    private const string StandardUpper = "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ –†‡· ¶•‚„”»…‰ ¿ `´ˆ˜¯˘˙¨ ˚¸ ˝˛ˇ—                Æ ª    ŁØŒº     æ   ı  łøœß";

    private static readonly Dictionary<string, string> Letters = new(StringComparer.Ordinal)
    {
        ["acute"] = "AÁaáEÉeéIÍiíOÓoóUÚuúYÝyýCĆcćNŃnńSŚsśZŹzźRŔrŕLĹlĺ",
        ["grave"] = "AÀaàEÈeèIÌiìOÒoòUÙuù",
        ["circumflex"] = "AÂaâEÊeêIÎiîOÔoôUÛuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷ",
        ["dieresis"] = "AÄaäEËeëIÏiïOÖoöUÜuüYŸyÿ",
        ["tilde"] = "AÃaãNÑnñOÕoõIĨiĩUŨuũ",
        ["ring"] = "AÅaåUŮuů",
        ["cedilla"] = "CÇcçSŞsşTŢtţ",
        ["caron"] = "CČcčDĎdďEĚeěNŇnňRŘrřSŠsšTŤtťZŽzžLĽlľ",
        ["macron"] = "AĀaāEĒeēIĪiīOŌoōUŪuū",
        ["breve"] = "AĂaăGĞgğUŬuŭ",
        ["ogonek"] = "AĄaąEĘeęIĮiįUŲuų",
        ["dotaccent"] = "ZŻzżEĖeėIİCĊcċGĠgġ",
        ["hungarumlaut"] = "OŐoőUŰuű",
        ["commaaccent"] = "SȘsșTȚtțGĢKĶkķLĻlļNŅnņRŖrŗ",
        ["slash"] = "OØoø",
    };

    private static readonly FrozenDictionary<string, string> Names = Pairs(
        "space   exclam ! quotedbl \" numbersign # dollar $ percent % ampersand & quotesingle ' parenleft ( parenright ) asterisk * plus + comma , hyphen - minus − period . slash / "
        + "zero 0 one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 colon : semicolon ; less < equal = greater > question ? at @ bracketleft [ backslash \\ bracketright ] "
        + "asciicircum ^ underscore _ grave ` braceleft { bar | braceright } asciitilde ~ exclamdown ¡ cent ¢ sterling £ currency ¤ yen ¥ brokenbar ¦ section § dieresis ¨ copyright © "
        + "ordfeminine ª guillemotleft « guillemotright » logicalnot ¬ registered ® macron ¯ degree ° plusminus ± acute ´ mu µ paragraph ¶ periodcentered · cedilla ¸ ordmasculine º "
        + "onequarter ¼ onehalf ½ threequarters ¾ questiondown ¿ AE Æ Eth Ð multiply × Thorn Þ germandbls ß ae æ eth ð divide ÷ thorn þ dotlessi ı Lslash Ł lslash ł OE Œ oe œ florin ƒ "
        + "circumflex ˆ caron ˇ breve ˘ dotaccent ˙ ring ˚ ogonek ˛ tilde ˜ hungarumlaut ˝ endash – emdash — quoteleft ‘ quoteright ’ quotesinglbase ‚ quotedblleft “ quotedblright ” "
        + "quotedblbase „ dagger † daggerdbl ‡ bullet • ellipsis … perthousand ‰ guilsinglleft ‹ guilsinglright › fraction ⁄ Euro € trademark ™ fi fi fl fl ff ff ffi ffi ffl ffl "
        + "summation ∑ product ∏ radical √ infinity ∞ notequal ≠ lessequal ≤ greaterequal ≥ approxequal ≈ partialdiff ∂ integral ∫ lozenge ◊ arrowright → arrowleft ← arrowup ↑ arrowdown ↓ "
        + "alpha α beta β gamma γ delta δ epsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi φ chi χ psi ψ omega ω "
        + "Gamma Γ Delta ∆ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω dcroat đ Dcroat Đ hbar ħ Hbar Ħ eng ŋ Eng Ŋ nbspace \u00A0 softhyphen \u00AD");

    /// <summary>The text of each code in an encoding of that name; Standard where the name is none of the others.</summary>
    public static string?[] Table(string name)
    {
        var table = new string?[256];
        for (var code = 0x20; code < 0x7F; code++)
        {
            table[code] = ((char)code).ToString();
        }

        switch (name)
        {
            case "WinAnsiEncoding":
                for (var code = 0x80; code < 0x100; code++)
                {
                    table[code] = TextContent.Decode([(byte)code], out _);
                }

                break;
            case "MacRomanEncoding":
                Fill(table, 0x80, MacUpper);
                break;
            default:
                (table['\''], table['`']) = ("’", "‘");
                Fill(table, 0xA1, StandardUpper);
                break;
        }

        return table;
    }

    /// <summary>The text of a glyph by its name; null where the name is not known.</summary>
    public static string? Glyph(string name)
    {
        // A suffix says how it looks: a.sc is a small capital.
        var stem = name.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? name[..dot] : name;
        if (stem.Length == 1)
        {
            return stem;
        }

        if (Names.TryGetValue(stem, out var known))
        {
            return known;
        }

        if (Letters.TryGetValue(stem[1..], out var pairs))
        {
            for (var i = 0; i < pairs.Length; i += 2)
            {
                if (pairs[i] == stem[0])
                {
                    return pairs[i + 1].ToString();
                }
            }
        }

        var digits = stem.StartsWith("uni", StringComparison.Ordinal) ? stem.AsSpan(3) : stem.StartsWith('u') ? stem.AsSpan(1) : [];
        return digits.Length is >= 4 and <= 6 && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && System.Text.Rune.IsValid(code)
            ? char.ConvertFromUtf32(code)
            : null;
    }

    private static void Fill(string?[] table, int from, string signs)
    {
        for (var i = 0; i < signs.Length; i++)
        {
            table[from + i] = signs[i] switch { ' ' => null, 'ﬁ' => "fi", 'ﬂ' => "fl", var sign => sign.ToString() };
        }
    }

    private static FrozenDictionary<string, string> Pairs(string list)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal) { ["space"] = " " };
        var parts = list.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 1; i + 1 < parts.Length; i += 2)
        {
            names[parts[i]] = parts[i + 1];
        }

        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
