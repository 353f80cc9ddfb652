using System.Globalization;
using Sinter.Cli.Recipes;

namespace Sinter.Cli.Stages;

/// <summary>What decides the result of a stage besides the stages before it, so that a change of it is noticed.</summary>
internal static class StageSettings
{
    /// <summary>The values of the stage's own section of the recipe, its version, and the values of other sections and keys that it reads.</summary>
    /// <param name="recipe">The resolved recipe.</param>
    /// <param name="stage">The name of the stage, which is that of its section.</param>
    /// <param name="version">Raised when the stage itself comes to make something else of the same settings.</param>
    /// <param name="parts">Other sections, such as <c>model</c>, and keys, such as <c>seed</c>.</param>
    public static Dictionary<string, string> Of(Recipe recipe, string stage, int version, params ReadOnlySpan<string> parts)
    {
        var settings = RecipeSchema.Settings(recipe, [stage, .. parts]);
        settings[stage + ".version"] = version.ToString(CultureInfo.InvariantCulture);
        return settings;
    }
}
