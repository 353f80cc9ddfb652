using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Sinter.Data.Reading;

namespace Sinter.Data.Parquet;

/// <summary>
/// Which columns of a file make a document: text, id, and all others as metadata, scalars in words and nested ones as compact JSON, each cut at
/// <see cref="MaximumMetadataBytes"/>; nulls and bytes that are no text are left out. Files of <see cref="ParquetDocumentWriter"/> give back the documents that were written.
/// </summary>
internal sealed class DocumentColumns
{
    /// <summary>How many bytes of UTF-8 one metadata value may have; what is cut ends with <c>…</c>.</summary>
    public const int MaximumMetadataBytes = 4096;

    private readonly string _source;
    private readonly int _maximumRecordBytes;
    private readonly ParquetField _text;
    private readonly ParquetField? _id;
    private readonly ParquetField? _sourceField;
    private readonly ParquetField? _metadataField;
    private readonly List<ParquetField> _others = [];

    /// <summary>Finds the columns; an <see cref="InvalidDataException"/> that names the columns there are, where the text is not among them.</summary>
    public DocumentColumns(ParquetFile file, string source, ReadSettings settings)
    {
        _source = source;
        _maximumRecordBytes = settings.MaximumRecordBytes;
        var found = file.Schema.Find(settings.TextField);
        if (found is not { PhysicalType: ParquetPhysicalType.ByteArray, MaximumRepetition: 0 } || found.LogicalType is not { Kind: ParquetLogicalKind.None } and not { IsText: true })
        {
            var names = string.Join(", ", file.Schema.Fields.Take(50).Select(field => field.Name));
            throw new InvalidDataException(found is null
                ? $"There is no column '{settings.TextField}' for the text; the columns are {names}."
                : $"The column '{settings.TextField}' holds {(found.MaximumRepetition > 0 || !found.IsLeaf ? "a nested value" : found.PhysicalType)}, not text; the columns are {names}.");
        }

        _text = found;
        _id = file.Schema.Find(settings.IdField) is { IsLeaf: true, MaximumRepetition: 0 } id && id != _text ? id : null;
        if (file.KeyValues.Any(pair => string.Equals(pair.Key, ParquetDocumentWriter.MarkerKey, StringComparison.Ordinal)))
        {
            _sourceField = file.Schema.Find(ParquetDocumentWriter.SourceName) is { LogicalType.IsText: true, MaximumRepetition: 0 } field ? field : null;
            _metadataField = file.Schema.Find(ParquetDocumentWriter.MetadataName) is { LogicalType.Kind: ParquetLogicalKind.Json, MaximumRepetition: 0 } json ? json : null;
        }

        AddOthers(file.Schema.Fields);
    }

    /// <summary>All fields that are read.</summary>
    public IReadOnlyCollection<ParquetField> Fields => [.. new[] { _text, _id, _sourceField, _metadataField }.OfType<ParquetField>().Distinct(), .. _others];

    /// <summary>Adds the outcome of each row.</summary>
    public void Decode(ParquetBatch batch, List<ReadOutcome> outcomes)
    {
        var texts = new TextCache(batch.Column(_text));
        var ids = _id is null ? null : batch.Column(_id);
        for (var row = 0; row < batch.Rows; row++)
        {
            var number = batch.FirstRow + row + 1;
            if (texts.Column.IsNull(row))
            {
                outcomes.Add(ReadOutcome.Fault(_source, number, $"The text of row {number} is empty (null)."));
                continue;
            }

            var bytes = texts.Column.Utf8(row);
            if (bytes.Length > _maximumRecordBytes || texts.Read(row) is not { } text)
            {
                outcomes.Add(ReadOutcome.Fault(_source, number, bytes.Length > _maximumRecordBytes
                    ? $"The text of row {number} has {bytes.Length} bytes; the limit is {_maximumRecordBytes}."
                    : $"The text of row {number} is not valid UTF-8."));
                continue;
            }

            var id = ids?.Text(row);
            outcomes.Add(ReadOutcome.Of(new Document
            {
                Id = string.IsNullOrEmpty(id) ? $"{_source}#{number}" : id,
                Text = text,
                Source = _sourceField is null ? _source : batch.Column(_sourceField).String(row) ?? "",
                Metadata = Metadata(batch, row),
            }));
        }
    }

    private MetadataDictionary Metadata(ParquetBatch batch, int row)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        if (_metadataField is not null)
        {
            var json = batch.Column(_metadataField).Utf8(row);
            if (!TryReadMetadata(json, pairs) && Cut(json) is { } kept)
            {
                pairs = [new(_metadataField.Name, kept)];
            }
        }

        foreach (var field in _others)
        {
            var value = field is { IsLeaf: true, MaximumRepetition: 0 } ? Scalar(batch.Column(field), row) : Nested(batch, field, row);
            if (value is not null && !pairs.Exists(pair => string.Equals(pair.Key, field.Path, StringComparison.Ordinal)))
            {
                pairs.Add(new(field.Path, value));
            }
        }

        return pairs.Count == 0 ? MetadataDictionary.Empty : new MetadataDictionary(pairs);
    }

    private static string? Scalar(ParquetColumn column, int row)
    {
        if (column.IsNull(row))
        {
            return null;
        }

        return column.Field is { PhysicalType: ParquetPhysicalType.ByteArray, LogicalType: { IsText: true } or { Kind: ParquetLogicalKind.None } } && column.Utf8(row) is { Length: > MaximumMetadataBytes } bytes
            ? Cut(bytes)
            : column.Text(row);
    }

    private static string? Nested(ParquetBatch batch, ParquetField field, int row)
    {
        var json = batch.Json(field, row, MaximumMetadataBytes + 1);
        return json.AsSpan().SequenceEqual("null"u8) ? null : Cut(json);
    }

    private static string? Cut(ReadOnlySpan<byte> value)
    {
        if (value.Length <= MaximumMetadataBytes)
        {
            return Encoding.UTF8.GetString(value);
        }

        var end = MaximumMetadataBytes;
        while (end > 0 && (value[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return Utf8.IsValid(value[..end]) ? Encoding.UTF8.GetString(value[..end]) + "…" : null;
    }

    /// <summary>Reads an object of texts; false where it is something else, which is then kept as it is.</summary>
    private static bool TryReadMetadata(ReadOnlySpan<byte> json, List<KeyValuePair<string, string>> pairs)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var key = reader.GetString()!;
                if (!reader.Read() || reader.TokenType != JsonTokenType.String || pairs.Exists(pair => string.Equals(pair.Key, key, StringComparison.Ordinal)))
                {
                    return false;
                }

                pairs.Add(new(key, reader.GetString()!));
            }

            return true;
        }
        catch (Exception caught) when (caught is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    // A group that holds the text or the id is taken apart, so that its other fields have names of their own.
    private void AddOthers(IReadOnlyList<ParquetField> fields)
    {
        foreach (var field in fields)
        {
            if (field == _text || field == _id || field == _sourceField || field == _metadataField)
            {
                continue;
            }

            if (field.Leaves().Any(leaf => leaf == _text || leaf == _id))
            {
                AddOthers(field.Children);
            }
            else
            {
                _others.Add(field);
            }
        }
    }

    /// <summary>The texts of a column; those of a dictionary are made once each, so that many rows of one long text take no more memory than it.</summary>
    private sealed class TextCache(ParquetColumn column)
    {
        private readonly Dictionary<int, string?>? _byStart = column.AllValues.IsDictionary ? [] : null;

        public ParquetColumn Column => column;

        public string? Read(int row)
        {
            if (_byStart is null)
            {
                return Decode(row);
            }

            var start = column.AllValues.Starts[column.Slot(row)];
            if (!_byStart.TryGetValue(start, out var text))
            {
                text = Decode(row);
                _byStart.Add(start, text);
            }

            return text;
        }

        private string? Decode(int row) => Utf8.IsValid(column.Utf8(row)) ? Encoding.UTF8.GetString(column.Utf8(row)) : null;
    }
}
