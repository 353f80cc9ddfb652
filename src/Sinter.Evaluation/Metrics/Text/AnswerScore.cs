using System.Text;

namespace Sinter.Evaluation.Metrics;

/// <summary>
/// Scores answers to questions as SQuAD's evaluation does (Rajpurkar et al. 2016 and 2018): lower case, no punctuation of ASCII, no articles a, an and the, and white space as one space.
/// </summary>
public static class AnswerScore
{
    /// <summary>The text with only that left which counts.</summary>
    public static string Normalize(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var character in PlainText.Lower(text))
        {
            if (!PlainText.IsPunctuation(character))
            {
                kept.Append(character);
            }
        }

        var (lower, result) = (kept.ToString(), new StringBuilder(kept.Length));
        for (var at = 0; at < lower.Length;)
        {
            if (ArticleAt(lower, at) is > 0 and var length)
            {
                result.Append(' ');
                at += length;
            }
            else
            {
                result.Append(lower[at++]);
            }
        }

        return string.Join(' ', Words(result.ToString()));
    }

    /// <summary>1 where an answer is one of the expected ones, else 0. No expected answers mean that there is none: then the empty answer is right.</summary>
    public static double ExactMatch(string answer, IReadOnlyList<string> expected)
    {
        var normal = Normalize(answer);
        return Golds(expected).Exists(gold => string.Equals(gold, normal, StringComparison.Ordinal)) ? 1 : 0;
    }

    /// <summary>The F1 of the words of an answer against the expected answer that suits it best, 0 to 1; where either has no words, 1 if both have none.</summary>
    public static double F1(string answer, IReadOnlyList<string> expected)
    {
        var words = Words(Normalize(answer));
        return Golds(expected).Max(gold => F1(words, Words(gold)));
    }

    private static List<string> Golds(IReadOnlyList<string> expected)
    {
        var golds = expected.Select(Normalize).Where(static gold => gold.Length > 0).ToList();
        return golds.Count == 0 ? [""] : golds;
    }

    private static double F1(List<string> answer, List<string> expected)
    {
        if (answer.Count == 0 || expected.Count == 0)
        {
            return answer.Count == expected.Count ? 1 : 0;
        }

        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in expected)
        {
            counts[word] = counts.GetValueOrDefault(word) + 1;
        }

        var same = 0;
        foreach (var word in answer)
        {
            if (counts.TryGetValue(word, out var left) && left > 0)
            {
                counts[word] = left - 1;
                same++;
            }
        }

        return PrecisionRecall.Of(same, answer.Count, expected.Count).F1;
    }

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        for (var at = 0; PlainText.NextWord(text, ref at, out var word);)
        {
            words.Add(word.ToString());
        }

        return words;
    }

    /// <summary>The length of an article that stands here by itself, or 0.</summary>
    private static int ArticleAt(string text, int at)
    {
        if (at > 0 && IsOfWord(text, at - 1))
        {
            return 0;
        }

        foreach (var article in (ReadOnlySpan<string>)["a", "an", "the"])
        {
            var end = at + article.Length;
            if (string.CompareOrdinal(text, at, article, 0, article.Length) == 0 && (end >= text.Length || !IsOfWord(text, end)))
            {
                return article.Length;
            }
        }

        return 0;
    }

    // Letters and numbers, of which those beyond the first plane take two chars.
    private static bool IsOfWord(string text, int at)
    {
        if (char.IsLowSurrogate(text[at]) && at > 0 && char.IsHighSurrogate(text[at - 1]))
        {
            at--;
        }

        return char.IsLetter(text, at) || char.IsNumber(text, at);
    }
}
