using System.Text.Json;
using Sinter.Tokenizers;

namespace Sinter.Data;

/// <summary>
/// Reads documents and conversations from files with one JSON object a line, one at a time.
/// A document is <c>{"id","text","source","metadata"}</c>, a conversation <c>{"id","messages":[{"role","content"}],"metadata"}</c>; source and metadata
/// may be missing, other keys are passed over, empty lines too. A line that is none of that is an <see cref="InvalidDataException"/> that names file and line.
/// <see cref="JsonLinesWriter"/> writes them.
/// </summary>
public static class JsonLines
{
    /// <summary>The size in bytes that one line may have.</summary>
    public const int MaximumLineBytes = 1 << 28;

    /// <summary>The documents of a file, in order.</summary>
    public static IEnumerable<Document> ReadDocuments(string path) => Read(path, ReadDocument);

    /// <summary>The documents of a stream, in order, each with its key <c>detail</c> where it has one; <paramref name="name"/> stands in messages.</summary>
    internal static IEnumerable<(Document Document, string Detail)> ReadDetailedDocuments(Stream stream, string name) => Read(stream, name, ReadDetailedDocument);

    /// <summary>The conversations of a file, in order.</summary>
    public static IEnumerable<Conversation> ReadConversations(string path) => Read(path, ReadConversation);

    /// <summary>The pairs of a file, in order: <c>{"id","input","target"}</c> a line, of which the id may be missing.</summary>
    public static IEnumerable<TextPair> ReadPairs(string path) => Read(path, ReadPair);

    /// <summary>Writes all documents to a file, atomically; gives their number.</summary>
    public static long WriteDocuments(string path, IEnumerable<Document> documents)
    {
        using var writer = JsonLinesWriter.Create(path);
        foreach (var document in documents)
        {
            writer.Write(document);
        }

        writer.Complete();
        return writer.Lines;
    }

    /// <summary>Writes all conversations to a file, atomically; gives their number.</summary>
    public static long WriteConversations(string path, IEnumerable<Conversation> conversations)
    {
        using var writer = JsonLinesWriter.Create(path);
        foreach (var conversation in conversations)
        {
            writer.Write(conversation);
        }

        writer.Complete();
        return writer.Lines;
    }

    private delegate T LineParser<out T>(ref Utf8JsonReader reader);

    private static IEnumerable<T> Read<T>(string path, LineParser<T> parse)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        foreach (var value in Read(stream, path, parse))
        {
            yield return value;
        }
    }

    private static IEnumerable<T> Read<T>(Stream stream, string path, LineParser<T> parse)
    {
        var lines = new Utf8LineReader(stream, path, MaximumLineBytes);
        while (lines.TryRead(out var line))
        {
            if (line.Span.ContainsAnyExcept(" \t"u8))
            {
                yield return Parse(line.Span, parse, path, lines.LineNumber);
            }
        }
    }

    private static T Parse<T>(ReadOnlySpan<byte> line, LineParser<T> parse, string path, long number)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new FormatException("the line is not a JSON object");
            }

            var value = parse(ref reader);
            return reader.Read() ? throw new FormatException("something follows the JSON object") : value;
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"Line {number} of '{path}' is not one whole JSON object: it breaks off or is malformed at byte {fault.BytePositionInLine}.", fault);
        }
        catch (Exception fault) when (fault is FormatException or InvalidOperationException)
        {
            // The JSON reader throws InvalidOperationException for text that is not valid UTF-8.
            var reason = fault is FormatException ? fault.Message : "a text in it is not valid Unicode";
            throw new InvalidDataException($"Line {number} of '{path}' cannot be used: {reason}.", fault);
        }
    }

    private static Document ReadDocument(ref Utf8JsonReader reader) => ReadDetailedDocument(ref reader).Document;

    private static (Document Document, string Detail) ReadDetailedDocument(ref Utf8JsonReader reader)
    {
        var detail = "";
        string? id = null;
        string? text = null;
        var source = "";
        var metadata = MetadataDictionary.Empty;
        while (ReadKey(ref reader, out var key))
        {
            switch (key)
            {
                case "id": id = ReadString(ref reader, key); break;
                case "text": text = ReadString(ref reader, key); break;
                case "source": source = ReadString(ref reader, key); break;
                case "metadata": metadata = ReadMetadata(ref reader); break;
                case "detail": detail = reader.TokenType == JsonTokenType.String ? reader.GetString()! : ""; reader.TrySkip(); break;
                default: reader.Skip(); break;
            }
        }

        return (new Document { Id = id ?? throw Missing("id"), Text = text ?? throw Missing("text"), Source = source, Metadata = metadata }, detail);
    }

    private static Conversation ReadConversation(ref Utf8JsonReader reader)
    {
        string? id = null;
        List<ChatMessage>? messages = null;
        var metadata = MetadataDictionary.Empty;
        while (ReadKey(ref reader, out var key))
        {
            switch (key)
            {
                case "id": id = ReadString(ref reader, key); break;
                case "messages": messages = ReadMessages(ref reader); break;
                case "metadata": metadata = ReadMetadata(ref reader); break;
                default: reader.Skip(); break;
            }
        }

        return new Conversation
        {
            Id = id ?? throw Missing("id"),
            Messages = messages is { Count: > 0 } ? messages : throw Missing("messages"),
            Metadata = metadata,
        };
    }

    private static TextPair ReadPair(ref Utf8JsonReader reader)
    {
        string? id = null;
        string? input = null;
        string? target = null;
        while (ReadKey(ref reader, out var key))
        {
            switch (key)
            {
                case "id": id = ReadString(ref reader, key); break;
                case "input": input = ReadString(ref reader, key); break;
                case "target": target = ReadString(ref reader, key); break;
                default: reader.Skip(); break;
            }
        }

        return new TextPair(input ?? throw Missing("input"), target ?? throw Missing("target"), id);
    }

    private static List<ChatMessage> ReadMessages(ref Utf8JsonReader reader)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray, "'messages' is not a list");
        var messages = new List<ChatMessage>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(reader.TokenType == JsonTokenType.StartObject, "a message is not an object");
            string? role = null;
            string? content = null;
            while (ReadKey(ref reader, out var key))
            {
                switch (key)
                {
                    case "role": role = ReadString(ref reader, key); break;
                    case "content": content = ReadString(ref reader, key); break;
                    default: reader.Skip(); break;
                }
            }

            messages.Add(new ChatMessage(role ?? throw Missing("role"), content ?? throw Missing("content")));
        }

        return messages;
    }

    private static MetadataDictionary ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(reader.TokenType == JsonTokenType.StartObject, "'metadata' is not an object");
        var pairs = new List<KeyValuePair<string, string>>();
        while (ReadKey(ref reader, out var key))
        {
            Expect(!pairs.Exists(pair => string.Equals(pair.Key, key, StringComparison.Ordinal)), $"the metadata key '{key}' is given twice");
            pairs.Add(new(key, ReadString(ref reader, key)));
        }

        return pairs.Count == 0 ? MetadataDictionary.Empty : new MetadataDictionary(pairs);
    }

    /// <summary>Goes to the value of the next key of the object that the reader is in; false at the end of the object.</summary>
    private static bool ReadKey(ref Utf8JsonReader reader, out string key)
    {
        reader.Read();
        var more = reader.TokenType == JsonTokenType.PropertyName;
        key = more ? reader.GetString()! : "";
        if (more)
        {
            reader.Read();
        }

        return more;
    }

    private static string ReadString(ref Utf8JsonReader reader, string key)
    {
        Expect(reader.TokenType == JsonTokenType.String, $"the value of '{key}' is not a text");
        return reader.GetString()!;
    }

    private static void Expect(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new FormatException(otherwise);
        }
    }

    private static FormatException Missing(string key) => new($"the key '{key}' is missing");
}
