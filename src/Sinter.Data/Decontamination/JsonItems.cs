using System.Text.Json;
using Sinter.Data.Reading;
using Sinter.Data.Sources;

namespace Sinter.Data.Decontamination;

/// <summary>
/// The texts of JSON objects. All texts count, at any depth, and names too where they are sentences, as answers are in some benchmarks. An object of which every value is an
/// object is a list of items with names.
/// </summary>
internal static class JsonItems
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    public static IEnumerable<(long Number, IReadOnlyList<string> Texts)> Read(Stream content, string name, IReadOnlyList<string> fields, ICollection<BrokenInput> faults)
    {
        var whole = TextContent.AsUtf8(content, out var start);
        var hasLines = JsonLinesFormat.HasLines(start);
        RecordCutter cutter = hasLines ? new LineCutter() : new JsonValueCutter();
        long number = 0;
        foreach (var cut in cutter.Cut(whole, ReadSettings.Default))
        {
            if (cut.Fault is { } fault)
            {
                faults.Add(new BrokenInput(name, number + 1, fault));
                continue;
            }

            for (var rest = cut.Data; EndOfFirst(rest.Span, hasLines) is var end and > 0; rest = rest[end..])
            {
                var items = Parse(rest[..end], name, number + 1, fields, faults);
                for (var i = 0; i < items.Count; i++)
                {
                    yield return (number + 1 + i, items[i]);
                }

                // Empty lines count too, so that an item of JSON Lines is named by its line.
                number += Math.Max(1, items.Count);
            }
        }
    }

    private static int EndOfFirst(ReadOnlySpan<byte> data, bool hasLines) =>
        !hasLines ? JsonValueCutter.EndOfFirst(data) : data.IndexOf((byte)'\n') is var end and >= 0 ? end + 1 : data.Length;

    /// <summary>The texts of one JSON value within others; null where it is none.</summary>
    public static IReadOnlyList<string>? TryParse(string json, string path, IReadOnlyList<string> fields)
    {
        try
        {
            using var value = JsonDocument.Parse(json, Options);
            var texts = new List<string>();
            Collect(value.RootElement, path, fields, texts);
            return texts;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IReadOnlyList<IReadOnlyList<string>> Parse(ReadOnlyMemory<byte> json, string name, long number, IReadOnlyList<string> fields, ICollection<BrokenInput> faults)
    {
        var value = json.Span.TrimStart(JsonValueCutter.BetweenValues);
        var start = json.Length - value.Length;
        if (value.IsEmpty)
        {
            return [];
        }

        try
        {
            using var record = JsonDocument.Parse(json[start..], Options);
            var root = record.RootElement;
            return IsList(root) ? [.. root.EnumerateObject().Select(item => Texts(item.Value, fields))] : [Texts(root, fields)];
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            faults.Add(new BrokenInput(name, number, "The record is not whole JSON, or a text in it is not valid Unicode; it is passed over."));
            return [];
        }
    }

    private static bool IsList(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.EnumerateObject().Take(2).Count() == 2 && root.EnumerateObject().All(static value => value.Value.ValueKind == JsonValueKind.Object);

    private static List<string> Texts(JsonElement item, IReadOnlyList<string> fields)
    {
        var texts = new List<string>();
        Collect(item, "", fields, texts);
        return texts;
    }

    private static void Collect(JsonElement value, string path, IReadOnlyList<string> fields, List<string> texts)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String when FieldChoice.Wants(fields, path):
                texts.Add(value.GetString()!);
                break;
            case JsonValueKind.Array:
                foreach (var element in value.EnumerateArray())
                {
                    Collect(element, path, fields, texts);
                }

                break;
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    if (property.Name.Contains(' ', StringComparison.Ordinal) && FieldChoice.Wants(fields, path))
                    {
                        texts.Add(property.Name);
                    }

                    Collect(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}", fields, texts);
                }

                break;
        }
    }
}
