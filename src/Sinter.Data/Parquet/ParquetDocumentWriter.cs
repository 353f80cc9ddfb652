using System.Buffers;
using System.Text.Json;

namespace Sinter.Data.Parquet;

/// <summary>
/// Writes documents to a Parquet file: the columns <c>id</c>, <c>text</c> and <c>source</c>, and the metadata either as one column <c>metadata</c> of JSON or as a column for
/// each of the keys that are given. The file is there when <see cref="Complete"/> has been called, else not at all.
/// </summary>
public sealed class ParquetDocumentWriter : IDisposable
{
    /// <summary>The key in the footer that says that a file was written so.</summary>
    internal const string MarkerKey = "sinter.documents";

    internal const string SourceName = "source";
    internal const string MetadataName = "metadata";

    private readonly AtomicFile _file;
    private readonly ParquetWriter _writer;
    private readonly IReadOnlyList<string>? _metadataKeys;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json;

    private ParquetDocumentWriter(AtomicFile file, IReadOnlyList<string>? metadataKeys, ParquetWriterOptions options)
    {
        _file = file;
        _metadataKeys = metadataKeys;
        _json = new Utf8JsonWriter(_buffer, DocumentJson.Options);
        ParquetField[] facts = metadataKeys is null ? [ParquetField.Json(MetadataName)] : [.. metadataKeys.Select(key => ParquetField.String(key, optional: true))];
        var schema = new ParquetSchema([ParquetField.String("id"), ParquetField.String("text"), ParquetField.String(SourceName), .. facts]);
        _writer = ParquetWriter.Create(file.Stream, schema, options with { KeyValues = [new(MarkerKey, "1"), .. options.KeyValues] });
    }

    /// <summary>How many documents were written.</summary>
    public long Documents => _writer.Rows;

    /// <summary>About how many bytes the file has so far, those of the row group that is being filled not counted.</summary>
    public long Bytes => _writer.Bytes;

    /// <summary>Begins a file; throws <see cref="IOException"/> where that cannot be done, <see cref="ArgumentException"/> where two columns would have one name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="metadataKeys">The metadata keys that get columns of their own, all others being left out; null for one column of JSON with all of them.</param>
    /// <param name="options">How to write.</param>
    public static ParquetDocumentWriter Create(string path, IReadOnlyList<string>? metadataKeys = null, ParquetWriterOptions? options = null)
    {
        var file = AtomicFile.Create(path);
        try
        {
            return new ParquetDocumentWriter(file, metadataKeys, options ?? ParquetWriterOptions.Default);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes a document.</summary>
    public void Write(Document document)
    {
        _writer.Column(0).Append(document.Id);
        _writer.Column(1).Append(document.Text);
        _writer.Column(2).Append(document.Source);
        if (_metadataKeys is null)
        {
            _writer.Column(3).AppendUtf8(ToJson(document.Metadata));
        }
        else
        {
            for (var i = 0; i < _metadataKeys.Count; i++)
            {
                _writer.Column(3 + i).Append(document.Metadata.TryGetValue(_metadataKeys[i], out var value) ? value : null);
            }
        }

        _writer.EndRow();
    }

    /// <summary>Ends the file and gives it its name.</summary>
    public void Complete()
    {
        _writer.Complete();
        _file.Complete();
    }

    /// <summary>Deletes the file where it was not completed.</summary>
    public void Dispose()
    {
        _json.Dispose();
        _file.Dispose();
    }

    private ReadOnlySpan<byte> ToJson(IReadOnlyDictionary<string, string> metadata)
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        foreach (var pair in metadata)
        {
            _json.WriteString(pair.Key, pair.Value);
        }

        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenSpan;
    }
}
