namespace Sinter.Models.Files;

/// <summary>
/// The files of a model that was split into several, found through the index beside them: SafeTensors files or files of torch.save. It owns the files, and is done
/// when disposed.
/// </summary>
public sealed class ShardedWeights : IStoredWeights
{
    /// <summary>The name of the file that says which SafeTensors file holds which tensor.</summary>
    public const string IndexFileName = "model.safetensors.index.json";

    /// <summary>The name of the file that says which file of torch.save holds which tensor.</summary>
    public const string PyTorchIndexFileName = "pytorch_model.bin.index.json";

    // The index of a model with a hundred thousand tensors (experts) has about ten megabytes.
    private const int MaximumIndexLength = 1 << 26;
    private const int MaximumFiles = 10_000;

    private readonly List<IStoredWeights> _shards = [];
    private readonly WeightIndex<IStoredWeights> _index;

    private ShardedWeights(string path)
    {
        Path = path;
        try
        {
            var map = (JsonFile.Read(path, MaximumIndexLength).Object("weight_map") ?? throw new InvalidDataException($"'{path}' lacks the object 'weight_map', which names the file of each tensor.")).Texts().ToList();
            var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
            var byFile = new Dictionary<string, IStoredWeights>(StringComparer.Ordinal);
            foreach (var file in map.Select(static pair => pair.Text).Distinct(StringComparer.Ordinal))
            {
                // Nothing outside the model's own folder is opened, whatever the index says.
                if (file.AsSpan().ContainsAny("/\\:") || file is "" or "." or "..")
                {
                    throw new InvalidDataException($"'{path}' names the file '{file}'; expected the plain name of a file beside it.");
                }

                if (_shards.Count == MaximumFiles)
                {
                    throw new InvalidDataException($"'{path}' names more than {MaximumFiles} files; it is damaged, get it again.");
                }

                var shardPath = System.IO.Path.Combine(folder, file);
                if (!File.Exists(shardPath))
                {
                    throw new FileNotFoundException($"'{path}' names the file '{file}', which is not beside it; get the files again.", shardPath);
                }

                var shard = WeightFiles.OpenFile(shardPath);
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
    /// <param name="indexPath">Its model.safetensors.index.json or pytorch_model.bin.index.json.</param>
    /// <exception cref="FileNotFoundException">The index or a file that it names is missing.</exception>
    /// <exception cref="InvalidDataException">The index or a file that it names is damaged.</exception>
    public static ShardedWeights Open(string indexPath) => new(indexPath);

    /// <inheritdoc/>
    public TensorInfo? Find(string name) => _index.Find(name);

    /// <inheritdoc/>
    public TensorType TypeOf(string name) => _index.Locate(name).TypeOf(name);

    /// <inheritdoc/>
    public bool IsContiguous(string name) => _index.Locate(name).IsContiguous(name);

    /// <inheritdoc/>
    public void ReadFloat32(string name, Span<float> destination, ReadOnlySpan<int> expectedShape) =>
        _index.Locate(name, destination.Length, expectedShape).ReadFloat32(name, destination, expectedShape);

    /// <inheritdoc/>
    public void ReadFloat32(string name, long start, Span<float> destination) => _index.Locate(name).ReadFloat32(name, start, destination);

    /// <inheritdoc/>
    public void ReadBytes(string name, long offset, Span<byte> destination) => _index.Locate(name).ReadBytes(name, offset, destination);

    /// <summary>Closes all files.</summary>
    public void Dispose() => _shards.ForEach(static shard => shard.Dispose());
}
