using System.Text.Json;

namespace Sinter.Data.Html;

/// <summary>What a page says of its article as JSON-LD (schema.org), in the elements <c>script type="application/ld+json"</c>.</summary>
internal sealed class LinkedData
{
    private const int MaximumDepth = 64;
    private const int MaximumCharacters = 4 << 20;

    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = MaximumDepth };

    /// <summary>The text of the article; empty where none is told. Likewise the others.</summary>
    public string Body { get; private set; } = "";

    /// <summary>The headline.</summary>
    public string Headline { get; private set; } = "";

    /// <summary>The names of the authors, with commas between.</summary>
    public string Author { get; private set; } = "";

    /// <summary>When the article was published, as it is written.</summary>
    public string Date { get; private set; } = "";

    /// <summary>The name of the publisher.</summary>
    public string Publisher { get; private set; } = "";

    /// <summary>Reads one script; what is no JSON says nothing.</summary>
    public void Read(ReadOnlySpan<char> script)
    {
        if (script.Length > MaximumCharacters)
        {
            return;
        }

        try
        {
            using var json = JsonDocument.Parse(script.Trim().ToString(), Options);
            Visit(json.RootElement);
        }
        catch (JsonException)
        {
            // Pages write it by hand; what cannot be read is no fault of the text.
        }
    }

    /// <summary>Recursion is bounded by the depth that the reading allows.</summary>
    private void Visit(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Visit(item);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            if (IsArticle(element))
            {
                Body = TextOf(element, "articleBody") is { Length: > 0 } body && body.Length > Body.Length ? body : Body;
                Headline = Headline.Length > 0 ? Headline : TextOf(element, "headline");
                Date = Date.Length > 0 ? Date : TextOf(element, "datePublished");
                Author = Author.Length > 0 ? Author : NamesOf(element, "author");
                Publisher = Publisher.Length > 0 ? Publisher : NamesOf(element, "publisher");
            }

            foreach (var property in element.EnumerateObject())
            {
                if (property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                {
                    Visit(property.Value);
                }
            }
        }
    }

    private static bool IsArticle(JsonElement element)
    {
        if (element.TryGetProperty("articleBody", out _))
        {
            return true;
        }

        return element.TryGetProperty("@type", out var type) && type.ToString() is var name
            && (name.Contains("Article", StringComparison.Ordinal) || name.Contains("Posting", StringComparison.Ordinal) || name.Contains("Report", StringComparison.Ordinal) || name.Contains("Review", StringComparison.Ordinal));
    }

    private static string TextOf(JsonElement element, string key) =>
        element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? Unescape(value) : "";

    private static string NamesOf(JsonElement element, string key)
    {
        if (!element.TryGetProperty(key, out var value))
        {
            return "";
        }

        var names = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(NameOf) : [NameOf(value)];
        return string.Join(", ", names.Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).Take(16));
    }

    private static string NameOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Unescape(value),
        JsonValueKind.Object => TextOf(value, "name"),
        _ => "",
    };

    /// <summary>The text; a lone surrogate, which the reader refuses, makes it unreadable.</summary>
    private static string Unescape(JsonElement value)
    {
        try
        {
            return CharacterReferences.Decode(value.GetString(), inAttribute: false).Trim();
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }
}
