using System.Buffers;

namespace Sinter.Tokenizers.Jinja;

/// <summary>Takes texts apart and puts them together, with the origins of their characters.</summary>
internal static class TextParts
{
    private static readonly SearchValues<char> LineBreaks = SearchValues.Create("\n\r\v\f\u001C\u001D\u001E\u0085\u2028\u2029");

    /// <summary>A text without the given characters, white space where null, at its start, its end or both.</summary>
    public static MarkedText Trim(RenderLimits limits, MarkedText text, string? characters, bool start, bool end)
    {
        limits.Scan(text.Text.Length);
        var first = 0;
        var last = text.Text.Length;
        while (start && first < last && Goes(text.Text[first]))
        {
            first++;
        }

        while (end && last > first && Goes(text.Text[last - 1]))
        {
            last--;
        }

        return text.Slice(first, last - first);

        bool Goes(char character) => characters?.Contains(character, StringComparison.Ordinal) ?? PythonText.IsSpace(character);
    }

    /// <summary>A text with each <paramref name="old"/> replaced, the first <paramref name="most"/> of them where that is not negative.</summary>
    public static MarkedText Replace(RenderLimits limits, MarkedText text, MarkedText old, MarkedText replacement, long most)
    {
        limits.Scan(text.Text.Length);
        var builder = new MarkedTextBuilder(limits);
        var done = 0;
        for (var count = 0L; most < 0 || count < most; count++)
        {
            // An empty text stands before each character and at the end.
            var step = old.Text.Length == 0 && count > 0 ? CharacterLength(text.Text, done) : 0;
            var place = step > text.Text.Length - done ? -1 : text.Text.IndexOf(old.Text, done + step, StringComparison.Ordinal);
            if (place < 0)
            {
                break;
            }

            builder.Append(text, done, place - done).Append(replacement);
            done = place + old.Text.Length;
        }

        return builder.Append(text, done, text.Text.Length - done).ToText();
    }

    /// <summary>The parts between separators, at most <paramref name="most"/> + 1 of them where that is not negative.</summary>
    public static object?[] Split(RenderLimits limits, MarkedText text, string separator, long most, bool fromEnd)
    {
        if (separator.Length == 0)
        {
            throw limits.Error($"'split' is given an empty text to split at; use the filter 'list' for single characters");
        }

        limits.Scan(text.Text.Length);
        List<object?> parts = [];
        var start = 0;
        var end = text.Text.Length;
        while (most < 0 || parts.Count < most)
        {
            limits.Make(1);
            var place = fromEnd
                ? text.Text.AsSpan(0, end).LastIndexOf(separator, StringComparison.Ordinal)
                : text.Text.IndexOf(separator, start, StringComparison.Ordinal);
            if (place < 0)
            {
                break;
            }

            parts.Add(fromEnd ? text.Slice(place + separator.Length, end - place - separator.Length) : text.Slice(start, place - start));
            (start, end) = fromEnd ? (start, place) : (place + separator.Length, end);
        }

        parts.Add(text.Slice(start, end - start));
        return InOrder(parts, fromEnd);
    }

    /// <summary>The words between runs of white space, at most <paramref name="most"/> and the rest where that is not negative.</summary>
    public static object?[] SplitAtSpace(RenderLimits limits, MarkedText text, long most, bool fromEnd)
    {
        limits.Scan(text.Text.Length);
        List<object?> parts = [];
        var start = PythonText.SkipSpace(text.Text, 0);
        var end = PythonText.TrimmedEnd(text.Text, start, text.Text.Length);
        while (start < end && (most < 0 || parts.Count < most))
        {
            limits.Make(1);
            if (fromEnd)
            {
                var word = end;
                while (word > start && !PythonText.IsSpace(text.Text[word - 1]))
                {
                    word--;
                }

                parts.Add(text.Slice(word, end - word));
                end = PythonText.TrimmedEnd(text.Text, start, word);
            }
            else
            {
                var word = start;
                while (word < end && !PythonText.IsSpace(text.Text[word]))
                {
                    word++;
                }

                parts.Add(text.Slice(start, word - start));
                start = PythonText.SkipSpace(text.Text, word);
            }
        }

        if (start < end)
        {
            // What is left keeps the white space at its far end, as Python has it.
            parts.Add(fromEnd ? text.Slice(0, end) : text.Slice(start, text.Text.Length - start));
        }

        return InOrder(parts, fromEnd);
    }

    /// <summary>The lines, without or with the breaks at their ends.</summary>
    public static object?[] Lines(RenderLimits limits, MarkedText text, bool keepEnds)
    {
        List<object?> lines = [];
        for (var start = 0; start < text.Text.Length;)
        {
            var end = text.Text.AsSpan(start).IndexOfAny(LineBreaks) is >= 0 and var found ? start + found : text.Text.Length;
            var next = Math.Min(text.Text.Length, end + (text.Text.AsSpan(end).StartsWith("\r\n") ? 2 : 1));
            limits.Scan(next - start);
            limits.Make(1);
            lines.Add(text.Slice(start, (keepEnds ? next : end) - start));
            start = next;
        }

        return [.. lines];
    }

    /// <summary>Values with a text between each two. Where it is strict, only texts can be joined, as with the method; the filter writes other values out.</summary>
    public static MarkedText Join(RenderLimits limits, MarkedText separator, object?[] items, bool strict)
    {
        var builder = new MarkedTextBuilder(limits);
        for (var i = 0; i < items.Length; i++)
        {
            if (strict && items[i] is not MarkedText)
            {
                throw limits.Error($"'join' is given {Values.Kind(items[i])}, expected texts; use the filter 'join'");
            }

            builder.Append(i == 0 ? MarkedText.Empty : separator).Append(Printer.Text(limits, items[i]));
        }

        return builder.ToText();
    }

    /// <summary>How often a text holds another, without overlap.</summary>
    public static object Count(RenderLimits limits, MarkedText text, string wanted)
    {
        limits.Scan(text.Text.Length);
        return wanted.Length == 0 ? PythonText.Length(text.Text) + 1L : (long)text.Text.AsSpan().Count(wanted);
    }

    private static int CharacterLength(string text, int place) => place + 1 < text.Length && char.IsSurrogatePair(text[place], text[place + 1]) ? 2 : 1;

    private static object?[] InOrder(List<object?> parts, bool fromEnd)
    {
        if (fromEnd)
        {
            parts.Reverse();
        }

        return [.. parts];
    }
}
