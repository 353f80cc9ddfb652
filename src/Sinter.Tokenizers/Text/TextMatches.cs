using System.Text;

namespace Sinter.Tokenizers.Text;

/// <summary>Goes over the matches of a pattern from left to right. An empty match right behind the match before it does not count, as in Oniguruma's and Rust's iterators.</summary>
/// <param name="pattern">The pattern.</param>
/// <param name="most">The steps that an expression may take; <see cref="UnicodePattern.StepsFor"/> says how many, where none are given.</param>
internal struct TextMatches(TextPattern pattern, long? most = null)
{
    private long _steps = most ?? -1;
    private int _from;
    private int _lastEnd = -1;

    /// <summary>The steps that are left.</summary>
    public readonly long Steps => _steps;

    /// <summary>The next match in a text, which is the same at each call.</summary>
    /// <exception cref="TimeoutException">The expression runs away on this text.</exception>
    public bool Next(ReadOnlySpan<byte> utf8, out int start, out int end)
    {
        _steps = _steps < 0 ? UnicodePattern.StepsFor(utf8.Length) : _steps;
        while (_from <= utf8.Length && pattern.Find(utf8, _from, ref _steps, out start, out end))
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
