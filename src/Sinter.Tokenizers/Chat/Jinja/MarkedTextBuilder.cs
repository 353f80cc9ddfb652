using System.Text;

namespace Sinter.Tokenizers.Jinja;

/// <summary>Puts a <see cref="MarkedText"/> together from the left, within the limits of a rendering.</summary>
internal sealed class MarkedTextBuilder(RenderLimits limits)
{
    private readonly StringBuilder _text = new();
    private readonly List<TextRun> _runs = [];

    /// <summary>Whether what is added now is what the assistant says.</summary>
    public bool Generated { get; set; }

    /// <summary>Adds text that the template wrote itself.</summary>
    public MarkedTextBuilder Append(ReadOnlySpan<char> text) => Append(text, default);

    /// <summary>Adds text of one origin.</summary>
    public MarkedTextBuilder Append(ReadOnlySpan<char> text, TextOrigin origin)
    {
        limits.SpendText(_text.Length, text.Length);
        _text.Append(text);
        Mark(origin);
        return this;
    }

    /// <summary>Adds a text with its origins.</summary>
    public MarkedTextBuilder Append(MarkedText text) => Append(text, 0, text.Text.Length);

    /// <summary>Adds a stretch of a text with its origins.</summary>
    public MarkedTextBuilder Append(MarkedText text, int start, int length)
    {
        var end = start + length;
        for (var run = length == 0 ? text.Runs.Length : text.RunAt(start); start < end; run++)
        {
            var next = Math.Min(text.Runs[run].End, end);
            Append(text.Text.AsSpan(start, next - start), text.Runs[run].Origin);
            start = next;
        }

        return this;
    }

    /// <summary>The text so far.</summary>
    public MarkedText ToText() => _text.Length == 0 ? MarkedText.Empty : new MarkedText(_text.ToString(), [.. _runs]);

    private void Mark(TextOrigin origin)
    {
        var marked = origin with { Generated = origin.Generated || Generated };
        if (_runs is [.., var last] && last.Origin == marked)
        {
            _runs[^1] = new TextRun(_text.Length, marked);
        }
        else if (_text.Length > (_runs is [.., var before] ? before.End : 0))
        {
            _runs.Add(new TextRun(_text.Length, marked));
        }
    }
}
