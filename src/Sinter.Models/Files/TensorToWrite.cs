namespace Sinter.Models.Files;

/// <summary>Fills a span with the values of a tensor, in row-major order.</summary>
/// <param name="destination">As long as the tensor.</param>
public delegate void TensorFill(Span<float> destination);

/// <summary>A tensor to be written: what it is called, and where its values come from when its turn has come.</summary>
/// <param name="Info">Name and shape.</param>
/// <param name="Fill">Gives the values; called at most once.</param>
public sealed record TensorToWrite(TensorInfo Info, TensorFill Fill)
{
    /// <summary>How this tensor is stored; null for the type of the file.</summary>
    public TensorType? Type { get; private init; }

    /// <summary>Weights that hold the values in order and can be read in parts, under <see cref="SourceName"/>; null where only <see cref="Fill"/> gives them.</summary>
    internal IStoredWeights? Source { get; private init; }

    /// <summary>The name that the tensor has in <see cref="Source"/>.</summary>
    internal string SourceName { get; private init; } = "";

    /// <summary>
    /// A tensor whose values come from other weights. Where those can be read in parts, no more than a part is in memory while it is written, and where they have the type
    /// that is written already, their bytes are copied.
    /// </summary>
    /// <param name="info">The name to write and the shape that the tensor must have.</param>
    /// <param name="source">The weights; open until all is written.</param>
    /// <param name="sourceName">The name of the tensor in the weights; null where it is the same.</param>
    /// <exception cref="InvalidDataException">The weights hold no such tensor.</exception>
    public static TensorToWrite From(TensorInfo info, IWeightSource source, string? sourceName = null)
    {
        var name = sourceName ?? info.Name;
        while (source is RenamedWeights renamed)
        {
            (source, name) = renamed.Behind(name);
        }

        var tensor = new TensorToWrite(info, destination => source.ReadFloat32(name, destination, [.. info.Shape]));
        return source is IStoredWeights stored && stored.Find(name) is { } found && found.Shape.SequenceEqual(info.Shape) && stored.IsContiguous(name)
            ? tensor with { Source = stored, SourceName = name }
            : tensor;
    }

    /// <summary>A tensor that is written as it is stored, in its own type, integers too.</summary>
    /// <param name="source">The weights; open until all is written.</param>
    /// <param name="name">The name of the tensor.</param>
    /// <exception cref="InvalidDataException">The weights hold no such tensor, or it is of a type that Sinter does not read.</exception>
    public static TensorToWrite AsStored(IStoredWeights source, string name)
    {
        var type = source.TypeOf(name);
        var tensor = From(source.Find(name)!, source) with { Type = type };

        // A view that does not lie in order is brought into order through floats, which hold all of the narrow types.
        return tensor.Source is not null || type is TensorType.Float32 or TensorType.Float16 or TensorType.BFloat16
            ? tensor
            : tensor with { Type = TensorType.Float32 };
    }
}
