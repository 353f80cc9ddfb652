using System.CommandLine;

namespace Sinter.Cli.Verbs.Tuning;

/// <summary>Options of a verb that stand for keys of a recipe: their values are read and bounded as those of the keys are.</summary>
internal sealed class KeyOptions
{
    private readonly List<(string Key, Option<string[]> Option)> _options = [];

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
            Arity = IsFlag(key) ? ArgumentArity.ZeroOrMore : ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = isList,
        }));
        return this;
    }

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command verb) => _options.ForEach(entry => verb.Add(entry.Option));

    /// <summary>Whether the option for a key was given.</summary>
    public bool Has(ParseResult parsed, string key) => Values(parsed, key) is { Length: > 0 };

    /// <summary>The value of the option for a key; null where it was not given.</summary>
    public string? Value(ParseResult parsed, string key) => Values(parsed, key) is [var value, ..] ? value : null;

    /// <summary>The values of the option for a key; null where it was not given.</summary>
    public string[]? Values(ParseResult parsed, string key) => Values(parsed, key, _options.Find(entry => string.Equals(entry.Key, key, StringComparison.Ordinal)).Option);

    /// <summary>The keys that were given, each with its option and its values.</summary>
    public IEnumerable<(string Key, string Option, IReadOnlyList<string> Values)> Given(ParseResult parsed)
    {
        foreach (var (key, option) in _options)
        {
            if (Values(parsed, key, option) is { Length: > 0 } values)
            {
                yield return values.Length == 1 || Recipes.RecipeSchema.Find(key)!.IsList ? (key, option.Name, values)
                    : throw new UsageException($"{option.Name} is given {values.Length} times; give it once.");
            }
        }
    }

    private static bool IsFlag(string key) => Recipes.RecipeSchema.Find(key)!.Property.PropertyType == typeof(bool);

    // What is true or false is true where the option stands alone.
    private static string[]? Values(ParseResult parsed, string key, Option<string[]> option) =>
        IsFlag(key) && parsed.GetResult(option) is { Implicit: false, Tokens.Count: 0 } ? ["true"] : parsed.GetValue(option);
}
