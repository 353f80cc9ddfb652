namespace Sinter.Models.Files;

/// <summary>
/// Writes SafeTensors files, one tensor after another, the wider types first and each in the order of names, so that the same weights always give the same bytes. A
/// tensor of other weights goes through in blocks, and of those that are made one is in memory at a time; a file appears when it is complete.
/// </summary>
public static class SafeTensorsWriter
{
    /// <summary>How long a file of a split model is at most where nobody says otherwise, in bytes: as other tools do it.</summary>
    public const long UsualShardBytes = 5_000_000_000;

    /// <summary>Writes the tensors to a file, replacing it.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="tensors">The tensors, in any order, each name once.</param>
    /// <param name="type">How the values are stored: <see cref="TensorType.Float32"/>, <see cref="TensorType.Float16"/> or <see cref="TensorType.BFloat16"/>, the latter two rounded to nearest, ties to even. A tensor that says its own type has that.</param>
    /// <param name="metadata">Text about the file.</param>
    /// <exception cref="ArgumentException">A name comes twice or is reserved, or the type is none of the three.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(
        string path,
        IEnumerable<TensorToWrite> tensors,
        TensorType type = TensorType.Float32,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        CheckType(type);
        var sorted = Sort(tensors, type);
        var header = SafeTensorsLayout.Header(sorted, type, metadata);
        AtomicFile.Write(path, stream => SafeTensorsLayout.Write(stream, header, sorted, type));
    }

    /// <summary>
    /// Writes the tensors of a model into a folder: as <c>model.safetensors</c> where they fit, else as <c>model-00001-of-0000N.safetensors</c> and so on with the index
    /// <c>model.safetensors.index.json</c>. The files take their names when all are complete; files of an earlier model of other number are deleted then.
    /// </summary>
    /// <param name="folder">The folder; made where it is missing.</param>
    /// <param name="tensors">The tensors, in any order, each name once.</param>
    /// <param name="type">As for <see cref="Write"/>.</param>
    /// <param name="maximumShardBytes">How many bytes of tensors a file holds at most; a tensor that is longer has a file of its own.</param>
    /// <param name="metadata">Text about each file.</param>
    /// <returns>The names of the files that hold tensors, in order.</returns>
    /// <exception cref="ArgumentException">A name comes twice or is reserved, the type is none of the three, or there would be more than 99,999 files.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static IReadOnlyList<string> WriteSharded(
        string folder,
        IEnumerable<TensorToWrite> tensors,
        TensorType type = TensorType.Float32,
        long maximumShardBytes = UsualShardBytes,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        CheckType(type);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumShardBytes, 1);
        return ShardedFiles.Write(folder, Sort(tensors, type), type, maximumShardBytes, metadata);
    }

    /// <summary>The order of tensors in a file: by falling width of their types, so that each is aligned, then by name.</summary>
    private static TensorToWrite[] Sort(IEnumerable<TensorToWrite> tensors, TensorType type)
    {
        var sorted = tensors.OrderByDescending(tensor => (tensor.Type ?? type).Size()).ThenBy(static tensor => tensor.Info.Name, StringComparer.Ordinal).ToArray();
        var names = new HashSet<string>(StringComparer.Ordinal) { SafeTensorsHeader.MetadataKey };
        return Array.Find(sorted, tensor => !names.Add(tensor.Info.Name)) is { } odd
            ? throw new ArgumentException($"The tensor name '{odd.Info.Name}' is used twice or reserved; each tensor needs its own.")
            : sorted;
    }

    private static void CheckType(TensorType type)
    {
        if (type is not (TensorType.Float32 or TensorType.Float16 or TensorType.BFloat16))
        {
            throw new ArgumentException($"Weights are written as F32, F16 or BF16, not as {type.Name()}.", nameof(type));
        }
    }
}
