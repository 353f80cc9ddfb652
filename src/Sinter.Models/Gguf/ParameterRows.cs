using Sinter.Models.Files;

namespace Sinter.Models.Gguf;

/// <summary>
/// The parameters of a model whose values lie in the tensors of a file, so that any rows of them can be read, however the file cuts them: what writing and reading GGUF
/// have in common. It holds no values but those of one tensor at a time.
/// </summary>
internal sealed class ParameterRows
{
    private readonly Dictionary<string, List<Piece>> _pieces = new(StringComparer.Ordinal);
    private readonly string _path;

    private ParameterRows(string path) => _path = path;

    private delegate void Fill(Span<float> rows);

    /// <summary>The parameters of weights under the names of Hugging Face.</summary>
    public static ParameterRows Of(ModelConfig config, IWeightSource weights)
    {
        var rows = new ParameterRows(weights.Path);
        foreach (var place in ModelTensors.Of(config))
        {
            var elements = (int)place.Info.Elements;
            rows.Add(place.Parameter, new Piece(place.Row * Width(place), elements, values =>
            {
                if (place.Layout == TensorLayout.Plain)
                {
                    weights.ReadFloat32(place.Info.Name, values, [.. place.Info.Shape]);
                    return;
                }

                var file = new float[elements];
                weights.ReadFloat32(place.Info.Name, file, [.. place.Info.Shape]);
                TensorLayouts.FromFile(place, config.HeadSize, file, values);
            }));
        }

        return rows;
    }

    /// <summary>The parameters of a GGUF file.</summary>
    public static ParameterRows Of(IEnumerable<GgufPlace> places, GgufFile file)
    {
        var rows = new ParameterRows(file.Path);
        foreach (var place in places)
        {
            for (var i = 0; i < place.Parts; i++)
            {
                var part = i;
                rows.Add(place.Parameter, new Piece((place.Row + (long)part * place.RowsToNextPart) * place.Width, place.PartElements, values =>
                {
                    file.ReadPart(place.Info.Name, (long)part * place.PartElements, values);
                    place.FromFile(values);
                }));
            }
        }

        return rows;
    }

    /// <summary>Reads a part of a parameter.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="first">Its first value.</param>
    /// <param name="values">Where the values go.</param>
    /// <exception cref="InvalidDataException">The file does not hold all of them.</exception>
    public void Read(string parameter, long first, Span<float> values)
    {
        var pieces = _pieces.GetValueOrDefault(parameter) ?? throw Missing(parameter);
        var count = values.Length;
        if (pieces.Find(piece => piece.First == first && piece.Count == count) is { } same)
        {
            same.Fill(values);
            return;
        }

        var filled = 0;
        foreach (var piece in pieces)
        {
            var from = Math.Max(first, piece.First);
            var length = (int)(Math.Min(first + values.Length, piece.First + piece.Count) - from);
            if (length > 0)
            {
                var whole = new float[piece.Count];
                piece.Fill(whole);
                whole.AsSpan((int)(from - piece.First), length).CopyTo(values[(int)(from - first)..]);
                filled += length;
            }
        }

        if (filled < values.Length)
        {
            throw Missing(parameter);
        }
    }

    /// <summary>Values of a row of the parameter that a tensor belongs to.</summary>
    public static int Width(TensorPlace place) => place.Info.Shape.Count == 1 ? 1 : place.Layout == TensorLayout.Transposed ? place.Info.Shape[0] : place.Info.Shape[^1];

    private void Add(string parameter, Piece piece)
    {
        if (!_pieces.TryGetValue(parameter, out var pieces))
        {
            _pieces.Add(parameter, pieces = []);
        }

        // A tied output stands in some files once more.
        if (!pieces.Exists(other => other.First == piece.First && other.Count == piece.Count))
        {
            pieces.Add(piece);
        }
    }

    private InvalidDataException Missing(string parameter) => new($"'{_path}' does not hold all of the parameter {parameter}; it is of another model, or incomplete.");

    /// <summary>A run of a parameter's values that one tensor, or a part of one, holds.</summary>
    private sealed record Piece(long First, int Count, Fill Fill);
}
