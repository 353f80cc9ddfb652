using Sinter.Data.Tuning;

namespace Sinter.Cli.Tuning;

/// <summary>Keeps what a user wants to be measured out of what is trained: a model is not judged by what it has learned.</summary>
internal static class MeasuredExamples
{
    /// <summary>Leaves out of a training what stands in the files that are measured, and tells how much that is.</summary>
    /// <param name="training">The examples that train.</param>
    /// <param name="test">Those of the files that are measured.</param>
    /// <param name="key">The key of the recipe that names the files that train, such as <c>finetune.train</c>.</param>
    /// <param name="testKey">The key that names those that are measured.</param>
    /// <param name="remarks">Gets a sentence where something is left out.</param>
    /// <param name="isAll">Whether these are all that train, so that some must be left.</param>
    /// <exception cref="InvalidDataException">Nothing is left to train on.</exception>
    public static IReadOnlyList<T> LeaveOut<T>(IReadOnlyList<T> training, IReadOnlyList<T> test, string key, string testKey, List<string> remarks, bool isAll = true)
        where T : TaskRecord
    {
        var (kept, found) = TuningOverlap.LeftOut(training, test);
        if (found.Count == 0)
        {
            return training;
        }

        if (kept.Count == 0 && isAll)
        {
            throw new InvalidDataException($"All {Units.Count(training.Count)} examples of '{key}' stand in '{testKey}' too, so none is left to train on; name other files to be measured, or leave '{testKey}' out.");
        }

        var count = training.Count - kept.Count;
        remarks.Add($"{Units.Count(count)} of {Units.Count(training.Count)} examples of '{key}' {(count == 1 ? "stands" : "stand")} in '{testKey}' too, letter case, punctuation and space aside (first: {found.FirstInTraining}, as {found.First}); {(count == 1 ? "it is" : "they are")} left out of the training.");
        return kept;
    }
}
