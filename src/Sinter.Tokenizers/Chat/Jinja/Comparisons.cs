namespace Sinter.Tokenizers.Jinja;

/// <summary>The signs that compare.</summary>
internal static class Comparisons
{
    /// <summary>Whether <c>left sign right</c> holds.</summary>
    public static bool Holds(RenderLimits limits, string sign, object? left, object? right)
    {
        switch (sign)
        {
            case "==": return Values.AreEqual(limits, left, right);
            case "!=": return !Values.AreEqual(limits, left, right);
            case "in": return IsIn(limits, left, right);
            case "not in": return !IsIn(limits, left, right);
        }

        // What is not a number has no order, and all that is asked of it is false.
        if (Values.Number(left) is double.NaN || Values.Number(right) is double.NaN)
        {
            return false;
        }

        var order = Values.Compare(limits, left, right);
        return sign switch
        {
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }

    private static bool IsIn(RenderLimits limits, object? item, object? container)
    {
        switch (container)
        {
            case MarkedText text when item is MarkedText part:
                limits.Scan(text.Text.Length);
                return text.Text.Contains(part.Text, StringComparison.Ordinal);
            case MarkedText:
                throw limits.Error($"'in' looks for {Values.Kind(item)} in a text; only a text can be there");
            case JinjaMap map:
                return map.TryGet(item, out _);
            default:
                return Array.Exists(Values.Iterate(limits, container), other => Values.AreEqual(limits, item, other));
        }
    }
}
