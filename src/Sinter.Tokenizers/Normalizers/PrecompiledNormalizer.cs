using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sinter.Tokenizers.Files;
using Sinter.Tokenizers.Pipeline;

namespace Sinter.Tokenizers.Normalizers;

/// <summary>
/// SentencePiece's compiled table as Hugging Face's library applies it: a grapheme of fewer than six bytes becomes, whole, what replaces the shortest entry that it begins
/// with; without one, and in longer graphemes, each character is replaced by itself. SentencePiece itself goes by the longest entry
/// (<see cref="SentencePieceNormalizer"/>); the two differ where a mark follows a character that is an entry alone (<c>ｅ</c> with U+0301 loses its mark here).
/// </summary>
internal sealed class PrecompiledNormalizer(CharacterMap map) : Normalizer
{
    /// <summary>A grapheme of at least so many bytes is not looked up whole.</summary>
    private const int LongGrapheme = 6;

    /// <summary>Reads the normalizer.</summary>
    public static PrecompiledNormalizer Read(JsonPart part)
    {
        var table = part["precompiled_charsmap"];
        byte[] blob;
        try
        {
            blob = Convert.FromBase64String(table.Text());
        }
        catch (FormatException)
        {
            throw table.Error("is not base64; the file is damaged");
        }

        return new PrecompiledNormalizer(CharacterMap.Read(blob, table.Error));
    }

    /// <inheritdoc/>
    public override void Apply(TextBuffer source, TextBuffer target)
    {
        var text = source.Text;
        for (var start = 0; start < text.Length;)
        {
            var plain = map.PlainLength(text[start..]);
            target.Copy(source, start, start + plain);
            start += plain;
            if (start < text.Length)
            {
                var end = EndOfStretch(text, start);
                ApplyToStretch(source, start, end, target);
                start = end;
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Precompiled");
        writer.WriteBase64String("precompiled_charsmap", map.Blob);
        writer.WriteEndObject();
    }

    /// <summary>The next place where graphemes certainly meet: between two characters of ASCII other than a line end's.</summary>
    private static int EndOfStretch(ReadOnlySpan<byte> text, int start)
    {
        var end = start + 1;
        while (end < text.Length && !(text[end - 1] < 0x80 && text[end] < 0x80 && text[end] != '\n'))
        {
            end++;
        }

        return end;
    }

    private void ApplyToStretch(TextBuffer source, int start, int end, TextBuffer target)
    {
        var characters = ArrayPool<char>.Shared.Rent(end - start);
        var rest = characters.AsSpan(0, Encoding.UTF8.GetChars(source.Text[start..end], characters));
        while (!rest.IsEmpty)
        {
            var length = StringInfo.GetNextTextElementLength(rest);
            var next = start;
            foreach (var _ in rest[..length].EnumerateRunes())
            {
                Rune.DecodeFromUtf8(source.Text[next..end], out var _, out var consumed);
                next += consumed;
            }

            ApplyToGrapheme(source, start, next, target);
            start = next;
            rest = rest[length..];
        }

        ArrayPool<char>.Shared.Return(characters);
    }

    private void ApplyToGrapheme(TextBuffer source, int start, int end, TextBuffer target)
    {
        var grapheme = source.Text[start..end];
        if (grapheme.Length < LongGrapheme && map.Find(grapheme, longest: false, out var replacement) > 0)
        {
            target.Replace(replacement, source, start, end);
            return;
        }

        while (!grapheme.IsEmpty)
        {
            Rune.DecodeFromUtf8(grapheme, out var _, out var length);
            if (map.Find(grapheme[..length], longest: false, out replacement) > 0)
            {
                target.Replace(replacement, source, end - grapheme.Length, end - grapheme.Length + length);
            }
            else
            {
                target.Copy(source, end - grapheme.Length, end - grapheme.Length + length);
            }

            grapheme = grapheme[length..];
        }
    }
}
