using Sinter.Cli.Recipes;
using Sinter.Cli.Tuning;

namespace Sinter.Cli.Stages;

/// <summary>
/// The examples that a recipe measures its fine-tuning on, as texts that nothing may learn from: where the same files give both the text of the pre-training and the examples of the
/// fine-tuning, those that are measured later must not be read before. Letter case, white space and punctuation are no difference.
/// </summary>
internal sealed class HeldOutExamples
{
    private readonly HashSet<string> _keys;

    private HeldOutExamples(HashSet<string> keys) => _keys = keys;

    /// <summary>Those of a recipe; null where it measures on no examples of files.</summary>
    public static HeldOutExamples? Of(Recipe recipe) => !IsFor(recipe) ? null
        : new HeldOutExamples([.. TuningItems.Read(recipe.Finetune, recipe.Seed).Test.Select(static item => Key(item.Text))]);

    /// <summary>Whether a recipe has examples whose text may stand in its documents too.</summary>
    public static bool IsFor(Recipe recipe) => recipe.Finetune.Task is "classify" or "regress";

    /// <summary>Whether a text is one of them.</summary>
    public bool Holds(string text) => _keys.Contains(Key(text));

    /// <summary>What of a text tells it from others: its letters and digits, whatever their case and what stands between.</summary>
    internal static string Key(string text) => string.Concat(text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));
}
