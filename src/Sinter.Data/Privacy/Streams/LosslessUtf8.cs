using System.Buffers;
using System.Text.Unicode;

namespace Sinter.Data.Privacy;

/// <summary>
/// UTF-8 to UTF-16 and back without loss: a byte that is no UTF-8 becomes a lone low surrogate, U+DC00 and the byte, which no right text holds; going back it is that byte again.
/// </summary>
internal static class LosslessUtf8
{
    private const char Escape = '\uDC00';

    /// <summary>Reads as much as is whole, or all where no more comes; gives the bytes that were read and the units that were written, which are never more than the bytes.</summary>
    public static (int Read, int Written) Decode(ReadOnlySpan<byte> bytes, Span<char> text, bool isLast)
    {
        var (read, written) = (0, 0);
        while (true)
        {
            var status = Utf8.ToUtf16(bytes[read..], text[written..], out var taken, out var made, replaceInvalidSequences: false, isLast);
            read += taken;
            written += made;
            if (status != OperationStatus.InvalidData)
            {
                return (read, written);
            }

            text[written++] = (char)(Escape + bytes[read++]);
        }
    }

    /// <summary>Writes all of a text; gives the number of bytes, which are at most three for each unit.</summary>
    public static int Encode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        var (read, written) = (0, 0);
        while (true)
        {
            var status = Utf8.FromUtf16(text[read..], bytes[written..], out var taken, out var made, replaceInvalidSequences: false);
            read += taken;
            written += made;
            if (status != OperationStatus.InvalidData)
            {
                return written;
            }

            bytes[written++] = (byte)(text[read++] - Escape);
        }
    }

    /// <summary>The code points of a decoded text; a byte that is no UTF-8 counts as one.</summary>
    public static int CodePoints(ReadOnlySpan<char> text)
    {
        var pairs = 0;
        for (var rest = text; rest.IndexOfAnyInRange('\uD800', '\uDBFF') is >= 0 and var high; rest = rest[(high + 1)..])
        {
            pairs++;
        }

        return text.Length - pairs;
    }
}
