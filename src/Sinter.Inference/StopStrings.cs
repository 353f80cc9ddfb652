namespace Sinter.Inference;

/// <summary>
/// Watches text that comes in pieces for the strings that end it. What may be the beginning of such a string is held
/// back until it is known not to be one. Compares ordinally.
/// </summary>
internal sealed class StopStrings(IReadOnlyCollection<string> strings)
{
    private string _held = "";

    /// <summary>Whether a stop string has come.</summary>
    public bool Found { get; private set; }

    /// <summary>Takes the next piece and gives the text that is surely before any stop string.</summary>
    public string Append(string piece)
    {
        if (strings.Count == 0)
        {
            return piece;
        }

        // Of several the one that is complete first counts, so that it does not matter how the text was cut.
        var text = _held + piece;
        int start = text.Length, end = int.MaxValue;
        foreach (var stop in strings)
        {
            var at = text.IndexOf(stop, StringComparison.Ordinal);
            if (at >= 0 && (at + stop.Length, at).CompareTo((end, start)) < 0)
            {
                (start, end) = (at, at + stop.Length);
                Found = true;
            }
        }

        if (!Found)
        {
            start = strings.Min(stop => BeginningOf(stop, text));
        }

        _held = Found ? "" : text[start..];
        return text[..start];
    }

    /// <summary>Ends the text and gives what was held back.</summary>
    public string Flush()
    {
        var rest = _held;
        _held = "";
        return rest;
    }

    /// <summary>Where the longest end of the text begins that the stop string may follow on from; the text's length where none does.</summary>
    private static int BeginningOf(string stop, string text)
    {
        var start = Math.Max(0, text.Length - stop.Length + 1);
        while (start < text.Length && !stop.StartsWith(text[start..], StringComparison.Ordinal))
        {
            start++;
        }

        return start;
    }
}
