using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sinter.Tokenizers.Files;

/// <summary>A value in a JSON file that knows where it stands, so that each complaint about it names the file and the key.</summary>
internal readonly struct JsonPart(string file, string key, JsonElement element)
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <summary>The value itself.</summary>
    public JsonElement Element => element;

    /// <summary>Where in the file the value stands.</summary>
    public string Key => key;

    /// <summary>Whether the value is absent or null.</summary>
    public bool IsNull => element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    /// <summary>Reads a file.</summary>
    public static JsonPart Load(string file)
    {
        try
        {
            var content = BoundedFile.Read(file).AsMemory();
            return new JsonPart(file, "", JsonDocument.Parse(content.Span.StartsWith(Encoding.UTF8.Preamble) ? content[3..] : content, Strict).RootElement);
        }
        catch (JsonException error)
        {
            // Only a key that is there twice is found after the text was read, when no line is known any more.
            throw new InvalidDataException(error.LineNumber is { } line
                ? string.Create(CultureInfo.InvariantCulture, $"'{file}' is not valid JSON at line {line + 1}; it may be cut short or damaged, so fetch it again.")
                : $"'{file}' names a key twice in one object, and only one can count; remove the other.", error);
        }
    }

    /// <summary>A member of this object; <see cref="IsNull"/> where there is none.</summary>
    public JsonPart this[string name] =>
        new(file, key.Length == 0 ? name : $"{key}.{name}", Object().TryGetProperty(name, out var member) ? member : default);

    /// <summary>This value, which must be an object.</summary>
    public JsonElement Object() => Expect(JsonValueKind.Object, "an object");

    /// <summary>The members of this object.</summary>
    public IEnumerable<(string Name, JsonPart Value)> Members()
    {
        foreach (var member in Object().EnumerateObject())
        {
            var name = Unescaped(member, static member => member.Name);
            yield return (name, new JsonPart(file, $"{key}.{name}", member.Value));
        }
    }

    /// <summary>The items of this array.</summary>
    public IEnumerable<JsonPart> Items()
    {
        var index = 0;
        foreach (var item in Expect(JsonValueKind.Array, "an array").EnumerateArray())
        {
            yield return new JsonPart(file, string.Create(CultureInfo.InvariantCulture, $"{key}[{index++}]"), item);
        }
    }

    /// <summary>This text.</summary>
    public string Text() => Unescaped(Expect(JsonValueKind.String, "a text"), static element => element.GetString()!);

    /// <summary>This text, or null where there is none.</summary>
    public string? TextOrNull() => IsNull ? null : Text();

    /// <summary>This whole number, at least 0.</summary>
    public int Count() =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var value) && value >= 0
            ? value
            : throw Error($"is {Shown()}, expected a whole number from 0");

    /// <summary>This truth value, or false where there is none.</summary>
    public bool Flag() => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False or JsonValueKind.Undefined or JsonValueKind.Null => false,
        _ => throw Error($"is {Shown()}, expected true or false"),
    };

    /// <summary>This truth value, or true where there is none.</summary>
    public bool FlagOrTrue() => IsNull || Flag();

    /// <summary>This text of one character.</summary>
    public Rune Character()
    {
        var text = Text();
        return Rune.DecodeFromUtf16(text, out var character, out var length) == OperationStatus.Done && length == text.Length
            ? character
            : throw Error($"is {Shown()}, expected one character");
    }

    /// <summary>The error that says so of this value.</summary>
    public InvalidDataException Error(string what) => new($"'{file}': {(key.Length == 0 ? "the file" : key)} {what}.");

    /// <summary>The value, shortened, as an error shows it.</summary>
    public string Shown()
    {
        if (IsNull)
        {
            return "missing";
        }

        var raw = element.GetRawText();
        return raw.Length <= 60 ? raw : string.Concat(raw.AsSpan(0, 57), "...");
    }

    private JsonElement Expect(JsonValueKind kind, string called) =>
        element.ValueKind == kind ? element : throw Error($"is {Shown()}, expected {called}");

    private string Unescaped<T>(T source, Func<T, string> read)
    {
        try
        {
            return read(source);
        }
        catch (InvalidOperationException)
        {
            throw Error("holds half of a surrogate pair, which is not text");
        }
    }
}
