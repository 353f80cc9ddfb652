using System.Globalization;
using System.Reflection;

namespace Sinter.Training.Reinforcement.Rewards;

/// <summary>Makes rewards of what users write on a command line or in a recipe.</summary>
public static class RewardFactory
{
    /// <summary>What <see cref="Parse"/> takes, for messages.</summary>
    public const string Forms = "exact, exact:MARKER, regex:PATTERN, format:PATTERN, length:TOKENS, overlong:LIMIT:BUFFER or FILE.dll:Namespace.Type";

    /// <summary>
    /// The reward of a description: <c>exact</c>, <c>exact:MARKER</c>, <c>regex:PATTERN</c>, <c>format:PATTERN</c> (takes the whole answer), <c>length:TOKENS</c>, <c>overlong:LIMIT:BUFFER</c> or
    /// <c>FILE.dll:Namespace.Type</c>, each perhaps with a weight before it, as in <c>0.2*length:40</c>.
    /// </summary>
    /// <param name="descriptions">One or more; several are added up.</param>
    /// <exception cref="ArgumentException">A description is none of these.</exception>
    /// <exception cref="FileNotFoundException">There is no such library.</exception>
    /// <exception cref="InvalidDataException">The library has no such reward.</exception>
    public static IReward Parse(params IReadOnlyList<string> descriptions)
    {
        var parts = descriptions.Select(Weighted).ToList();
        return parts is [{ Weight: 1 } only] ? only.Reward : new CombinedReward(parts);
    }

    /// <summary>A reward of a user's library.</summary>
    /// <param name="assembly">The path of the library.</param>
    /// <param name="type">The name of the class with its namespace; it needs a constructor without parameters.</param>
    /// <exception cref="FileNotFoundException">There is no such library.</exception>
    /// <exception cref="InvalidDataException">The library cannot be read, or has no such reward.</exception>
    public static IReward Load(string assembly, string type)
    {
        if (!File.Exists(assembly))
        {
            throw new FileNotFoundException($"There is no library '{assembly}' to take the reward '{type}' from; build it first and give the path of its .dll.", assembly);
        }

        Type? found;
        try
        {
            var library = Assembly.LoadFrom(Path.GetFullPath(assembly));
            found = library.GetType(type, throwOnError: false);
            if (found is null)
            {
                var rewards = library.GetExportedTypes().Where(static other => IsReward(other)).Select(static other => other.FullName).Order(StringComparer.Ordinal).Take(10).ToList();
                throw new InvalidDataException($"The library '{assembly}' has no class '{type}'; {(rewards.Count == 0 ? $"it has none that is an {nameof(IReward)}" : $"its rewards are {string.Join(", ", rewards)}")}.");
            }
        }
        catch (Exception exception) when (exception is BadImageFormatException or FileLoadException or TypeLoadException or FileNotFoundException)
        {
            throw new InvalidDataException($"'{assembly}' cannot be loaded as a .NET library: {exception.Message}", exception);
        }

        if (!IsReward(found))
        {
            throw new InvalidDataException($"The class '{type}' of '{assembly}' is no reward; it must implement {typeof(IReward).FullName}, not be abstract, and have a constructor without parameters.");
        }

        try
        {
            return (IReward)Activator.CreateInstance(found)!;
        }
        catch (TargetInvocationException exception)
        {
            throw new InvalidDataException($"The reward '{type}' of '{assembly}' could not be made: {exception.InnerException?.Message}", exception);
        }
    }

    private static bool IsReward(Type type) => type is { IsAbstract: false, IsClass: true } && typeof(IReward).IsAssignableFrom(type) && type.GetConstructor(Type.EmptyTypes) is not null;

    private static (double Weight, IReward Reward) Weighted(string description)
    {
        var star = description.IndexOf('*', StringComparison.Ordinal);
        return star > 0 && double.TryParse(description.AsSpan(0, star), NumberStyles.Float, CultureInfo.InvariantCulture, out var weight)
            ? (double.IsFinite(weight) ? weight : throw Unknown(description), Single(description[(star + 1)..]))
            : (1, Single(description));
    }

    private static IReward Single(string description)
    {
        // The path of a library may hold colons itself; the name of a class has none.
        if (description.LastIndexOf(".dll:", StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
        {
            return Load(description[..(at + 4)], description[(at + 5)..]);
        }

        var colon = description.IndexOf(':', StringComparison.Ordinal);
        var (kind, rest) = colon < 0 ? (description, null) : (description[..colon], description[(colon + 1)..]);
        return (kind, rest) switch
        {
            ("exact", null) => new ExactAnswer(),
            ("exact", { Length: > 0 }) => new ExactAnswer(rest),
            ("regex", { Length: > 0 }) => new RegexReward(rest),
            ("format", { Length: > 0 }) => new RegexReward(rest, whole: true),
            ("length", { } length) when Whole(length) is { } target => new LengthReward(target),
            ("overlong", { } bounds) when bounds.Split(':') is [var limit, var buffer] && Whole(limit) is { } most && Whole(buffer) is { } over => new OverlongPenalty(most, over),
            _ => throw Unknown(description),
        };
    }

    private static int? Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static ArgumentException Unknown(string description) => new($"'{description}' is no reward; expected {Forms}, perhaps with a weight before it as in 0.2*length:40.");
}
