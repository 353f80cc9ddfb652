namespace Sinter.Training.Checks;

/// <summary>What a check at the start of a training found.</summary>
/// <param name="Name">Its name: <c>micro-batches</c>, <c>neighbours</c>, <c>end of text</c>, <c>frozen weights</c>, <c>start loss</c>.</param>
/// <param name="Passed">Whether all is well, or the check says nothing here.</param>
/// <param name="Sentence">What was found, in one sentence.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record TrainingCheck(string Name, bool Passed, string Sentence, double Seconds)
{
    /// <summary>Whether the check says nothing of this training; the sentence tells why.</summary>
    public bool IsSkipped { get; init; }
}
