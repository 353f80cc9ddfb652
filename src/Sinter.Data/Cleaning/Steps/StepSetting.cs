namespace Sinter.Data.Cleaning;

/// <summary>One step of a recipe as the user wrote it: the name of the step and its options as texts, in the recipe's spelling; lists as JSON arrays.</summary>
/// <param name="Step">The name of the step: <c>gopherQuality</c>.</param>
/// <param name="Options">The options that differ from their defaults. The option <c>as</c> gives the step another name, so that it may be there twice.</param>
[method: System.Text.Json.Serialization.JsonConstructor]
public sealed record StepSetting(string Step, IReadOnlyDictionary<string, string> Options)
{
    /// <summary>The option that every step has: its name in this recipe.</summary>
    public const string NameOption = "as";

    /// <summary>A step with its defaults.</summary>
    public StepSetting(string step)
        : this(step, System.Collections.Frozen.FrozenDictionary<string, string>.Empty)
    {
    }

    /// <summary>The name in this recipe.</summary>
    public string Name => Options.GetValueOrDefault(NameOption, Step);
}
