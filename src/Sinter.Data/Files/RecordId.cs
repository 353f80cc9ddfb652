using System.Buffers;
using System.Text.Json;

namespace Sinter.Data;

/// <summary>Gives the JSON object of a line another id, and leaves all else as it is.</summary>
internal static class RecordId
{
    /// <summary>Appends one line: the object with <paramref name="id"/> in its field <c>id</c>, which is put first where it has none.</summary>
    /// <param name="output">Takes the line, with its LF.</param>
    /// <param name="line">A line that holds one sound JSON object.</param>
    /// <param name="id">The id.</param>
    public static void WriteLine(IBufferWriter<byte> output, ReadOnlySpan<byte> line, string id)
    {
        line = line.TrimEnd("\n"u8);
        var (start, end) = Find(line);
        var isNew = end == 0;
        start = isNew ? line.IndexOf((byte)'{') + 1 : start;
        output.Write(line[..start]);
        if (isNew)
        {
            output.Write("\"id\":"u8);
        }

        using (var json = new Utf8JsonWriter(output, DocumentJson.Options))
        {
            json.WriteStringValue(id);
        }

        var rest = line[(isNew ? start : end)..];
        if (isNew && !rest.TrimStart(" \t"u8).StartsWith("}"u8))
        {
            output.Write(","u8);
        }

        output.Write(rest);
        output.Write("\n"u8);
    }

    /// <summary>The id that a line has; null where it has none, or where it is neither a text nor a number.</summary>
    public static string? Read(ReadOnlySpan<byte> line)
    {
        string? id = null;
        var reader = new Utf8JsonReader(line);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
            {
                var isId = reader.ValueTextEquals("id"u8);
                reader.Read();
                id = !isId ? id
                    : reader.TokenType == JsonTokenType.String ? reader.GetString()
                    : reader.TokenType == JsonTokenType.Number ? System.Text.Encoding.UTF8.GetString(reader.ValueSpan)
                    : id;
                reader.Skip();
            }
        }

        return id;
    }

    /// <summary>Where the value of the last field of this name stands: the one that readers take.</summary>
    private static (int Start, int End) Find(ReadOnlySpan<byte> line)
    {
        var found = (0, 0);
        var reader = new Utf8JsonReader(line);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
            {
                var isId = reader.ValueTextEquals("id"u8);
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                found = isId ? (start, (int)reader.BytesConsumed) : found;
            }
        }

        return found;
    }
}
