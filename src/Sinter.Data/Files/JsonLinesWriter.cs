using System.Buffers;
using System.Text.Json;

namespace Sinter.Data;

/// <summary>
/// Writes documents and conversations to a file with one JSON object a line (see <see cref="JsonLines"/>), LF at each line's end.
/// The file is there when <see cref="Complete"/> has been called, else not at all.
/// </summary>
public sealed class JsonLinesWriter : IDisposable
{
    private const int FlushBytes = 1 << 16;

    private readonly AtomicFile _file;
    private readonly ArrayBufferWriter<byte> _buffer = new(2 * FlushBytes);
    private readonly Utf8JsonWriter _json;

    private JsonLinesWriter(AtomicFile file)
    {
        _file = file;
        _json = new Utf8JsonWriter(_buffer, DocumentJson.Options);
    }

    /// <summary>How many lines were written.</summary>
    public long Lines { get; private set; }

    /// <summary>Begins a file; throws <see cref="IOException"/> where that cannot be done.</summary>
    public static JsonLinesWriter Create(string path) => new(AtomicFile.Create(path));

    /// <summary>Writes a document.</summary>
    public void Write(Document document)
    {
        _json.WriteStartObject();
        DocumentJson.WriteFields(_json, document);
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
        DocumentJson.WriteMetadata(_json, conversation.Metadata);
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
