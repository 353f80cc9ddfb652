namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary>Options whose values are names.</summary>
internal static class NamedOption
{
    /// <summary>What a name stands for.</summary>
    /// <param name="known">The names.</param>
    /// <param name="option">The option, for the message.</param>
    /// <param name="name">The name that was given, or null.</param>
    /// <param name="usual">What is meant where none was.</param>
    /// <exception cref="UsageException">The name is not known.</exception>
    public static T Read<T>(IReadOnlyDictionary<string, T> known, string option, string? name, T usual) =>
        name is null ? usual : known.TryGetValue(name, out var value) ? value : throw new UsageException($"{option} is '{name}', expected one of {string.Join(", ", known.Keys)}.");
}
