using Sinter.Cli.Recipes;

namespace Sinter.Cli.Tests.Recipes;

/// <summary>Holds docs/recipe.md and recipes/*.yaml in line with the records.</summary>
public sealed class RecipeReferenceTests
{
    private static readonly string Repository = FindRepository();

    [Fact]
    public void The_reference_has_every_key_with_its_default_and_bounds_and_no_other()
    {
        var rows = File.ReadAllLines(Path.Combine(Repository, "docs", "recipe.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal));

        rows.ShouldBe(RecipeSchema.Keys.Select(Row));
    }

    [Fact]
    public void Every_number_has_bounds_and_every_key_a_description()
    {
        foreach (var key in RecipeSchema.Keys)
        {
            key.Description.ShouldEndWith(".", customMessage: key.Path);
            key.Expected.ShouldNotContain("Infinity", customMessage: key.Path);
        }
    }

    [Fact]
    public void Every_recipe_of_the_repository_is_sound()
    {
        var recipes = Directory.GetFiles(Path.Combine(Repository, "recipes"), "*.yaml");

        recipes.ShouldNotBeEmpty();
        foreach (var recipe in recipes)
        {
            RecipeReader.Read(recipe).Name.ShouldBe(Path.GetFileNameWithoutExtension(recipe));
        }
    }

    private static string Row(RecipeKey key) => $"| `{key.Path}` | `{key.Format(new Recipe())}` | {key.Expected} | {key.Description} |";

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sinter.slnx")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run below the repository.");
        }

        return folder.FullName;
    }
}
