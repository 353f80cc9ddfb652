using System.Globalization;
using System.Text;

namespace Sinter.Training.Reinforcement.Rewards;

/// <summary>
/// 1 where the answer is the right one, 0 otherwise. What counts as the answer is what stands behind the last marker, such as GSM8K's <c>####</c>, to the end of its line; without a marker the
/// whole text or, where the right answer is a number, the last number of the text. Numbers are equal as numbers (1,000 is 1000.0), texts but for case, white space and a full stop at the end.
/// </summary>
/// <param name="marker">What the answer stands behind; null for none.</param>
public sealed class ExactAnswer(string? marker = null) : RewardRule
{
    /// <inheritdoc/>
    public override string Name => marker is null ? "exact" : $"exact:{marker}";

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The prompt has no right answer.</exception>
    public override double Score(Completion completion) => IsRight(completion) is true ? 1 : 0;

    /// <inheritdoc/>
    public override bool? IsRight(Completion completion)
    {
        var right = Behind(completion.Answer ?? throw new InvalidDataException($"The prompt '{Short(completion.Prompt)}' has no right answer to compare with; give each prompt one or choose another reward."))
            ?? completion.Answer;
        if (marker is not null)
        {
            return Behind(completion.Text) is { } said && AreEqual(said, right);
        }

        return Number(right) is { } number ? LastNumber(completion.Text) == number : AreEqual(completion.Text, right);
    }

    /// <summary>The beginning of a text that a message quotes.</summary>
    internal static string Short(string text) => (text.Length <= 60 ? text : text[..60] + "...").ReplaceLineEndings(" ");

    /// <summary>The last number of a text, with its sign where that stands before no other number; null where it has none.</summary>
    internal static decimal? LastNumber(string text)
    {
        for (var end = text.Length; end > 0; end--)
        {
            if (!char.IsAsciiDigit(text[end - 1]))
            {
                continue;
            }

            var start = end - 1;
            while (start > 0 && (char.IsAsciiDigit(text[start - 1]) || (text[start - 1] is '.' or ',' && start > 1 && char.IsAsciiDigit(text[start - 2]))))
            {
                start--;
            }

            // A minus behind a number or a word takes away and is no sign.
            if (start > 0 && text[start - 1] is '-' or '\u2212' && text.AsSpan(0, start - 1).TrimEnd() is var before && (before.IsEmpty || !(char.IsLetterOrDigit(before[^1]) || before[^1] == ')')))
            {
                start--;
            }

            return Number(text[start..end]);
        }

        return null;
    }

    private static bool AreEqual(string said, string right) => Number(said) is { } a && Number(right) is { } b ? a == b : Normalized(said) == Normalized(right);

    private static decimal? Number(string text)
    {
        text = text.Trim().Replace('\u2212', '-').TrimEnd('.').TrimStart('$').TrimEnd('%');
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static string Normalized(string text)
    {
        var result = new StringBuilder();
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            result.Append(result.Length > 0 ? " " : "").Append(word.ToLowerInvariant());
        }

        return result.ToString().TrimEnd('.').TrimEnd();
    }

    private string? Behind(string text)
    {
        if (marker is null || text.LastIndexOf(marker, StringComparison.Ordinal) is not (>= 0 and var at))
        {
            return null;
        }

        var line = text.AsSpan(at + marker.Length).TrimStart();
        var end = line.IndexOfAny('\r', '\n');
        return (end < 0 ? line : line[..end]).Trim().ToString();
    }
}
