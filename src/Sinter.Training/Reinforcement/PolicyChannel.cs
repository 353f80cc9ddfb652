namespace Sinter.Training.Reinforcement;

/// <summary>The numbers of each token of an answer, by their channel in <see cref="Sinter.Training.Examples.Passage.Numbers"/>. They stand at the position whose target the token is.</summary>
public static class PolicyChannel
{
    /// <summary>What the token counts in the loss; all of them together make its mean.</summary>
    public const int Weight = 0;

    /// <summary>How much better than expected it is.</summary>
    public const int Advantage = 1;

    /// <summary>Its log-probability, in nats, under the policy that said it.</summary>
    public const int Old = 2;

    /// <summary>Its log-probability, in nats, under the reference.</summary>
    public const int Reference = 3;

    /// <summary>The return that the value head should say.</summary>
    public const int Return = 4;

    /// <summary>What the value head said before the step.</summary>
    public const int OldValue = 5;

    /// <summary>How many there are.</summary>
    public const int Count = 6;
}
