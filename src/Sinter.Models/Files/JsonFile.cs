using System.Text;
using System.Text.Json;
using static System.FormattableString;

namespace Sinter.Models.Files;

/// <summary>
/// A small JSON file that holds one object, read key by key; what is missing or of the wrong kind becomes a sentence
/// that names the file and the key.
/// </summary>
internal sealed class JsonFile
{
    private const int MaximumLength = 1 << 20;
    private readonly string _path;
    private readonly JsonElement _root;

    private JsonFile(string path, JsonElement root)
    {
        _path = path;
        _root = root;
    }

    public static JsonFile Read(string path, int maximumLength = MaximumLength)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        if (stream.Length > maximumLength)
        {
            throw new InvalidDataException(Invariant($"'{path}' has {stream.Length} bytes, and at most {maximumLength} are expected of such a file; is it the right one?"));
        }

        try
        {
            using var document = JsonDocument.Parse(stream, new JsonDocumentOptions { MaxDepth = 16, AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new JsonFile(path, document.RootElement.Clone())
                : throw new InvalidDataException($"'{path}' holds a JSON {document.RootElement.ValueKind}, expected an object.");
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or DecoderFallbackException)
        {
            var line = fault is JsonException { LineNumber: { } number } ? Invariant($" at line {number + 1}") : "";
            throw new InvalidDataException($"'{path}' is not valid JSON{line}; correct it or get it again.", fault);
        }
    }

    /// <summary>An object that was written a moment ago.</summary>
    /// <param name="path">What messages name.</param>
    /// <param name="text">The JSON, in UTF-8.</param>
    public static JsonFile Parse(string path, ReadOnlyMemory<byte> text)
    {
        using var document = JsonDocument.Parse(text);
        return new JsonFile(path, document.RootElement.Clone());
    }

    /// <summary>Whether a key is there, be it null.</summary>
    public bool Has(string key) => _root.TryGetProperty(key, out _);

    public int Int(string key) => OptionalInt(key) ?? throw new InvalidDataException($"'{_path}' lacks the key '{key}', an integer.");

    public int? OptionalInt(string key) => Find(key) is not { } value
        ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : throw Wrong(key, value, "an integer");

    public double? OptionalDouble(string key) => Find(key) is { } value ? Double(key, value) : null;

    public bool? OptionalBool(string key) => Find(key) is not { } value
        ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(key, value, "true or false");

    public string? OptionalString(string key) => Find(key) is not { } value
        ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(key, value, "a text");

    /// <summary>All keys, in the order of the file.</summary>
    public IEnumerable<string> Keys => _root.EnumerateObject().Select(static property => property.Name);

    /// <summary>Whether the value under a key is a text.</summary>
    public bool IsText(string key) => Find(key) is { ValueKind: JsonValueKind.String };

    /// <summary>Whether the value under a key says nothing: missing, null, false, or an empty array, object or text.</summary>
    public bool IsUnsaid(string key) => Find(key) is not { } value || value.ValueKind switch
    {
        JsonValueKind.False => true,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        JsonValueKind.String => value.GetString() is { Length: 0 },
        _ => false,
    };

    /// <summary>All pairs of this object, whose values are numbers.</summary>
    public IEnumerable<(string Key, double Number)> Numbers() => _root.EnumerateObject().Select(property => (property.Name, Double(property.Name, property.Value)));

    /// <summary>The strings of an array; none where the key is missing.</summary>
    public string[] Strings(string key) => Find(key) is not { } value
        ? []
        : value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(static item => item.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(static item => item.GetString()!)]
            : throw Wrong(key, value, "an array of texts");

    /// <summary>One integer or an array of them; none where the key is missing.</summary>
    public int[] Ints(string key)
    {
        if (Find(key) is not { } value)
        {
            return [];
        }

        JsonElement[] items = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        return [.. items.Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var number)
            ? number
            : throw Wrong(key, value, "an integer or an array of them"))];
    }

    /// <summary>The object under a key, or null where there is none.</summary>
    public JsonFile? Object(string key) => Find(key) is not { } value
        ? null
        : value.ValueKind == JsonValueKind.Object ? new JsonFile(_path, value) : throw Wrong(key, value, "an object");

    /// <summary>All pairs of this object, whose values are texts.</summary>
    public IEnumerable<(string Key, string Text)> Texts() => _root.EnumerateObject().Select(property =>
        (property.Name, OptionalString(property.Name) ?? throw Wrong(property.Name, property.Value, "a text")));

    /// <summary>Refuses a text under a key that is none of some; a missing one is one of them.</summary>
    public void RequireOneOf(string key, params string[] known)
    {
        if (OptionalString(key) is { } text && !known.Contains(text, StringComparer.Ordinal))
        {
            throw Unsupported(key, text, string.Join(" or ", known));
        }
    }

    /// <summary>Refuses a key that is true.</summary>
    public void RequireFalse(string key)
    {
        if (OptionalBool(key) == true)
        {
            throw Unsupported(key, "true", "false");
        }
    }

    public InvalidDataException Unsupported(string key, string found, string expected) =>
        new($"'{_path}' has the {key} '{found}', which Sinter does not know; expected {expected}.");

    // A key that is null counts as missing, as in the files that transformers writes.
    private JsonElement? Find(string key) =>
        _root.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private double Double(string key, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : throw Wrong(key, value, "a number");

    private InvalidDataException Wrong(string key, JsonElement value, string expected)
    {
        var text = value.GetRawText();
        return new InvalidDataException($"'{_path}' has {(text.Length > 40 ? text[..40] + "..." : text)} under '{key}', expected {expected}.");
    }
}
