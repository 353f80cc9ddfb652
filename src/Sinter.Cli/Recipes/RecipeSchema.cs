using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sinter.Cli.Recipes;

/// <summary>All keys that a recipe may have, read once from the records that hold them.</summary>
internal static class RecipeSchema
{
    /// <summary>Text as JSON and YAML both read it, without needless escapes.</summary>
    public static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The keys, in the order in which the records declare them, inherited ones first.</summary>
    public static IReadOnlyList<RecipeKey> Keys { get; } = [.. ReadKeys()];

    /// <summary>The sections by name, in order.</summary>
    public static IReadOnlyDictionary<string, PropertyInfo> Sections { get; } =
        SectionProperties().ToDictionary(RecipeKey.NameOf, section => section, StringComparer.Ordinal);

    private static readonly Dictionary<string, RecipeKey> ByPath = Keys.ToDictionary(key => key.Path, StringComparer.Ordinal);

    /// <summary>The key at <paramref name="path"/>; null where there is none.</summary>
    public static RecipeKey? Find(string path) => ByPath.GetValueOrDefault(path);

    /// <summary>The end of a sentence about a key that does not exist: the key that was meant, or those that there are.</summary>
    public static string Suggest(string path)
    {
        var dot = path.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            var names = Keys.Where(key => key.Section is null).Select(key => key.Path).Concat(Sections.Keys).ToArray();
            var inSection = Keys.FirstOrDefault(key => string.Equals(RecipeKey.NameOf(key.Property), path, StringComparison.OrdinalIgnoreCase));
            return inSection is not null && Suggestion.Nearest(path, names) is null ? $"; did you mean '{inSection.Path}'?" : Suggestion.For(path, names);
        }

        if (!Sections.TryGetValue(path[..dot], out var section))
        {
            return Suggestion.Nearest(path, ByPath.Keys) is { } near ? $"; did you mean '{near}'?" : Suggestion.For(path[..dot], [.. Sections.Keys]);
        }

        var leaves = Keys.Where(key => key.Section == section).Select(key => RecipeKey.NameOf(key.Property)).ToArray();
        return leaves.Length == 0 ? $"; '{path[..dot]}' has no keys."
            : Suggestion.Nearest(path[(dot + 1)..], leaves) is { } nearest ? $"; did you mean '{path[..dot]}.{nearest}'?"
            : Suggestion.For(path[(dot + 1)..], leaves);
    }

    /// <summary>
    /// What decides the result of a stage: the values of all keys in <paramref name="parts"/> (sections such as <c>pretrain</c>, or
    /// keys such as <c>seed</c>) that change results, by dotted path.
    /// </summary>
    public static Dictionary<string, string> Settings(Recipe recipe, params ReadOnlySpan<string> parts)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            var section = Sections.GetValueOrDefault(part);
            foreach (var key in Keys)
            {
                var asked = section is null ? string.Equals(key.Path, part, StringComparison.Ordinal) : key.Section == section;
                if (asked && key.ChangesResult)
                {
                    settings[key.Path] = key.Format(recipe);
                }
            }
        }

        return settings;
    }

    private static IEnumerable<RecipeKey> ReadKeys()
    {
        foreach (var property in Declared(typeof(Recipe)))
        {
            if (property.GetCustomAttribute<RecipeKeyAttribute>() is { } rule)
            {
                yield return new RecipeKey(null, property, rule);
            }
        }

        foreach (var section in SectionProperties())
        {
            foreach (var property in Declared(section.PropertyType))
            {
                if (property.GetCustomAttribute<RecipeKeyAttribute>() is { } rule)
                {
                    yield return new RecipeKey(section, property, rule);
                }
            }
        }
    }

    private static IEnumerable<PropertyInfo> SectionProperties() =>
        Declared(typeof(Recipe)).Where(property => property.GetCustomAttribute<RecipeKeyAttribute>() is null);

    /// <summary>Reflection promises no order; the metadata token is the order of declaration.</summary>
    private static IEnumerable<PropertyInfo> Declared(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .OrderBy(property => property.DeclaringType == type ? 1 : 0)
            .ThenBy(property => property.MetadataToken);
}
