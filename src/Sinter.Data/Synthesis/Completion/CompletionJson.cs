using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Sinter.Data.Synthesis;

/// <summary>The JSON of <c>/v1/chat/completions</c>: requests as all servers take them, responses as leniently as can be read for sure.</summary>
internal static class CompletionJson
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 64 };

    /// <summary>The body of a request.</summary>
    public static byte[] Write(EndpointOptions options, CompletionRequest request)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, DocumentJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("model"u8, options.Model);
            json.WriteStartArray("messages"u8);
            if (request.System is not null)
            {
                WriteMessage(json, "system", request.System);
            }

            WriteMessage(json, "user", request.User);
            json.WriteEndArray();
            json.WriteNumber("max_tokens"u8, request.MaximumTokens);
            if (request.Temperature is { } temperature)
            {
                json.WriteNumber("temperature"u8, temperature);
            }

            if (request.Seed is { } seed)
            {
                json.WriteNumber("seed"u8, seed);
            }

            if (options.JsonMode)
            {
                json.WriteStartObject("response_format"u8);
                json.WriteString("type"u8, "json_object"u8);
                json.WriteEndObject();
            }

            json.WriteBoolean("stream"u8, false);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The answer of a response.</summary>
    /// <exception cref="CompletionException">It holds none.</exception>
    public static TextCompletion Read(ReadOnlyMemory<byte> content, string? mediaType, string shown, int requests)
    {
        if (mediaType is not null && !mediaType.EndsWith("json", StringComparison.OrdinalIgnoreCase))
        {
            throw new CompletionException($"'{shown}' answers with '{LogText.Of(mediaType, 60)}' where JSON is expected; check that it is the address of an OpenAI-compatible server.", "not-json", requests: requests);
        }

        try
        {
            using var json = JsonDocument.Parse(content, Reading);
            var root = json.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("choices"u8, out var choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0
                && choices[0] is { ValueKind: JsonValueKind.Object } choice && TextOf(choice) is { } text)
            {
                var usage = root.TryGetProperty("usage"u8, out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
                var isCut = choice.TryGetProperty("finish_reason"u8, out var reason) && reason.ValueKind == JsonValueKind.String && reason.ValueEquals("length"u8);
                return new TextCompletion(text, Count(usage, "prompt_tokens"u8), Count(usage, "completion_tokens"u8), requests, isCut);
            }
        }
        catch (JsonException fault)
        {
            throw new CompletionException($"'{shown}' answers with JSON that is broken at byte {fault.BytePositionInLine ?? 0} of line {(fault.LineNumber ?? 0) + 1}.", "broken-response", requests: requests, inner: fault);
        }

        throw new CompletionException($"'{shown}' answers with JSON that has no choices[0].message.content; check that it is an OpenAI-compatible server.", "no-answer", requests: requests);
    }

    /// <summary>What an error response says; empty where it says nothing that can be read.</summary>
    public static string ErrorOf(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var json = JsonDocument.Parse(content, Reading);
            var root = json.RootElement;
            var error = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error"u8, out var found) ? found : root;
            var message = error.ValueKind == JsonValueKind.Object ? (error.TryGetProperty("message"u8, out var inner) || error.TryGetProperty("detail"u8, out inner) ? inner : default) : error;
            return message.ValueKind == JsonValueKind.String ? message.GetString()! : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static void WriteMessage(Utf8JsonWriter json, string role, string content)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, role);
        json.WriteString("content"u8, content);
        json.WriteEndObject();
    }

    /// <summary>The text of a choice: a string, or parts of type text.</summary>
    private static string? TextOf(JsonElement choice)
    {
        if (!choice.TryGetProperty("message"u8, out var message) || message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("content"u8, out var content))
        {
            return null;
        }

        if (content.ValueKind == JsonValueKind.String)
        {
            return content.GetString();
        }

        if (content.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var text = new StringBuilder();
        foreach (var part in content.EnumerateArray())
        {
            if (part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text"u8, out var piece) && piece.ValueKind == JsonValueKind.String)
            {
                text.Append(piece.GetString());
            }
        }

        return text.ToString();
    }

    private static long Count(JsonElement usage, ReadOnlySpan<byte> name) =>
        usage.ValueKind == JsonValueKind.Object && usage.TryGetProperty(name, out var count) && count.ValueKind == JsonValueKind.Number && count.TryGetInt64(out var value) && value > 0 ? value : 0;
}
