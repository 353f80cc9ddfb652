using System.Buffers;
using System.Text.Json;

namespace Sinter.Data.Cleaning;

/// <summary>How a dropped document stands in a line of JSON: the document with <c>step</c>, <c>reason</c> and <c>detail</c>, by which nothing else is named.</summary>
internal static class DroppedJson
{
    /// <summary>The reason of documents upon which a step failed.</summary>
    public const string BrokenReason = "broken";

    public static void Write(Utf8JsonWriter json, ArrayBufferWriter<byte> output, Document document, string step, string reason, string detail)
    {
        json.Reset(output);
        json.WriteStartObject();
        DocumentJson.WriteFields(json, document);
        json.WriteString("step"u8, step);
        json.WriteString("reason"u8, reason);
        json.WriteString("detail"u8, detail);
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }
}
