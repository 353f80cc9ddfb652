using System.Globalization;
using System.Text;

namespace Sinter.Tokenizers.Jinja;

/// <summary>What the text between two quotes means: the escapes of Python.</summary>
internal static class EscapedText
{
    /// <summary>The text that is meant, or null where an escape is cut short or names no character. An escape that Python does not know stays as it is.</summary>
    public static string? Read(string raw)
    {
        if (!raw.Contains('\\', StringComparison.Ordinal))
        {
            return raw;
        }

        var text = new StringBuilder();
        for (var place = 0; place < raw.Length;)
        {
            if (raw[place] != '\\')
            {
                text.Append(raw[place++]);
                continue;
            }

            var escape = raw[place + 1];
            place += 2;
            switch (escape)
            {
                case '\n': break;
                case '\\' or '\'' or '"': text.Append(escape); break;
                case 'a': text.Append('\a'); break;
                case 'b': text.Append('\b'); break;
                case 'f': text.Append('\f'); break;
                case 'n': text.Append('\n'); break;
                case 'r': text.Append('\r'); break;
                case 't': text.Append('\t'); break;
                case 'v': text.Append('\v'); break;
                case 'x' or 'u' or 'U':
                    var digits = escape switch { 'x' => 2, 'u' => 4, _ => 8 };
                    if (place + digits > raw.Length
                        || !int.TryParse(raw.AsSpan(place, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
                        || value is < 0 or > 0x10FFFF)
                    {
                        return null;
                    }

                    text.Append(value > 0xFFFF ? char.ConvertFromUtf32(value) : ((char)value).ToString());
                    place += digits;
                    break;
                case >= '0' and <= '7':
                    var octal = escape - '0';
                    for (var count = 1; count < 3 && place < raw.Length && raw[place] is >= '0' and <= '7'; count++)
                    {
                        octal = (octal * 8) + raw[place++] - '0';
                    }

                    text.Append((char)octal);
                    break;
                case 'N': return null;
                default: text.Append('\\').Append(escape); break;
            }
        }

        return text.ToString();
    }
}
