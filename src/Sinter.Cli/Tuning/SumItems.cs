using Sinter.Cli.Recipes;
using Sinter.Data.Tuning;
using Sinter.Training.Reinforcement;
using Sinter.Training.Tasks;

namespace Sinter.Cli.Tuning;

/// <summary>Sums with their answers as the examples of a fine-tuning: those that the recipe makes up, and of the held-out ones some to look at on the way and others to measure.</summary>
internal static class SumItems
{
    private const int Measured = 500;
    private const int LookedAt = 200;

    /// <summary>Whether a recipe tunes on sums.</summary>
    public static bool AreIn(FinetuneSection section) => section.Train is [CollectSection.Sums];

    /// <summary>The sums of a recipe.</summary>
    public static TuningItems Of(Recipe recipe)
    {
        var problems = new ArithmeticProblems(recipe.Collect.Digits);
        var train = problems.Train(recipe.Collect.Problems, (ulong)recipe.Seed).ToList();
        var heldOut = problems.HeldOut(Measured + LookedAt, (ulong)recipe.Seed).Select(Item).ToList();
        return new TuningItems
        {
            Train = [.. train.Select(Item)],
            Test = [.. heldOut.Take(Measured)],
            Validation = [.. heldOut.Skip(Measured)],
            Labels = [],
            Form = "sums",
            Remarks = [],
            Folds = folds => TuningItems.Divided([.. train.Select(static problem => new GenerateRecord(problem.Prompt, problem.Answer))], folds, recipe.Seed),
        };
    }

    private static TaskItem Item(ArithmeticProblem problem) => new(problem.Prompt) { Target = problem.Answer };
}
