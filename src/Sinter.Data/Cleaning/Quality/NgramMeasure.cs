namespace Sinter.Data.Cleaning.Quality;

/// <summary>How much of a text stands in runs of n words that occur more than once; the readings are told at <see cref="GopherRepetitionStep"/>.</summary>
/// <param name="list">The words.</param>
/// <param name="allCopies">Whether all copies count (and no spaces), or only further ones.</param>
internal readonly ref struct NgramMeasure(WordList list, bool allCopies)
{
    private readonly ReadOnlySpan<TextWord> _words = list.Words;

    /// <summary>The characters in the most frequent run of n words, the first of equally frequent ones; marked where it occurs.</summary>
    public long Top(int n, Candidate candidate, int rule)
    {
        if (_words.Length < n)
        {
            return 0;
        }

        var groups = list.Ngrams.Groups(n);
        if (groups.IsEmpty)
        {
            return Length(0, n) + (allCopies ? 0 : n - 1);
        }

        var occurrences = new int[list.Ngrams.GroupCount(n)];
        foreach (var group in groups)
        {
            if (group >= 0)
            {
                occurrences[group]++;
            }
        }

        var most = occurrences.Max();
        var top = FirstOf(groups, occurrences, most);
        if (candidate.WantsEvidence)
        {
            for (var i = 0; i < groups.Length; i++)
            {
                if (groups[i] == groups[top])
                {
                    candidate.Mark(rule, _words[i].Start, _words[i + n - 1].End - _words[i].Start);
                }
            }
        }

        return (Length(top, n) + (allCopies ? 0 : n - 1)) * most;
    }

    /// <summary>The characters of runs that were met before, going through the text without overlaps.</summary>
    public long DuplicateCharacters(int n, Candidate candidate, int rule)
    {
        var groups = _words.Length < n ? [] : list.Ngrams.Groups(n);
        if (groups.IsEmpty)
        {
            return 0;
        }

        var seen = new bool[list.Ngrams.GroupCount(n)];
        var characters = 0L;
        for (var i = 0; i < groups.Length;)
        {
            var group = groups[i];
            if (group >= 0 && seen[group])
            {
                characters += Length(i, n);
                candidate.Mark(rule, _words[i].Start, _words[i + n - 1].End - _words[i].Start);
                i += n;
                continue;
            }

            if (group >= 0)
            {
                seen[group] = true;
            }

            i++;
        }

        return characters;
    }

    /// <summary>The characters of all runs that occur more than once over those of all runs; NaN where there are no n words.</summary>
    public double DuplicateShare(int n, Candidate candidate, int rule)
    {
        if (_words.Length < n)
        {
            return double.NaN;
        }

        var groups = list.Ngrams.Groups(n);
        if (groups.IsEmpty)
        {
            return 0;
        }

        var all = 0L;
        var duplicate = 0L;
        var length = (long)Length(0, n);
        for (var i = 0; i < groups.Length; i++)
        {
            all += length;
            if (groups[i] >= 0)
            {
                duplicate += length;
                candidate.Mark(rule, _words[i].Start, _words[i + n - 1].End - _words[i].Start);
            }

            length += i + n < _words.Length ? _words[i + n].Length - _words[i].Length : 0;
        }

        return (double)duplicate / all;
    }

    private static int FirstOf(ReadOnlySpan<int> groups, int[] occurrences, int count)
    {
        var at = 0;
        while (groups[at] < 0 || occurrences[groups[at]] != count)
        {
            at++;
        }

        return at;
    }

    /// <summary>The length of a run of n words without the spaces between them.</summary>
    private int Length(int first, int n)
    {
        var length = 0;
        for (var i = first; i < first + n; i++)
        {
            length += _words[i].Length;
        }

        return length;
    }
}
