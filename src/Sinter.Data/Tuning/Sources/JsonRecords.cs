using System.Text.Json;
using Sinter.Data.Reading;

namespace Sinter.Data.Tuning.Sources;

/// <summary>The values of JSON Lines, of an array, or of objects one after another; each is named by the line on which it begins.</summary>
internal sealed class JsonRecords(string name, int maximumDepth, bool hasLines)
{
    private readonly JsonDocumentOptions _options = new() { MaxDepth = maximumDepth };

    public IEnumerable<RawRecord> Read(IEnumerable<RecordCut> cuts)
    {
        foreach (var cut in cuts)
        {
            if (cut.Fault is { } fault)
            {
                yield return RawRecord.OfCut(new RecordPlace(name, cut.FirstLine), fault);
                continue;
            }

            var line = cut.FirstLine;
            for (var rest = cut.Data; EndOfFirst(rest.Span) is var end and > 0; rest = rest[end..])
            {
                var value = hasLines ? rest.Span[..end].Trim(" \t\r\n"u8) : rest.Span[..end].TrimStart(JsonValueCutter.BetweenValues);
                var before = rest.Span[..end].IndexOf(value);
                if (!value.IsEmpty)
                {
                    yield return Parse(value, new RecordPlace(name, line + rest.Span[..before].Count((byte)'\n')));
                }

                line += rest.Span[..end].Count((byte)'\n');
            }
        }
    }

    private int EndOfFirst(ReadOnlySpan<byte> data) =>
        !hasLines ? JsonValueCutter.EndOfFirst(data) : data.IndexOf((byte)'\n') is var end and >= 0 ? end + 1 : data.Length;

    private RawRecord Parse(ReadOnlySpan<byte> json, RecordPlace place)
    {
        try
        {
            return RawRecord.Of(place, JsonElement.Parse(json, _options));
        }
        catch (JsonException fault)
        {
            var detail = IsTooDeep(json) ? $"it is nested deeper than {maximumDepth} levels"
                : json.StartsWith("NaN"u8) || json.IndexOf(":NaN"u8) >= 0 || json.IndexOf(": NaN"u8) >= 0 ? "NaN stands in it, which is not JSON"
                : $"it is not one whole JSON value: it breaks off or is malformed at {(fault.LineNumber > 0 ? $"its line {fault.LineNumber + 1}, " : "")}byte {fault.BytePositionInLine}";
            return new RawRecord(place, default, FaultKind.Broken, detail);
        }
    }

    private bool IsTooDeep(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = maximumDepth + 1 }));
            while (reader.Read())
            {
                if (reader.CurrentDepth >= maximumDepth && reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                {
                    return true;
                }
            }
        }
        catch (JsonException)
        {
            // Broken in another way.
        }

        return false;
    }
}
