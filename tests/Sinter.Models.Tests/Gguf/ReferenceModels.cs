using System.Text.Json;

namespace Sinter.Models.Tests.Gguf;

/// <summary>The small random models of tests/oracle/models/data, computed by an independent implementation.</summary>
internal static class ReferenceModels
{
    /// <summary>The folder of a model, in the Hugging Face layout.</summary>
    public static string Folder(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "tests", "oracle", "models", "data", name);
            if (Directory.Exists(data))
            {
                return data;
            }
        }

        throw new DirectoryNotFoundException($"There is no reference model '{name}'.");
    }

    /// <summary>Its inputs and outputs.</summary>
    public static JsonElement Expected(string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder(name), "expected.json")));
        return json.RootElement.Clone();
    }

    /// <summary>The first row of an input.</summary>
    public static int[] Tokens(JsonElement expected, string key) => [.. expected.GetProperty(key)[0].EnumerateArray().Select(static id => id.GetInt32())];
}
