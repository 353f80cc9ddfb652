namespace Sinter.Tokenizers.Jinja;

/// <summary>What the signs between two values do, by Python's rules: <c>//</c> and <c>%</c> round towards minus infinity, <c>/</c> gives a fraction.</summary>
internal static class Arithmetic
{
    /// <summary>The value of <c>left sign right</c>.</summary>
    public static object? Apply(RenderLimits limits, string sign, object? left, object? right)
    {
        try
        {
            return (sign, left, right) switch
            {
                ("~", _, _) => Join(limits, Printer.Text(limits, left), Printer.Text(limits, right)),
                (_, Undefined missing, _) => throw limits.Error($"{missing.Why}, and '{sign}' needs a value"),
                (_, _, Undefined missing) => throw limits.Error($"{missing.Why}, and '{sign}' needs a value"),
                ("+", MarkedText a, MarkedText b) => Join(limits, a, b),
                ("+", object?[] a, object?[] b) => Join(limits, a, b),
                ("+", JinjaTuple a, JinjaTuple b) => new JinjaTuple(Join(limits, a.Items, b.Items)),
                ("*", MarkedText or object?[], _) when Values.Whole(right) is { } times => Repeat(limits, left, times),
                ("*", _, MarkedText or object?[]) when Values.Whole(left) is { } times => Repeat(limits, right, times),
                _ when Values.Whole(left) is { } a && Values.Whole(right) is { } b => OfWhole(limits, sign, a, b),
                _ when Values.Number(left) is { } a && Values.Number(right) is { } b => OfFractions(limits, sign, a, b),
                _ => throw limits.Error($"'{sign}' cannot take {Values.Kind(left)} and {Values.Kind(right)}; turn one into the kind of the other, for example with the filter 'string'"),
            };
        }
        catch (OverflowException)
        {
            throw limits.Error($"the result of '{sign}' is beyond whole numbers of 64 bits");
        }
    }

    /// <summary>The value of <c>sign operand</c>, for a plus or minus.</summary>
    public static object Apply(RenderLimits limits, string sign, object? operand) => operand switch
    {
        double number => (object)(sign == "-" ? -number : number),
        _ when Values.Whole(operand) is { } number => sign == "-" ? unchecked(-number) : number,
        _ => throw limits.Error($"'{sign}' cannot take {Values.Kind(operand)}, only a number"),
    };

    /// <summary>One text behind the other.</summary>
    public static MarkedText Join(RenderLimits limits, MarkedText left, MarkedText right) => new MarkedTextBuilder(limits).Append(left).Append(right).ToText();

    private static object?[] Join(RenderLimits limits, object?[] left, object?[] right)
    {
        limits.Spend(left.Length + right.Length);
        return [.. left, .. right];
    }

    private static object Repeat(RenderLimits limits, object? value, long times)
    {
        times = Math.Max(0, times);
        if (value is object?[] list)
        {
            if (list.Length == 0)
            {
                return list;
            }

            limits.Spend(Math.Min(times, RenderLimits.MostSteps) * list.Length);
            return Enumerable.Repeat(list, (int)times).SelectMany(static items => items).ToArray();
        }

        var text = (MarkedText)value!;
        var builder = new MarkedTextBuilder(limits);
        for (var i = 0L; text.Text.Length > 0 && i < times; i++)
        {
            builder.Append(text);
        }

        return builder.ToText();
    }

    private static object OfWhole(RenderLimits limits, string sign, long left, long right)
    {
        switch (sign)
        {
            case "+": return checked(left + right);
            case "-": return checked(left - right);
            case "*": return checked(left * right);
            case "**" when right >= 0: return Power(left, right);
            case "//" or "%" when right is not (0 or -1):
                var (quotient, rest) = Math.DivRem(left, right);
                var rounded = rest != 0 && (rest < 0) != (right < 0);
                return sign == "%" ? rounded ? rest + right : rest : rounded ? quotient - 1 : quotient;
            case "%" when right == -1: return 0L;
            case "//" when right == -1: return checked(-left);
            default: return OfFractions(limits, sign, left, right);
        }
    }

    private static long Power(long number, long exponent)
    {
        var result = 1L;
        while (exponent > 0)
        {
            result = (exponent & 1) == 1 ? checked(result * number) : result;
            exponent >>= 1;
            number = exponent > 0 ? checked(number * number) : number;
        }

        return result;
    }

    private static object OfFractions(RenderLimits limits, string sign, double left, double right)
    {
        if (right == 0 && (sign is "/" or "//" or "%"))
        {
            throw limits.Error($"a number is divided by zero");
        }

        switch (sign)
        {
            case "+": return left + right;
            case "-": return left - right;
            case "*": return left * right;
            case "/": return left / right;
            case "**": return Math.Pow(left, right);
            default:
                var rest = left % right;
                rest = rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest;
                return sign == "%" ? rest : Math.Round((left - rest) / right);
        }
    }
}
