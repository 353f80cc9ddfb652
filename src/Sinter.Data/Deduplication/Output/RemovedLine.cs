using System.Buffers;
using System.Text.Json;

namespace Sinter.Data.Deduplication;

/// <summary>
/// A line of <c>removed/part-*.jsonl</c>. A document that was taken away whole is
/// <c>{"id","reason","match","similarity","measure","start","length","matchStart","matchLength","record"}</c>: its id, the name of the finder, the id of the document that
/// stays in its place, their true similarity from 0 to 1 and what that is (<see cref="IDuplicateFinder.Measure"/>), the longest part that both share, in each of them, and the
/// object that it was read from. A part that was cut out of a document is <c>{"id","reason","match","start","length","matchStart","text"}</c>: where it stood, where it stays, and
/// what it was. A document of which nothing was left has its parts and then one line with <c>record</c>, whose match is where its longest part stays and whose similarity is the
/// share of its text that was cut. A Bloom filter cannot name what a document is the same as: its lines are <c>{"id","reason","match","record"}</c> with <c>null</c> for a match.
/// All places and lengths are in UTF-16 units of the texts as they were read, as in all files of Sinter that point into texts; those of a match in an earlier run are in the
/// text as that run wrote it.
/// </summary>
public static class RemovedLine
{
    /// <summary>Writes a document that was taken away.</summary>
    internal static void WriteDocument(IBufferWriter<byte> output, ReadOnlySpan<byte> id, string reason, string match, string measure, DuplicateMatch shared, ReadOnlySpan<byte> record)
    {
        using (var json = new Utf8JsonWriter(output, DocumentJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, id);
            json.WriteString("reason"u8, reason);
            json.WriteString("match"u8, match);
            json.WriteNumber("similarity"u8, Math.Round(shared.Similarity, 6));
            json.WriteString("measure"u8, measure);
            json.WriteNumber("start"u8, shared.Start);
            json.WriteNumber("length"u8, shared.Length);
            json.WriteNumber("matchStart"u8, shared.KeptStart);
            json.WriteNumber("matchLength"u8, shared.KeptLength);
            json.WritePropertyName("record"u8);
            json.WriteRawValue(record, skipInputValidation: true);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    /// <summary>Writes a document that was seen before, nobody knows where.</summary>
    internal static void WriteSeen(IBufferWriter<byte> output, ReadOnlySpan<byte> id, string reason, ReadOnlySpan<byte> record)
    {
        using (var json = new Utf8JsonWriter(output, DocumentJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, id);
            json.WriteString("reason"u8, reason);
            json.WriteNull("match"u8);
            json.WritePropertyName("record"u8);
            json.WriteRawValue(record, skipInputValidation: true);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    /// <summary>Writes a part that was cut out.</summary>
    internal static void WritePart(IBufferWriter<byte> output, ReadOnlySpan<byte> id, string reason, string match, SpanCut part, ReadOnlySpan<char> text)
    {
        using (var json = new Utf8JsonWriter(output, DocumentJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, id);
            json.WriteString("reason"u8, reason);
            json.WriteString("match"u8, match);
            json.WriteNumber("start"u8, part.Start);
            json.WriteNumber("length"u8, part.Length);
            json.WriteNumber("matchStart"u8, part.KeptStart);
            json.WriteString("text"u8, text);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }
}
