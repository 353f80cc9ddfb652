namespace Sinter.Tensors;

/// <content>The numbers of a tensor as floats, however they are stored.</content>
public sealed partial class Tensor
{
    /// <summary>Writes a stretch of the numbers, in the order of memory, as floats.</summary>
    /// <param name="destination">Where they go; as many as it is long.</param>
    /// <param name="first">The place of the first.</param>
    /// <exception cref="InvalidOperationException">The tensor is symbolic.</exception>
    /// <exception cref="ArgumentException">There are no such numbers, or the tensor holds integers.</exception>
    public void CopyTo(Span<float> destination, long first = 0)
    {
        var bytes = Numbers(first, destination.Length);
        switch (Type)
        {
            case DataType.Float32:
                Part<float>(first, destination.Length).CopyTo(destination);
                break;
            case DataType.BFloat16:
                NarrowFloats.Widen(Part<BFloat16>(first, destination.Length), destination);
                break;
            case DataType.Float16:
                NarrowFloats.Widen(Part<Half>(first, destination.Length), destination);
                break;
            case DataType.NormalFloat4:
                NormalFloat4.Dequantize(bytes, destination, Shape.Count, first);
                break;
            default:
                var doubles = Part<double>(first, destination.Length);
                for (var i = 0; i < doubles.Length; i++)
                {
                    destination[i] = (float)doubles[i];
                }

                break;
        }

        GC.KeepAlive(this);
    }

    /// <summary>
    /// Stores floats in a stretch of the numbers, in the order of memory, each as the nearest that the tensor's type has. In <see cref="DataType.NormalFloat4"/> a stretch
    /// begins at a multiple of <see cref="NormalFloat4.GroupSize"/> and ends at one or with the tensor.
    /// </summary>
    /// <param name="values">The numbers.</param>
    /// <param name="first">The place of the first.</param>
    /// <exception cref="InvalidOperationException">The tensor is symbolic.</exception>
    /// <exception cref="ArgumentException">There are no such numbers, they cannot be stored, or the tensor holds integers.</exception>
    public void CopyFrom(ReadOnlySpan<float> values, long first = 0)
    {
        var bytes = Numbers(first, values.Length);
        switch (Type)
        {
            case DataType.Float32:
                values.CopyTo(Part<float>(first, values.Length));
                break;
            case DataType.BFloat16:
                NarrowFloats.Narrow(values, Part<BFloat16>(first, values.Length));
                break;
            case DataType.Float16:
                NarrowFloats.Narrow(values, Part<Half>(first, values.Length));
                break;
            case DataType.NormalFloat4:
                NormalFloat4.Quantize(values, bytes, Shape.Count, first);
                break;
            default:
                var doubles = Part<double>(first, values.Length);
                for (var i = 0; i < doubles.Length; i++)
                {
                    doubles[i] = values[i];
                }

                break;
        }

        GC.KeepAlive(this);
    }

    /// <summary>The bytes of all numbers in a type that is stored in blocks, none in others; a stretch that is not there is refused.</summary>
    private Span<byte> Numbers(long first, long count)
    {
        if (Type == DataType.Int32 || first < 0 || count > Shape.Count - first)
        {
            throw new ArgumentException($"Numbers {first} to {first + count} of a tensor {Shape} {Type} were wanted as floats; there are none.");
        }

        return _buffer is null
            ? throw new InvalidOperationException($"The tensor {Shape} holds no values yet: it is computed when its program runs.")
            : Type.IsBlocked() ? _buffer.AsSpan<byte>(_byteOffset, ByteCount) : [];
    }

    private Span<T> Part<T>(long first, long count)
        where T : unmanaged
        => _buffer!.AsSpan<T>(_byteOffset + Type.Bytes(first), count);
}
