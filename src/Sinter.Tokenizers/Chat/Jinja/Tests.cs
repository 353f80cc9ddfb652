using System.Collections.Frozen;

namespace Sinter.Tokenizers.Jinja;

/// <summary>What <c>value is name(arguments)</c> asks.</summary>
internal delegate bool Test(RenderLimits limits, object? value, Arguments arguments);

/// <summary>The tests by name.</summary>
internal static class Tests
{
    private static readonly FrozenDictionary<string, Test> All = new Dictionary<string, Test>(StringComparer.Ordinal)
    {
        ["boolean"] = static (_, value, _) => value is bool,
        ["callable"] = static (_, value, _) => value is JinjaFunction,
        ["defined"] = static (_, value, _) => value is not Undefined,
        ["divisibleby"] = static (limits, value, arguments) => Rest(limits, value, Other(limits, arguments, "divisibleby")) == 0,
        ["even"] = static (limits, value, _) => Rest(limits, value, 2L) == 0,
        ["false"] = static (_, value, _) => value is false,
        ["float"] = static (_, value, _) => value is double,
        ["in"] = static (limits, value, arguments) => Comparisons.Holds(limits, "in", value, Other(limits, arguments, "in")),
        ["integer"] = static (_, value, _) => value is long,
        ["iterable"] = static (_, value, _) => value is MarkedText or object?[] or JinjaTuple or JinjaMap or Undefined,
        ["lower"] = static (limits, value, _) => TextCase.IsLower(limits, Printer.Text(limits, value)),
        ["mapping"] = static (_, value, _) => value is JinjaMap,
        ["none"] = static (_, value, _) => value is null,
        ["number"] = static (_, value, _) => Values.Number(value) is not null,
        ["odd"] = static (limits, value, _) => Rest(limits, value, 2L) == 1,
        ["sameas"] = static (limits, value, arguments) => Same(value, Other(limits, arguments, "sameas")),
        ["sequence"] = static (_, value, _) => value is MarkedText or object?[] or JinjaTuple or JinjaMap or Undefined,
        ["string"] = static (_, value, _) => value is MarkedText,
        ["true"] = static (_, value, _) => value is true,
        ["undefined"] = static (_, value, _) => value is Undefined,
        ["upper"] = static (limits, value, _) => TextCase.IsUpper(limits, Printer.Text(limits, value)),
        ["eq"] = Comparing("=="),
        ["equalto"] = Comparing("=="),
        ["ne"] = Comparing("!="),
        ["lt"] = Comparing("<"),
        ["lessthan"] = Comparing("<"),
        ["le"] = Comparing("<="),
        ["gt"] = Comparing(">"),
        ["greaterthan"] = Comparing(">"),
        ["ge"] = Comparing(">="),
        ["=="] = Comparing("=="),
        ["!="] = Comparing("!="),
        ["<"] = Comparing("<"),
        ["<="] = Comparing("<="),
        [">"] = Comparing(">"),
        [">="] = Comparing(">="),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether a test holds.</summary>
    public static bool Holds(RenderLimits limits, string name, object? value, Arguments arguments) => All.TryGetValue(name, out var test)
        ? test(limits, value, arguments)
        : throw limits.Error($"there is no test '{name}' here; use one of {string.Join(", ", All.Keys.Where(static key => char.IsLetter(key[0])).Order(StringComparer.Ordinal))}");

    private static Test Comparing(string sign) => (limits, value, arguments) => Comparisons.Holds(limits, sign, value, Other(limits, arguments, sign));

    private static object? Other(RenderLimits limits, Arguments arguments, string test) => arguments.Bind(limits, test, 1, "other")[0];

    private static long? Rest(RenderLimits limits, object? value, object? divisor) => Arithmetic.Apply(limits, "%", value, divisor) switch
    {
        long rest => rest,
        double rest when rest is 0 or 1 => (long)rest,
        _ => null,
    };

    /// <summary>Identity: texts and numbers, which have none here, where they are equal and of one kind.</summary>
    private static bool Same(object? left, object? right) => (left, right) switch
    {
        (MarkedText a, MarkedText b) => a.Text == b.Text,
        (bool or long or double, bool or long or double) => left.Equals(right),
        _ => ReferenceEquals(left, right),
    };
}
