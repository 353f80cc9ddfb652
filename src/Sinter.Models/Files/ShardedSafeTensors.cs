namespace Sinter.Models.Files;

/// <summary>
/// The SafeTensors files of a model that was split into several, found through model.safetensors.index.json. It owns
/// the files, and is done when disposed.
/// </summary>
public sealed class ShardedSafeTensors : IWeightSource
{
    /// <summary>The name of the file that says which file holds which tensor.</summary>
    public const string IndexFileName = "model.safetensors.index.json";

    private readonly List<SafeTensorsFile> _shards = [];
    private readonly WeightIndex<SafeTensorsFile> _index;

    private ShardedSafeTensors(string path)
    {
        Path = path;
        try
        {
            var map = (JsonFile.Read(path).Object("weight_map") ?? throw new InvalidDataException($"'{path}' lacks the object 'weight_map', which names the file of each tensor.")).Texts().ToList();
            var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
            var byFile = new Dictionary<string, SafeTensorsFile>(StringComparer.Ordinal);
            foreach (var file in map.Select(static pair => pair.Text).Distinct(StringComparer.Ordinal))
            {
                // Nothing outside the model's own folder is opened, whatever the index says.
                if (file.AsSpan().ContainsAny("/\\:") || file is "" or "." or "..")
                {
                    throw new InvalidDataException($"'{path}' names the file '{file}'; expected the plain name of a file beside it.");
                }

                var shard = SafeTensorsFile.Open(System.IO.Path.Combine(folder, file));
                _shards.Add(shard);
                byFile.Add(file, shard);
            }

            _index = new(path, map.Select(pair =>
            {
                var shard = byFile[pair.Text];
                return shard.Find(pair.Key) is { } info
                    ? (info, shard)
                    : throw new InvalidDataException($"'{path}' says that the tensor '{pair.Key}' lies in '{pair.Text}', which does not hold it; get the files again.");
            }));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TensorInfo> Tensors => _index.Tensors;

    /// <summary>Opens all files of a split model.</summary>
    /// <param name="indexPath">Its model.safetensors.index.json.</param>
    /// <exception cref="FileNotFoundException">The index or a file that it names is missing.</exception>
    /// <exception cref="InvalidDataException">The index or a file that it names is damaged.</exception>
    public static ShardedSafeTensors Open(string indexPath) => new(indexPath);

    /// <inheritdoc/>
    public TensorInfo? Find(string name) => _index.Find(name);

    /// <inheritdoc/>
    public void ReadFloat32(string name, Span<float> destination, ReadOnlySpan<int> expectedShape) =>
        _index.Locate(name, destination.Length, expectedShape).ReadFloat32(name, destination, expectedShape);

    /// <summary>Gives the maps of all files back.</summary>
    public void Dispose() => _shards.ForEach(static shard => shard.Dispose());
}
