using System.Text;

namespace Sinter.Tokenizers.Text;

/// <summary>Goes over the matches of a pattern from left to right. An empty match right behind the match before it does not count, as in Oniguruma's and Rust's iterators.</summary>
internal struct TextMatches(TextPattern pattern)
{
    private int _from;
    private int _lastEnd = -1;

    /// <summary>The next match in a text, which is the same at each call.</summary>
    public bool Next(ReadOnlySpan<byte> utf8, out int start, out int end)
    {
        while (_from <= utf8.Length && pattern.Find(utf8, _from, out start, out end))
        {
            _from = end;
            if (end > start || end != _lastEnd)
            {
                _lastEnd = end;
                return true;
            }

            Rune.DecodeFromUtf8(utf8[end..], out _, out var length);
            _from += Math.Max(1, length);
        }

        start = end = utf8.Length;
        return false;
    }
}
