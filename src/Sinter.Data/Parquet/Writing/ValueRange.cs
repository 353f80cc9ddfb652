using System.Text;

namespace Sinter.Data.Parquet;

/// <summary>
/// The least and the greatest value of a page or column chunk, as statistics have them: long texts cut, so that what is said still lies at or beyond the true value.
/// </summary>
/// <param name="Least">The least value.</param>
/// <param name="Greatest">The greatest value.</param>
/// <param name="IsLeastExact">Whether the least value was not cut.</param>
/// <param name="IsGreatestExact">Whether the greatest value was not cut.</param>
internal sealed record ValueRange(byte[] Least, byte[] Greatest, bool IsLeastExact, bool IsGreatestExact)
{
    private const int MaximumTextBytes = 64;

    /// <summary>The range of the values at two places; null where the greatest text cannot be cut.</summary>
    public static ValueRange? Of(ColumnBuffer column, int least, int greatest)
    {
        var low = column.Value(least);
        var high = column.Value(greatest);
        if (!column.IsText)
        {
            // Zeros of either sign are equal: the format wants the one that is outermost.
            return new ValueRange(SignZero(column, low, negative: true), SignZero(column, high, negative: false), true, true);
        }

        var cutHigh = high.Length <= MaximumTextBytes ? high.ToArray() : Successor(Cut(high));
        return cutHigh is null ? null : new ValueRange(Cut(low).ToArray(), cutHigh, low.Length <= MaximumTextBytes, high.Length <= MaximumTextBytes);
    }

    private static byte[] SignZero(ColumnBuffer column, ReadOnlySpan<byte> value, bool negative)
    {
        var copy = value.ToArray();
        var isFloat = column.Leaf.PhysicalType is ParquetPhysicalType.Float or ParquetPhysicalType.Double;
        if (isFloat && !copy.AsSpan(0, copy.Length - 1).ContainsAnyExcept((byte)0) && (copy[^1] & 0x7F) == 0)
        {
            copy[^1] = (byte)(negative ? 0x80 : 0);
        }

        return copy;
    }

    // The beginning of a text, up to the end of a character.
    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> text)
    {
        if (text.Length <= MaximumTextBytes)
        {
            return text;
        }

        var end = MaximumTextBytes;
        while ((text[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return text[..end];
    }

    /// <summary>The least text that is beyond all that begin with this one: its last character made the next one. Null where there is none.</summary>
    private static byte[]? Successor(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            Rune.DecodeLastFromUtf8(text, out var last, out var length);
            text = text[..^length];
            if (last.Value < 0x10FFFF)
            {
                var next = new Rune(last.Value == 0xD7FF ? 0xE000 : last.Value + 1);
                var successor = new byte[text.Length + next.Utf8SequenceLength];
                text.CopyTo(successor);
                next.EncodeToUtf8(successor.AsSpan(text.Length));
                return successor;
            }
        }

        return null;
    }
}
