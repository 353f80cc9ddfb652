using Sinter.Models.Files;

namespace Sinter.Models.Surgery;

/// <summary>How the weights of a model folder are stored, so that a new model can be stored alike.</summary>
public static class StoredType
{
    // Newer files have the shorter key.
    private static readonly string[] Keys = ["dtype", "torch_dtype"];

    /// <summary>The type that the folder's config.json names; F32, which holds all of the others, where it names none or one that Sinter does not write.</summary>
    /// <param name="folder">The model.</param>
    /// <exception cref="InvalidDataException">The config.json is damaged.</exception>
    public static TensorType Of(ModelFolder folder)
    {
        var json = JsonFile.Read(Path.Combine(folder.Path, ModelConfigJson.FileName));
        return Keys.Select(json.OptionalString).FirstOrDefault(static name => name is not null) switch
        {
            "bfloat16" => TensorType.BFloat16,
            "float16" => TensorType.Float16,
            _ => TensorType.Float32,
        };
    }
}
