using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sinter.Models.Files;

/// <summary>
/// Reads values at a place of a file. Positioned reads, not a map: what was read does not stay in the process, so that a model is never in memory twice, and a file
/// that is cut while it is read gives a sentence where a map would end the process.
/// </summary>
internal static class StoredValues
{
    /// <summary>What is converted at a time, in bytes: it stays in the cache of a core between reading and converting.</summary>
    private const int BlockLength = 1 << 18;

    // A read of the system takes an int of bytes, and Linux reads at most 2 GB at once.
    private const int LongestRead = 1 << 30;

    /// <summary>Opens a file for reads that mostly go forward.</summary>
    public static SafeFileHandle Open(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.SequentialScan);

    /// <summary>Fills a span with the bytes at a position.</summary>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public static void ReadBytes(SafeFileHandle file, string path, long position, Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            var read = RandomAccess.Read(file, destination[..Math.Min(destination.Length, LongestRead)], position);
            if (read == 0)
            {
                throw new InvalidDataException($"'{path}' ends before byte {position + destination.Length}; it was cut short while it was read. Get it again.");
            }

            position += read;
            destination = destination[read..];
        }
    }

    /// <summary>Fills a span with the values at a position, as floats.</summary>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public static unsafe void ReadFloat32(SafeFileHandle file, string path, long position, TensorType type, Span<float> destination)
    {
        if (type == TensorType.Float32)
        {
            for (var rest = destination; rest.Length > 0; position += LongestRead)
            {
                var part = rest[..Math.Min(rest.Length, LongestRead / sizeof(float))];
                ReadBytes(file, path, position, MemoryMarshal.AsBytes(part));
                rest = rest[part.Length..];
            }

            return;
        }

        var size = type.Size();
        var block = ArrayPool<byte>.Shared.Rent(BlockLength);
        try
        {
            for (var rest = destination; rest.Length > 0;)
            {
                var part = rest[..Math.Min(rest.Length, BlockLength / size)];
                ReadBytes(file, path, position, block.AsSpan(0, part.Length * size));
                fixed (byte* bytes = block)
                {
                    TensorTypes.Read(type, bytes, part);
                }

                position += (long)part.Length * size;
                rest = rest[part.Length..];
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    /// <summary>Checks that a part lies within a tensor.</summary>
    public static void CheckPart(string name, long start, long length, long whole)
    {
        if (start < 0 || length > whole - start)
        {
            throw new ArgumentOutOfRangeException(nameof(start), $"The part from {start} on, {length} long, does not lie within the tensor '{name}', which is {whole} long.");
        }
    }
}
