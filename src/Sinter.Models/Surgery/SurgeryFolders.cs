using Sinter.Models.Files;

namespace Sinter.Models.Surgery;

/// <summary>What every operation on model folders does: it opens the old ones, and refuses what the new one could not hold.</summary>
internal static class SurgeryFolders
{
    /// <summary>Opens the model that a new one is made of.</summary>
    /// <exception cref="ArgumentException">The new model would overwrite it.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static ModelFolder Open(string source, string target) => string.Equals(Path.GetFullPath(source), Path.GetFullPath(target), StringComparison.Ordinal)
        ? throw new ArgumentException($"The new model would overwrite the model in '{source}'; give a folder of its own.", nameof(target))
        : ModelFolder.Open(source);

    /// <summary>A description that a config.json of its family can hold: what is read back is what was written.</summary>
    /// <exception cref="ArgumentException">The description has a fault, or the files of its family have no place for something in it.</exception>
    public static ModelConfig RequireWritable(ModelConfig config)
    {
        var folder = Directory.CreateTempSubdirectory("sinter-config-");
        try
        {
            var file = Path.Combine(folder.FullName, ModelConfigJson.FileName);
            ModelConfigJson.Write(file, config, new GenerationConfig());
            var fault = FaultOf(config, file);
            return fault is null ? config : throw new ArgumentException($"The files of the family {config.Family} cannot describe the new model: {fault}; choose other sizes.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A tensor whose values are those of a tensor of other weights, of the same shape.</summary>
    /// <param name="info">Its new name, and its shape.</param>
    /// <param name="weights">The weights; open until all is written.</param>
    /// <param name="name">Its name there; null for the same.</param>
    public static TensorToWrite Copy(TensorInfo info, IWeightSource weights, string? name = null)
        => TensorToWrite.From(info, weights, name);

    private static string? FaultOf(ModelConfig config, string file)
    {
        try
        {
            return ConfigDifference.Find(config, ModelConfigJson.Read(file)) is { } difference
                ? $"{difference.Name} would be {difference.Second} for its readers, not {difference.First}"
                : null;
        }
        catch (InvalidDataException unreadable)
        {
            return unreadable.Message.Replace($"'{file}' describes a model that cannot be: ", "", StringComparison.Ordinal).TrimEnd('.');
        }
    }
}
