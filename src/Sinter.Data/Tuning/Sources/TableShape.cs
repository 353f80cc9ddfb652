using Sinter.Data.Reading;

namespace Sinter.Data.Tuning.Sources;

/// <summary>How a text file is a table.</summary>
/// <param name="Delimiter">What stands between cells.</param>
/// <param name="IsQuoted">Whether quotes hold cells together (RFC 4180); in tables of tabs they are mostly letters like others.</param>
/// <param name="HasNames">Whether the first row names the columns.</param>
internal sealed record TableShape(byte Delimiter, bool IsQuoted, bool HasNames)
{
    private const byte Tab = (byte)'\t';
    private const int LongestName = 64;

    /// <summary>The shape of a file that begins so; null where it is no table.</summary>
    public static TableShape? Of(ReadOnlySpan<byte> start, string ending, IReadOnlySet<string> knownNames)
    {
        if (ending is ".tsv" or ".tab" || (ending is not ".csv" && LooksTabbed(start)))
        {
            // Where lines have equally many tabs, quotes need not be looked at, and an odd one harms nothing.
            var isQuoted = !LooksTabbed(start) && start.Contains((byte)'"');
            return new TableShape(Tab, isQuoted, HasKnownName(FirstRow(start, Tab, isQuoted), knownNames, atLeast: 1));
        }

        var delimiter = CsvFormat.Detect(start);
        var first = FirstRow(start, delimiter, isQuoted: true);
        return ending is ".csv" ? new TableShape(delimiter, IsQuoted: true, HasKnownName(first, knownNames, atLeast: 1))
            : first.Length > 1 && HasKnownName(first, knownNames, atLeast: 2) ? new TableShape(delimiter, IsQuoted: true, HasNames: true)
            : null;
    }

    /// <summary>Whether the whole lines of the start have equally many tabs, at least one.</summary>
    private static bool LooksTabbed(ReadOnlySpan<byte> start)
    {
        var tabs = -1;
        while (!start.IsEmpty)
        {
            var end = start.IndexOf((byte)'\n');
            if (end < 0 && tabs >= 0)
            {
                break;
            }

            var line = end < 0 ? start : start[..end];
            var count = line.Count(Tab);
            if (line.ContainsAnyExcept(" \r"u8) && count != (tabs < 0 ? count : tabs))
            {
                return false;
            }

            tabs = line.ContainsAnyExcept(" \r"u8) ? count : tabs;
            start = end < 0 ? [] : start[(end + 1)..];
        }

        return tabs > 0;
    }

    private static string[] FirstRow(ReadOnlySpan<byte> start, byte delimiter, bool isQuoted)
    {
        if (!isQuoted)
        {
            var line = start.IndexOf((byte)'\n') is var end and >= 0 ? start[..end] : start;
            return TextContent.Decode(line.TrimEnd((byte)'\r'), out _).Split((char)delimiter);
        }

        var row = new CsvRow(delimiter);
        row.Read(start);
        var cells = new string[row.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = row.Text(start, i);
        }

        return cells;
    }

    private static bool HasKnownName(string[] cells, IReadOnlySet<string> knownNames, int atLeast) =>
        cells.Count(cell => cell.Length <= LongestName && knownNames.Contains(cell.Trim())) >= atLeast;
}
