using System.Text.Json;
using System.Text.Json.Nodes;
using Sinter.Data.Reports;

namespace Sinter.Cli.Reports;

/// <summary>
/// Shows the free figures of a stage without knowing them: units come from the names of the keys, nested objects become
/// lists, lists of objects become tables, and edges with counts become a histogram.
/// </summary>
internal static class MetricFacts
{
    private const int Deepest = 3;
    private const int MostRows = 40;
    private const int MostColumns = 12;

    /// <summary>All figures; empty where there are none.</summary>
    public static Html Of(JsonObject metrics) => Of(metrics, 0);

    private static Html Of(JsonObject metrics, int depth)
    {
        var facts = Table.Facts(metrics.Where(m => IsSimple(m.Value)).Select(m => (Wording.Sentence(m.Key), Html.Text(Text(m.Key, m.Value)))));
        var nested = metrics.Where(m => !IsSimple(m.Value)).ToList();
        return facts + (AreAlike(nested) ? Rows(nested) : Html.Concat(nested.Where(_ => depth < Deepest).Select(m => Nested(m.Key, m.Value!, depth))));
    }

    // Objects of the same simple figures, such as those of several splits, are rows of one table.
    private static bool AreAlike(List<KeyValuePair<string, JsonNode?>> nested) =>
        nested.Count > 1 && nested.TrueForAll(m => m.Value is JsonObject map
            && map.All(p => p.Value is JsonValue)
            && map.Select(p => p.Key).SequenceEqual(((nested[0].Value as JsonObject) ?? []).Select(p => p.Key), StringComparer.Ordinal));

    private static Html Nested(string key, JsonNode value, int depth)
    {
        if (value is JsonObject histogram && Numbers(histogram["edges"]) is { Count: > 1 } edges && Numbers(histogram["counts"]) is { Count: > 0 } counts)
        {
            return new Histogram(Wording.Sentence(key), "", edges, [.. counts.Select(c => (long)c)]) { Format = edge => Number(key, edge) }.ToHtml();
        }

        var content = value switch
        {
            JsonObject map => Of(map, depth + 1),
            JsonArray rows => Rows([.. rows.OfType<JsonObject>().Select(row => KeyValuePair.Create("", (JsonNode?)row))]),
            _ => Html.Empty,
        };
        return content.IsEmpty ? content : Html.Of($"<h3>{Wording.Sentence(key)}</h3>{content}");
    }

    private static Html Rows(List<KeyValuePair<string, JsonNode?>> rows)
    {
        var shown = rows.Take(MostRows).Select(r => (Name: Wording.Sentence(r.Key), Map: (JsonObject)r.Value!)).ToList();
        var keys = shown.SelectMany(r => r.Map.Select(p => p.Key)).Distinct(StringComparer.Ordinal).Take(MostColumns).ToList();
        var named = shown.Exists(r => r.Name.Length > 0);
        Html Cell(JsonObject map, string key) => Html.Text(Text(key, map[key]));

        // A few things of many figures each read better side by side.
        if (named && keys.Count > shown.Count)
        {
            return new Table(
                ["", .. shown.Select(r => "#" + r.Name)],
                [.. keys.Select(key => (IReadOnlyList<Html>)[Html.Text(Wording.Sentence(key)), .. shown.Select(r => Cell(r.Map, key))])]).ToHtml();
        }

        bool IsNumber(string key) => shown.TrueForAll(r => r.Map[key] is null || r.Map[key]!.GetValueKind() == JsonValueKind.Number);
        return new Table(
            [.. named ? [""] : Array.Empty<string>(), .. keys.Select(key => (IsNumber(key) ? "#" : "") + Wording.Sentence(key))],
            [.. shown.Select(r => (IReadOnlyList<Html>)[.. named ? [Html.Text(r.Name)] : Array.Empty<Html>(), .. keys.Select(key => Cell(r.Map, key))])]).ToHtml();
    }

    private static bool IsSimple(JsonNode? value) => value switch
    {
        null or JsonValue => true,
        JsonArray array => array.All(item => item is null or JsonValue),
        _ => false,
    };

    private static string Text(string key, JsonNode? value) => value switch
    {
        null => "–",
        JsonArray array => string.Join(", ", array.Take(MostRows).Select(item => Text(key, item))),
        JsonValue simple when simple.TryGetValue<bool>(out var yes) => yes ? "yes" : "no",
        JsonValue simple when simple.GetValueKind() == JsonValueKind.Number => Number(key, simple.Deserialize<double>()),
        JsonValue simple => Shorten(simple.ToString()),
        _ => "…",
    };

    private static string Number(string key, double value)
    {
        bool Ends(params ReadOnlySpan<string> endings)
        {
            foreach (var ending in endings)
            {
                if (key.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            return false;
        }

        return Ends("bytes") ? Quantity.Bytes(value)
            : Ends("seconds") ? Quantity.Duration(value)
            : Ends("share", "fraction", "accuracy", "precision", "recall", "ratio") && value is >= 0 and <= 1 ? Quantity.Percent(value)
            : double.IsInteger(value) && Math.Abs(value) < 1e15 ? Quantity.Whole(value)
            : Quantity.Number(value);
    }

    private static List<double>? Numbers(JsonNode? node) =>
        node is JsonArray array && array.All(item => item is not null && item.GetValueKind() == JsonValueKind.Number)
            ? [.. array.Select(item => item!.Deserialize<double>())]
            : null;

    private static string Shorten(string text) => text.Length <= 400 ? text : string.Concat(text.AsSpan(0, 400), "…");
}
