using System.Text.Encodings.Web;
using System.Text.Json;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary>Writes an encoded text as one JSON object on one line: <c>ids</c>, <c>tokens</c> and <c>offsets</c>, arrays of one length.</summary>
internal static class EncodedJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Gives the object as UTF-8, without a line end.</summary>
    /// <param name="tokenizer">The tokenizer that has the ids.</param>
    /// <param name="encoded">The ids with their places in bytes.</param>
    /// <param name="utf8">The text.</param>
    /// <param name="unit">What places are counted in.</param>
    public static ReadOnlyMemory<byte> Of(Tokenizer tokenizer, EncodedText encoded, ReadOnlySpan<byte> utf8, OffsetUnit unit)
    {
        var places = unit is OffsetUnit.Bytes ? [] : OffsetUnits.OfBytes(utf8, unit);
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Options);
        writer.WriteStartObject();
        writer.WriteStartArray("ids");
        foreach (var id in encoded.Ids)
        {
            writer.WriteNumberValue(id);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("tokens");
        foreach (var id in encoded.Ids)
        {
            writer.WriteStringValue(tokenizer.Token(id));
        }

        writer.WriteEndArray();
        writer.WriteStartArray("offsets");
        foreach (var offset in encoded.Offsets)
        {
            var (start, end) = unit is OffsetUnit.Bytes ? offset : OffsetUnits.Translate(offset, places);
            writer.WriteStartArray();
            writer.WriteNumberValue(start);
            writer.WriteNumberValue(end);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
