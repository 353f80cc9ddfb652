using System.Globalization;

namespace Sinter.Data.Reading;

/// <summary>What the columns of a table are for.</summary>
internal sealed class CsvColumns
{
    private readonly string[] _names;
    private readonly int _id;
    private readonly int _source;

    private CsvColumns(string[] names, ReadSettings settings)
    {
        _names = names;
        Text = Find(settings.TextField);
        _id = Find(settings.IdField);
        _source = Find("source");
    }

    /// <summary>How many there are.</summary>
    public int Count => _names.Length;

    /// <summary>The column with the text; -1 where there is none.</summary>
    public int Text { get; }

    /// <summary>The names for a message, the first twenty.</summary>
    public string List => string.Join(", ", _names.Take(20).Select(name => $"'{name}'")) + (_names.Length > 20 ? " and others" : "");

    /// <summary>Takes the first row: columns without a name, or with that of another one, are named by their number.</summary>
    public static CsvColumns Read(CsvRow header, ReadOnlySpan<byte> data, ReadSettings settings)
    {
        var names = new string[header.Count];
        var known = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            var name = header.Text(data, i).Trim();
            for (var again = i + 1; name.Length == 0 || !known.Add(name); again++)
            {
                name = "column" + again.ToString(CultureInfo.InvariantCulture);
            }

            names[i] = name;
        }

        return new CsvColumns(names, settings);
    }

    /// <summary>The document of a row that has all columns.</summary>
    public Document ToDocument(CsvRow row, ReadOnlySpan<byte> data, string source, long line)
    {
        var facts = new List<KeyValuePair<string, string>>(_names.Length);
        string? id = null;
        var from = source;
        for (var i = 0; i < _names.Length; i++)
        {
            if (i == Text || row.Text(data, i) is not { Length: > 0 } value)
            {
                continue;
            }

            if (i == _id)
            {
                id = value;
            }
            else if (i == _source)
            {
                from = value;
            }
            else
            {
                facts.Add(new(_names[i], value));
            }
        }

        return new Document
        {
            Id = id ?? $"{source}#{line}",
            Text = row.Text(data, Text),
            Source = from,
            Metadata = facts.Count == 0 ? MetadataDictionary.Empty : new MetadataDictionary(facts),
        };
    }

    private int Find(string name)
    {
        var exact = Array.IndexOf(_names, name);
        return exact >= 0 ? exact : Array.FindIndex(_names, other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase));
    }
}
