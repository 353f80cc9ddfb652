using System.Buffers;

namespace Sinter.Data.Reading;

/// <summary>
/// Cuts JSON values that follow each other, whatever the lines: the elements of one array (its brackets and commas count as space), or values one after another.
/// It only finds where values end; whether they are well formed shows when they are decoded.
/// </summary>
internal sealed class JsonValueCutter : RecordCutter
{
    /// <summary>What may stand between values: space, and the commas and brackets of the array that holds them.</summary>
    public static ReadOnlySpan<byte> BetweenValues => " \t\r\n,[]"u8;

    private static readonly SearchValues<byte> Between = SearchValues.Create(" \t\r\n,[]"u8);

    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);

    protected override string Record => "JSON value";

    protected override int WholeRecords(ReadOnlySpan<byte> data, out long records) => Scan(data, long.MaxValue, out records);

    /// <summary>Where the first value of the data ends; 0 where it does not.</summary>
    public static int EndOfFirst(ReadOnlySpan<byte> data) => Scan(data, 1, out _);

    private static int Scan(ReadOnlySpan<byte> data, long most, out long records)
    {
        records = 0;
        var whole = 0;
        var depth = 0;
        var i = 0;
        while (i < data.Length && records < most)
        {
            var step = data[i..].IndexOfAny(Structure);
            if (step < 0)
            {
                break;
            }

            i += step;
            var sign = data[i++];
            if (sign == '"')
            {
                var end = EndOfString(data[i..]);
                if (end < 0)
                {
                    break;
                }

                i += end;
                if (depth == 0)
                {
                    whole = i;
                    records++;
                }
            }
            else if (sign == '{' || (sign == '[' && depth > 0))
            {
                depth++;
            }
            else if (depth > 0 && --depth == 0)
            {
                whole = i;
                records++;
            }
        }

        return whole;
    }

    // Where a value that was cut in the middle ends cannot be told without what was passed over; so the rest of the file goes with it.
    protected override int RestOfRecord(ReadOnlySpan<byte> data) => -1;

    protected override string? FaultOfTail(ReadOnlySpan<byte> tail) =>
        tail.ContainsAnyExcept(Between) ? "The last JSON value breaks off: its closing bracket is missing, or it is not an object." : null;

    private static int EndOfString(ReadOnlySpan<byte> data)
    {
        var i = 0;
        while (true)
        {
            var step = data[i..].IndexOfAny((byte)'"', (byte)'\\');
            if (step < 0)
            {
                return -1;
            }

            i += step;
            if (data[i] == '"')
            {
                return i + 1;
            }

            i += 2;
            if (i > data.Length)
            {
                return -1;
            }
        }
    }
}
