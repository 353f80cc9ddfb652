namespace Sinter.Models.Files;

/// <summary>
/// Weights whose bytes can be read as they are stored, whole or in parts, so that a copy in the same type need not go through floats and never holds a whole tensor.
/// Reading is safe from several threads at once.
/// </summary>
public interface IStoredWeights : IWeightSource
{
    /// <summary>The element type that a tensor has in the file.</summary>
    /// <param name="name">The name of the tensor.</param>
    /// <exception cref="InvalidDataException">There is no such tensor, or its type is one that Sinter does not read.</exception>
    TensorType TypeOf(string name);

    /// <summary>Whether the values of a tensor lie one after the other in row-major order, so that it can be read in parts. False for a transposed view.</summary>
    /// <param name="name">The name of the tensor.</param>
    /// <exception cref="InvalidDataException">There is no such tensor.</exception>
    bool IsContiguous(string name);

    /// <summary>Reads bytes of a contiguous tensor as they are stored: little-endian, in row-major order.</summary>
    /// <param name="name">The name of the tensor.</param>
    /// <param name="offset">The first byte, counted from the beginning of the tensor.</param>
    /// <param name="destination">Where the bytes go; all of it is filled.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tensor ends before the part does.</exception>
    /// <exception cref="InvalidDataException">There is no such tensor, it is not contiguous, or its type is one that Sinter does not read.</exception>
    void ReadBytes(string name, long offset, Span<byte> destination);

    /// <summary>Reads values of a contiguous tensor as 32-bit floats, whatever their type.</summary>
    /// <param name="name">The name of the tensor.</param>
    /// <param name="start">The first element, in row-major order.</param>
    /// <param name="destination">Where the values go; all of it is filled.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tensor ends before the part does.</exception>
    /// <exception cref="InvalidDataException">There is no such tensor, it is not contiguous, or its type is one that Sinter does not read.</exception>
    void ReadFloat32(string name, long start, Span<float> destination);
}
