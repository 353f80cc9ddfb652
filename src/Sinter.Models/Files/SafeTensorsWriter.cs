using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sinter.Tensors;

namespace Sinter.Models.Files;

/// <summary>Fills a span with the values of a tensor, in row-major order.</summary>
/// <param name="destination">As long as the tensor.</param>
public delegate void TensorFill(Span<float> destination);

/// <summary>A tensor to be written: what it is called, and where its values come from when its turn has come.</summary>
/// <param name="Info">Name and shape.</param>
/// <param name="Fill">Gives the values; called once.</param>
public sealed record TensorToWrite(TensorInfo Info, TensorFill Fill);

/// <summary>
/// Writes a SafeTensors file, one tensor after another in the order of their names, so that the same weights always
/// give the same bytes. It holds one tensor in memory at a time; the file appears when it is complete.
/// </summary>
public static class SafeTensorsWriter
{
    private const int ChunkLength = 1 << 16;
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the tensors to a file, replacing it.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="tensors">The tensors, in any order, each name once.</param>
    /// <param name="type">How the values are stored: <see cref="TensorType.Float32"/>, <see cref="TensorType.Float16"/> or <see cref="TensorType.BFloat16"/>, the latter two rounded to nearest, ties to even.</param>
    /// <param name="metadata">Text about the file.</param>
    /// <exception cref="ArgumentException">A name comes twice or is reserved, or the type is none of the three.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(
        string path,
        IEnumerable<TensorToWrite> tensors,
        TensorType type = TensorType.Float32,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        if (type is not (TensorType.Float32 or TensorType.Float16 or TensorType.BFloat16))
        {
            throw new ArgumentException($"Weights are written as F32, F16 or BF16, not as {type.Name()}.", nameof(type));
        }

        var sorted = tensors.OrderBy(static tensor => tensor.Info.Name, StringComparer.Ordinal).ToArray();
        var header = Header(sorted, type, metadata);
        AtomicFile.Write(path, stream => WriteAll(stream, header, sorted, type));
    }

    private static ReadOnlyMemory<byte> Header(TensorToWrite[] sorted, TensorType type, IReadOnlyDictionary<string, string>? metadata)
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
            string? previous = null;
            foreach (var (info, _) in sorted)
            {
                if (info.Name == previous || info.Name == SafeTensorsHeader.MetadataKey)
                {
                    throw new ArgumentException($"The tensor name '{info.Name}' is used twice or reserved; each tensor needs its own.");
                }

                previous = info.Name;
                WriteEntry(json, info, type, ref offset);
            }

            json.WriteEndObject();
        }

        // The data begin at a multiple of 8 bytes.
        var padding = -buffer.WrittenCount & 7;
        buffer.GetSpan(padding)[..padding].Fill((byte)' ');
        buffer.Advance(padding);
        return buffer.WrittenCount <= SafeTensorsHeader.MaximumLength
            ? buffer.WrittenMemory
            : throw new ArgumentException($"The names of {sorted.Length} tensors take more than the {SafeTensorsHeader.MaximumLength} bytes that a SafeTensors header may have.");
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

    private static void WriteAll(Stream stream, ReadOnlyMemory<byte> header, TensorToWrite[] sorted, TensorType type)
    {
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header.Span);

        var values = new float[sorted.Length == 0 ? 0 : sorted.Max(static tensor => tensor.Info.Elements)];
        var narrow = new ushort[ChunkLength];
        foreach (var (info, fill) in sorted)
        {
            var tensor = values.AsSpan(0, (int)info.Elements);
            fill(tensor);
            for (var start = 0; start < tensor.Length; start += ChunkLength)
            {
                var chunk = tensor[start..Math.Min(start + ChunkLength, tensor.Length)];
                stream.Write(type == TensorType.Float32 ? MemoryMarshal.AsBytes(chunk) : MemoryMarshal.AsBytes(Narrow(chunk, type, narrow)));
            }
        }
    }

    private static Span<ushort> Narrow(ReadOnlySpan<float> values, TensorType type, Span<ushort> destination)
    {
        var narrow = destination[..values.Length];
        if (type == TensorType.BFloat16)
        {
            NarrowFloats.Narrow(values, MemoryMarshal.Cast<ushort, BFloat16>(narrow));
        }
        else
        {
            NarrowFloats.Narrow(values, MemoryMarshal.Cast<ushort, Half>(narrow));
        }

        return narrow;
    }
}
