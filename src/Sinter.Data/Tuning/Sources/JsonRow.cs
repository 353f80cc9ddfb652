using System.Buffers;
using System.Text.Json;

namespace Sinter.Data.Tuning.Sources;

/// <summary>Makes a JSON object of what another format holds, so that the forms look at one kind of record.</summary>
internal static class JsonRow
{
    /// <summary>An object of texts; of a name that is given twice the first counts.</summary>
    public static JsonElement Of(ReadOnlySpan<string> names, ReadOnlySpan<string> values)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, DocumentJson.Options))
        {
            json.WriteStartObject();
            for (var i = 0; i < names.Length; i++)
            {
                json.WriteString(names[i], values[i]);
            }

            json.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>An object of lists of texts.</summary>
    public static JsonElement OfLists(string firstName, IReadOnlyList<string> first, string secondName, IReadOnlyList<string> second)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, DocumentJson.Options))
        {
            json.WriteStartObject();
            WriteList(json, firstName, first);
            WriteList(json, secondName, second);
            json.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
