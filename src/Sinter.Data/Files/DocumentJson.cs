using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sinter.Data;

/// <summary>How a document stands in a line of JSON; <see cref="JsonLines"/> reads it.</summary>
internal static class DocumentJson
{
    /// <summary>Data files are read by people and programs, never put into a web page: characters stay as they are.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes the fields of a document, within an object that was begun.</summary>
    public static void WriteFields(Utf8JsonWriter json, Document document)
    {
        json.WriteString("id"u8, document.Id);
        json.WriteString("text"u8, document.Text);
        json.WriteString("source"u8, document.Source);
        WriteMetadata(json, document.Metadata);
    }

    /// <summary>Writes the metadata, within an object that was begun.</summary>
    public static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject("metadata"u8);
        foreach (var pair in metadata)
        {
            json.WriteString(pair.Key, pair.Value);
        }

        json.WriteEndObject();
    }
}
