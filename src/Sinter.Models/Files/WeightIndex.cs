namespace Sinter.Models.Files;

/// <summary>
/// The tensors of a weight source by name, each with what its source needs to read it; gives the sentence for a
/// tensor that is missing or shaped otherwise.
/// </summary>
/// <typeparam name="TPlace">Where the values of a tensor lie.</typeparam>
internal sealed class WeightIndex<TPlace>
{
    private readonly string _path;
    private readonly SortedList<string, (TensorInfo Info, TPlace Place)> _byName = new(StringComparer.Ordinal);
    private IReadOnlyList<TensorInfo>? _tensors;

    public WeightIndex(string path, IEnumerable<(TensorInfo Info, TPlace Place)> entries)
    {
        _path = path;
        var sorted = entries.OrderBy(static entry => entry.Info.Name, StringComparer.Ordinal).ToList();
        _byName.Capacity = sorted.Count;
        foreach (var entry in sorted)
        {
            if (!_byName.TryAdd(entry.Info.Name, entry))
            {
                throw new InvalidDataException($"'{path}' holds the tensor '{entry.Info.Name}' twice; the file is damaged, get it again.");
            }
        }
    }

    public IReadOnlyList<TensorInfo> Tensors => _tensors ??= [.. _byName.Values.Select(static entry => entry.Info)];

    public TensorInfo? Find(string name) => _byName.TryGetValue(name, out var entry) ? entry.Info : null;

    public TPlace Locate(string name) => Get(name).Place;

    public TPlace Locate(string name, int destinationLength, ReadOnlySpan<int> expectedShape)
    {
        long expected = 1;
        foreach (var dimension in expectedShape)
        {
            expected *= dimension;
        }

        if (expected != destinationLength)
        {
            throw new ArgumentException($"The destination of '{name}' holds {destinationLength} values, its shape {TensorInfo.Describe(expectedShape.ToArray())} has {expected}.");
        }

        var entry = Get(name);
        if (!expectedShape.SequenceEqual([.. entry.Info.Shape]))
        {
            throw new InvalidDataException(
                $"The tensor '{name}' in '{_path}' has the shape {TensorInfo.Describe(entry.Info.Shape)}, expected {TensorInfo.Describe(expectedShape.ToArray())}; " +
                "do the weights and the config belong to the same model?");
        }

        return entry.Place;
    }

    private (TensorInfo Info, TPlace Place) Get(string name) => _byName.TryGetValue(name, out var entry)
        ? entry
        : throw new InvalidDataException($"'{_path}' holds no tensor '{name}' (it holds {_byName.Count} others); do the weights and the config belong to the same model?");
}
