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

        var places = list.Ngrams.Places(n);
        var groups = list.Ngrams.Groups(n);
        if (groups.IsEmpty)
        {
            return Length(0, n) + Spaces(n);
        }

        var occurrences = new int[list.Ngrams.GroupCount(n)];
        foreach (var group in groups)
        {
            occurrences[group]++;
        }

        var most = occurrences.Max();
        var top = 0;
        while (occurrences[groups[top]] != most)
        {
            top++;
        }

        if (candidate.WantsEvidence)
        {
            for (var i = 0; i < groups.Length; i++)
            {
                if (groups[i] == groups[top])
                {
                    Mark(candidate, rule, places[i], n);
                }
            }
        }

        return (Length(places[top], n) + Spaces(n)) * most;
    }

    /// <summary>The characters of runs that were met before, going through the text without overlaps.</summary>
    public long DuplicateCharacters(int n, Candidate candidate, int rule)
    {
        var places = list.Ngrams.Places(n);
        var groups = list.Ngrams.Groups(n);
        if (groups.IsEmpty)
        {
            return 0;
        }

        var seen = new bool[list.Ngrams.GroupCount(n)];
        var characters = 0L;
        var next = 0;
        for (var i = 0; i < groups.Length; i++)
        {
            if (places[i] < next)
            {
                continue;
            }

            if (seen[groups[i]])
            {
                characters += Length(places[i], n);
                Mark(candidate, rule, places[i], n);
                next = places[i] + n;
            }

            seen[groups[i]] = true;
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

        var duplicate = 0L;
        foreach (var place in list.Ngrams.Places(n))
        {
            duplicate += Length(place, n);
            Mark(candidate, rule, place, n);
        }

        // All runs: each word is in n of them, but those near the ends of the text.
        var all = n * list.Characters;
        for (var i = 0; i < n - 1; i++)
        {
            all -= (n - 1 - i) * (_words[i].Length + _words[_words.Length - 1 - i].Length);
        }

        return (double)duplicate / all;
    }

    /// <summary>The spaces in a run, where they count.</summary>
    private int Spaces(int n) => allCopies ? 0 : n - 1;

    private void Mark(Candidate candidate, int rule, int place, int n) =>
        candidate.Mark(rule, _words[place].Start, _words[place + n - 1].End - _words[place].Start);

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
