using System.Buffers;
using System.Globalization;

namespace Sinter.Tokenizers.Jinja;

/// <summary>Values as JSON, written as Python's <c>json.dumps</c> does with <c>ensure_ascii=False</c>, which is how Hugging Face sets the filter <c>tojson</c>.</summary>
/// <param name="limits">The rendering.</param>
/// <param name="indent">What each level is indented by, or null for one line.</param>
/// <param name="between">What stands between two items.</param>
/// <param name="afterKey">What stands between a key and its value.</param>
/// <param name="sorted">Whether keys are sorted.</param>
internal sealed class JsonText(RenderLimits limits, string? indent, string between, string afterKey, bool sorted)
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create("\"\\" + string.Concat(Enumerable.Range(0, 32).Select(static value => (char)value)));

    private readonly MarkedTextBuilder _builder = new(limits);
    private int _level;

    /// <summary>The JSON of a value.</summary>
    public MarkedText Of(object? value)
    {
        Write(value);
        return _builder.ToText();
    }

    private void Write(object? value)
    {
        limits.Enter();
        switch (value)
        {
            case MarkedText text:
                WriteText(text);
                break;
            case JinjaMap map:
                WriteItems('{', sorted ? Sorting.By(limits, map.Entries, static entry => entry.Key, reverse: false) : [.. map.Entries], '}', entry =>
                {
                    WriteText(entry.Key as MarkedText ?? new MarkedText(Plain(entry.Key)));
                    _builder.Append(afterKey);
                    Write(entry.Value);
                });
                break;
            case object?[] or JinjaTuple:
                WriteItems('[', Values.Items(value)!, ']', Write);
                break;
            default:
                _builder.Append(Plain(value));
                break;
        }

        limits.Leave();
    }

    private void WriteItems<T>(char opening, T[] items, char closing, Action<T> write)
    {
        _builder.Append([opening]);
        _level++;
        for (var i = 0; i < items.Length; i++)
        {
            _builder.Append(i == 0 ? "" : between);
            Break();
            write(items[i]);
        }

        _level--;
        if (items.Length > 0)
        {
            Break();
        }

        _builder.Append([closing]);
    }

    private void Break()
    {
        if (indent is not null)
        {
            _builder.Append("\n");
            for (var i = 0; i < _level; i++)
            {
                _builder.Append(indent);
            }
        }
    }

    private string Plain(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => double.IsFinite(number) ? Printer.Number(number) : double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity",
        Undefined missing => throw limits.Error($"{missing.Why}, so it has no JSON; check for it with 'is defined'"),
        _ => throw limits.Error($"{Values.Kind(value)} has no JSON; only texts, numbers, truth values, lists and dicts do"),
    };

    private void WriteText(MarkedText text)
    {
        _builder.Append("\"");
        for (var place = 0; place < text.Text.Length;)
        {
            var found = text.Text.AsSpan(place).IndexOfAny(Escaped);
            var plain = found < 0 ? text.Text.Length - place : found;
            _builder.Append(text, place, plain);
            place += plain;
            if (found >= 0)
            {
                _builder.Append(Escape(text.Text[place]), text.OriginAt(place));
                place++;
            }
        }

        _builder.Append("\"");
    }

    private static string Escape(char character) => character switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\f' => "\\f",
        '\b' => "\\b",
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
    };
}
