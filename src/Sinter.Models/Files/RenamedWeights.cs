namespace Sinter.Models.Files;

/// <summary>Weights under other names than their file has.</summary>
/// <param name="weights">The file; disposed with this.</param>
/// <param name="fileNames">For each name the one in the file; a name that is not listed is the file's own.</param>
internal sealed class RenamedWeights(IWeightSource weights, IReadOnlyDictionary<string, string> fileNames) : IWeightSource
{
    private readonly Dictionary<string, string> _byFileName = fileNames.ToDictionary(static pair => pair.Value, static pair => pair.Key, StringComparer.Ordinal);
    private IReadOnlyList<TensorInfo>? _tensors;

    /// <inheritdoc/>
    public string Path => weights.Path;

    /// <inheritdoc/>
    public IReadOnlyList<TensorInfo> Tensors => _tensors ??=
        [.. weights.Tensors.Select(info => _byFileName.TryGetValue(info.Name, out var name) ? info with { Name = name } : info).OrderBy(static info => info.Name, StringComparer.Ordinal)];

    /// <summary>The weights behind these, and the name that a tensor has there.</summary>
    public (IWeightSource Weights, string Name) Behind(string name) => (weights, fileNames.GetValueOrDefault(name, name));

    /// <inheritdoc/>
    public TensorInfo? Find(string name)
        => fileNames.TryGetValue(name, out var fileName) ? weights.Find(fileName) is { } info ? info with { Name = name } : null : weights.Find(name);

    /// <inheritdoc/>
    public void ReadFloat32(string name, Span<float> destination, ReadOnlySpan<int> expectedShape)
        => weights.ReadFloat32(fileNames.GetValueOrDefault(name, name), destination, expectedShape);

    /// <inheritdoc/>
    public void Dispose() => weights.Dispose();
}
