using System.Text.Json;

namespace Sinter.Data.Reading;

/// <summary>
/// JSON Lines: one object a line; also <c>.json</c> files that hold one array of objects, or objects one after another over many lines.
/// A line of JSON Lines is named by its line, an element of an array by its number. <see cref="JsonRecordReader"/> says which keys are taken.
/// </summary>
public sealed class JsonLinesFormat : IDocumentFormat
{
    /// <inheritdoc/>
    public string Name => "jsonl";

    /// <inheritdoc/>
    public IReadOnlyList<string> Endings { get; } = [".jsonl", ".ndjson", ".json"];

    /// <summary>Whether it begins as JSON does, with at least one key.</summary>
    public bool Recognises(ReadOnlySpan<byte> start)
    {
        start = WithoutMark(start);
        if (start is not [(byte)'{' or (byte)'[', ..])
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(start, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { AllowMultipleValues = true }));
            var keys = 0;
            while (reader.Read())
            {
                keys += reader.TokenType == JsonTokenType.PropertyName ? 1 : 0;
            }

            return keys > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<RecordBlock> Read(Stream content, string source, ReadSettings settings)
    {
        var reader = new JsonRecordReader(source, settings);
        var whole = TextContent.AsUtf8(content, out var start);
        return HasLines(start)
            ? new LineCutter().Cut(whole, settings).Select(cut => cut.ToBlock(source, reader.ReadLines))
            : new JsonValueCutter().Cut(whole, settings).Select(cut => cut.ToBlock(source, reader.ReadValues));
    }

    /// <summary>Whether records lie on lines: not where an array opens, nor where a first object goes on over the line.</summary>
    internal static bool HasLines(ReadOnlySpan<byte> start)
    {
        start = WithoutMark(start);
        if (start is [(byte)'[', ..])
        {
            return false;
        }

        var end = start.IndexOf((byte)'\n');
        if (end < 0 || start is not [(byte)'{', ..])
        {
            return true;
        }

        // A first line that breaks off is no reason to take a file of lines for something else: only one that goes on in good order on the next line does.
        var next = start[(end + 1)..].IndexOf((byte)'\n');
        return !IsJson(start[..end], out var isWhole) || isWhole || !IsJson(next < 0 ? start : start[..(end + 1 + next)], out _);
    }

    /// <summary>Whether a text is the beginning of JSON, and whether it is a whole object.</summary>
    private static bool IsJson(ReadOnlySpan<byte> text, out bool isWhole)
    {
        isWhole = false;
        try
        {
            var reader = new Utf8JsonReader(text, isFinalBlock: false, default);
            while (reader.Read())
            {
                // It is enough that it can be read.
            }

            isWhole = reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == 0;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> start) =>
        (start.StartsWith("\uFEFF"u8) ? start[3..] : start).TrimStart(" \t\r\n"u8);
}
