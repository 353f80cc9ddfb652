using System.Text.Json;

namespace Sinter.Data.Synthesis;

/// <summary>
/// Finds the JSON objects in what a model says, which is often more than JSON: prose around it, fenced code, a list or an object that holds one, an answer that was cut off. Each object that is
/// whole is found; what is not is passed over.
/// </summary>
internal static class AnswerJson
{
    private const int MostObjects = 200;

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 16, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>
    /// The objects that have texts as fields, in order: those of the innermost level. Their keys are in lower case.
    /// </summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Objects(string answer)
    {
        var found = new List<IReadOnlyDictionary<string, string>>();
        var open = new Stack<int>();
        var inText = false;
        for (var at = 0; at < answer.Length && found.Count < MostObjects; at++)
        {
            var sign = answer[at];
            if (inText)
            {
                if (sign == '\\')
                {
                    at++;
                }
                else if (sign == '"')
                {
                    inText = false;
                }
            }
            else if (sign == '"')
            {
                // Quotes of the prose around are no texts of JSON.
                inText = open.Count > 0;
            }
            else if (sign == '{')
            {
                open.Push(at);
            }
            else if (sign == '}' && open.TryPop(out var start))
            {
                if (Parse(answer.AsMemory(start, at + 1 - start)) is { Count: > 0 } fields)
                {
                    found.Add(fields);
                }
            }
        }

        return found;
    }

    /// <summary>Whether an answer says that there is nothing to make: <c>[]</c>, or an object whose one field is that.</summary>
    public static bool IsEmptyList(string answer)
    {
        var open = answer.IndexOf('[', StringComparison.Ordinal);
        return open >= 0 && answer.AsSpan(open + 1).TrimStart().StartsWith("]") && answer.AsSpan(0, open).IndexOf('[') < 0
            && answer.AsSpan(0, open).TrimEnd() is var before && (before.IsEmpty || before[^1] == ':' || before.EndsWith("json"));
    }

    private static Dictionary<string, string>? Parse(ReadOnlyMemory<char> text)
    {
        try
        {
            using var json = JsonDocument.Parse(text, Reading);
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var field in json.RootElement.EnumerateObject())
            {
                var value = field.Value.ValueKind switch
                {
                    JsonValueKind.String => field.Value.GetString()!.Trim(),
                    JsonValueKind.Number => field.Value.GetRawText(),
                    JsonValueKind.True => "true",
                    JsonValueKind.False => "false",
                    JsonValueKind.Array when field.Value.EnumerateArray().All(static item => item.ValueKind == JsonValueKind.String) => string.Join('\n', field.Value.EnumerateArray().Select(static item => item.GetString())),
                    _ => null,
                };
                if (value is { Length: > 0 })
                {
                    fields[field.Name.ToLowerInvariant()] = value;
                }
            }

            return fields;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // A text with half a pair of surrogates.
            return null;
        }
    }
}
