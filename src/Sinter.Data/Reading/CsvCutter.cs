namespace Sinter.Data.Reading;

/// <summary>Cuts where rows of delimited text end: at line ends outside of quotes. A quote opens a field only where the field begins; elsewhere it is a character.</summary>
internal sealed class CsvCutter(byte delimiter) : RecordCutter
{
    protected override string Record => "row";

    protected override int WholeRecords(ReadOnlySpan<byte> data, out long records)
    {
        records = 0;
        var whole = 0;
        for (var i = 0; data[i..].IndexOfAny((byte)'\n', (byte)'"') is var step and >= 0;)
        {
            i += step;
            if (data[i] == '\n')
            {
                whole = ++i;
                records++;
            }
            else if (i > 0 && data[i - 1] != delimiter && data[i - 1] != '\n')
            {
                i++;
            }
            else if (EndOfQuoted(data, i) is var end and > 0)
            {
                i = end;
            }
            else
            {
                break;
            }
        }

        return whole;
    }

    // A quote that never closes makes all that follows one field; so the row ends with its line for whoever passes over it.
    protected override int RestOfRecord(ReadOnlySpan<byte> data) => data.LastIndexOf((byte)'\n') is var end and >= 0 ? end + 1 : -1;

    // The last row may lack its line end, and hold some within quotes.
    protected override string? FaultOfTail(ReadOnlySpan<byte> tail)
    {
        byte[] ended = [.. tail, (byte)'\n'];
        return tail.IndexOf((byte)'\n') >= 0 && WholeRecords(ended, out _) < ended.Length ? "A quote that opens in this row is never closed." : null;
    }

    /// <summary>The index behind the quote that closes the field that a quote opens; 0 where the data does not show it.</summary>
    public static int EndOfQuoted(ReadOnlySpan<byte> data, int open)
    {
        for (var i = open + 1; data[i..].IndexOf((byte)'"') is var step and >= 0; i++)
        {
            i += step + 1;
            if (i == data.Length)
            {
                return 0;
            }

            if (data[i] != '"')
            {
                return i;
            }
        }

        return 0;
    }
}
