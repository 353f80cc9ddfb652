using Sinter.Models.Files;

namespace Sinter.Models.Gguf;

/// <summary>The weights of a GGUF file under the names, in the shapes and in the order of Hugging Face. It does not own the file.</summary>
internal sealed class GgufWeights : IWeightSource
{
    private readonly WeightIndex<TensorPlace> _index;
    private readonly ParameterRows _parameters;
    private readonly int _headSize;

    public GgufWeights(ModelConfig config, GgufFile file, ParameterRows parameters)
    {
        Path = file.Path;
        _parameters = parameters;
        _headSize = config.HeadSize;
        _index = new(Path, ModelTensors.Of(config).Select(static place => (place.Info, place)));
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TensorInfo> Tensors => _index.Tensors;

    /// <inheritdoc/>
    public TensorInfo? Find(string name) => _index.Find(name);

    /// <inheritdoc/>
    public void ReadFloat32(string name, Span<float> destination, ReadOnlySpan<int> expectedShape)
    {
        var place = _index.Locate(name, destination.Length, expectedShape);
        var first = (long)place.Row * ParameterRows.Width(place);
        if (place.Layout == TensorLayout.Plain)
        {
            _parameters.Read(place.Parameter, first, destination);
            return;
        }

        var rows = new float[destination.Length];
        _parameters.Read(place.Parameter, first, rows);
        TensorLayouts.ToFile(place, _headSize, rows, destination);
    }

    /// <summary>Does nothing: the file belongs to <see cref="GgufModel"/>.</summary>
    public void Dispose()
    {
    }
}
