namespace Sinter.Tokenizers.Jinja;

/// <summary>A text of a template that knows of each character where it comes from. It never changes.</summary>
internal sealed class MarkedText
{
    private readonly TextRun[] _runs;

    /// <summary>A text of one origin.</summary>
    public MarkedText(string text, TextOrigin origin = default)
        : this(text, text.Length == 0 ? [] : [new TextRun(text.Length, origin)])
    {
    }

    /// <summary>A text of several origins; the runs cover it.</summary>
    public MarkedText(string text, TextRun[] runs) => (Text, _runs) = (text, runs);

    /// <summary>The text without characters.</summary>
    public static MarkedText Empty { get; } = new("");

    /// <summary>The characters.</summary>
    public string Text { get; }

    /// <summary>Their origins, from left to right.</summary>
    public ReadOnlySpan<TextRun> Runs => _runs;

    /// <summary>The origin of a character.</summary>
    public TextOrigin OriginAt(int index) => _runs[RunAt(index)].Origin;

    /// <summary>The run that a character lies in.</summary>
    public int RunAt(int index)
    {
        var low = 0;
        var high = _runs.Length - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _runs[middle].End > index ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <summary>A stretch of the text.</summary>
    public MarkedText Slice(int start, int length)
    {
        if (length == 0)
        {
            return Empty;
        }

        if (length == Text.Length)
        {
            return this;
        }

        var first = RunAt(start);
        var runs = _runs[first..(RunAt(start + length - 1) + 1)];
        for (var i = 0; i < runs.Length; i++)
        {
            runs[i] = runs[i] with { End = Math.Min(runs[i].End - start, length) };
        }

        return new MarkedText(Text.Substring(start, length), runs);
    }

    /// <summary>The same origins with other characters, as many as before.</summary>
    public MarkedText WithCharacters(string text) => new(text, _runs);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
