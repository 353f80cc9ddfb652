using System.Runtime.InteropServices;

namespace Sinter.Tokenizers.Training;

/// <summary>
/// The distinct words as tokens, which merge as training goes on. A token takes as many cells of one array as it has bytes or characters: its id in
/// the first, the way back to the first in the last; so that a merge costs the same in a short word and in an endless one.
/// </summary>
internal sealed class SymbolText
{
    private const int Boundary = int.MinValue;
    private const int Inner = int.MinValue + 1;

    private readonly List<int> _cells = [Boundary];
    private readonly List<int> _wordOfCell = [0];
    private readonly List<long> _timesOfWord = [];
    private readonly List<int> _widths = [];

    /// <summary>The pairs of adjacent tokens.</summary>
    public PairTable Pairs { get; } = new();

    /// <summary>The width of a token in cells.</summary>
    public int Width(int token) => _widths[token];

    /// <summary>Says how many cells a token takes.</summary>
    public void SetWidth(int token, int width)
    {
        while (_widths.Count <= token)
        {
            _widths.Add(1);
        }

        _widths[token] = width;
    }

    /// <summary>Adds a token to the word that is being written.</summary>
    public void Add(int token)
    {
        var start = _cells.Count;
        var width = _widths[token];
        if (_cells.Count > Array.MaxLength - width)
        {
            throw new InvalidDataException("The texts hold too many distinct words to train on; clean them, or train on a sample.");
        }

        for (var i = 0; i < width; i++)
        {
            _cells.Add(Inner);
            _wordOfCell.Add(_timesOfWord.Count);
        }

        _cells[^1] = ~start;
        _cells[start] = token;
    }

    /// <summary>Ends the word that is being written.</summary>
    /// <param name="times">How often the word was seen.</param>
    public void EndWord(long times)
    {
        _cells.Add(Boundary);
        _wordOfCell.Add(_timesOfWord.Count);
        _timesOfWord.Add(times);
    }

    /// <summary>Counts all pairs that are at most so wide.</summary>
    public void CountPairs(int widest)
    {
        var cells = CollectionsMarshal.AsSpan(_cells);
        for (var at = 0; at < cells.Length; at++)
        {
            if (cells[at] >= 0 && cells[at + Width(cells[at])] is >= 0 and var next && Width(cells[at]) + Width(next) <= widest)
            {
                Pairs.Add(PairTable.Key(cells[at], next), _timesOfWord[_wordOfCell[at]], at);
            }
        }
    }

    /// <summary>How often each token stands in the words now.</summary>
    /// <param name="tokens">How many tokens there are.</param>
    public long[] CountTokens(int tokens)
    {
        var counts = new long[tokens];
        for (var at = 0; at < _cells.Count; at++)
        {
            if (_cells[at] >= 0)
            {
                counts[_cells[at]] += _timesOfWord[_wordOfCell[at]];
            }
        }

        return counts;
    }

    /// <summary>Merges a pair wherever it stands, from left to right, and counts the pairs that come and go by it.</summary>
    /// <param name="left">The left token.</param>
    /// <param name="right">The right token.</param>
    /// <param name="result">What both become; its width is their sum.</param>
    /// <param name="places">Where the pair may stand.</param>
    /// <param name="widest">The widest pair that is counted.</param>
    public void Merge(int left, int right, int result, List<int> places, int widest)
    {
        if (left == right)
        {
            places.Sort(); // in a run of three the first two merge
        }

        var cells = CollectionsMarshal.AsSpan(_cells);
        var widths = CollectionsMarshal.AsSpan(_widths);
        foreach (var at in places)
        {
            var middle = at + widths[left];
            if (cells[at] != left || cells[middle] != right)
            {
                continue;
            }

            var times = _timesOfWord[_wordOfCell[at]];
            var end = middle + widths[right];
            cells[middle] = Inner;
            cells[end - 1] = ~at;
            cells[at] = result;
            if (cells[at - 1] is not Boundary and var before)
            {
                var previous = before >= 0 ? at - 1 : ~before;
                Replace(PairTable.Key(cells[previous], left), cells[previous], result, times, previous);
            }

            if (cells[end] is >= 0 and var next)
            {
                Replace(PairTable.Key(right, next), result, next, times, at);
            }
        }

        void Replace(ulong gone, int newLeft, int newRight, long times, int at)
        {
            Pairs.Remove(gone, times);
            if (Width(newLeft) + Width(newRight) <= widest)
            {
                Pairs.Add(PairTable.Key(newLeft, newRight), times, at);
            }
        }
    }
}
