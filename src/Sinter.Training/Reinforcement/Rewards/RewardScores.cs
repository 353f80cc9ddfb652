using static System.FormattableString;

namespace Sinter.Training.Reinforcement.Rewards;

/// <summary>Asks a reward, and makes sure of what it says: a class of a user's is not trusted to be without fault.</summary>
public static class RewardScores
{
    /// <summary>The rewards of answers.</summary>
    /// <exception cref="InvalidDataException">The reward failed, gave too few or too many numbers, or one that is not finite.</exception>
    public static IReadOnlyList<double> Of(IReward reward, IReadOnlyList<Completion> completions)
    {
        IReadOnlyList<double> scores;
        try
        {
            scores = reward.Score(completions);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or InvalidDataException or IOException or OutOfMemoryException))
        {
            throw new InvalidDataException($"The reward '{reward.Name}' failed with {exception.GetType().Name}: {exception.Message}", exception);
        }

        if (scores is null || scores.Count != completions.Count)
        {
            throw new InvalidDataException(Invariant($"The reward '{reward.Name}' gave {scores?.Count ?? 0} numbers for {completions.Count} answers; it must give one for each."));
        }

        for (var i = 0; i < scores.Count; i++)
        {
            if (!double.IsFinite(scores[i]))
            {
                throw new InvalidDataException(Invariant($"The reward '{reward.Name}' gave {scores[i]} for the answer '{ExactAnswer.Short(completions[i].Text)}' to '{ExactAnswer.Short(completions[i].Prompt)}'; a reward must be a finite number."));
            }
        }

        return scores;
    }
}
