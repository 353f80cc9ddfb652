using System.Buffers;
using System.Text;

namespace Sinter.Data.Reading.Wikipedia;

/// <summary>
/// Collects the plain text of a page: no more than one empty line, no space at line ends, and no headings that nothing follows. It rents its memory, and gives it back with the text.
/// </summary>
internal ref struct PlainTextWriter(int capacity)
{
    private readonly char[] _text = ArrayPool<char>.Shared.Rent(capacity);
    private readonly List<(int Level, int Start, int End)> _headings = [];
    private int _length;

    /// <summary>Whether nothing stands on the line yet.</summary>
    public readonly bool AtLineStart => _length == 0 || _text[_length - 1] == '\n';

    /// <summary>The last character; a line end where there is none.</summary>
    public readonly char Last => _length == 0 ? '\n' : _text[_length - 1];

    public void Append(ReadOnlySpan<char> text)
    {
        text.CopyTo(_text.AsSpan(_length));
        _length += text.Length;
    }

    public void Append(char sign) => _text[_length++] = sign;

    public void Append(Rune rune) => _length += rune.EncodeToUtf16(_text.AsSpan(_length));

    public void EndLine()
    {
        TrimSpace();
        if (_length > 0 && !(_length > 1 && _text[_length - 1] == '\n' && _text[_length - 2] == '\n'))
        {
            _text[_length++] = '\n';
        }
    }

    /// <summary>Takes the last character back.</summary>
    public void RemoveLast() => _length--;

    /// <summary>A heading begins; those of the same or a deeper level that nothing followed are taken back.</summary>
    public void BeginHeading(int level)
    {
        CloseHeadings(level);
        _headings.Add((level, _length, -1));
    }

    /// <summary>The heading's line is done.</summary>
    public readonly void EndHeading() => _headings[^1] = _headings[^1] with { End = _length };

    /// <summary>The text; the writer is not used again.</summary>
    public string Finish()
    {
        CloseHeadings(0);
        var text = _text.AsSpan(0, _length).Trim().ToString();
        ArrayPool<char>.Shared.Return(_text);
        return text;
    }

    private void CloseHeadings(int level)
    {
        while (_headings.Count > 0 && _headings[^1].Level >= level)
        {
            var (_, start, end) = _headings[^1];
            if (end >= 0 && _text.AsSpan(end, _length - end).IsWhiteSpace())
            {
                _length = start;
            }

            _headings.RemoveAt(_headings.Count - 1);
        }
    }

    private void TrimSpace()
    {
        while (_length > 0 && _text[_length - 1] is ' ' or '\t' or '\u00A0')
        {
            _length--;
        }
    }
}
