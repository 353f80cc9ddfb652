using System.Text.Json;
using Sinter.Tokenizers;

namespace Sinter.Data.Tuning;

/// <summary>
/// Writes conversations and preference pairs as JSON Lines in the forms that other tools read: <c>{"id","messages":[{"role","content"}],"tools","weight"}</c> (OpenAI) and
/// <c>{"id","prompt":[...],"chosen":[...],"rejected":[...]}</c> (TRL). What is absent is not written. <see cref="TuningFile"/> reads them back as they were.
/// </summary>
public static class MessageLines
{
    /// <summary>Writes conversations to a file, whole or not at all; gives their number.</summary>
    public static long Write(string path, IEnumerable<InstructRecord> records) => Write(path, records, static (json, record) =>
    {
        WriteMessages(json, "messages", record.Messages);
        WriteTools(json, record.Tools);
        if (record.Weight != 1)
        {
            json.WriteNumber("weight", record.Weight);
        }
    });

    /// <summary>Writes preference pairs to a file, whole or not at all; gives their number.</summary>
    public static long Write(string path, IEnumerable<PreferenceRecord> records) => Write(path, records, static (json, record) =>
    {
        WriteMessages(json, "prompt", record.Prompt);
        WriteMessages(json, "chosen", [record.Chosen]);
        WriteMessages(json, "rejected", [record.Rejected]);
        WriteTools(json, record.Tools);
        if (record.Margin is { } margin)
        {
            json.WriteNumber("margin", margin);
        }
    });

    private static long Write<T>(string path, IEnumerable<T> records, Action<Utf8JsonWriter, T> write)
        where T : TaskRecord
    {
        var lines = 0L;
        AtomicFile.Write(path, stream =>
        {
            using var json = new Utf8JsonWriter(stream, DocumentJson.Options);
            foreach (var record in records)
            {
                json.WriteStartObject();
                if (record.Id is { } id)
                {
                    json.WriteString("id", id);
                }

                write(json, record);
                json.WriteEndObject();
                json.Flush();
                stream.WriteByte((byte)'\n');
                json.Reset();
                lines++;
            }
        });
        return lines;
    }

    private static void WriteMessages(Utf8JsonWriter json, string name, IReadOnlyList<ChatMessage> messages)
    {
        json.WriteStartArray(name);
        foreach (var message in messages)
        {
            if (message.Json is { } whole)
            {
                whole.WriteTo(json);
                continue;
            }

            json.WriteStartObject();
            json.WriteString("role", message.Role);
            json.WriteString("content", message.Content);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTools(Utf8JsonWriter json, JsonElement? tools)
    {
        if (tools is { } functions)
        {
            json.WritePropertyName("tools");
            functions.WriteTo(json);
        }
    }
}
