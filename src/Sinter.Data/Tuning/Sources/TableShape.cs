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
    private const int MostRows = 50;

    /// <summary>The shape of a file that begins so; null where it is no table.</summary>
    public static TableShape? Of(ReadOnlySpan<byte> start, string ending, IReadOnlySet<string> knownNames)
    {
        if (ending is ".tsv" or ".tab" || (ending is not ".csv" && LooksTabbed(start)))
        {
            // Where lines have equally many tabs, quotes need not be looked at, and an odd one harms nothing.
            var isQuoted = !LooksTabbed(start) && start.Contains((byte)'"');
            return new TableShape(Tab, isQuoted, AreNamed(Rows(start, Tab, isQuoted), knownNames));
        }

        var delimiter = CsvFormat.Detect(start);
        var rows = Rows(start, delimiter, isQuoted: true);
        return ending is ".csv" ? new TableShape(delimiter, IsQuoted: true, AreNamed(rows, knownNames))
            : rows is [{ Length: > 1 } first, ..] && first.Count(knownNames.Contains) >= 2 ? new TableShape(delimiter, IsQuoted: true, HasNames: true)
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

    /// <summary>
    /// Whether the first row names the columns: by two names that the task knows, else where it looks like names throughout, holds nothing that its columns hold again, and
    /// has one known name or stands over texts of several words.
    /// </summary>
    private static bool AreNamed(List<string[]> rows, IReadOnlySet<string> knownNames)
    {
        if (rows is not [var first, .. var others])
        {
            return false;
        }

        var known = first.Count(cell => cell.Length <= LongestName && knownNames.Contains(cell));
        return known >= 2 || (Array.TrueForAll(first, LooksLikeName)
            && !others.Exists(row => first.Zip(row).Any(static pair => pair.First.Length > 0 && pair.First == pair.Second))
            && (known == 1 || others.Exists(static row => Array.Exists(row, static cell => cell.Contains(' ', StringComparison.Ordinal)))));
    }

    // Programs leave the name of a column of row numbers empty.
    private static bool LooksLikeName(string cell) =>
        cell.Length == 0 || (cell.Length <= LongestName && (char.IsLetter(cell[0]) || cell[0] is '_' or '#') && !cell.Any(static sign => char.IsWhiteSpace(sign) || sign is ',' or ';' or '!' or '?' or '"'));

    /// <summary>The first rows, without one that the start cuts off.</summary>
    private static List<string[]> Rows(ReadOnlySpan<byte> start, byte delimiter, bool isQuoted)
    {
        var rows = new List<string[]>();
        var row = new CsvRow(delimiter);
        while (!start.IsEmpty && rows.Count < MostRows)
        {
            var end = isQuoted ? row.Read(start) : start.IndexOf((byte)'\n') is var lineEnd and >= 0 ? lineEnd + 1 : start.Length;
            if (rows.Count > 0 && end == start.Length && start[^1] != '\n')
            {
                break;
            }

            if (isQuoted)
            {
                var cells = new string[row.Count];
                for (var i = 0; i < cells.Length; i++)
                {
                    cells[i] = row.Text(start, i).Trim();
                }

                rows.Add(cells);
            }
            else
            {
                rows.Add([.. TextContent.Decode(start[..end], out _).Split((char)delimiter).Select(static cell => cell.Trim())]);
            }

            start = start[end..];
        }

        return rows;
    }
}
