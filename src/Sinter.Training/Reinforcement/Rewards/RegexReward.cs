using System.Text.RegularExpressions;

namespace Sinter.Training.Reinforcement.Rewards;

/// <summary>
/// 1 where a regular expression finds something in an answer, 0 otherwise; with <c>whole</c> only where it takes all of it, which is a check of format. An answer on which the expression runs longer than a
/// second counts as none, as what a model writes must not be able to stop its training.
/// </summary>
public sealed class RegexReward : RewardRule
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly Regex _expression;
    private readonly string _pattern;
    private readonly bool _whole;

    /// <summary>Compiles the expression.</summary>
    /// <param name="pattern">As .NET has them; the dot takes line ends too.</param>
    /// <param name="whole">Whether it must take the whole answer.</param>
    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    public RegexReward(string pattern, bool whole = false)
    {
        try
        {
            _expression = new Regex(whole ? $@"\A(?:{pattern})\z" : pattern, RegexOptions.CultureInvariant | RegexOptions.Singleline, Limit);
        }
        catch (RegexParseException exception)
        {
            throw new ArgumentException($"The reward's pattern '{pattern}' is no regular expression: {exception.Message}", nameof(pattern), exception);
        }

        (_pattern, _whole) = (pattern, whole);
    }

    /// <summary>Answers on which the expression ran too long, so far.</summary>
    public long TimedOut { get; private set; }

    /// <inheritdoc/>
    public override string Name => (_whole ? "format:" : "regex:") + _pattern;

    /// <inheritdoc/>
    public override double Score(Completion completion)
    {
        try
        {
            return _expression.IsMatch(completion.Text) ? 1 : 0;
        }
        catch (RegexMatchTimeoutException)
        {
            TimedOut++;
            return 0;
        }
    }
}
