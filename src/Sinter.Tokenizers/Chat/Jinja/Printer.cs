using System.Globalization;
using System.Text;

namespace Sinter.Tokenizers.Jinja;

/// <summary>Values as Python's <c>str</c> and <c>repr</c> write them.</summary>
internal static class Printer
{
    /// <summary>What an output writes of a value.</summary>
    public static MarkedText Text(RenderLimits limits, object? value)
    {
        if (value is MarkedText text)
        {
            return text;
        }

        var builder = new MarkedTextBuilder(limits);
        Write(limits, builder, value);
        return builder.ToText();
    }

    /// <summary>A number as Python writes it: the shortest digits that give it back, with an exponent from 1e16 and below 1e-4.</summary>
    public static string Number(double number)
    {
        if (number == 0)
        {
            return double.IsNegative(number) ? "-0.0" : "0.0";
        }

        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
        }

        var shortest = number.ToString("E16", CultureInfo.InvariantCulture);
        for (var digits = 0; digits < 17; digits++)
        {
            shortest = number.ToString("E" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (double.Parse(shortest, CultureInfo.InvariantCulture) == number)
            {
                break;
            }
        }

        var split = shortest.IndexOf('E', StringComparison.Ordinal);
        var exponent = int.Parse(shortest.AsSpan(split + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (exponent is < -4 or >= 16)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{shortest.AsSpan(0, split)}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
        }

        var fixedPoint = decimal.Parse(shortest, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        return fixedPoint.Contains('.', StringComparison.Ordinal) ? fixedPoint : fixedPoint + ".0";
    }

    private static void Write(RenderLimits limits, MarkedTextBuilder builder, object? value)
    {
        limits.Enter();
        switch (value)
        {
            case null: builder.Append("None"); break;
            case Undefined: break;
            case bool flag: builder.Append(flag ? "True" : "False"); break;
            case long number: builder.Append(number.ToString(CultureInfo.InvariantCulture)); break;
            case double number: builder.Append(Number(number)); break;
            case MarkedText text: WriteQuoted(builder, text); break;
            case object?[] list: WriteItems(limits, builder, "[", list, "]"); break;
            case JinjaTuple tuple: WriteItems(limits, builder, "(", tuple.Items, tuple.Items.Length == 1 ? ",)" : ")"); break;
            case JinjaMap map: WriteMap(limits, builder, map); break;
            default: throw limits.Error($"{Values.Kind(value)} cannot be written; call it or write one of its members");
        }

        limits.Leave();
    }

    private static void WriteItems(RenderLimits limits, MarkedTextBuilder builder, string opening, object?[] items, string closing)
    {
        builder.Append(opening);
        for (var i = 0; i < items.Length; i++)
        {
            builder.Append(i == 0 ? "" : ", ");
            WriteValue(limits, builder, items[i]);
        }

        builder.Append(closing);
    }

    private static void WriteMap(RenderLimits limits, MarkedTextBuilder builder, JinjaMap map)
    {
        var separator = "{";
        foreach (var (key, value) in map.Entries)
        {
            builder.Append(separator);
            WriteValue(limits, builder, key);
            builder.Append(": ");
            WriteValue(limits, builder, value);
            separator = ", ";
        }

        builder.Append(map.Count == 0 ? "{}" : "}");
    }

    private static void WriteValue(RenderLimits limits, MarkedTextBuilder builder, object? value)
    {
        if (value is Undefined)
        {
            builder.Append("Undefined");
        }
        else
        {
            Write(limits, builder, value);
        }
    }

    /// <summary>Writes a text in quotes: double ones only where it holds single and no double ones.</summary>
    private static void WriteQuoted(MarkedTextBuilder builder, MarkedText text)
    {
        var characters = text.Text;
        var quote = characters.Contains('\'', StringComparison.Ordinal) && !characters.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        builder.Append([quote]);
        for (var place = 0; place < characters.Length;)
        {
            var status = Rune.DecodeFromUtf16(characters.AsSpan(place), out var rune, out var length);
            var shown = status != System.Buffers.OperationStatus.Done
                ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)characters[place]:x4}")
                : Escape(rune, quote);
            builder.Append(shown ?? characters.AsSpan(place, length), text.OriginAt(place));
            place += length;
        }

        builder.Append([quote]);
    }

    private static string? Escape(Rune rune, char quote) => rune.Value switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\\' => "\\\\",
        _ when rune.Value == quote => "\\" + quote,
        _ when PythonText.IsPrintable(rune) => null,
        <= 0xFF => string.Create(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
        <= 0xFFFF => string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
    };
}
