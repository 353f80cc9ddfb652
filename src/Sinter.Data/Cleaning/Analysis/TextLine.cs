namespace Sinter.Data.Cleaning;

/// <summary>A line of a text.</summary>
/// <param name="Whole">The line without its line end.</param>
/// <param name="Content">The line without the white space at its ends; of length 0 where it is blank.</param>
public readonly record struct TextLine(TextSpan Whole, TextSpan Content)
{
    /// <summary>Cuts a text into its lines.</summary>
    internal static TextLine[] Split(string text)
    {
        if (text.Length == 0)
        {
            return [];
        }

        var lines = new TextLine[text.AsSpan().Count('\n') + 1];
        var start = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            var length = text.AsSpan(start).IndexOf('\n');
            var end = length < 0 ? text.Length : start + length;
            lines[i] = Of(text, start, end > start && length >= 0 && text[end - 1] == '\r' ? end - 1 : end);
            start = end + 1;
        }

        return lines;
    }

    private static TextLine Of(string text, int start, int end)
    {
        var first = start;
        var last = end;
        while (first < last && char.IsWhiteSpace(text[first]))
        {
            first++;
        }

        while (last > first && char.IsWhiteSpace(text[last - 1]))
        {
            last--;
        }

        return new TextLine(TextSpan.FromBounds(start, end), TextSpan.FromBounds(first, last));
    }
}
