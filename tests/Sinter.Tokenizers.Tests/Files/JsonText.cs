using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sinter.Tokenizers.Files;

namespace Sinter.Tokenizers.Tests.Files;

/// <summary>Parts of a tokenizer.json written out in a test.</summary>
internal static class JsonText
{
    /// <summary>The part <c>decoder</c>, <c>normalizer</c> or so of a file tokenizer.json.</summary>
    public static JsonPart Part(string key, string json) => new("tokenizer.json", key, JsonDocument.Parse(json).RootElement);

    /// <summary>What a component writes.</summary>
    public static string Written(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
