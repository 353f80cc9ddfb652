using Sinter.Data.Cleaning;

namespace Sinter.Data.Decontamination;

/// <summary>
/// Lays a field of a benchmark beside a part of a text, so that as many words as possible stand against the same word, in order and in runs of at least two: a longest common
/// subsequence (Wagner and Fischer 1974) that does not count words that are the same by chance, as "the" is. It belongs to one thread.
/// </summary>
internal sealed class WordAlignment(BenchmarkWords words)
{
    /// <summary>Longer fields are found without; a comparison takes their length squared.</summary>
    public const int LongestField = 300;

    private readonly List<int> _numbers = [];
    private readonly List<TextSpan> _spans = [];
    private ushort[] _best = [];

    /// <summary>How many words of the field stand in order in the text, and where.</summary>
    /// <param name="text">The text.</param>
    /// <param name="field">The field.</param>
    /// <param name="at">Where in the text a word of the field stands.</param>
    /// <param name="offset">Which word of the field that is.</param>
    public (int Words, TextSpan Span) Align(string text, int field, int at, int offset)
    {
        var (start, length) = (words.Start(field), words.Length(field));
        var slack = 4 + (length / 4);
        Read(text, WordsBefore(text, at, offset + slack), length + (2 * slack));
        var width = _numbers.Count + 1;
        Fill(start, length, width);
        var most = _best[(length * width) + width - 1];
        return (most, most == 0 ? new TextSpan(at, 0) : Trace(start, length, width));
    }

    private void Read(string text, int from, int most)
    {
        _numbers.Clear();
        _spans.Clear();
        var scanner = new WordScanner(text, from);
        while (_numbers.Count < most && scanner.MoveNext())
        {
            _numbers.Add(words.Number(scanner.Fold()));
            _spans.Add(TextSpan.FromBounds(scanner.Start, scanner.End));
        }
    }

    private void Fill(int start, int length, int width)
    {
        if (_best.Length < (length + 1) * width)
        {
            _best = new ushort[(length + 1) * width];
        }

        Array.Clear(_best, 0, width);
        for (var i = 1; i <= length; i++)
        {
            _best[i * width] = 0;
            for (var j = 1; j < width; j++)
            {
                var best = Math.Max(_best[((i - 1) * width) + j], _best[(i * width) + j - 1]);
                var run = Run(start, i, j);
                for (var taken = 2; taken <= run; taken++)
                {
                    best = Math.Max(best, (ushort)(_best[((i - taken) * width) + j - taken] + taken));
                }

                _best[(i * width) + j] = best;
            }
        }
    }

    /// <summary>From the first word of the text that stands against one of the field to the last.</summary>
    private TextSpan Trace(int start, int length, int width)
    {
        var (first, last) = (-1, -1);
        for (var (i, j) = (length, width - 1); i > 0 && j > 0;)
        {
            var best = _best[(i * width) + j];
            var run = Run(start, i, j);
            var taken = 2;
            while (taken <= run && _best[((i - taken) * width) + j - taken] + taken != best)
            {
                taken++;
            }

            if (taken <= run)
            {
                last = last < 0 ? j - 1 : last;
                (i, j) = (i - taken, j - taken);
                first = j;
            }
            else if (best == _best[((i - 1) * width) + j])
            {
                i--;
            }
            else
            {
                j--;
            }
        }

        return TextSpan.FromBounds(_spans[first].Start, _spans[last].End);
    }

    /// <summary>How many words before these two are the same; no more than 3, as all longer runs are made of runs of 2 and 3.</summary>
    private int Run(int start, int i, int j)
    {
        var run = 0;
        while (run < 3 && run < i && run < j && words.Number(start + i - 1 - run) == _numbers[j - 1 - run])
        {
            run++;
        }

        return run;
    }

    /// <summary>Where so many words before a place begin, or the text does.</summary>
    private static int WordsBefore(string text, int at, int count)
    {
        var folds = WordFolding.Table;
        for (; at > 0; at--)
        {
            var fold = folds[text[at - 1]];
            var begins = at < text.Length && fold == WordFolding.Separator && folds[text[at]] > WordFolding.Skipped;
            if ((begins || (fold >= WordFolding.FirstUnspaced && WordFolding.IsUnspaced(fold))) && count-- == 0)
            {
                break;
            }
        }

        return at;
    }
}
