using System.Text;

namespace Sinter.Data.Reading;

/// <summary>Takes one row of delimited text (RFC 4180) apart; it is used again for each row, so that fields cost nothing until their text is asked for.</summary>
internal sealed class CsvRow(byte delimiter)
{
    private readonly List<(int Start, int Length, bool Quoted)> _fields = [];

    /// <summary>How many fields the row has.</summary>
    public int Count => _fields.Count;

    /// <summary>Takes the row apart that the data begins with; gives its length with its line end.</summary>
    public int Read(ReadOnlySpan<byte> data)
    {
        _fields.Clear();
        var i = 0;
        while (true)
        {
            var start = i;
            var quoted = i < data.Length && data[i] == '"';
            if (quoted)
            {
                i = CsvCutter.EndOfQuoted(data, i) is var end and > 0 ? end : data.Length;
            }

            var step = data[i..].IndexOfAny(delimiter, (byte)'\n');
            var last = step < 0 || data[i + step] == '\n';
            i = step < 0 ? data.Length : i + step;
            var stop = last && i > start && data[i - 1] == '\r' ? i - 1 : i;
            _fields.Add((start, stop - start, quoted));
            if (last)
            {
                return Math.Min(i + 1, data.Length);
            }

            i++;
        }
    }

    /// <summary>The text of a field, without its quotes.</summary>
    public string Text(ReadOnlySpan<byte> data, int field)
    {
        var (start, length, quoted) = _fields[field];
        var bytes = data.Slice(start, length);
        if (!quoted)
        {
            return TextContent.Decode(bytes, out _);
        }

        var close = bytes.LastIndexOf((byte)'"');
        var text = close == 0 ? TextContent.Decode(bytes[1..], out _) : string.Concat(TextContent.Decode(bytes[1..close], out _), Encoding.UTF8.GetString(bytes[(close + 1)..]));
        return text.Contains("\"\"", StringComparison.Ordinal) ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text;
    }
}
