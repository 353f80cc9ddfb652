using System.Text;

namespace Sinter.Cli.Recipes;

/// <summary>Writes a recipe with every key spelled out, as a run keeps it beside its results.</summary>
internal static class RecipeWriter
{
    /// <summary>The recipe as YAML that reads back to the same recipe, with LF line ends.</summary>
    public static string Write(Recipe recipe)
    {
        var yaml = new StringBuilder("# The recipe of this run with every default filled in.\n");
        foreach (var key in RecipeSchema.Keys.Where(key => key.Section is null))
        {
            yaml.Append(key.Path).Append(": ").Append(key.Format(recipe)).Append('\n');
        }

        foreach (var (name, section) in RecipeSchema.Sections)
        {
            var keys = RecipeSchema.Keys.Where(key => key.Section == section).ToArray();
            yaml.Append('\n').Append(name).Append(keys.Length == 0 ? ": {}\n" : ":\n");
            foreach (var key in keys)
            {
                yaml.Append("  ").Append(RecipeKey.NameOf(key.Property)).Append(": ").Append(key.Format(recipe)).Append('\n');
            }
        }

        return yaml.ToString();
    }
}
