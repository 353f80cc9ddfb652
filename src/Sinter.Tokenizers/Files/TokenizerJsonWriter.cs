using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sinter.Tokenizers.Files;

/// <summary>Writes Hugging Face's tokenizer.json, always the same bytes for the same definition.</summary>
internal static class TokenizerJsonWriter
{
    private static readonly JsonWriterOptions Readable = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>SHA-256, in lower-case hex, of what <see cref="Write"/> writes.</summary>
    public static string Fingerprint(TokenizerDefinition definition)
    {
        using var stream = new MemoryStream();
        Write(definition, stream);
        return Convert.ToHexStringLower(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
    }

    /// <summary>Writes the file.</summary>
    public static void Write(TokenizerDefinition definition, Stream stream)
    {
        using (var writer = new Utf8JsonWriter(stream, Readable))
        {
            writer.WriteStartObject();
            writer.WriteString("version", "1.0");
            writer.WriteNull("truncation");
            writer.WriteNull("padding");
            WriteAddedTokens(writer, definition);
            WritePart(writer, "normalizer", definition.Normalizer is { } normalizer ? normalizer.Write : null);
            WritePart(writer, "pre_tokenizer", definition.PreTokenizer is { } preTokenizer ? preTokenizer.Write : null);
            WritePart(writer, "post_processor", definition.PostProcessor is { } postProcessor ? postProcessor.Write : null);
            WritePart(writer, "decoder", definition.Decoder is { } decoder ? decoder.Write : null);
            writer.WriteStartObject("model");
            definition.Model.Write(writer, definition);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    private static void WriteAddedTokens(Utf8JsonWriter writer, TokenizerDefinition definition)
    {
        writer.WriteStartArray("added_tokens");
        foreach (var token in definition.Model.ListedTokens(definition))
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", token.Id);
            writer.WriteString("content", token.Content);
            writer.WriteBoolean("single_word", token.SingleWord);
            writer.WriteBoolean("lstrip", token.StripsLeft);
            writer.WriteBoolean("rstrip", token.StripsRight);
            writer.WriteBoolean("normalized", token.Normalized);
            writer.WriteBoolean("special", token.Special);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WritePart(Utf8JsonWriter writer, string name, Action<Utf8JsonWriter>? write)
    {
        writer.WritePropertyName(name);
        if (write is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            write(writer);
        }
    }
}
