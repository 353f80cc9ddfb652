namespace Sinter.Data.Cleaning;

/// <summary>
/// One block of a cleaning recipe. A step measures a text (<see cref="Candidate.Score"/>), changes it (<see cref="Candidate.Text"/>), or notes facts
/// (<see cref="Candidate.SetMetadata"/>). It never drops anything itself: the limits of its <see cref="Rules"/> do, so that the same scores can be judged anew
/// with other limits, explained and drawn.
/// </summary>
/// <remarks>
/// A class with <see cref="CleaningStepAttribute"/>, a constructor without parameters and its options as properties with <see cref="StepOptionAttribute"/>
/// is found by its name in recipes, also in a user's own assembly. Steps are called from several threads at once, each on a document of its own: what they
/// hold does not change after the construction. A result depends on the document and the options alone.
/// </remarks>
public interface ICleaningStep
{
    /// <summary>
    /// What the step measures, each with its limits, in a fixed order; empty for a step that only changes texts. It is asked once, when the options are set;
    /// an option that is impossible (a file that is missing, two bounds that cross) is an <see cref="InvalidDataException"/> here, before any document is read.
    /// </summary>
    IReadOnlyList<ScoreRule> Rules { get; }

    /// <summary>Works on one document. An exception other than for memory or cancellation counts the document as broken.</summary>
    void Process(Candidate candidate);
}
