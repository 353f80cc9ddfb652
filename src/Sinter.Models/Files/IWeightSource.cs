namespace Sinter.Models.Files;

/// <summary>The named weights of a model in a file (or several), read one by one into memory of the caller. Done when disposed.</summary>
public interface IWeightSource : IDisposable
{
    /// <summary>The file or folder that messages name.</summary>
    string Path { get; }

    /// <summary>All tensors, in the ordinal order of their names.</summary>
    IReadOnlyList<TensorInfo> Tensors { get; }

    /// <summary>The tensor of that name, or null where there is none.</summary>
    TensorInfo? Find(string name);

    /// <summary>Reads a whole tensor as 32-bit floats, in row-major order, whatever its type in the file.</summary>
    /// <param name="name">The name of the tensor.</param>
    /// <param name="destination">Where its values go; exactly as long as the tensor.</param>
    /// <param name="expectedShape">The shape that the caller counts on.</param>
    /// <exception cref="InvalidDataException">The tensor is missing or has another shape.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is not as long as the expected shape says.</exception>
    void ReadFloat32(string name, Span<float> destination, ReadOnlySpan<int> expectedShape);
}
