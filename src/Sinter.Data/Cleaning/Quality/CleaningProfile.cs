namespace Sinter.Data.Cleaning.Quality;

/// <summary>A named list of steps: how a known data set was cleaned.</summary>
/// <param name="Name">The name in recipes: <c>fineweb</c>.</param>
/// <param name="Description">What it follows, in one sentence.</param>
/// <param name="Steps">The steps in their order.</param>
public sealed record CleaningProfile(string Name, string Description, IReadOnlyList<StepSetting> Steps);

/// <summary>A step of a profile with the options that differ from the step's defaults.</summary>
/// <param name="Step">The name of the step.</param>
/// <param name="Options">The options by name, their values in the spelling of recipes; lists are JSON arrays.</param>
public sealed record StepSetting(string Step, IReadOnlyDictionary<string, string> Options);
