namespace Sinter.Tokenizers.Jinja;

/// <summary>The filters that write texts.</summary>
internal static class TextFilters
{
    /// <summary><c>trim(chars)</c>.</summary>
    public static object Trim(RenderLimits limits, object? value, Arguments arguments) =>
        TextParts.Trim(limits, Printer.Text(limits, value), arguments.Bind(limits, "trim", 0, "chars")[0].TextOrNull(limits, "trim")?.Text, start: true, end: true);

    /// <summary><c>replace(old, new, count)</c>.</summary>
    public static object Replace(RenderLimits limits, object? value, Arguments arguments)
    {
        var given = arguments.Bind(limits, "replace", 2, "old", "new", "count");
        return TextParts.Replace(
            limits, Printer.Text(limits, value), Printer.Text(limits, given[0]), Printer.Text(limits, given[1]), given[2].Whole(limits, "replace", -1));
    }

    /// <summary><c>join(d, attribute)</c>.</summary>
    public static object Join(RenderLimits limits, object? value, Arguments arguments)
    {
        var given = arguments.Bind(limits, "join", 0, "d", "attribute");
        var items = Values.Iterate(limits, value);
        return TextParts.Join(
            limits,
            Printer.Text(limits, given[0].Or(MarkedText.Empty)),
            given[1].Or(null) is { } attribute ? Array.ConvertAll(items, item => SequenceFilters.Attribute(limits, item, attribute)) : items,
            strict: false);
    }

    /// <summary><c>indent(width, first, blank)</c>: all lines but the first and empty ones are indented, unless asked for.</summary>
    public static object Indent(RenderLimits limits, object? value, Arguments arguments)
    {
        var given = arguments.Bind(limits, "indent", 0, "width", "first", "blank");
        var width = given[0].Or(4L) is MarkedText text ? text : Spaces(limits, given[0].Whole(limits, "indent", 4));
        var (first, blank) = (Values.Truth(given[1]), Values.Truth(given[2]));
        var builder = new MarkedTextBuilder(limits).Append(first ? width : MarkedText.Empty);
        var whole = Printer.Text(limits, value);
        var lines = TextParts.Lines(limits, Arithmetic.Join(limits, whole, new MarkedText("\n")), keepEnds: false);
        for (var i = 0; i < lines.Length; i++)
        {
            var line = (MarkedText)lines[i]!;
            builder.Append(i > 0 ? "\n" : "").Append(i > 0 && (blank || line.Text.Length > 0) ? width : MarkedText.Empty).Append(line);
        }

        return builder.ToText();
    }

    /// <summary><c>escape</c>: the signs of HTML as entities.</summary>
    public static object Escape(RenderLimits limits, object? value, Arguments arguments)
    {
        var text = Printer.Text(limits, value);
        foreach (var (sign, entity) in (ReadOnlySpan<(string, string)>)[("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("'", "&#39;"), ("\"", "&#34;")])
        {
            text = TextParts.Replace(limits, text, new MarkedText(sign), new MarkedText(entity), -1);
        }

        return text;
    }

    /// <summary><c>tojson(ensure_ascii, indent, separators, sort_keys)</c>.</summary>
    public static object ToJson(RenderLimits limits, object? value, Arguments arguments)
    {
        var given = arguments.Bind(limits, "tojson", 0, "ensure_ascii", "indent", "separators", "sort_keys");
        var indent = given[1].Or(null) switch
        {
            null => null,
            MarkedText text => text.Text,
            _ => Spaces(limits, given[1].Whole(limits, "tojson", 0)).Text,
        };
        var separators = Values.Items(given[2].Or(null)) is [MarkedText between, MarkedText afterKey] ? (between.Text, afterKey.Text) : (indent is null ? ", " : ",", ": ");
        return new JsonText(limits, indent, separators.Item1, separators.Item2, Values.Truth(given[3])).Of(value);
    }

    private static MarkedText Spaces(RenderLimits limits, long count)
    {
        limits.SpendText(0, (int)Math.Clamp(count, 0, int.MaxValue));
        return new MarkedText(new string(' ', (int)Math.Max(0, count)));
    }
}
