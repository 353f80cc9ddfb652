using System.Buffers;
using System.Text.Json;
using Sinter.Data.Reading;

namespace Sinter.Data.Shards;

/// <summary>Writes documents of any form that Sinter reads to one file of a form that it writes. The file is there whole or not at all.</summary>
public static class DocumentConversion
{
    private const int FirstFaults = 5;

    /// <summary>Converts inputs, in order; what cannot be read is counted and passed over.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="settings">How they are read.</param>
    /// <param name="inputFormat">The name of their form; null to tell it from content and name.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="format">Its form.</param>
    /// <param name="threads">The threads that decode; 0 for all cores.</param>
    /// <param name="progress">Is told how many bytes of input are done.</param>
    /// <param name="cancellation">Ends it with <see cref="OperationCanceledException"/>; nothing is written then.</param>
    /// <exception cref="InvalidDataException">Not one document could be read; nothing is written then.</exception>
    public static ConversionResult Convert(
        IReadOnlyList<InputFile> inputs, ReadSettings settings, string? inputFormat, string path, IShardFormat format, int threads = 0, Action<long>? progress = null, CancellationToken cancellation = default)
    {
        // The same spool as that of shards: each form is then made in one place.
        var spool = Path.GetFullPath(path) + ".spool";
        try
        {
            var result = Spool(inputs, settings, inputFormat, spool, threads > 0 ? threads : Environment.ProcessorCount, progress, cancellation);
            if (result is { Documents: 0, Broken: > 0 })
            {
                throw new InvalidDataException($"Not one document could be read, so '{path}' is not written: {string.Join(" ", result.Faults.Take(1))}");
            }

            format.Finish(spool, path);
            return result with { BytesOut = new FileInfo(path).Length };
        }
        finally
        {
            File.Delete(spool);
        }
    }

    private static ConversionResult Spool(IReadOnlyList<InputFile> inputs, ReadSettings settings, string? inputFormat, string spool, int threads, Action<long>? progress, CancellationToken cancellation)
    {
        long documents = 0, broken = 0, bytes = 0;
        var faults = new List<string>();
        Directory.CreateDirectory(Path.GetDirectoryName(spool)!);
        using var output = new FileStream(spool, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        var blocks = inputs.SelectMany(input => DocumentReader.Read(input, settings, inputFormat));
        foreach (var block in OrderedParallel.Map(blocks, static () => new Utf8JsonWriter(Stream.Null, DocumentJson.Options), static (json, block) => Decode(json, block), threads, cancellation))
        {
            output.Write(block.Lines.WrittenSpan);
            documents += block.Documents;
            broken += block.Faults.Count;
            bytes += block.Bytes;
            faults.AddRange(block.Faults.Take(FirstFaults - Math.Min(FirstFaults, faults.Count)));
            progress?.Invoke(bytes);
        }

        return new ConversionResult(documents, broken, bytes, 0, faults);
    }

    private static (ArrayBufferWriter<byte> Lines, long Documents, List<string> Faults, long Bytes) Decode(Utf8JsonWriter json, RecordBlock block)
    {
        var lines = new ArrayBufferWriter<byte>(1 << 16);
        var faults = new List<string>();
        long documents = 0;
        foreach (var outcome in block.Decode())
        {
            if (outcome.Broken is { } fault)
            {
                faults.Add(fault.Line > 0 ? $"{fault.Source}, {fault.Line}: {fault.Reason}" : $"{fault.Source}: {fault.Reason}");
                continue;
            }

            json.Reset(lines);
            json.WriteStartObject();
            DocumentJson.WriteFields(json, outcome.Document!);
            json.WriteEndObject();
            json.Flush();
            lines.Write("\n"u8);
            documents++;
        }

        return (lines, documents, faults, block.Bytes);
    }
}

/// <summary>What a conversion did.</summary>
/// <param name="Documents">The documents that were written.</param>
/// <param name="Broken">The records that could not be read.</param>
/// <param name="BytesIn">The uncompressed bytes of input.</param>
/// <param name="BytesOut">The bytes of the file.</param>
/// <param name="Faults">The first of what could not be read, each one sentence.</param>
public sealed record ConversionResult(long Documents, long Broken, long BytesIn, long BytesOut, IReadOnlyList<string> Faults);
