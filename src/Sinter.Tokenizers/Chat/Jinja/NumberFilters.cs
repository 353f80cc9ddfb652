using System.Globalization;

namespace Sinter.Tokenizers.Jinja;

/// <summary>The filters that give numbers.</summary>
internal static class NumberFilters
{
    /// <summary><c>abs</c>.</summary>
    public static object Abs(RenderLimits limits, object? value, Arguments arguments) => value switch
    {
        double number => (object)Math.Abs(number),
        _ when Values.Whole(value) is { } number and not long.MinValue => Math.Abs(number),
        _ => throw limits.Error($"'abs' is given {Values.Kind(value)}, expected a number"),
    };

    /// <summary><c>int(default, base)</c>: also of a text that holds a number; the default where there is none.</summary>
    public static object? Whole(RenderLimits limits, object? value, Arguments arguments)
    {
        var fallback = arguments.Bind(limits, "int", 0, "default", "base")[0].Or(0L);
        if (Values.Whole(value) is { } whole)
        {
            return whole;
        }

        var text = (value as MarkedText)?.Text.Trim().Replace("_", "", StringComparison.Ordinal);
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var read) ? read
            : (value as double? ?? Read(text)) is { } number && Math.Abs(number) < long.MaxValue ? (long)number
            : fallback;
    }

    /// <summary><c>float(default)</c>: also of a text that holds a number; the default where there is none.</summary>
    public static object? Fraction(RenderLimits limits, object? value, Arguments arguments)
    {
        var fallback = arguments.Bind(limits, "float", 0, "default")[0].Or(0.0);
        return Values.Number(value) ?? Read((value as MarkedText)?.Text.Trim().Replace("_", "", StringComparison.Ordinal)) ?? fallback;
    }

    /// <summary><c>round(precision, method)</c>: halves go to the even neighbour, and a whole number stays one.</summary>
    public static object Round(RenderLimits limits, object? value, Arguments arguments)
    {
        var given = arguments.Bind(limits, "round", 0, "precision", "method");
        var number = Values.Number(value) ?? throw limits.Error($"'round' is given {Values.Kind(value)}, expected a number");
        var precision = (int)Math.Clamp(given[0].Whole(limits, "round", 0), -15, 15);
        var scale = Math.Pow(10, precision);
        return given[1].TextOrNull(limits, "round")?.Text switch
        {
            null or "common" when Values.Whole(value) is { } whole && precision >= 0 => (object)whole,
            null or "common" => precision >= 0 ? Math.Round(number, precision) : Math.Round(number * scale) / scale,
            "ceil" => Math.Ceiling(number * scale) / scale,
            "floor" => Math.Floor(number * scale) / scale,
            var other => throw limits.Error($"'round' has no method '{other}'; expected common, ceil or floor"),
        };
    }

    private static double? Read(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
