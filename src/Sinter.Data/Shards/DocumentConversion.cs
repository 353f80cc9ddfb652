using System.Buffers;
using System.Text.Json;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;

namespace Sinter.Data.Shards;

/// <summary>Writes documents of any form that Sinter reads to one file of a form that it writes. The file is there whole or not at all.</summary>
public static class DocumentConversion
{
    private const int FirstFaults = 5;

    /// <summary>Converts inputs, in order; what cannot be read, or is not meant to be a document, is counted and left out.</summary>
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
        var passedOver = new PassedOverCounts();
        var faults = new List<string>();
        Directory.CreateDirectory(Path.GetDirectoryName(spool)!);
        using var output = new FileStream(spool, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16);
        var blocks = inputs.SelectMany(input => DocumentReader.Read(input, settings, inputFormat));
        foreach (var block in OrderedParallel.Map(blocks, static () => new Utf8JsonWriter(Stream.Null, DocumentJson.Options), static (json, block) => Decode(json, block), threads, cancellation))
        {
            output.Write(block.Lines.WrittenSpan);
            documents += block.Documents;
            broken += block.Faults.Count;
            passedOver.Add(block.PassedOver);
            bytes += block.Bytes;
            faults.AddRange(block.Faults.Take(FirstFaults - Math.Min(FirstFaults, faults.Count)));
            progress?.Invoke(bytes);
        }

        return new ConversionResult(documents, broken, passedOver, bytes, 0, faults);
    }

    private static DecodedBlock Decode(Utf8JsonWriter json, RecordBlock block)
    {
        var decoded = new DecodedBlock { Bytes = block.Bytes };
        foreach (var outcome in block.Decode())
        {
            if (outcome.Document is { } document)
            {
                json.Reset(decoded.Lines);
                json.WriteStartObject();
                DocumentJson.WriteFields(json, document);
                json.WriteEndObject();
                json.Flush();
                decoded.Lines.Write("\n"u8);
                decoded.Documents++;
            }
            else if (outcome.Broken is { } fault)
            {
                decoded.Faults.Add(fault.ToString());
            }
            else
            {
                decoded.PassedOver.Add(outcome.PassedOver!);
            }
        }

        return decoded;
    }

    private sealed class DecodedBlock
    {
        public required long Bytes { get; init; }

        public ArrayBufferWriter<byte> Lines { get; } = new(1 << 16);

        public long Documents { get; set; }

        public List<string> Faults { get; } = [];

        public PassedOverCounts PassedOver { get; } = new();
    }
}

/// <summary>What a conversion did.</summary>
/// <param name="Documents">The documents that were written.</param>
/// <param name="Broken">The records that could not be read.</param>
/// <param name="PassedOver">The records that are not meant to be documents.</param>
/// <param name="BytesIn">The uncompressed bytes of input.</param>
/// <param name="BytesOut">The bytes of the file.</param>
/// <param name="Faults">The first of what could not be read, each one sentence.</param>
public sealed record ConversionResult(long Documents, long Broken, PassedOverCounts PassedOver, long BytesIn, long BytesOut, IReadOnlyList<string> Faults);
