namespace Sinter.Data.Cleaning.Quality;

/// <summary>A named list of steps: how a known data set was cleaned.</summary>
/// <param name="Name">The name in recipes: <c>fineweb</c>.</param>
/// <param name="Description">What it follows, in one sentence.</param>
/// <param name="Steps">The steps in their order.</param>
public sealed record CleaningProfile(string Name, string Description, IReadOnlyList<StepSetting> Steps);
