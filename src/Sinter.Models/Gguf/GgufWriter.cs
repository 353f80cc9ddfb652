using System.Text;

namespace Sinter.Models.Gguf;

/// <summary>
/// Writes a GGUF file, version 3, little-endian: keys and values, the descriptions of the tensors, and their values one tensor after another in the order given. It
/// holds one part of one tensor in memory at a time; the file appears when it is complete. The same input gives the same bytes.
/// </summary>
public static class GgufWriter
{
    private const int Version = 3;
    private const int Alignment = 32;
    private const int MostDimensions = 4;

    // GGML keeps names in 64 bytes with a zero at the end.
    private const int LongestName = 63;

    /// <summary>Writes a file, replacing it.</summary>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <param name="metadata">The keys and values.</param>
    /// <param name="tensors">The tensors, in the order of the file.</param>
    /// <exception cref="ArgumentException">A tensor has a name, shape or type that the format does not allow, or comes twice.</exception>
    /// <exception cref="InvalidDataException">A value is too large for the type of its tensor.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, GgufMetadata metadata, IReadOnlyList<GgufTensorToWrite> tensors)
    {
        Check(tensors);
        AtomicFile.Write(path, stream =>
        {
            WriteDescriptions(stream, metadata, tensors);
            Pad(stream);
            WriteValues(stream, tensors);
        });
    }

    /// <summary>How many bytes a tensor takes.</summary>
    internal static long Bytes(GgufTensorToWrite tensor) => tensor.Info.Elements / tensor.Type.BlockValues() * tensor.Type.BlockBytes();

    private static void Check(IReadOnlyList<GgufTensorToWrite> tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (info, type, _) in tensors)
        {
            if (info.Name.Length == 0 || Encoding.UTF8.GetByteCount(info.Name) > LongestName)
            {
                throw new ArgumentException($"The tensor name '{info.Name}' is not of 1 to {LongestName} bytes, as GGUF files have them.", nameof(tensors));
            }

            if (!names.Add(info.Name))
            {
                throw new ArgumentException($"The tensor name '{info.Name}' is used twice; each tensor needs its own.", nameof(tensors));
            }

            if (info.Shape.Count is 0 or > MostDimensions || info.Shape.Any(static size => size < 1))
            {
                throw new ArgumentException($"The tensor {info} has no shape that a GGUF file can hold: 1 to {MostDimensions} dimensions of at least 1.", nameof(tensors));
            }

            if (!GgmlEncoder.CanWrite(type))
            {
                throw new ArgumentException($"The tensor '{info.Name}' cannot be written as {type}; choose F32, F16, BF16, Q8_0 or Q4_0.", nameof(tensors));
            }

            if (info.Shape[^1] % type.BlockValues() != 0)
            {
                throw new ArgumentException($"The tensor {info} cannot be written as {type}: its rows are no multiple of {type.BlockValues()}.", nameof(tensors));
            }
        }
    }

    private static void WriteDescriptions(Stream stream, GgufMetadata metadata, IReadOnlyList<GgufTensorToWrite> tensors)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write("GGUF"u8);
        writer.Write(Version);
        writer.Write((ulong)tensors.Count);
        writer.Write((ulong)metadata.Entries.Count);
        foreach (var (key, value) in metadata.Entries)
        {
            GgufValues.WriteText(writer, key);
            GgufValues.Write(writer, value);
        }

        long offset = 0;
        foreach (var tensor in tensors)
        {
            GgufValues.WriteText(writer, tensor.Info.Name);
            writer.Write(tensor.Info.Shape.Count);
            foreach (var size in tensor.Info.Shape.Reverse())
            {
                writer.Write((ulong)size);
            }

            writer.Write((uint)tensor.Type);
            writer.Write((ulong)offset);
            offset += (Bytes(tensor) + Alignment - 1) / Alignment * Alignment;
        }
    }

    private static void WriteValues(Stream stream, IReadOnlyList<GgufTensorToWrite> tensors)
    {
        var encoder = new GgmlEncoder();
        var values = new float[tensors.Count == 0 ? 0 : tensors.Max(static tensor => tensor.Info.Elements / tensor.Parts)];
        foreach (var tensor in tensors)
        {
            var part = values.AsSpan(0, (int)(tensor.Info.Elements / tensor.Parts));
            for (var i = 0; i < tensor.Parts; i++)
            {
                tensor.Fill(i, part);
                encoder.Write(stream, tensor.Info.Name, part, tensor.Type);
            }

            Pad(stream);
        }
    }

    private static void Pad(Stream stream)
    {
        Span<byte> zeros = stackalloc byte[Alignment];
        zeros.Clear();
        stream.Write(zeros[..(int)(-stream.Position & (Alignment - 1))]);
    }
}
