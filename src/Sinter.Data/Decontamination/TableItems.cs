using Sinter.Data.Inputs;
using Sinter.Data.Parquet;
using Sinter.Data.Reading;
using Sinter.Data.Sources;

namespace Sinter.Data.Decontamination;

/// <summary>The rows of tables: each is an item, its cells are its texts.</summary>
internal static class TableItems
{
    private const int LongestName = 32;
    private const int MostNameWords = 3;

    /// <summary>CSV. The first row names the columns where it looks like names (all short, none empty, none a number or a single letter); else it is an item, as in MMLU.</summary>
    public static IEnumerable<(long Number, IReadOnlyList<string> Texts)> OfCsv(Stream content, string name, IReadOnlyList<string> fields, ICollection<BrokenInput> faults)
    {
        const byte comma = (byte)',';
        string[]? names = null;
        var first = true;
        foreach (var cut in new CsvCutter(comma).Cut(content, ReadSettings.Default))
        {
            if (cut.Fault is { } fault)
            {
                faults.Add(new BrokenInput(name, cut.FirstLine, fault));
                continue;
            }

            var line = cut.FirstLine;
            foreach (var (cells, lines) in Rows(cut.Data, comma))
            {
                if (first && AreNames(cells))
                {
                    names = cells;
                }
                else if (Chosen(cells, names, fields) is { Count: > 0 } texts)
                {
                    yield return (line, texts);
                }

                first = false;
                line += lines;
            }
        }
    }

    /// <summary>Parquet: all columns, nested ones too, where they hold texts.</summary>
    public static IEnumerable<(long Number, IReadOnlyList<string> Texts)> OfParquet(InputFile file, string name, IReadOnlyList<string> fields, ICollection<BrokenInput> faults)
    {
        if (TextColumn(file, name, faults) is not { } column)
        {
            yield break;
        }

        long number = 0;
        foreach (var outcome in DocumentReader.Read(file, new ReadSettings { TextField = column, IdField = "" }, "parquet").SelectMany(static block => block.Decode()))
        {
            number++;
            if (outcome.Broken is { } broken)
            {
                faults.Add(broken with { Source = name });
            }
            else if (outcome.Document is { } document)
            {
                var texts = new List<string>();
                AddCell(column, document.Text, fields, texts);
                foreach (var (key, value) in document.Metadata)
                {
                    AddCell(key, value, fields, texts);
                }

                yield return (number, texts);
            }
        }
    }

    private static string? TextColumn(InputFile file, string name, ICollection<BrokenInput> faults)
    {
        try
        {
            using var stream = file.Open();
            var parquet = ParquetFile.Open(stream);
            return parquet.Schema.Fields.FirstOrDefault(IsText)?.Name ?? Missing("no column holds text");
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
        {
            return Missing(fault.Message.TrimEnd('.'));
        }

        string? Missing(string reason)
        {
            faults.Add(new BrokenInput(name, 0, $"The table is passed over: {reason}."));
            return null;
        }
    }

    private static bool IsText(ParquetField field) => field.PhysicalType == ParquetPhysicalType.ByteArray;

    /// <summary>Nested columns come as JSON.</summary>
    private static void AddCell(string column, string value, IReadOnlyList<string> fields, List<string> texts)
    {
        if (value is ['{' or '[', ..] && JsonItems.TryParse(value, column, fields) is { } nested)
        {
            texts.AddRange(nested);
        }
        else if (FieldChoice.Wants(fields, column))
        {
            texts.Add(value);
        }
    }

    private static List<string> Chosen(string[] cells, string[]? names, IReadOnlyList<string> fields)
    {
        var texts = new List<string>(cells.Length);
        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i].Length > 0 && (names is null || i >= names.Length || FieldChoice.Wants(fields, names[i])))
            {
                texts.Add(cells[i]);
            }
        }

        return texts;
    }

    private static IEnumerable<(string[] Cells, long Lines)> Rows(ReadOnlyMemory<byte> data, byte delimiter)
    {
        var row = new CsvRow(delimiter);
        while (!data.IsEmpty)
        {
            var length = row.Read(data.Span);
            var cells = new string[row.Count];
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = row.Text(data.Span, i).Trim('\uFEFF');
            }

            yield return (cells, data.Span[..length].Count((byte)'\n'));
            data = data[length..];
        }
    }

    private static bool AreNames(string[] cells) => cells.All(static cell =>
        cell.Length is > 1 and <= LongestName && !double.TryParse(cell, System.Globalization.CultureInfo.InvariantCulture, out _) && cell.Split(' ').Length <= MostNameWords);
}
