using Sinter.Cli.Recipes;
using Sinter.Data.Tuning;

namespace Sinter.Cli.Tuning;

/// <summary>The preferences of a recipe, read and divided, and what the user should know of them before the training.</summary>
/// <param name="Train">What the model learns from.</param>
/// <param name="Test">What is only measured.</param>
/// <param name="Form">The form of the files, for people.</param>
/// <param name="Remarks">What was wrong with the files, each one sentence.</param>
internal sealed record PreferenceFiles<T>(IReadOnlyList<T> Train, IReadOnlyList<T> Test, string Form, IReadOnlyList<string> Remarks)
    where T : TaskRecord
{
    private const double TestShare = 0.1;

    /// <summary>Reads the files of a section, and keeps a tenth back where none are named to be measured.</summary>
    /// <exception cref="InvalidDataException">A file cannot be read, or too little is left.</exception>
    public static PreferenceFiles<T> Read(AlignSection section, int seed, Func<IReadOnlyList<string>, TuningOptions, TuningData<T>> read)
    {
        var options = TuningReading.Of(section);
        var data = read(section.Data, options);
        var remarks = data.Faults.Select(static fault => fault.Sentence).ToList();
        if (section.Test.Count > 0)
        {
            var test = read(section.Test, options);
            remarks.AddRange(test.Faults.Select(static fault => fault.Sentence));
            return new(MeasuredExamples.LeaveOut(data.Records, test.Records, "align.data", "align.test", remarks), test.Records, data.Form, remarks);
        }

        try
        {
            var parts = TuningSplit.HoldOut(data.Records, TestShare, (ulong)seed);
            return new(parts.Train, parts.HeldOut, data.Form, remarks);
        }
        catch (ArgumentException fault)
        {
            throw new InvalidDataException($"No records can be kept back to be measured: {fault.Message.Split(" (Parameter")[0].TrimEnd('.')}; name more of them, or other files in 'align.test'.", fault);
        }
    }
}
