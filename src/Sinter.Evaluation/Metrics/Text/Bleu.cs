namespace Sinter.Evaluation.Metrics;

/// <summary>
/// BLEU (Papineni et al., "BLEU: a Method for Automatic Evaluation of Machine Translation", 2002) as sacreBLEU defines it (Post, "A Call for Clarity in Reporting BLEU Scores", 2018): mteval-v13a tokens, n-grams to 4,
/// exponential smoothing, several references. Not for several threads at once.
/// </summary>
/// <param name="lowercase">Whether letter case does not matter.</param>
public sealed class Bleu(bool lowercase = false)
{
    private readonly MtevalTokenizer _tokenizer = new();
    private readonly WordNumbers _words = new();
    private readonly NGramMatcher _matcher = new();
    private readonly List<int> _tokens = [];

    /// <summary>Scores a corpus with one reference a candidate.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public BleuScore Corpus(IReadOnlyList<string> candidates, IReadOnlyList<string> references) => Corpus(candidates, References.OfSingle(references));

    /// <summary>Scores a corpus: the counts of all sentences are summed first. No candidates score 0.</summary>
    /// <param name="candidates">What was written.</param>
    /// <param name="references">What could have been, at least one for each candidate.</param>
    /// <exception cref="ArgumentException">The lengths differ or a candidate has no reference.</exception>
    public BleuScore Corpus(IReadOnlyList<string> candidates, IReadOnlyList<IReadOnlyList<string>> references)
    {
        References.Check(candidates, references);
        var sum = new BleuCounts();
        for (var item = 0; item < candidates.Count; item++)
        {
            sum.Add(Count(candidates[item], references[item]));
        }

        return sum.Score(effectiveOrder: false);
    }

    /// <summary>Scores one sentence; orders that it is too short for are left out.</summary>
    /// <exception cref="ArgumentException">There is no reference.</exception>
    public BleuScore Sentence(string candidate, params IReadOnlyList<string> references)
    {
        References.Check([candidate], [references]);
        return Count(candidate, references).Score(effectiveOrder: true);
    }

    /// <summary>The counts of one sentence, to be summed or drawn again by a bootstrap.</summary>
    /// <exception cref="ArgumentException">There is no reference.</exception>
    public BleuCounts Count(string candidate, IReadOnlyList<string> references)
    {
        if (references.Count == 0)
        {
            throw new ArgumentException("The candidate has no reference; at least one is expected, which may be empty.", nameof(references));
        }

        _words.Begin();
        var tokens = Tokens(candidate);
        var others = new int[references.Count][];
        var nearest = -1;
        for (var at = 0; at < others.Length; at++)
        {
            others[at] = Tokens(references[at]);
            var (gap, least) = (Math.Abs(others[at].Length - tokens.Length), Math.Abs(nearest - tokens.Length));
            nearest = at == 0 || gap < least || (gap == least && others[at].Length < nearest) ? others[at].Length : nearest;
        }

        var counts = new BleuCounts { CandidateLength = tokens.Length, ReferenceLength = nearest };
        _matcher.Match(tokens, others, counts.Matches);
        for (var order = 1; order <= BleuCounts.Orders; order++)
        {
            counts.Totals[order - 1] = Math.Max(0, tokens.Length - order + 1);
        }

        return counts;
    }

    /// <summary>What a figure needs beside it to be repeated, in sacreBLEU's form: <c>nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp</c>.</summary>
    /// <param name="references">The references of the corpus.</param>
    /// <param name="sentence">Whether sentences were scored by themselves.</param>
    public string Signature(IReadOnlyList<IReadOnlyList<string>> references, bool sentence = false) =>
        $"nrefs:{References.Count(references)}|case:{(lowercase ? "lc" : "mixed")}|eff:{(sentence ? "yes" : "no")}|tok:13a|smooth:exp";

    private int[] Tokens(string text)
    {
        // White space at the end goes before line ends are joined, as a hyphen there would take the line end with it.
        var end = text.Length;
        while (end > 0 && PlainText.IsSpace(text[end - 1]))
        {
            end--;
        }

        text = text[..end];
        var tokenized = _tokenizer.Tokenize(lowercase ? PlainText.Lower(text) : text);
        _tokens.Clear();
        for (var at = 0; PlainText.NextWord(tokenized, ref at, out var word);)
        {
            _tokens.Add(_words.Of(word));
        }

        return [.. _tokens];
    }
}
