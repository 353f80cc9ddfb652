using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sinter.Data;

/// <summary>
/// Writes documents and conversations to a file with one JSON object a line (see <see cref="JsonLines"/>), LF at each line's end.
/// The file is there when <see cref="Complete"/> has been called, else not at all.
/// </summary>
public sealed class JsonLinesWriter : IDisposable
{
    // Data files are read by people and programs, never put into a web page: characters stay as they are.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private const int FlushBytes = 1 << 16;

    private readonly AtomicFile _file;
    private readonly ArrayBufferWriter<byte> _buffer = new(2 * FlushBytes);
    private readonly Utf8JsonWriter _json;

    private JsonLinesWriter(AtomicFile file)
    {
        _file = file;
        _json = new Utf8JsonWriter(_buffer, Options);
    }

    /// <summary>How many lines were written.</summary>
    public long Lines { get; private set; }

    /// <summary>Begins a file; throws <see cref="IOException"/> where that cannot be done.</summary>
    public static JsonLinesWriter Create(string path) => new(AtomicFile.Create(path));

    /// <summary>Writes a document.</summary>
    public void Write(Document document)
    {
        _json.WriteStartObject();
        WriteFields(document);
        EndLine();
    }

    /// <summary>Writes a dropped document: the document with the keys <c>step</c>, <c>reason</c> and <c>detail</c> in addition.</summary>
    public void Write(Cleaning.DroppedDocument dropped)
    {
        _json.WriteStartObject();
        WriteFields(dropped.Document);
        _json.WriteString("step"u8, dropped.Step);
        _json.WriteString("reason"u8, dropped.Reason);
        _json.WriteString("detail"u8, dropped.Detail);
        EndLine();
    }

    /// <summary>Writes a conversation.</summary>
    public void Write(Conversation conversation)
    {
        _json.WriteStartObject();
        _json.WriteString("id"u8, conversation.Id);
        _json.WriteStartArray("messages"u8);
        foreach (var message in conversation.Messages)
        {
            _json.WriteStartObject();
            _json.WriteString("role"u8, message.Role);
            _json.WriteString("content"u8, message.Content);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        WriteMetadata(conversation.Metadata);
        EndLine();
    }

    /// <summary>Ends the file and gives it its name.</summary>
    public void Complete()
    {
        FlushBuffer();
        _file.Complete();
    }

    /// <summary>Deletes the file where it was not completed.</summary>
    public void Dispose()
    {
        _json.Dispose();
        _file.Dispose();
    }

    private void WriteFields(Document document)
    {
        _json.WriteString("id"u8, document.Id);
        _json.WriteString("text"u8, document.Text);
        _json.WriteString("source"u8, document.Source);
        WriteMetadata(document.Metadata);
    }

    private void WriteMetadata(IReadOnlyDictionary<string, string> metadata)
    {
        _json.WriteStartObject("metadata"u8);
        foreach (var pair in metadata)
        {
            _json.WriteString(pair.Key, pair.Value);
        }

        _json.WriteEndObject();
    }

    private void EndLine()
    {
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _buffer.Write("\n"u8);
        Lines++;
        if (_buffer.WrittenCount >= FlushBytes)
        {
            FlushBuffer();
        }
    }

    private void FlushBuffer()
    {
        _file.Stream.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }
}
