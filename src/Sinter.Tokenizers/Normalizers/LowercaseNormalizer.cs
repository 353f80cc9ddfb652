using System.Buffers;
using System.Text;
using System.Text.Json;
using Sinter.Tokenizers.Pipeline;

namespace Sinter.Tokenizers.Normalizers;

/// <summary>Lower-cases each character by itself: a Σ that ends a word becomes σ, and İ becomes i and a dot above.</summary>
internal sealed class LowercaseNormalizer : Normalizer
{
    /// <summary>The one capital letter of which Unicode's full mapping to lower case has two characters, İ.</summary>
    private const int CapitalDottedI = 0x130;

    /// <summary>Whether lower case changes a character.</summary>
    public static bool Changes(Rune rune) => Rune.ToLowerInvariant(rune) != rune || rune.Value == CapitalDottedI;

    /// <summary>Writes a character in lower case, and gives the number of bytes, at most 4.</summary>
    public static int Encode(Rune rune, Span<byte> utf8)
    {
        if (rune.Value != CapitalDottedI)
        {
            return Rune.ToLowerInvariant(rune).EncodeToUtf8(utf8);
        }

        "i\u0307"u8.CopyTo(utf8);
        return 3;
    }

    /// <inheritdoc/>
    public override void Apply(TextBuffer source, TextBuffer target)
    {
        Span<byte> lower = stackalloc byte[4];
        var text = source.Text;
        for (var i = 0; i < text.Length;)
        {
            var plain = text[i..].IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            plain = plain < 0 ? text.Length - i : plain;
            Ascii.ToLowerInPlace(target.CopyForChange(source, i, i + plain), out _);
            i += plain;
            var unchanged = i;
            while (i < text.Length && text[i] >= 0x80)
            {
                if (Rune.DecodeFromUtf8(text[i..], out var rune, out var length) == OperationStatus.Done && Changes(rune))
                {
                    target.Copy(source, unchanged, i);
                    target.Replace(lower[..Encode(rune, lower)], source, i, i + length);
                    unchanged = i + length;
                }

                i += length;
            }

            target.Copy(source, unchanged, i);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Lowercase");
        writer.WriteEndObject();
    }
}
