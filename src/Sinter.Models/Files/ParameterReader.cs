using Sinter.Tensors;

namespace Sinter.Models.Files;

/// <summary>
/// Reads tensors of files into the parameters of a model. A parameter of a narrow type is read in floats and stored when all of it is there, so that of frozen weights in four bits never
/// more than a matrix is in memory as floats. It is done when disposed.
/// </summary>
/// <param name="model">The model.</param>
internal sealed class ParameterReader(Model model) : IDisposable
{
    private readonly Dictionary<string, (float[] Values, long Missing)> _open = new(StringComparer.Ordinal);
    private float[] _buffer = [];

    /// <summary>Reads one tensor.</summary>
    /// <exception cref="InvalidDataException">It is missing or has another shape.</exception>
    public void Read(TensorPlace place, IWeightSource weights)
    {
        var parameter = model.Weight(place.Parameter);
        if (parameter.Type == DataType.Float32)
        {
            Read(place, weights, ModelWeights.Rows(model, place));
            return;
        }

        if (!_open.TryGetValue(place.Parameter, out var open))
        {
            open = (new float[parameter.Shape.Count], parameter.Shape.Count);
            if (place.Info.Elements != parameter.Shape.Count)
            {
                parameter.CopyTo(open.Values);
            }
        }

        Read(place, weights, open.Values.AsSpan(place.Row * (parameter.Shape.Rank == 1 ? 1 : parameter.Shape[^1]), (int)place.Info.Elements));
        open.Missing -= place.Info.Elements;
        if (open.Missing > 0)
        {
            _open[place.Parameter] = open;
        }
        else
        {
            parameter.CopyFrom(open.Values);
            _open.Remove(place.Parameter);
        }
    }

    /// <summary>Stores what was read of parameters that are not complete.</summary>
    public void Dispose()
    {
        foreach (var (name, open) in _open)
        {
            model.Weight(name).CopyFrom(open.Values);
        }

        _open.Clear();
    }

    private void Read(TensorPlace place, IWeightSource weights, Span<float> rows)
    {
        if (place.Layout == TensorLayout.Plain)
        {
            weights.ReadFloat32(place.Info.Name, rows, [.. place.Info.Shape]);
            return;
        }

        if (_buffer.Length < rows.Length)
        {
            _buffer = new float[rows.Length];
        }

        var file = _buffer.AsSpan(0, rows.Length);
        weights.ReadFloat32(place.Info.Name, file, [.. place.Info.Shape]);
        TensorLayouts.FromFile(place, model.Config.HeadSize, file, rows);
    }
}
