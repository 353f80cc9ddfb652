using System.Reflection;
using Sinter.Data.Cleaning;

namespace Sinter.Data.Deduplication;

/// <summary>The options of a finder: its properties with <see cref="StepOptionAttribute"/>, by their names in camel case.</summary>
public static class FinderOptions
{
    /// <summary>The options of a class, in the order of their declaration; those of the class that it is made from come first.</summary>
    public static IReadOnlyList<StepOption> Of(Type type) =>
    [
        .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.IsDefined(typeof(StepOptionAttribute)))
            .OrderBy(static property => Depth(property.DeclaringType!))
            .ThenBy(static property => property.MetadataToken)
            .Select(static property => new StepOption(property, property.GetCustomAttribute<StepOptionAttribute>()!)),
    ];

    /// <summary>Every option with its value, as a command line spells it; by the order of names.</summary>
    public static IReadOnlyDictionary<string, string> Values(object options) =>
        new SortedDictionary<string, string>(Of(options.GetType()).ToDictionary(static option => option.Name, option => option.Format(options), StringComparer.Ordinal), StringComparer.Ordinal);

    private static int Depth(Type type) => type.BaseType is { } parent ? 1 + Depth(parent) : 0;
}
