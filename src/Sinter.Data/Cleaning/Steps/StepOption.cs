using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sinter.Data.Cleaning;

/// <summary>An option of a step: its name, type and bounds, read from the property that holds it.</summary>
public sealed class StepOption
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly PropertyInfo _property;
    private readonly StepOptionAttribute _rule;

    internal StepOption(PropertyInfo property, StepOptionAttribute rule)
    {
        _property = property;
        _rule = rule;
        Name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
    }

    /// <summary>The name in camel case.</summary>
    public string Name { get; }

    /// <summary>What it means.</summary>
    public string Description => _rule.Description;

    /// <summary>What is expected, in words: <c>a whole number from 0 to 100</c>.</summary>
    public string Expected => _property.PropertyType switch
    {
        _ when _rule.Allowed.Length > 0 && !IsList => "one of " + string.Join(", ", _rule.Allowed),
        var type when type == typeof(bool) => "true or false",
        var type when type == typeof(int) => "a whole number" + Bounds,
        var type when type == typeof(double) => "a number" + Bounds,
        _ when IsList => _rule.Allowed.Length > 0 ? "a list of " + string.Join(", ", _rule.Allowed) : "a list of texts",
        _ => "a text",
    };

    private bool IsList => _property.PropertyType == typeof(IReadOnlyList<string>);

    private string Bounds => (double.IsFinite(_rule.Least), double.IsFinite(_rule.Most)) switch
    {
        (true, true) => string.Create(CultureInfo.InvariantCulture, $" from {_rule.Least:#,0.######} to {_rule.Most:#,0.######}"),
        (true, false) => string.Create(CultureInfo.InvariantCulture, $" of at least {_rule.Least:#,0.######}"),
        (false, true) => string.Create(CultureInfo.InvariantCulture, $" of at most {_rule.Most:#,0.######}"),
        _ => "",
    };

    /// <summary>The value in a step, as a recipe spells it.</summary>
    internal string Format(object step) => _property.GetValue(step) switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IReadOnlyList<string> list => JsonSerializer.Serialize(list, Readable),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>Sets the value in a step that is being made; false where <see cref="Expected"/> is not met.</summary>
    internal bool TrySet(object step, string text)
    {
        if (!TryParse(text, out var value))
        {
            return false;
        }

        _property.SetValue(step, value);
        return true;
    }

    private bool TryParse(string text, out object? value)
    {
        var type = _property.PropertyType;
        value = null;
        if (type == typeof(string))
        {
            value = text is "null" && _rule.Allowed.Length == 0 ? null : text;
            return _rule.Allowed.Length == 0 || _rule.Allowed.Contains(text, StringComparer.Ordinal);
        }

        if (IsList)
        {
            var list = ReadList(text);
            value = list;
            return list is not null && (_rule.Allowed.Length == 0 || list.All(item => _rule.Allowed.Contains(item, StringComparer.Ordinal)));
        }

        if (type == typeof(bool))
        {
            value = text is "true";
            return text is "true" or "false";
        }

        if (type == typeof(int) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            value = whole;
            return whole >= _rule.Least && whole <= _rule.Most;
        }

        if (type == typeof(double) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsNaN(number))
        {
            value = number;
            return number >= _rule.Least && number <= _rule.Most;
        }

        return false;
    }

    /// <summary>A JSON array of texts, or plain words parted by commas, as a command line has them; null where it is neither.</summary>
    private static string[]? ReadList(string text)
    {
        if (!text.StartsWith('['))
        {
            return text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        }

        try
        {
            return JsonSerializer.Deserialize<string[]>(text);
        }
        catch (JsonException)
        {
            return text.EndsWith(']') ? text[1..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : null;
        }
    }
}
