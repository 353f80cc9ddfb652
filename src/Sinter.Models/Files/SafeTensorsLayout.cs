using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sinter.Tensors;

namespace Sinter.Models.Files;

/// <summary>The bytes of a SafeTensors file: its header, and the values of its tensors behind. It knows nothing of files and their names.</summary>
internal static class SafeTensorsLayout
{
    /// <summary>What is read and written at a time, in bytes: large for the disk, small beside a tensor.</summary>
    private const int BlockLength = 1 << 19;

    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The bytes that the values of a tensor take.</summary>
    public static long Length(TensorToWrite tensor, TensorType type) => tensor.Info.Elements * (tensor.Type ?? type).Size();

    /// <summary>The JSON of a header without its length, padded so that the values begin at a multiple of 8 bytes.</summary>
    /// <param name="sorted">The tensors, in the order of the file.</param>
    /// <param name="type">The type of those that do not say one.</param>
    /// <param name="metadata">Text about the file.</param>
    /// <exception cref="ArgumentException">The header would be longer than the format allows.</exception>
    public static ReadOnlyMemory<byte> Header(IReadOnlyList<TensorToWrite> sorted, TensorType type, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonOptions))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(SafeTensorsHeader.MetadataKey);
                foreach (var (key, text) in metadata.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
                {
                    json.WriteString(key, text);
                }

                json.WriteEndObject();
            }

            long offset = 0;
            foreach (var tensor in sorted)
            {
                WriteEntry(json, tensor.Info, tensor.Type ?? type, ref offset);
            }

            json.WriteEndObject();
        }

        var padding = -buffer.WrittenCount & 7;
        buffer.GetSpan(padding)[..padding].Fill((byte)' ');
        buffer.Advance(padding);
        return buffer.WrittenCount <= SafeTensorsHeader.MaximumLength
            ? buffer.WrittenMemory
            : throw new ArgumentException($"The names of {sorted.Count} tensors take more than the {SafeTensorsHeader.MaximumLength} bytes that a SafeTensors header may have.");
    }

    /// <summary>Writes a whole file.</summary>
    /// <param name="stream">Where it goes.</param>
    /// <param name="header">The header of these tensors.</param>
    /// <param name="sorted">The tensors, in the order of the file.</param>
    /// <param name="type">The type of those that do not say one.</param>
    public static void Write(Stream stream, ReadOnlyMemory<byte> header, IReadOnlyList<TensorToWrite> sorted, TensorType type)
    {
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header.Span);

        var made = sorted.Where(static tensor => tensor.Source is null).Select(static tensor => tensor.Info.Elements).DefaultIfEmpty().Max();
        var whole = new float[made];
        var block = ArrayPool<byte>.Shared.Rent(BlockLength);
        var floats = ArrayPool<float>.Shared.Rent(BlockLength / sizeof(float));
        try
        {
            foreach (var tensor in sorted)
            {
                WriteTensor(stream, tensor, tensor.Type ?? type, whole, block, floats);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
            ArrayPool<float>.Shared.Return(floats);
        }
    }

    private static void WriteEntry(Utf8JsonWriter json, TensorInfo info, TensorType type, ref long offset)
    {
        json.WriteStartObject(info.Name);
        json.WriteString("dtype", type.Name());
        json.WriteStartArray("shape");
        foreach (var dimension in info.Shape)
        {
            json.WriteNumberValue(dimension);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        offset += info.Elements * type.Size();
        json.WriteNumberValue(offset);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTensor(Stream stream, TensorToWrite tensor, TensorType type, float[] whole, byte[] block, float[] floats)
    {
        var elements = tensor.Info.Elements;
        if (tensor.Source is { } source && source.TypeOf(tensor.SourceName) == type)
        {
            var length = elements * type.Size();
            for (long start = 0; start < length;)
            {
                var part = block.AsSpan(0, (int)Math.Min(BlockLength, length - start));
                source.ReadBytes(tensor.SourceName, start, part);
                stream.Write(part);
                start += part.Length;
            }

            return;
        }

        if (tensor.Source is null)
        {
            tensor.Fill(whole.AsSpan(0, (int)elements));
        }

        const int Values = BlockLength / sizeof(float);
        for (long start = 0; start < elements; start += Values)
        {
            var count = (int)Math.Min(Values, elements - start);
            var part = tensor.Source is null ? whole.AsSpan((int)start, count) : floats.AsSpan(0, count);
            tensor.Source?.ReadFloat32(tensor.SourceName, start, part);
            stream.Write(type == TensorType.Float32 ? MemoryMarshal.AsBytes(part) : Narrow(part, type, block));
        }
    }

    private static Span<byte> Narrow(ReadOnlySpan<float> values, TensorType type, byte[] block)
    {
        var narrow = block.AsSpan(0, values.Length * sizeof(ushort));
        if (type == TensorType.BFloat16)
        {
            NarrowFloats.Narrow(values, MemoryMarshal.Cast<byte, BFloat16>(narrow));
        }
        else
        {
            NarrowFloats.Narrow(values, MemoryMarshal.Cast<byte, Half>(narrow));
        }

        return narrow;
    }
}
