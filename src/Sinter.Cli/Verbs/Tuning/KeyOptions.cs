using System.CommandLine;

namespace Sinter.Cli.Verbs.Tuning;

/// <summary>Options of a verb that stand for keys of a recipe: their values are read and bounded as those of the keys are.</summary>
internal sealed class KeyOptions
{
    private readonly List<(string Key, Option Option)> _options = [];

    /// <summary>Adds an option for a key.</summary>
    /// <param name="key">The key, such as <c>finetune.rank</c>.</param>
    /// <param name="name">The option, such as <c>--rank</c>.</param>
    /// <param name="helpName">What stands for its value in the help.</param>
    /// <param name="description">What it says.</param>
    /// <param name="isRequired">Whether it must be given.</param>
    public KeyOptions Add(string key, string name, string helpName, string description, bool isRequired = false)
    {
        var isList = Recipes.RecipeSchema.Find(key)?.IsList ?? throw new InvalidOperationException($"There is no key '{key}'.");
        _options.Add((key, new Option<string[]>(name)
        {
            HelpName = helpName,
            Description = description,
            Required = isRequired,
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = isList,
        }));
        return this;
    }

    /// <summary>Adds an option for a key that is true where the option stands.</summary>
    /// <param name="key">The key, such as <c>finetune.upkeep</c>.</param>
    /// <param name="name">The option, such as <c>--upkeep</c>.</param>
    /// <param name="description">What it says.</param>
    public KeyOptions Flag(string key, string name, string description)
    {
        _options.Add((key, new Option<bool>(name) { Description = description }));
        return this;
    }

    /// <summary>Adds the options to a verb: those that must be given first, so that the help begins with them.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="required">Further options that must be given.</param>
    public void AddTo(Command verb, params IReadOnlyList<Option> required)
    {
        foreach (var option in _options.Select(static entry => entry.Option).Where(static option => option.Required).Concat(required).Concat(_options.Select(static entry => entry.Option).Where(static option => !option.Required)))
        {
            verb.Add(option);
        }
    }

    /// <summary>Whether the option for a key was given.</summary>
    public bool Has(ParseResult parsed, string key) => Values(parsed, key) is { Length: > 0 };

    /// <summary>The value of the option for a key; null where it was not given.</summary>
    public string? Value(ParseResult parsed, string key) => Values(parsed, key) is [var value, ..] ? value : null;

    /// <summary>The values of the option for a key; null where it was not given.</summary>
    public string[]? Values(ParseResult parsed, string key) => Values(parsed, _options.Find(entry => string.Equals(entry.Key, key, StringComparison.Ordinal)).Option);

    /// <summary>The keys that were given, each with its option and its values.</summary>
    public IEnumerable<(string Key, string Option, IReadOnlyList<string> Values)> Given(ParseResult parsed)
    {
        foreach (var (key, option) in _options)
        {
            if (Values(parsed, option) is { Length: > 0 } values)
            {
                yield return values.Length == 1 || Recipes.RecipeSchema.Find(key)!.IsList ? (key, option.Name, values)
                    : throw new UsageException($"{option.Name} is given {values.Length} times; give it once.");
            }
        }
    }

    private static string[]? Values(ParseResult parsed, Option option) => option is Option<bool> flag
        ? parsed.GetResult(flag) is { Implicit: false } ? [parsed.GetValue(flag) ? "true" : "false"] : null
        : parsed.GetValue((Option<string[]>)option);
}
