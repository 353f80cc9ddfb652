using System.Globalization;
using Sinter.Data.Reading;

namespace Sinter.Data.Tuning.Sources;

/// <summary>The rows of a table as objects; a row with another number of cells than the first is broken.</summary>
internal sealed class TableRows(string name, TableShape shape)
{
    private const int MaximumColumns = 4096;

    private string[]? _names;

    public IEnumerable<RawRecord> Read(IEnumerable<RecordCut> cuts)
    {
        foreach (var cut in cuts)
        {
            if (cut.Fault is { } fault)
            {
                yield return RawRecord.OfCut(new RecordPlace(name, cut.FirstLine), fault);
                continue;
            }

            foreach (var (cells, line) in shape.IsQuoted ? Quoted(cut) : TextLines.Of(cut.Data, cut.FirstLine).Where(static line => !string.IsNullOrWhiteSpace(line.Text)).Select(line => (Cells(line.Text), line.Number)))
            {
                if (_names is null)
                {
                    _names = NamesOf(cells);
                    if (shape.HasNames)
                    {
                        continue;
                    }
                }

                var place = new RecordPlace(name, line);
                yield return cells.Length == _names.Length ? RawRecord.Of(place, JsonRow.Of(_names, cells))
                    : new RawRecord(place, default, FaultKind.Broken, $"the row has {cells.Length} cell{(cells.Length == 1 ? "" : "s")}, and the first row has {_names.Length}");
            }
        }
    }

    private string[] NamesOf(string[] cells)
    {
        if (cells.Length > MaximumColumns)
        {
            throw new InvalidDataException($"The table '{name}' has {cells.Length} columns, and {MaximumColumns} is the limit.");
        }

        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var names = new string[cells.Length];
        for (var i = 0; i < names.Length; i++)
        {
            var given = shape.HasNames ? cells[i].Trim() : "";
            names[i] = given.Length > 0 && known.Add(given) ? given : "column" + (i + 1).ToString(CultureInfo.InvariantCulture);
        }

        return names;
    }

    /// <summary>Cells between tabs; a cell in quotes with doubled quotes inside was written so by a program, and is taken for what it means.</summary>
    private string[] Cells(string line)
    {
        var cells = line.Split((char)shape.Delimiter);
        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i] is ['"', .. var inner, '"'] && inner.Contains("\"\"", StringComparison.Ordinal) && !inner.Replace("\"\"", "", StringComparison.Ordinal).Contains('"', StringComparison.Ordinal))
            {
                cells[i] = inner.Replace("\"\"", "\"", StringComparison.Ordinal);
            }
        }

        return cells;
    }

    private IEnumerable<(string[] Cells, long Line)> Quoted(RecordCut cut)
    {
        var row = new CsvRow(shape.Delimiter);
        var line = cut.FirstLine;
        for (var rest = cut.Data; !rest.IsEmpty;)
        {
            var length = row.Read(rest.Span);
            var bytes = rest.Span[..length];
            if (bytes.ContainsAnyExcept(" \t\r\n"u8))
            {
                var cells = new string[row.Count];
                for (var i = 0; i < cells.Length; i++)
                {
                    cells[i] = row.Text(rest.Span, i);
                }

                yield return (cells, line);
            }

            line += rest.Span[..length].Count((byte)'\n');
            rest = rest[length..];
        }
    }
}
