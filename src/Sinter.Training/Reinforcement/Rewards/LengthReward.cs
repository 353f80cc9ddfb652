using static System.FormattableString;

namespace Sinter.Training.Reinforcement.Rewards;

/// <summary>How near the length of an answer comes to a target: 1 at the target, falling in a straight line to 0 at none and at twice of it.</summary>
/// <param name="target">Tokens, the end included; 1 or more.</param>
public sealed class LengthReward(int target) : RewardRule
{
    private readonly int _target = target >= 1 ? target : throw new ArgumentException(Invariant($"The target length is {target} tokens; it must be 1 or more."));

    /// <inheritdoc/>
    public override string Name => Invariant($"length:{_target}");

    /// <inheritdoc/>
    public override double Score(Completion completion) => Math.Max(0, 1 - (Math.Abs((double)completion.Tokens - _target) / _target));
}

/// <summary>
/// The soft penalty of answers that are too long (Yu et al. 2025, DAPO, equation 13): 0 up to limit - buffer tokens, then falling in a straight line to -1 at the limit, and -1 beyond it or where the answer
/// was cut off.
/// </summary>
/// <param name="limit">Tokens that an answer may have, the end included.</param>
/// <param name="buffer">Tokens before the limit over which the penalty grows; 1 to the limit.</param>
public sealed class OverlongPenalty(int limit, int buffer) : RewardRule
{
    private readonly int _limit = limit >= 1 ? limit : throw new ArgumentException(Invariant($"The limit of length is {limit} tokens; it must be 1 or more."));
    private readonly int _buffer = buffer >= 1 && buffer <= limit ? buffer : throw new ArgumentException(Invariant($"The buffer before the limit of length is {buffer} tokens; it must lie between 1 and the limit, {limit}."));

    /// <inheritdoc/>
    public override string Name => Invariant($"overlong:{_limit}:{_buffer}");

    /// <inheritdoc/>
    public override double Score(Completion completion)
        => !completion.IsEnded ? -1 : Math.Clamp((_limit - _buffer - (double)completion.Tokens) / _buffer, -1, 0);
}
