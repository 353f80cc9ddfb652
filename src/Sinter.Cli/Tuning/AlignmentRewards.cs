using Sinter.Cli.Recipes;
using Sinter.Cli.Verbs;
using Sinter.Models;
using Sinter.Models.Adapters;
using Sinter.Models.Files;
using Sinter.Training.Reinforcement.Rewards;

namespace Sinter.Cli.Tuning;

/// <summary>Checks what answers are rewarded by, before hours of training come to it.</summary>
internal static class AlignmentRewards
{
    private const string Library = ".dll:";

    /// <summary>What is wrong with the rules as they are written, as a sentence; null where nothing is. Libraries are not looked at.</summary>
    public static string? Fault(AlignSection section)
    {
        foreach (var rule in section.Rewards.Where(static rule => !rule.Contains(Library, StringComparison.OrdinalIgnoreCase)))
        {
            try
            {
                RewardFactory.Parse(rule);
            }
            catch (ArgumentException fault)
            {
                return $"'align.rewards' has '{rule}': {fault.Message.Split(" (Parameter")[0]}";
            }
        }

        return null;
    }

    /// <summary>Holds that the libraries and the reward model are there and are what they should be.</summary>
    /// <exception cref="FileNotFoundException">There is no such library.</exception>
    /// <exception cref="IOException">There is no such model.</exception>
    /// <exception cref="InvalidDataException">A library has no such reward, or the model gives none.</exception>
    public static void CheckFiles(AlignSection section)
    {
        if (!section.IsByReward)
        {
            return;
        }

        foreach (var rule in section.Rewards.Where(static rule => rule.Contains(Library, StringComparison.OrdinalIgnoreCase)))
        {
            RewardFactory.Parse(rule);
        }

        if (section.RewardModel is { } named)
        {
            var folder = LoadedModel.Locate(named);
            var head = AdapterFolder.IsAdapter(folder) ? (ModelHead?)null : ModelFolder.Open(folder).Config.Head;
            if (head != ModelHead.Reward)
            {
                throw new InvalidDataException($"'align.rewardModel' names '{folder}', which holds {(head is null ? "an adapter" : $"a model with the head {head}")}, expected a reward model; make one with 'sinter align --method reward'.");
            }
        }
    }
}
