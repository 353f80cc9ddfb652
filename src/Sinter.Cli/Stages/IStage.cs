using Sinter.Cli.Recipes;
using Sinter.Training.Runs;

namespace Sinter.Cli.Stages;

/// <summary>
/// One step from raw text to a reported model. A stage reads what earlier stages wrote into the run folder and writes its own outputs; it
/// knows nothing of plans, locks, fingerprints and looks, which belong to the <see cref="StageRunner"/>.
/// </summary>
internal interface IStage
{
    /// <summary>The name, as <c>--from</c> and the recipe spell it.</summary>
    string Name { get; }

    /// <summary>Whether a recipe has the stage at all: some have work to do only where the recipe asks for it.</summary>
    bool IsPartOf(Recipe recipe) => true;

    /// <summary>
    /// All that decides the result besides the stages before: recipe keys and the version of the stage (see <see cref="StageSettings"/>), and the identity of
    /// inputs from outside the run.
    /// </summary>
    /// <param name="recipe">The resolved recipe.</param>
    /// <param name="inputs">Tells what the content of such an input is.</param>
    IReadOnlyDictionary<string, string> Settings(Recipe recipe, InputHashes inputs);

    /// <summary>The files and folders below <paramref name="run"/> that the stage makes of <paramref name="recipe"/>. They are removed before a fresh start, and a finished stage of which one is missing runs again.</summary>
    IReadOnlyList<string> Outputs(Recipe recipe, RunFolder run);

    /// <summary>Does the work. The runner fills in name, seconds and fingerprint of what is returned.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop, and has kept what it needs to go on.</exception>
    StageResult Run(StageContext context, CancellationToken cancellation);
}
