using System.Globalization;
using System.Text.Json;

namespace Sinter.Data.Tuning;

/// <summary>One record of a file as the forms look at it: named values, whatever the file is. What is not as asked for is a <see cref="RecordFaultException"/>.</summary>
internal sealed class RecordView
{
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly TuningOptions _options;

    /// <summary>Looks at a JSON object; another value has no fields. A text that is not valid Unicode is an <see cref="InvalidOperationException"/>.</summary>
    public RecordView(JsonElement value, RecordPlace place, RecordLayout layout, TuningOptions options)
    {
        Value = value;
        Place = place;
        Layout = layout;
        _options = options;
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in value.EnumerateObject())
            {
                _values[property.Name] = property.Value;
            }
        }
    }

    public JsonElement Value { get; }

    public RecordPlace Place { get; }

    public RecordLayout Layout { get; }

    public RecordFields Fields => _options.Fields;

    /// <summary>The names of its fields.</summary>
    public IReadOnlyCollection<string> Names => _values.Keys;

    public string? Id => Find(FieldRoles.Id) is { ValueKind: JsonValueKind.String or JsonValueKind.Number } id ? id.ToString() : null;

    /// <summary>The weight of the record; 1 where it has none.</summary>
    public double Weight
    {
        get
        {
            var weight = Find(FieldRoles.Weight) is null ? 1 : Number(FieldRoles.Weight);
            return weight > 0 ? weight : throw new RecordFaultException(FaultKind.WrongNumber, string.Create(CultureInfo.InvariantCulture, $"its weight is {weight}, and weights are above 0"));
        }
    }

    /// <summary>Another value within this record, seen as a record.</summary>
    public RecordView Within(JsonElement value, long number = 0) => new(value, number > 0 ? new RecordPlace(Place.File, number, "record") : Place, Layout, _options);

    /// <summary>Whether the record has a field for the role, be it null.</summary>
    public bool Has(FieldRole role) => Resolve(role) is not null;

    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>The value of a role; null where it has none or the value is null.</summary>
    public JsonElement? Find(FieldRole role) => Resolve(role) is { Value: { ValueKind: not JsonValueKind.Null } value } ? value : null;

    /// <summary>The value of a name, with dots between names of objects within each other.</summary>
    public JsonElement? Find(string path) => Resolve(path) is { ValueKind: not JsonValueKind.Null } value ? value : null;

    /// <summary>The field that fills a role, for messages; the first usual name where none does.</summary>
    public string NameOf(FieldRole role) => Resolve(role)?.Name ?? role.NamesFor(Fields)[0];

    /// <summary>The text of a role, as it stands in the file: numbers in their digits, truth values in words; empty where it is null or missing.</summary>
    public string Text(FieldRole role) => Find(role) is { } value ? Text(value, NameOf(role)) : "";

    /// <summary>The text of a role that must not be empty.</summary>
    public string Filled(FieldRole role, FaultKind kind)
    {
        var text = Text(role);
        return string.IsNullOrWhiteSpace(text) ? throw new RecordFaultException(kind, $"'{NameOf(role)}' is empty") : text;
    }

    /// <summary>The finite number of a role, of a JSON number or a text.</summary>
    public double Number(FieldRole role)
    {
        var text = Text(role).Trim();
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number
            : throw new RecordFaultException(FaultKind.WrongNumber, $"'{NameOf(role)}' holds '{Shortened.Text(text)}', expected a finite number");
    }

    /// <summary>The texts of a list; a single text is a list of one.</summary>
    public IReadOnlyList<string> Texts(FieldRole role) => Find(role) is { } value ? Texts(value, NameOf(role)) : [];

    public IReadOnlyList<string> Texts(JsonElement value, string name) => value.ValueKind == JsonValueKind.Array ? [.. Items(value, name).Select(item => Text(item, name))] : [Text(value, name)];

    /// <summary>The elements of a list, which must not be more than the limit.</summary>
    public IEnumerable<JsonElement> Items(JsonElement value, string name)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw new RecordFaultException(FaultKind.MissingField, $"'{name}' holds {KindOf(value)}, expected a list");
        }

        return value.GetArrayLength() <= _options.MaximumParts ? value.EnumerateArray()
            : throw new RecordFaultException(FaultKind.TooLong, string.Create(CultureInfo.InvariantCulture, $"'{name}' has {value.GetArrayLength():N0} elements, and {_options.MaximumParts:N0} is the limit"));
    }

    public static string Text(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Null => "",
        _ => throw new RecordFaultException(FaultKind.MissingField, $"'{name}' holds {KindOf(value)}, expected a text"),
    };

    /// <summary>A value in words, for messages.</summary>
    public static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a truth value",
    };

    private (string Name, JsonElement Value)? Resolve(FieldRole role)
    {
        foreach (var name in role.NamesFor(Fields))
        {
            if (Resolve(name) is { } value)
            {
                return (name, value);
            }
        }

        return null;
    }

    private JsonElement? Resolve(string path)
    {
        if (_values.TryGetValue(path, out var direct))
        {
            return direct;
        }

        if (!path.Contains('.', StringComparison.Ordinal))
        {
            return null;
        }

        var value = Value;
        foreach (var name in path.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return null;
            }
        }

        return value;
    }
}
