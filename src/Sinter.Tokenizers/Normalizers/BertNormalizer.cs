using System.Buffers;
using System.Text;
using System.Text.Json;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Unicode;

namespace Sinter.Tokenizers.Normalizers;

/// <summary>
/// BERT's normalizer. In this order: cleaning drops controls and makes white space a space, ideographs get spaces round them, accents are taken away, and all becomes lower
/// case. It is done in one pass: a run of characters that nothing is done to is copied.
/// </summary>
internal sealed class BertNormalizer : Normalizer
{
    private static readonly SearchValues<byte> PlainAscii = SearchValues.Create([.. Enumerable.Range(0x20, 0x5F).Select(static value => (byte)value), (byte)'\t', (byte)'\n', (byte)'\r']);
    private static readonly SearchValues<byte> AsciiSpace = SearchValues.Create("\t\n\r"u8);

    private readonly bool _cleanText;
    private readonly bool _handleChineseCharacters;
    private readonly bool? _stripAccents;
    private readonly bool _lowercase;
    private readonly BertTraits _done;

    /// <summary>Makes it.</summary>
    /// <param name="cleanText">Whether text is cleaned.</param>
    /// <param name="handleChineseCharacters">Whether ideographs get spaces round them.</param>
    /// <param name="stripAccents">Whether accents are taken away; null for: where it becomes lower case.</param>
    /// <param name="lowercase">Whether it becomes lower case.</param>
    public BertNormalizer(bool cleanText = true, bool handleChineseCharacters = true, bool? stripAccents = null, bool lowercase = true)
    {
        (_cleanText, _handleChineseCharacters, _stripAccents, _lowercase) = (cleanText, handleChineseCharacters, stripAccents, lowercase);
        _done = (cleanText ? BertTraits.Dropped | BertTraits.Space : BertTraits.None) | (handleChineseCharacters ? BertTraits.Ideograph : BertTraits.None)
            | (stripAccents ?? lowercase ? BertTraits.Accented : BertTraits.None) | (lowercase ? BertTraits.Capital : BertTraits.None);
    }

    /// <inheritdoc/>
    public override void Apply(TextBuffer source, TextBuffer target)
    {
        var text = source.Text;
        for (var i = 0; i < text.Length;)
        {
            var plain = text[i..].IndexOfAnyExcept(PlainAscii);
            plain = plain < 0 ? text.Length - i : plain;
            CopyAscii(source, i, i + plain, target);
            i += plain;
            var copied = i;
            while (i < text.Length && !PlainAscii.Contains(text[i]))
            {
                var traits = TraitsAt(text, i, out var rune, out var length);
                var end = i + length;
                if (traits != BertTraits.None)
                {
                    target.Copy(source, copied, i);
                    end = Change(source, i, rune, traits, end, target);
                    copied = end;
                }

                i = end;
            }

            target.Copy(source, copied, i);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "BertNormalizer");
        writer.WriteBoolean("clean_text", _cleanText);
        writer.WriteBoolean("handle_chinese_chars", _handleChineseCharacters);
        if (_stripAccents is { } strips)
        {
            writer.WriteBoolean("strip_accents", strips);
        }
        else
        {
            writer.WriteNull("strip_accents");
        }

        writer.WriteBoolean("lowercase", _lowercase);
        writer.WriteEndObject();
    }

    private void CopyAscii(TextBuffer source, int start, int end, TextBuffer target)
    {
        var copy = target.CopyForChange(source, start, end);
        if (_lowercase)
        {
            Ascii.ToLowerInPlace(copy, out _);
        }

        if (_cleanText)
        {
            copy.ReplaceAny(AsciiSpace, (byte)' ');
        }
    }

    /// <summary>What is to be done to the character at a place; bytes that are not UTF-8 count as U+FFFD.</summary>
    private BertTraits TraitsAt(ReadOnlySpan<byte> text, int index, out Rune rune, out int length)
    {
        Rune.DecodeFromUtf8(text[index..], out rune, out length);
        return BertCharacters.Of(rune) & _done;
    }

    /// <summary>Writes what becomes of the character at a place, and gives where the next one stands that is not done yet.</summary>
    private int Change(TextBuffer source, int start, Rune rune, BertTraits traits, int end, TextBuffer target)
    {
        if ((traits & BertTraits.Dropped) != BertTraits.None)
        {
            return end;
        }

        if ((traits & BertTraits.Space) != BertTraits.None)
        {
            target.Replace(" "u8, source, start, end);
            return end;
        }

        var isIdeograph = (traits & BertTraits.Ideograph) != BertTraits.None;
        if (isIdeograph)
        {
            target.Replace(" "u8, source, start, end);
        }

        if ((traits & BertTraits.Accented) != BertTraits.None)
        {
            end = StripAccents(source, start, rune, end, target);
        }
        else
        {
            WriteLower(rune, source, start, end, target);
        }

        if (isIdeograph)
        {
            target.Replace(" "u8, source, start, end);
        }

        return end;
    }

    /// <summary>Takes a character and the marks that follow it apart, and writes what is no mark. Their order counts, since what follows takes the place of what is dropped.</summary>
    private int StripAccents(TextBuffer source, int start, Rune rune, int end, TextBuffer target)
    {
        var segment = Utf8Normalizer.Segment;
        segment.Clear();
        segment.Add(rune.Value, compatible: false);
        var behind = end;
        while (segment.EndsInMark && NextMark(source.Text, ref behind, out var mark))
        {
            segment.Add(mark.Value, compatible: false);
        }

        segment.OrderMarks();
        var next = start;
        foreach (var part in segment.Parts)
        {
            if (part.Taken > 0)
            {
                (start, end) = NextKept(source.Text, next, out _);
                next = end;
            }

            if (!ReferenceSets.NonSpacingMarks.Contains(part.CodePoint))
            {
                WriteLower(new Rune(part.CodePoint), source, start, end, target);
            }
        }

        return behind;
    }

    /// <summary>Whether the next character that is not dropped is a mark that has an order, or becomes one; then <paramref name="index"/> moves behind it.</summary>
    private bool NextMark(ReadOnlySpan<byte> text, ref int index, out Rune mark)
    {
        var (start, end) = NextKept(text, index, out mark);
        if (start == end || !Utf8Normalizer.Segment.BeginsWithMark(mark.Value))
        {
            return false;
        }

        index = end;
        return true;
    }

    private (int Start, int End) NextKept(ReadOnlySpan<byte> text, int index, out Rune rune)
    {
        rune = default;
        while (index < text.Length)
        {
            var traits = TraitsAt(text, index, out rune, out var length);
            if ((traits & BertTraits.Dropped) == BertTraits.None)
            {
                return (index, index + length);
            }

            index += length;
        }

        return (index, index);
    }

    private void WriteLower(Rune rune, TextBuffer source, int start, int end, TextBuffer target)
    {
        Span<byte> utf8 = stackalloc byte[4];
        var length = _lowercase ? LowercaseNormalizer.Encode(rune, utf8) : rune.EncodeToUtf8(utf8);
        target.Replace(utf8[..length], source, start, end);
    }
}
