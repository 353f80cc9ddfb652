using System.Buffers;
using System.Text.Json;

namespace Sinter.Data;

/// <summary>The JSON object that a document was read from. Verbs that take documents away, or parts of their texts, write the others back as they were.</summary>
/// <param name="Json">The object in UTF-8, as it stood in the file.</param>
/// <param name="Text">The text that was read from it.</param>
internal sealed record SourceRecord(ReadOnlyMemory<byte> Json, string Text)
{
    /// <summary>
    /// Writes a document as one line: where it keeps its record, that record, in which nothing is changed but the text, where that is another now; else id, text, source and
    /// metadata as <see cref="JsonLines"/> reads them.
    /// </summary>
    /// <param name="output">Takes the line, with its LF.</param>
    /// <param name="document">The document.</param>
    /// <param name="textField">The field that holds the text; see <see cref="Reading.ReadSettings.TextField"/>.</param>
    public static void WriteLine(IBufferWriter<byte> output, Document document, string textField)
    {
        if (document.Record is { } record)
        {
            var json = record.Json.Span.Trim(" \t\r\n"u8);
            if (string.Equals(record.Text, document.Text, StringComparison.Ordinal))
            {
                WriteOnOneLine(output, json);
            }
            else
            {
                var (start, end) = FindValue(json, textField);
                WriteOnOneLine(output, json[..start]);
                WriteString(output, document.Text);
                WriteOnOneLine(output, json[end..]);
            }
        }
        else
        {
            using var json = new Utf8JsonWriter(output, DocumentJson.Options);
            json.WriteStartObject();
            DocumentJson.WriteFields(json, document);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    /// <summary>An object may go on over lines; within texts an end of line is always escaped, so that each one here stands between values.</summary>
    private static void WriteOnOneLine(IBufferWriter<byte> output, ReadOnlySpan<byte> json)
    {
        var target = output.GetSpan(json.Length)[..json.Length];
        json.CopyTo(target);
        target.ReplaceAny(LineEnds, (byte)' ');
        output.Advance(json.Length);
    }

    private static SearchValues<byte> LineEnds { get; } = SearchValues.Create("\r\n"u8);

    private static void WriteString(IBufferWriter<byte> output, string text)
    {
        using var json = new Utf8JsonWriter(output, DocumentJson.Options);
        json.WriteStringValue(text);
    }

    /// <summary>Where the value of the last field of this name stands: the one that was read.</summary>
    private static (int Start, int End) FindValue(ReadOnlySpan<byte> json, string textField)
    {
        var path = textField.Split('.');
        var reader = new Utf8JsonReader(json);
        var found = (0, 0);
        var matched = 0;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth <= matched)
            {
                matched = Math.Max(0, reader.CurrentDepth - 1);
            }
            else if (reader.TokenType == JsonTokenType.PropertyName)
            {
                var isNext = reader.CurrentDepth == matched + 1 && reader.ValueTextEquals(path[matched]);
                reader.Read();
                if (isNext && matched == path.Length - 1 && reader.TokenType == JsonTokenType.String)
                {
                    found = ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
                }
                else if (isNext && matched < path.Length - 1 && reader.TokenType == JsonTokenType.StartObject)
                {
                    matched++;
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        return found;
    }
}
