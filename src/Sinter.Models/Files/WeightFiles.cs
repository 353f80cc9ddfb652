using Sinter.Models.Files.PyTorch;

namespace Sinter.Models.Files;

/// <summary>Finds and opens the weights of a model, whatever of the known forms they have.</summary>
public static class WeightFiles
{
    /// <summary>The name of the file that holds weights of torch.save, where there is one file.</summary>
    public const string PyTorchFileName = "pytorch_model.bin";

    /// <summary>The files that are looked for in a folder, the better one first: SafeTensors before torch.save, one file before several.</summary>
    private static readonly string[] FileNames = [ModelFolder.WeightsFileName, ShardedWeights.IndexFileName, PyTorchFileName, ShardedWeights.PyTorchIndexFileName];

    /// <summary>Opens weights.</summary>
    /// <param name="path">
    /// A SafeTensors file, a file of torch.save (both known by their content), an index of several (by its name, which ends in <c>.json</c>), or a folder that holds one of
    /// them under its usual name: <c>model.safetensors</c>, <c>model.safetensors.index.json</c>, <c>pytorch_model.bin</c>, <c>pytorch_model.bin.index.json</c>, the first that is there.
    /// </param>
    /// <returns>The weights, for the caller to dispose.</returns>
    /// <exception cref="FileNotFoundException">There is no such file, or the folder holds none of them.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or of no known form.</exception>
    public static IStoredWeights Open(string path)
    {
        if (Directory.Exists(path))
        {
            var found = Find(path) ?? throw new FileNotFoundException($"The folder '{path}' holds no weights; expected {string.Join(", ", FileNames[..^1])} or {FileNames[^1]}.", path);
            return Open(found);
        }

        return path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? ShardedWeights.Open(path) : OpenFile(path);
    }

    /// <summary>The file of weights, or the index of several, that a folder holds under a usual name; null where there is none.</summary>
    /// <param name="folder">The folder.</param>
    public static string? Find(string folder) => FileNames.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Opens one file of weights, SafeTensors or torch.save, by what it begins with.</summary>
    internal static IStoredWeights OpenFile(string path)
    {
        // The name decides only where the content does not: a header of SafeTensors could have any length, yet none begins as an archive or an old pickle does.
        Span<byte> start = stackalloc byte[4];
        using (var file = StoredValues.Open(path))
        {
            start = start[..RandomAccess.Read(file, start, 0)];
        }

        var isPyTorch = ZipIndex.IsArchive(start) || (start is [0x80, 2, ..] && !path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase));
        return isPyTorch ? PyTorchFile.Open(path) : SafeTensorsFile.Open(path);
    }
}
