using System.Text.Json;

namespace Sinter.Tokenizers.Jinja;

/// <summary>JSON as values of a template, its texts marked with where they come from.</summary>
internal static class JsonValues
{
    /// <summary>How deep lists and dicts may lie in each other.</summary>
    private const int DeepestNesting = 64;

    /// <summary>The value of a part of JSON.</summary>
    /// <exception cref="ChatTemplateException">It lies too deep, or a text in it is none.</exception>
    public static object? Read(JsonElement element, TextOrigin origin, int depth = 0)
    {
        if (depth > DeepestNesting)
        {
            throw new ChatTemplateException($"The JSON of a message, tool or document is more than {DeepestNesting} levels deep; make it flatter.");
        }

        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return new MarkedText(Text(element), origin);
            case JsonValueKind.Number:
                // A number with a point or exponent is a fraction even where its value is whole.
                return element.GetRawText().AsSpan().ContainsAny('.', 'e', 'E') || !element.TryGetInt64(out var whole) ? (object)element.GetDouble() : whole;
            case JsonValueKind.True or JsonValueKind.False:
                return element.ValueKind == JsonValueKind.True;
            case JsonValueKind.Array:
                return element.EnumerateArray().Select(item => Read(item, origin, depth + 1)).ToArray();
            case JsonValueKind.Object:
                var map = new JinjaMap();
                foreach (var member in element.EnumerateObject())
                {
                    map.Set(new MarkedText(member.Name, origin), Read(member.Value, origin, depth + 1));
                }

                return map;
            default:
                return null;
        }
    }

    private static string Text(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new ChatTemplateException("A text in the JSON of a message, tool or document holds half of a surrogate pair, which is not text; write the whole character.");
        }
    }
}
