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
            TokenizerJsonText.WriteForm(writer, definition.Metaspace);
            WritePostProcessor(writer, definition);
            TokenizerJsonText.WriteDecoder(writer, definition.Metaspace);
            WriteModel(writer, definition);
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    private static void WriteAddedTokens(Utf8JsonWriter writer, TokenizerDefinition definition)
    {
        writer.WriteStartArray("added_tokens");
        foreach (var token in definition.AddedTokens)
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

    private static void WritePostProcessor(Utf8JsonWriter writer, TokenizerDefinition definition)
    {
        writer.WritePropertyName("post_processor");
        if (definition.PostProcessor is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            using var document = JsonDocument.Parse(definition.PostProcessor);
            document.WriteTo(writer);
        }
    }

    private static void WriteModel(Utf8JsonWriter writer, TokenizerDefinition definition)
    {
        writer.WriteStartObject("model");
        writer.WriteString("type", "BPE");
        writer.WriteNull("dropout");
        writer.WriteString("unk_token", definition.UnknownToken);
        writer.WriteNull("continuing_subword_prefix");
        writer.WriteNull("end_of_word_suffix");
        writer.WriteBoolean("fuse_unk", definition.FusesUnknown);
        writer.WriteBoolean("byte_fallback", definition.ByteFallback);
        writer.WriteBoolean("ignore_merges", false);
        writer.WriteStartObject("vocab");
        for (var id = 0; id < definition.ModelTokens; id++)
        {
            writer.WriteNumber(definition.Tokens[id], id);
        }

        writer.WriteEndObject();
        WriteMerges(writer, definition);
        writer.WriteEndObject();
    }

    /// <summary>Writes merges as "left right", which every reader knows; as ["left", "right"] only where a token holds a space.</summary>
    private static void WriteMerges(Utf8JsonWriter writer, TokenizerDefinition definition)
    {
        var tokens = definition.Tokens;
        var spaced = Array.Exists(definition.Merges, merge => tokens[merge.Result].Contains(' ', StringComparison.Ordinal));
        writer.WriteStartArray("merges");
        foreach (var merge in definition.Merges)
        {
            if (spaced)
            {
                writer.WriteStartArray();
                writer.WriteStringValue(tokens[merge.Left]);
                writer.WriteStringValue(tokens[merge.Right]);
                writer.WriteEndArray();
            }
            else
            {
                writer.WriteStringValue($"{tokens[merge.Left]} {tokens[merge.Right]}");
            }
        }

        writer.WriteEndArray();
    }
}
