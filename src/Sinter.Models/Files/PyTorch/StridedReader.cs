using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sinter.Models.Files.PyTorch;

/// <summary>Brings the values of a view with any strides into row-major order.</summary>
internal static class StridedReader
{
    /// <summary>Reads a tensor as floats. It holds the part of the storage that the tensor spans while it works.</summary>
    /// <param name="file">The open archive.</param>
    /// <param name="path">The file that messages name.</param>
    /// <param name="position">Where the first element of the tensor lies in the file.</param>
    /// <param name="type">The type of its elements.</param>
    /// <param name="tensor">Its shape and strides.</param>
    /// <param name="destination">As long as the tensor.</param>
    public static unsafe void ReadFloat32(SafeFileHandle file, string path, long position, TensorType type, TorchTensor tensor, Span<float> destination)
    {
        // The span is not longer than the storage, which is not longer than the file.
        var bytes = checked(tensor.Extent * type.Size());
        var memory = (byte*)NativeMemory.Alloc((nuint)Math.Max(bytes, 1));
        try
        {
            const int Part = 1 << 30;
            for (long at = 0; at < bytes; at += Part)
            {
                StoredValues.ReadBytes(file, path, position + at, new Span<byte>(memory + at, (int)Math.Min(Part, bytes - at)));
            }

            Gather(memory, type, tensor.Shape, tensor.Strides, destination);
        }
        finally
        {
            NativeMemory.Free(memory);
        }
    }

    private static unsafe void Gather(byte* memory, TensorType type, int[] shape, long[] strides, Span<float> destination)
    {
        // Row by row of the last dimension; the index of all others counts like an odometer.
        var size = type.Size();
        var width = shape.Length == 0 ? 1 : shape[^1];
        var step = shape.Length == 0 ? 1 : strides[^1];
        var index = new int[shape.Length];
        long start = 0;
        for (var row = 0; row < destination.Length; row += width)
        {
            var target = destination.Slice(row, width);
            if (step == 1)
            {
                TensorTypes.Read(type, memory + (start * size), target);
            }
            else
            {
                TensorTypes.ReadEvery(type, memory + (start * size), step, target);
            }

            for (var dimension = shape.Length - 2; dimension >= 0; dimension--)
            {
                start += strides[dimension];
                if (++index[dimension] < shape[dimension])
                {
                    break;
                }

                start -= strides[dimension] * shape[dimension];
                index[dimension] = 0;
            }
        }
    }
}
