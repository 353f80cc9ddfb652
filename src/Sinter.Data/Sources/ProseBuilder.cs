using System.Text;

namespace Sinter.Data.Sources;

/// <summary>
/// Puts plain text together from the pieces between XML tags: every run of white space becomes one space, and none stands at the ends of a line.
/// In a single line, line and paragraph breaks are spaces, and the items of a list follow each other after semicolons.
/// </summary>
internal sealed class ProseBuilder(int maximumLength)
{
    private readonly StringBuilder _text = new();
    private int _pendingBreaks;
    private bool _pendingSpace;
    private bool _singleLine;

    /// <summary>How many characters there are.</summary>
    public int Length => _text.Length;

    /// <summary>True where more was written than the limit allows; the rest was left out.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Begins a new text.</summary>
    public void Begin(bool singleLine)
    {
        _text.Clear();
        _pendingBreaks = 0;
        _pendingSpace = false;
        _singleLine = singleLine;
        Overflowed = false;
    }

    /// <summary>The text as it stands.</summary>
    public string End() => _text.ToString();

    /// <summary>Adds text as it stands in a file. In <paramref name="keepLines"/> its line ends stay, and else only empty lines, which part paragraphs.</summary>
    public void Write(ReadOnlySpan<char> raw, bool keepLines = false)
    {
        var lineEnds = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            var character = raw[i];
            if (!char.IsWhiteSpace(character))
            {
                lineEnds = 0;
                var closes = (character is '.' or ',' or ';' or ':') && (i + 1 == raw.Length || char.IsWhiteSpace(raw[i + 1]));
                _pendingSpace &= !closes; // "the List ." is untidy, while the space in "the .NET library" stays.
                Put(character);
            }
            else if (character == '\n' && (keepLines || ++lineEnds == 2))
            {
                Break(keepLines ? 1 : 2);
            }
            else
            {
                _pendingSpace = true;
            }
        }
    }

    /// <summary>Adds a name, and a space before it where it would run into a word.</summary>
    public void WriteName(ReadOnlySpan<char> name)
    {
        _pendingSpace |= _text.Length > 0 && char.IsLetterOrDigit(_text[^1]);
        Write(name);
    }

    /// <summary>What follows begins a new line (1) or a new paragraph (2).</summary>
    public void Break(int lines) => _pendingBreaks = Math.Max(_pendingBreaks, lines);

    /// <summary>What follows is an item of a list.</summary>
    public void BeginItem()
    {
        if (_singleLine)
        {
            if (_text.Length > 0 && (char.IsLetterOrDigit(_text[^1]) || _text[^1] == ')'))
            {
                _text.Append(';');
            }

            _pendingSpace = true;
        }
        else
        {
            Break(1);
            Put('-');
            _pendingSpace = true;
        }
    }

    /// <summary>What was written last is a term, and what follows explains it.</summary>
    public void EndTerm()
    {
        if (_text.Length > 0 && char.IsLetterOrDigit(_text[^1]))
        {
            _text.Append(':');
        }

        _pendingSpace = true;
    }

    private void Put(char character)
    {
        if (_text.Length >= maximumLength)
        {
            Overflowed = true;
            return;
        }

        if (_text.Length > 0)
        {
            if (_pendingBreaks > 0 && !_singleLine)
            {
                _text.Append('\n', _pendingBreaks);
            }
            else if (_pendingSpace || _pendingBreaks > 0)
            {
                _text.Append(' ');
            }
        }

        _pendingBreaks = 0;
        _pendingSpace = false;
        _text.Append(character);
    }
}
