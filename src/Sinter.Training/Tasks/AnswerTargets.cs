using Sinter.Data.Tuning;
using Sinter.Training.Examples;
using static System.FormattableString;

namespace Sinter.Training.Tasks;

/// <summary>
/// Where an answer lies in a window of its text, as targets: 1 at its first token, 2 at its last, 3 where it is one token. Where the window does not hold all of it, or there is none, the first token of
/// the sequence is the answer (Devlin et al. 2019, section 4.3).
/// </summary>
internal static class AnswerTargets
{
    /// <summary>The token is the first of the answer.</summary>
    public const int Start = 1;

    /// <summary>The token is the last of the answer.</summary>
    public const int End = 2;

    /// <summary>The targets of a window.</summary>
    /// <param name="passage">The window.</param>
    /// <param name="answers">The answers; the first counts.</param>
    /// <param name="text">The whole text.</param>
    /// <param name="none">The place that means no answer: the first token, behind those that an adapter fills.</param>
    /// <exception cref="InvalidDataException">The answer lies outside the text.</exception>
    public static Passage Of(TaskPassage passage, IReadOnlyList<AnswerSpan> answers, string text, int none)
    {
        var targets = new int[passage.Tokens.Length];
        Array.Fill(targets, -1);
        var (first, last) = (none, none);
        if (answers is [var answer, ..])
        {
            var end = answer.Start + answer.Text.Length;
            if (answer.Start < 0 || answer.Text.Length == 0 || end > text.Length)
            {
                throw new InvalidDataException(Invariant($"Its answer of {answer.Text.Length} characters at {answer.Start} lies outside the text of {text.Length}."));
            }

            var from = Array.FindIndex(passage.Ranges, range => range.End > answer.Start);
            var to = Array.FindLastIndex(passage.Ranges, range => range.Start < end);

            // A window that begins or ends within the answer does not hold it.
            if (from >= 0 && to >= from && passage.Ranges[from].Start <= answer.Start && passage.Ranges[to].End >= end)
            {
                (first, last) = (passage.First + from, passage.First + to);
            }
        }

        targets[first] = Start;
        targets[last] = last == first ? Start + End : End;
        return new Passage(passage.Tokens, targets) { Segments = passage.Segments };
    }
}
