using Sinter.Data.Cleaning;

namespace Sinter.Data.Deduplication;

/// <summary>A named way to deduplicate: a finder with its options.</summary>
public sealed class DeduplicationProfile
{
    private readonly Func<object> _options;
    private readonly Func<object, IDuplicateFinder>? _finder;

    private DeduplicationProfile(string name, string description, Func<object> options, Func<object, IDuplicateFinder>? finder)
    {
        Name = name;
        Description = description;
        _options = options;
        _finder = finder;
        Options = FinderOptions.Of(options().GetType());
    }

    /// <summary>The name on the command line and in recipes.</summary>
    public string Name { get; }

    /// <summary>What it finds, in one sentence.</summary>
    public string Description { get; }

    /// <summary>The options that can be changed.</summary>
    public IReadOnlyList<StepOption> Options { get; }

    /// <summary>The options with the values that they have without a change.</summary>
    public IReadOnlyDictionary<string, string> Defaults => FinderOptions.Values(_options());

    /// <summary>A profile of a finder whose own properties are its options.</summary>
    public static DeduplicationProfile Of<TFinder>(string name, string description, Func<TFinder> finder)
        where TFinder : class, IDuplicateFinder => new(name, description, finder, static options => (TFinder)options);

    /// <summary>A profile of a finder that is made from an object with options.</summary>
    public static DeduplicationProfile Of<TOptions>(string name, string description, Func<TOptions> options, Func<TOptions, IDuplicateFinder> finder)
        where TOptions : class => new(name, description, options, made => finder((TOptions)made));

    /// <summary>A profile of a Bloom filter, which sees each document once.</summary>
    internal static DeduplicationProfile OfStream(string name, string description, Func<BloomOptions> options) => new(name, description, options, null);

    /// <summary>Whether it sees each document once and needs no second pass; see <see cref="BloomRun"/>. Then <see cref="CreateStream"/> makes its options, else <see cref="Create"/> its finder.</summary>
    public bool IsStream => _finder is null;

    /// <summary>Makes the finder.</summary>
    /// <param name="changes">The options that differ from the defaults.</param>
    /// <exception cref="ArgumentException">An option is not known, or its value is not what is expected; or there is no finder (<see cref="IsStream"/>).</exception>
    public IDuplicateFinder Create(IReadOnlyDictionary<string, string> changes) =>
        _finder?.Invoke(Changed(changes)) ?? throw new ArgumentException($"The profile '{Name}' is of a stream, which is seen once; it has no finder.");

    /// <summary>Makes the options of a stream.</summary>
    /// <param name="changes">The options that differ from the defaults.</param>
    /// <exception cref="ArgumentException">An option is not known, or its value is not what is expected; or the profile has a finder.</exception>
    public BloomOptions CreateStream(IReadOnlyDictionary<string, string> changes) =>
        Changed(changes) as BloomOptions ?? throw new ArgumentException($"The profile '{Name}' has a finder and is not of a stream.");

    private object Changed(IReadOnlyDictionary<string, string> changes)
    {
        var options = _options();
        foreach (var (name, value) in changes)
        {
            var option = Options.FirstOrDefault(option => string.Equals(option.Name, name, StringComparison.Ordinal))
                ?? throw new ArgumentException(Options.Count == 0
                    ? $"The profile '{Name}' has no options, but '{name}' was given."
                    : $"The profile '{Name}' has no option '{name}'{Suggestion.For(name, [.. Options.Select(static option => option.Name)])}");
            if (!option.TrySet(options, value))
            {
                throw new ArgumentException($"'{name}' is '{(value.Length > 60 ? value[..60] + "..." : value)}', expected {option.Expected}.");
            }
        }

        return options;
    }
}
