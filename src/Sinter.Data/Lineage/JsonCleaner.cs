using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sinter.Data.Lineage;

/// <summary>
/// Takes what is forgotten out of JSON that is no document: lists lose the objects and texts that name a document, and within other texts its name and the searched text give way
/// to <see cref="ForgetTargets.Gone"/>. Settings and fingerprints stay, as they say what was made and not of whom.
/// </summary>
internal static class JsonCleaner
{
    private const int MaximumDepth = 64;

    private static readonly HashSet<string> Untouched = new(["settings", "fingerprint", "environment"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Cleans a value in place; true where something was found.</summary>
    public static bool Clean(JsonNode? node, ForgetTargets targets) => node switch
    {
        JsonObject entry => CleanObject(entry, targets),
        JsonArray list => CleanArray(list, targets),
        _ => false,
    };

    /// <summary>Reads JSON, no deeper than files of ours are.</summary>
    public static JsonNode? Parse(ReadOnlySpan<byte> json) => JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = MaximumDepth });

    private static bool CleanObject(JsonObject entry, ForgetTargets targets)
    {
        var found = false;
        foreach (var (key, value) in entry.ToArray())
        {
            if (Untouched.Contains(key))
            {
                continue;
            }

            if (Text(value) is { } text)
            {
                var clean = targets.Clean(text);
                if (!string.Equals(clean, text, StringComparison.Ordinal))
                {
                    entry[key] = clean;
                    found = true;
                }
            }
            else
            {
                found |= Clean(value, targets);
            }
        }

        return found;
    }

    private static bool CleanArray(JsonArray list, ForgetTargets targets)
    {
        var found = false;
        for (var i = list.Count - 1; i >= 0; i--)
        {
            if (Names(list[i], targets))
            {
                list.RemoveAt(i);
                found = true;
            }
            else if (Text(list[i]) is { } text)
            {
                var clean = targets.Clean(text);
                if (!string.Equals(clean, text, StringComparison.Ordinal))
                {
                    list[i] = clean;
                    found = true;
                }
            }
            else
            {
                found |= Clean(list[i], targets);
            }
        }

        return found;
    }

    /// <summary>Whether an element of a list is the id of a document, or an object that tells of it.</summary>
    private static bool Names(JsonNode? node, ForgetTargets targets) =>
        Text(node) is { } text ? targets.Holds(text)
        : node is JsonObject entry && entry.Any(pair =>
            (string.Equals(pair.Key, "id", StringComparison.OrdinalIgnoreCase) && Text(pair.Value) is { } id && targets.Holds(id))
            || (Text(pair.Value) is { } value && targets.Matches(value)));

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
