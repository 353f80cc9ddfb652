using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Sinter.Data.Cleaning;

namespace Sinter.Cli.Recipes;

/// <summary>One key of the recipe: its dotted path, the type and bounds of its value, and how to get it from a recipe.</summary>
internal sealed class RecipeKey
{
    private readonly RecipeKeyAttribute _rule;

    /// <summary>Reads the rule from <paramref name="property"/>; <paramref name="section"/> is null for a key at the top of the recipe.</summary>
    public RecipeKey(PropertyInfo? section, PropertyInfo property, RecipeKeyAttribute rule)
    {
        Section = section;
        Property = property;
        _rule = rule;
        Path = section is null ? NameOf(property) : $"{NameOf(section)}.{NameOf(property)}";
    }

    /// <summary>The dotted path, such as <c>pretrain.steps</c>.</summary>
    public string Path { get; }

    /// <summary>The property of the recipe that holds the key's section; null at the top.</summary>
    public PropertyInfo? Section { get; }

    /// <summary>The property that holds the value.</summary>
    public PropertyInfo Property { get; }

    /// <summary>What the value means.</summary>
    public string Description => _rule.Description;

    /// <summary>Whether another value gives another result.</summary>
    public bool ChangesResult => _rule.ChangesResult;

    /// <summary>The only texts allowed; none where any text is.</summary>
    public IReadOnlyList<string> AllowedTexts => _rule.Allowed;

    /// <summary>Whether the value is a list of texts.</summary>
    public bool IsList => Property.PropertyType == typeof(IReadOnlyList<string>);

    /// <summary>Whether the value is a list of steps with options.</summary>
    public bool IsSteps => Property.PropertyType == typeof(IReadOnlyList<StepSetting>);

    /// <summary>What is expected, in words: <c>a whole number from 1 to 1024</c>.</summary>
    public string Expected => ValueType switch
    {
        _ when _rule.Allowed.Length > 0 => "one of " + string.Join(", ", _rule.Allowed),
        var type when type == typeof(bool) => "true or false",
        var type when type == typeof(int) => $"a whole number from {InWords(_rule.Minimum)} to {InWords(_rule.Maximum)}",
        var type when type == typeof(double) => $"a number from {InWords(_rule.Minimum)} to {InWords(_rule.Maximum)}",
        _ when IsList => "a list of texts",
        _ when IsSteps => "a list of steps",
        _ => "a text",
    };

    /// <summary>The type of a value that is given; the property may also hold none.</summary>
    private Type ValueType => Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;

    /// <summary>The name of a property as the recipe spells it: in camel case.</summary>
    public static string NameOf(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    /// <summary>The value in <paramref name="recipe"/>.</summary>
    public object? Get(Recipe recipe) => Property.GetValue(Section is null ? recipe : Section.GetValue(recipe));

    /// <summary>Puts <paramref name="value"/> into a recipe that is still being made.</summary>
    public void Set(Recipe recipe, object? value) => Property.SetValue(Section is null ? recipe : Section.GetValue(recipe), value);

    /// <summary>The value in <paramref name="recipe"/> as YAML (and JSON) spell it, the same on every machine.</summary>
    public string Format(Recipe recipe) => Get(recipe) switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IReadOnlyList<string> list => $"[{string.Join(", ", list.Select(Quote))}]",
        IReadOnlyList<StepSetting> steps => $"[{string.Join(", ", steps.Select(Format))}]",
        string text => Quote(text),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>Turns one scalar into a value of the key's type, inside its bounds.</summary>
    /// <param name="text">The scalar as it is spelled.</param>
    /// <param name="quoted">Whether it stood in quotes, which makes it a text.</param>
    /// <param name="value">The value.</param>
    /// <returns>False where <see cref="Expected"/> is not met.</returns>
    public bool TryParse(string text, bool quoted, out object? value)
    {
        var type = ValueType;
        value = null;
        if (type == typeof(string))
        {
            value = text;
            return _rule.Allowed.Length == 0 || _rule.Allowed.Contains(text, StringComparer.Ordinal);
        }

        if (quoted)
        {
            return false;
        }

        if (type == typeof(bool))
        {
            value = text is "true";
            return text is "true" or "false";
        }

        if (type == typeof(int) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            value = whole;
            return whole >= _rule.Minimum && whole <= _rule.Maximum;
        }

        if (type == typeof(double) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            value = number;
            return number >= _rule.Minimum && number <= _rule.Maximum;
        }

        return false;
    }

    private static string Format(StepSetting step) => step.Options.Count == 0 ? Quote(step.Step)
        : $"{{{Quote(step.Step)}: {{{string.Join(", ", step.Options.Select(static option => $"{Quote(option.Key)}: {Quote(option.Value)}"))}}}}}";

    private static string InWords(double bound) => bound.ToString(Math.Abs(bound) >= 1000 ? "#,0" : "0.######", CultureInfo.InvariantCulture);

    private static string Quote(string text) => JsonSerializer.Serialize(text, RecipeSchema.Readable);
}
