namespace Sinter.Data.Cleaning.Quality;

/// <summary>Gives the words of one line after another.</summary>
/// <param name="words">All words of the text.</param>
internal ref struct LineWords(ReadOnlySpan<TextWord> words)
{
    private readonly ReadOnlySpan<TextWord> _words = words;
    private int _next;

    /// <summary>The words of a line, which lies behind all lines that were asked for before.</summary>
    public ReadOnlySpan<TextWord> Of(TextLine line)
    {
        while (_next < _words.Length && _words[_next].Start < line.Whole.Start)
        {
            _next++;
        }

        var first = _next;
        while (_next < _words.Length && _words[_next].Start < line.Whole.End)
        {
            _next++;
        }

        return _words[first.._next];
    }
}
