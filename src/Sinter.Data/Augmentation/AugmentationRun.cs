using System.Buffers;
using System.Text.Json;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;
using Sinter.Data.Shards;

namespace Sinter.Data.Augmentation;

/// <summary>Writes changed copies of documents to one file, in the order of the input. The file is there whole or not at all.</summary>
public static class AugmentationRun
{
    /// <summary>Makes the copies.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="settings">How they are read.</param>
    /// <param name="inputFormat">The name of their form; null to tell it from content and name.</param>
    /// <param name="augmenter">Changes the texts.</param>
    /// <param name="copies">How many copies each document gets, at least 1.</param>
    /// <param name="withOriginals">Whether each document stands before its copies.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="format">Its form.</param>
    /// <param name="threads">The threads that work; 0 for all cores. The result is the same bytes at any number.</param>
    /// <param name="progress">Is told how many bytes of input are done.</param>
    /// <param name="cancellation">Ends it with <see cref="OperationCanceledException"/>; nothing is written then.</param>
    /// <exception cref="InvalidDataException">Not one document could be read; nothing is written then.</exception>
    public static AugmentationResult Write(
        IReadOnlyList<InputFile> inputs, ReadSettings settings, string? inputFormat, TextAugmenter augmenter, int copies, bool withOriginals, string path, IShardFormat format, int threads = 0,
        Action<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(copies, 1);
        var spool = Path.GetFullPath(path) + ".spool";
        try
        {
            var result = new AugmentationResult(0, 0, 0, 0, null);
            long bytes = 0;
            Directory.CreateDirectory(Path.GetDirectoryName(spool)!);
            using (var output = new FileStream(spool, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16))
            {
                var blocks = inputs.SelectMany(input => DocumentReader.Read(input, settings, inputFormat));
                foreach (var (lines, counts, blockBytes) in OrderedParallel.Map(
                    blocks, static () => 0, (_, block) => Work(block, augmenter, copies, withOriginals), threads > 0 ? threads : Environment.ProcessorCount, cancellation))
                {
                    output.Write(lines.WrittenSpan);
                    result = result.Plus(counts);
                    progress?.Invoke(bytes += blockBytes);
                }
            }

            if (result.Documents == 0)
            {
                throw new InvalidDataException($"Not one document could be read, so '{path}' is not written{(result.FirstFault is null ? "; the inputs hold none." : $": {result.FirstFault}")}");
            }

            format.Finish(spool, path);
            return result;
        }
        finally
        {
            File.Delete(spool);
        }
    }

    private static (ArrayBufferWriter<byte> Lines, AugmentationResult Counts, long Bytes) Work(RecordBlock block, TextAugmenter augmenter, int copies, bool withOriginals)
    {
        var lines = new ArrayBufferWriter<byte>(1 << 16);
        using var json = new Utf8JsonWriter(lines, DocumentJson.Options);
        var counts = new AugmentationResult(0, 0, 0, 0, null);
        foreach (var outcome in block.Decode())
        {
            if (outcome.Document is not { } document)
            {
                counts = outcome.Broken is { } fault ? counts.Plus(new AugmentationResult(0, 0, 0, 1, fault.ToString())) : counts;
                continue;
            }

            if (withOriginals)
            {
                Write(json, lines, document);
            }

            var made = 0;
            for (var copy = 1; copy <= copies; copy++)
            {
                if (augmenter.Copy(document, copy) is { } changed)
                {
                    Write(json, lines, changed);
                    made++;
                }
            }

            counts = counts.Plus(new AugmentationResult(1, made, made == 0 ? 1 : 0, 0, null));
        }

        return (lines, counts, block.Bytes);
    }

    private static void Write(Utf8JsonWriter json, ArrayBufferWriter<byte> lines, Document document)
    {
        json.Reset();
        json.WriteStartObject();
        DocumentJson.WriteFields(json, document);
        json.WriteEndObject();
        json.Flush();
        lines.Write("\n"u8);
    }
}

/// <summary>What an augmentation did.</summary>
/// <param name="Documents">The documents that were read.</param>
/// <param name="Copies">The copies that were written.</param>
/// <param name="Unchanged">The documents in which nothing could be changed; they have no copies.</param>
/// <param name="Broken">The records that could not be read.</param>
/// <param name="FirstFault">The first of them, and why; null where there is none.</param>
public sealed record AugmentationResult(long Documents, long Copies, long Unchanged, long Broken, string? FirstFault)
{
    internal AugmentationResult Plus(AugmentationResult other) =>
        new(Documents + other.Documents, Copies + other.Copies, Unchanged + other.Unchanged, Broken + other.Broken, FirstFault ?? other.FirstFault);
}
