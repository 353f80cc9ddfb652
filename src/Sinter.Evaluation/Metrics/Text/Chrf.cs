using System.Globalization;

namespace Sinter.Evaluation.Metrics;

/// <summary>
/// chrF (Popović, "chrF: character n-gram F-score for automatic MT evaluation", 2015) and, with n-grams of words, chrF++ (2017), as sacreBLEU defines them: characters without white space, the orders that both sides
/// have averaged first, recall counting beta times as much. Not for several threads at once.
/// </summary>
public sealed class Chrf
{
    private readonly NGramMatcher _matcher = new();
    private readonly WordNumbers _words = new();
    private readonly List<int> _symbols = [];
    private readonly int _characterOrder;
    private readonly int _wordOrder;
    private readonly int _beta;
    private readonly bool _lowercase;
    private readonly bool _whitespace;

    /// <summary>Sets the measure up; the defaults are those of chrF2.</summary>
    /// <param name="characterOrder">The longest n-grams of characters.</param>
    /// <param name="wordOrder">The longest n-grams of words: 0 for chrF, 2 for chrF++.</param>
    /// <param name="beta">How many times as much recall counts.</param>
    /// <param name="lowercase">Whether letter case does not matter.</param>
    /// <param name="whitespace">Whether white space counts as characters.</param>
    /// <exception cref="ArgumentOutOfRangeException">An order or beta is out of range.</exception>
    public Chrf(int characterOrder = 6, int wordOrder = 0, int beta = 2, bool lowercase = false, bool whitespace = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(characterOrder, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(characterOrder, 100);
        ArgumentOutOfRangeException.ThrowIfNegative(wordOrder);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wordOrder, 100);
        ArgumentOutOfRangeException.ThrowIfLessThan(beta, 1);
        (_characterOrder, _wordOrder, _beta, _lowercase, _whitespace) = (characterOrder, wordOrder, beta, lowercase, whitespace);
    }

    /// <summary>chrF++ with the usual settings.</summary>
    public static Chrf PlusPlus() => new(wordOrder: 2);

    /// <summary>The name: <c>chrF2</c>, <c>chrF2++</c>.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"chrF{_beta}{new string('+', _wordOrder)}");

    /// <summary>Scores a corpus with one reference a candidate, 0 to 100.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public double Corpus(IReadOnlyList<string> candidates, IReadOnlyList<string> references) => Corpus(candidates, References.OfSingle(references));

    /// <summary>Scores a corpus, 0 to 100: the counts of all sentences are summed first, each against the reference that suits it best.</summary>
    /// <exception cref="ArgumentException">The lengths differ or a candidate has no reference.</exception>
    public double Corpus(IReadOnlyList<string> candidates, IReadOnlyList<IReadOnlyList<string>> references)
    {
        References.Check(candidates, references);
        var sum = new Counts[_characterOrder + _wordOrder];
        for (var item = 0; item < candidates.Count; item++)
        {
            var counts = Count(candidates[item], references[item]);
            for (var at = 0; at < sum.Length; at++)
            {
                sum[at] = new(sum[at].Candidate + counts[at].Candidate, sum[at].Reference + counts[at].Reference, sum[at].Matches + counts[at].Matches);
            }
        }

        return Score(sum);
    }

    /// <summary>Scores one sentence, 0 to 100.</summary>
    /// <exception cref="ArgumentException">There is no reference.</exception>
    public double Sentence(string candidate, params IReadOnlyList<string> references)
    {
        References.Check([candidate], [references]);
        return Score(Count(candidate, references));
    }

    /// <summary>What a figure needs beside it to be repeated, in sacreBLEU's form: <c>nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no</c>.</summary>
    public string Signature(IReadOnlyList<IReadOnlyList<string>> references) => string.Create(
        CultureInfo.InvariantCulture,
        $"nrefs:{References.Count(references)}|case:{(_lowercase ? "lc" : "mixed")}|eff:yes|nc:{_characterOrder}|nw:{_wordOrder}|space:{(_whitespace ? "yes" : "no")}");

    private Counts[] Count(string candidate, IReadOnlyList<string> references)
    {
        _words.Begin();
        candidate = _lowercase ? PlainText.Lower(candidate) : candidate;
        var (characters, words) = (Characters(candidate), Words(candidate));
        Counts[] best = [];
        var most = -1.0;
        foreach (var original in references)
        {
            var reference = _lowercase ? PlainText.Lower(original) : original;
            var counts = new Counts[_characterOrder + _wordOrder];
            Match(characters, Characters(reference), counts.AsSpan(0, _characterOrder));
            Match(words, Words(reference), counts.AsSpan(_characterOrder));
            if (Score(counts) is var score && score > most)
            {
                (best, most) = (counts, score);
            }
        }

        return best;
    }

    private void Match(int[] candidate, int[] reference, Span<Counts> counts)
    {
        var matches = new long[counts.Length];
        _matcher.Match(candidate, [reference], matches);
        for (var at = 0; at < counts.Length; at++)
        {
            var (own, other) = (Math.Max(0L, candidate.Length - at), Math.Max(0L, reference.Length - at));
            counts[at] = new(other == 0 ? 0 : own, other, matches[at]);
        }
    }

    private double Score(Counts[] counts)
    {
        var (precision, recall, orders) = (0.0, 0.0, 0);
        foreach (var (candidate, reference, matches) in counts)
        {
            if (candidate > 0 && reference > 0)
            {
                precision += (double)matches / candidate;
                recall += (double)matches / reference;
                orders++;
            }
        }

        if (precision + recall == 0)
        {
            return 0;
        }

        (precision, recall) = (precision / orders, recall / orders);
        var factor = (double)_beta * _beta;
        return 100 * (1 + factor) * precision * recall / ((factor * precision) + recall);
    }

    private int[] Characters(string text)
    {
        _symbols.Clear();
        if (_whitespace)
        {
            PlainText.AddCharacters(text, _symbols);
        }
        else
        {
            for (var at = 0; PlainText.NextWord(text, ref at, out var word);)
            {
                PlainText.AddCharacters(word, _symbols);
            }
        }

        return [.. _symbols];
    }

    // One mark is cut from a word: the last, or else the first.
    private int[] Words(string text)
    {
        _symbols.Clear();
        for (var at = 0; _wordOrder > 0 && PlainText.NextWord(text, ref at, out var word);)
        {
            if (word.Length == 1)
            {
                _symbols.Add(_words.Of(word));
            }
            else if (PlainText.IsPunctuation(word[^1]))
            {
                _symbols.Add(_words.Of(word[..^1]));
                _symbols.Add(_words.Of(word[^1..]));
            }
            else if (PlainText.IsPunctuation(word[0]))
            {
                _symbols.Add(_words.Of(word[..1]));
                _symbols.Add(_words.Of(word[1..]));
            }
            else
            {
                _symbols.Add(_words.Of(word));
            }
        }

        return [.. _symbols];
    }

    private readonly record struct Counts(long Candidate, long Reference, long Matches);
}
