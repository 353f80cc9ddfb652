using System.Buffers;
using System.Text.Json;
using Sinter.Tokenizers;

namespace Sinter.Data.Tuning.Forms;

/// <summary>Turns calls and lists of functions, as ShareGPT files have them, into OpenAI's form, which chat templates know.</summary>
internal static class FunctionCalls
{
    /// <summary>The assistant's message of a call <c>{"name","arguments"}</c> or a list of them; where it is neither, what stands there is what is said.</summary>
    public static ChatMessage ToMessage(string text)
    {
        JsonElement calls;
        try
        {
            calls = JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return new ChatMessage(MessageRoles.Assistant, text);
        }

        JsonElement[] list = calls.ValueKind == JsonValueKind.Array ? [.. calls.EnumerateArray()] : [calls];
        if (list.Length == 0 || !Array.TrueForAll(list, static call => call.ValueKind == JsonValueKind.Object && call.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String))
        {
            return new ChatMessage(MessageRoles.Assistant, text);
        }

        var json = Written(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("role", MessageRoles.Assistant);
            writer.WriteString("content", "");
            writer.WriteStartArray("tool_calls");
            foreach (var call in list)
            {
                writer.WriteStartObject();
                writer.WriteString("type", "function");
                writer.WriteStartObject("function");
                writer.WriteString("name", call.GetProperty("name").GetString());
                writer.WritePropertyName("arguments");
                if (call.TryGetProperty("arguments", out var arguments))
                {
                    arguments.WriteTo(writer);
                }
                else
                {
                    writer.WriteStartObject();
                    writer.WriteEndObject();
                }

                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
        return new ChatMessage(MessageRoles.Assistant, "") { Json = json };
    }

    /// <summary>A list of functions, each within <c>{"type":"function","function":...}</c>.</summary>
    public static JsonElement ToOpenAi(JsonElement tools) => tools.EnumerateArray().All(static tool => tool.ValueKind == JsonValueKind.Object && tool.TryGetProperty("function", out _)) ? tools.Clone()
        : Written(writer =>
        {
            writer.WriteStartArray();
            foreach (var tool in tools.EnumerateArray())
            {
                if (tool.ValueKind != JsonValueKind.Object)
                {
                    throw new RecordFaultException(FaultKind.WrongMessage, $"a function in the list of functions is {RecordView.KindOf(tool)} and no object");
                }

                if (tool.TryGetProperty("function", out _))
                {
                    tool.WriteTo(writer);
                    continue;
                }

                writer.WriteStartObject();
                writer.WriteString("type", "function");
                writer.WritePropertyName("function");
                tool.WriteTo(writer);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });

    private static JsonElement Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, DocumentJson.Options))
        {
            write(writer);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
