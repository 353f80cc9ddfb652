using System.Buffers;
using System.Text.Json;
using Sinter.Data.Shards;

namespace Sinter.Data.Cleaning;

/// <summary>How a dropped document stands in a line of JSON: the document with the keys <c>step</c>, <c>reason</c> and <c>detail</c>.</summary>
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

    /// <summary>A document of shards by its id, with what was found in it; null where it is not there.</summary>
    public static (Document? Document, string Detail) Find(string folder, string id)
    {
        foreach (var path in ShardWriter.Files(folder))
        {
            foreach (var (document, detail) in DocumentShards.ReadWithDetail(path))
            {
                if (string.Equals(document.Id, id, StringComparison.Ordinal))
                {
                    return (document, detail);
                }
            }
        }

        return (null, "");
    }
}
