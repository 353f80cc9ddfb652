using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Sinter.Data.Cleaning;
using Sinter.Data.Reading;

namespace Sinter.Data.Decontamination;

/// <summary>Makes documents of the pieces of one.</summary>
internal static class DocumentPieces
{
    /// <summary>A piece as a document: with the id of the whole, a hyphen and its number, and else the fields of the whole.</summary>
    public static Document Piece(Document document, TextSpan piece, int number, ReadSettings settings)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{document.Id}-{number}");
        return document with
        {
            Id = id,
            Text = piece.In(document.Text).ToString(),
            Record = document.Record is { } record ? new SourceRecord(WithId(record.Json, settings.IdField, id), record.Text) : null,
        };
    }

    /// <summary>The record with another id: where its own stands, or at its end where it has none.</summary>
    private static ReadOnlyMemory<byte> WithId(ReadOnlyMemory<byte> json, string idField, string id)
    {
        using var record = JsonDocument.Parse(json);
        var output = new ArrayBufferWriter<byte>(json.Length + 64);
        using (var writer = new Utf8JsonWriter(output, DocumentJson.Options))
        {
            WriteWithId(writer, record.RootElement, idField.Split('.'), 0, id);
        }

        return output.WrittenMemory;
    }

    private static void WriteWithId(Utf8JsonWriter json, JsonElement value, string[] path, int depth, string id)
    {
        json.WriteStartObject();
        var written = false;
        foreach (var property in value.EnumerateObject())
        {
            if (!string.Equals(property.Name, path[depth], StringComparison.Ordinal))
            {
                property.WriteTo(json);
            }
            else if (!written)
            {
                WriteId(property.Value);
            }
        }

        if (!written)
        {
            WriteId(default);
        }

        json.WriteEndObject();

        void WriteId(JsonElement before)
        {
            written = true;
            json.WritePropertyName(path[depth]);
            if (depth == path.Length - 1)
            {
                json.WriteStringValue(id);
            }
            else if (before.ValueKind == JsonValueKind.Object)
            {
                WriteWithId(json, before, path, depth + 1, id);
            }
            else
            {
                json.WriteStartObject();
                json.WriteString(path[^1], id);
                json.WriteEndObject();
            }
        }
    }
}
