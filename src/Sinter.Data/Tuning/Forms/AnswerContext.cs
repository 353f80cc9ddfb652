namespace Sinter.Data.Tuning.Forms;

/// <summary>A text in which answers are looked for. Files count code points, this counts UTF-16 characters; the two differ behind the first character beyond the basic plane.</summary>
internal sealed class AnswerContext(string text)
{
    private readonly bool _hasSurrogates = text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF');

    public string Text => text;

    /// <summary>
    /// The answer at the place that the file says, else at its occurrence nearest to it (the first one where the file says none); spaces round an answer that the context lacks are
    /// left out. Null where it occurs nowhere.
    /// </summary>
    /// <param name="answer">The text of the answer.</param>
    /// <param name="codePoint">Where it begins, in code points; below 0 where that is not known.</param>
    public AnswerSpan? Find(string answer, int codePoint)
    {
        if (string.IsNullOrWhiteSpace(answer))
        {
            return null;
        }

        var start = codePoint < 0 ? -1 : ToCharacters(codePoint);
        return At(answer, start) ? new AnswerSpan(answer, start)
            : At(answer, codePoint) ? new AnswerSpan(answer, codePoint)
            : Nearest(answer, start) is var place and >= 0 ? new AnswerSpan(answer, place)
            : answer.Trim() is { } trimmed && trimmed.Length < answer.Length && Nearest(trimmed, start) is var other and >= 0 ? new AnswerSpan(trimmed, other)
            : null;
    }

    private bool At(string answer, int start) => start >= 0 && start <= text.Length && text.AsSpan(start).StartsWith(answer, StringComparison.Ordinal);

    private int Nearest(string answer, int start)
    {
        var best = -1;
        for (var i = text.IndexOf(answer, StringComparison.Ordinal); i >= 0; i = text.IndexOf(answer, i + 1, StringComparison.Ordinal))
        {
            if (best < 0 || Math.Abs(i - start) < Math.Abs(best - start))
            {
                best = i;
            }

            if (start < 0 || i >= start)
            {
                break;
            }
        }

        return best;
    }

    private int ToCharacters(int codePoint)
    {
        if (!_hasSurrogates)
        {
            return codePoint;
        }

        var i = 0;
        for (; codePoint > 0 && i < text.Length; codePoint--)
        {
            i += char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) ? 2 : 1;
        }

        return codePoint > 0 ? text.Length : i;
    }
}
