using System.Buffers;
using System.Text;
using Sinter.Tokenizers.Pipeline;

namespace Sinter.Tokenizers.Unicode;

/// <summary>
/// Brings UTF-8 into a normalisation form and says where each character comes from, as Hugging Face's library does: the characters of the result use those of the text up
/// from left to right; a composed one comes from the first that it is made of, and a further part of one taken apart from where the part before it comes from.
/// Bytes that are not UTF-8 stay as they are. It allocates nothing once warm.
/// </summary>
internal static class Utf8Normalizer
{
    [ThreadStatic]
    private static NormalizationSegment? _segment;

    /// <summary>This thread's segment.</summary>
    public static NormalizationSegment Segment => _segment ??= new NormalizationSegment(NormalizationData.Reference);

    /// <summary>Writes the text of <paramref name="source"/> in a form behind what <paramref name="target"/> holds.</summary>
    public static void Apply(TextBuffer source, TextBuffer target, UnicodeForm form)
    {
        var copied = 0;
        while (FindProblem(source.Text, copied, form, out var safe, out var end))
        {
            target.Copy(source, copied, safe);
            ApplyToSegment(source, safe, end, target, form);
            copied = end;
        }

        target.Copy(source, copied, source.Length);
    }

    /// <summary>Adds what a segment became, given where its characters stand in the source: <paramref name="next"/> is the first of them.</summary>
    public static void Write(ReadOnlySpan<NormalizationSegment.Part> parts, TextBuffer source, int next, TextBuffer target)
    {
        Span<byte> utf8 = stackalloc byte[4];
        var (start, end) = (next, next);
        foreach (var part in parts)
        {
            for (var i = 0; i < part.Taken; i++)
            {
                var length = LengthAt(source.Text, next);
                (start, end) = i == 0 ? (next, next + length) : (start, end);
                next += length;
            }

            target.Replace(utf8[..new Rune(part.CodePoint).EncodeToUtf8(utf8)], source, start, end);
            if (part.Taken > 1)
            {
                // What follows without a character of its own comes from the last that was used up.
                (start, end) = (LastStart(source.Text, next), next);
            }
        }
    }

    /// <summary>
    /// The next stretch that may not be in the form: from the last place before the problem where the text can be cut in two that are normalised apart, to the first
    /// behind it.
    /// </summary>
    private static bool FindProblem(ReadOnlySpan<byte> text, int from, UnicodeForm form, out int safe, out int end)
    {
        var problems = UnicodeNormalizer.Problems(form);
        var data = NormalizationData.Reference;
        var lastClass = 0;
        safe = from;
        for (var i = from; i < text.Length;)
        {
            if (text[i] < 0x80)
            {
                var plain = text[i..].IndexOfAnyInRange((byte)0x80, (byte)0xFF);
                if (plain < 0)
                {
                    break;
                }

                i += plain;
                safe = i - 1;
                lastClass = 0;
            }

            var properties = PropertiesAt(data, text, i, out var length);
            var combiningClass = properties & CharacterProperties.CombiningClass;
            if ((properties & problems) != 0 || (combiningClass != 0 && combiningClass < lastClass))
            {
                end = i + length;
                while (end < text.Length && (PropertiesAt(data, text, end, out length) & (problems | CharacterProperties.CombiningClass)) != 0)
                {
                    end += length;
                }

                return true;
            }

            if (combiningClass == 0)
            {
                safe = i;
            }

            lastClass = combiningClass;
            i += length;
        }

        end = text.Length;
        return false;
    }

    private static void ApplyToSegment(TextBuffer source, int start, int end, TextBuffer target, UnicodeForm form)
    {
        var segment = Segment;
        segment.Clear();
        for (var i = start; i < end;)
        {
            if (Rune.DecodeFromUtf8(source.Text[i..end], out var rune, out var length) != OperationStatus.Done)
            {
                // Such bytes only stand at the beginning, before the problem.
                target.Copy(source, i, i + length);
                start = i + length;
            }
            else
            {
                segment.Add(rune.Value, UnicodeNormalizer.IsCompatible(form));
            }

            i += length;
        }

        segment.OrderMarks();
        if (UnicodeNormalizer.Composes(form))
        {
            segment.Compose();
        }

        Write(segment.Parts, source, start, target);
    }

    private static int PropertiesAt(NormalizationData data, ReadOnlySpan<byte> text, int index, out int length) =>
        text[index] < 0x80
            ? Ascii(out length)
            : Rune.DecodeFromUtf8(text[index..], out var rune, out length) == OperationStatus.Done ? data[rune.Value] : 0;

    private static int Ascii(out int length)
    {
        length = 1;
        return 0;
    }

    private static int LengthAt(ReadOnlySpan<byte> text, int index)
    {
        Rune.DecodeFromUtf8(text[index..], out _, out var length);
        return length;
    }

    private static int LastStart(ReadOnlySpan<byte> text, int end)
    {
        Rune.DecodeLastFromUtf8(text[..end], out _, out var length);
        return end - length;
    }
}
