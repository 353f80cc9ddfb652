using System.Buffers;
using Sinter.Data.Reading;
using Sinter.Data.Shards;
using Sinter.Tokenizers;

namespace Sinter.Data.Mixing;

/// <summary>
/// Mixes sources into one data set. The sources are read twice: once to count them, so that the plan is exact, and once to take what the plan says. Memory does not grow with
/// them; the disk holds the taken lines twice for a while. The folder is there whole or not at all: a mixture that was stopped begins anew.
/// </summary>
/// <param name="spec">What is mixed.</param>
/// <param name="tokenizer">Counts the tokens; null to estimate them.</param>
/// <param name="threads">The threads that work; 0 for all cores.</param>
public sealed class MixtureRun(MixtureSpec spec, Tokenizer? tokenizer = null, int threads = 0)
{
    private readonly MixtureReader _reader = new(spec, tokenizer, threads > 0 ? threads : Environment.ProcessorCount);

    /// <summary>Counts the sources and plans, and writes nothing that stays.</summary>
    /// <param name="progress">Is told how many bytes of input are done.</param>
    /// <param name="cancellation">Ends it with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InvalidDataException">The spec is wrong, or asks for what the sources cannot give.</exception>
    public MixtureResult Plan(Action<long>? progress = null, CancellationToken cancellation = default)
    {
        spec.Check();
        var scratch = Directory.CreateTempSubdirectory("sinter-mix-").FullName;
        try
        {
            using var census = MixtureCensus.Take(spec, _reader, scratch, progress, cancellation);
            return Result(census, census.Choose(MixturePlan.Of(spec, census.Parts)).Plan, []);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    /// <summary>Writes the mixture, with its record and its page.</summary>
    /// <param name="folder">Where to; what is there is replaced.</param>
    /// <param name="format">The form of the shards; one of JSON Lines.</param>
    /// <param name="shardBytes">About how large a shard is before compression.</param>
    /// <param name="progress">Is told how many bytes of input are done, of both passes.</param>
    /// <param name="cancellation">Ends it with <see cref="OperationCanceledException"/>; nothing is changed then.</param>
    /// <exception cref="InvalidDataException">The spec is wrong, or asks for what the sources cannot give.</exception>
    public MixtureResult Write(MixtureFolder folder, JsonLinesShards format, long shardBytes = 256_000_000, Action<long>? progress = null, CancellationToken cancellation = default)
    {
        spec.Check();
        using var work = AtomicFolder.Create(folder.Root);
        var target = new MixtureFolder(work.WorkPath);
        var scratch = Path.Combine(work.WorkPath, "scratch");
        Directory.CreateDirectory(scratch);
        MixtureResult result;
        using (var census = MixtureCensus.Take(spec, _reader, scratch, progress, cancellation))
        {
            var (plan, lastExtra) = census.Choose(MixturePlan.Of(spec, census.Parts));
            var keys = new MixtureKeys(spec, _reader, plan);
            using var spool = new MixtureSpool(scratch);
            var taken = Take(census, plan, lastExtra, keys, spool, progress, cancellation);
            using var shards = new ShardWriter(target.Kept, format, shardBytes);
            spool.Write(shards, census.CopyDepths, null, cancellation);
            IEnumerable<string> warnings = keys.Unordered == 0 ? [] : [$"{keys.Unordered} documents have no number '{spec.OrderBy}' to be ordered by; they come last."];
            result = Result(census, plan, warnings) with { Taken = taken };
            RemoveSpools(target.Kept);
        }

        Directory.Delete(scratch, recursive: true);
        MixtureRecord.Write(target, spec, result, tokenizer?.Fingerprint);
        new MixtureReportPage(folder.Root, spec, result).Build().Save(target.ReportPage);
        work.Complete();
        return result;
    }

    private MixtureResult Result(MixtureCensus census, MixturePlan plan, IEnumerable<string> warnings)
    {
        var all = plan.Warnings.Concat(warnings).ToList();
        foreach (var (source, clashes) in census.Clashes.Index())
        {
            if (clashes)
            {
                all.Add($"Ids of '{spec.Sources[source].Name}' stand in a source before it too; all ids of this source end in '~{spec.Sources[source].Name}' in the mixture, so that each is unique.");
            }
        }

        if (census.RepeatedIds > 0)
        {
            all.Add($"{census.RepeatedIds} documents have the id of another document of their source; they are told apart nowhere.");
        }

        if (census.Broken > 0)
        {
            all.Add($"{census.Broken} records could not be read, such as {census.FirstFault}");
        }

        return new MixtureResult(plan, census.Documents, census.Broken, all);
    }

    /// <summary>The second pass: keeps the lines that the plan takes, and says where each copy goes.</summary>
    private MixtureTaken[] Take(
        MixtureCensus census, MixturePlan plan, RankedDocument?[] lastExtra, MixtureKeys keys, MixtureSpool spool, Action<long>? progress, CancellationToken cancellation)
    {
        var taken = new MixtureTaken[plan.Parts.Count];
        long ordinal = 0;
        var bytes = spec.Sources.Sum(static source => source.Inputs.Sum(static input => input.Length ?? 0));
        foreach (var block in _reader.Read((worker, source, block) => Encode(census, plan, lastExtra, keys, worker, source, block), cancellation))
        {
            progress?.Invoke(bytes += block.Bytes);
            foreach (var document in block.Documents)
            {
                var part = plan.Parts[document.Part];
                var isExtra = lastExtra[document.Part] is { } last && new RankedDocument(document.Part, document.Rank, ordinal, 0).CompareTo(last) <= 0;
                ordinal++;
                var copies = part.WholeEpochs + (isExtra ? 1 : 0);
                if (copies == 0)
                {
                    continue;
                }

                var place = spool.Keep(block.Lines.WrittenSpan.Slice(document.Start, document.Length));
                for (var copy = 1; copy <= copies; copy++)
                {
                    var (key, tie) = keys.Next(part.Source, document.Id, copy, document.Measure);
                    spool.Add(new SpooledCopy(key, tie, place, document.Length, copy, part.Source));
                }

                taken[document.Part] = taken[document.Part].Plus(copies, document.Bytes, document.Tokens);
            }
        }

        return ordinal == census.Documents ? taken : throw MixtureCensus.Changed();
    }

    private EncodedBlock Encode(MixtureCensus census, MixturePlan plan, RankedDocument?[] lastExtra, MixtureKeys keys, MixtureReader.Worker worker, int source, RecordBlock block)
    {
        var encoded = new EncodedBlock { Bytes = block.Bytes };
        foreach (var outcome in block.Decode())
        {
            if (outcome.Document is not { } document)
            {
                continue;
            }

            var part = census.Number(source, _reader.Group(source, document));
            var rank = _reader.Rank(source, document.Id);
            var start = encoded.Lines.WrittenCount;
            var mayBeTaken = plan.Parts[part].WholeEpochs > 0 || rank <= lastExtra[part]?.Rank;
            if (mayBeTaken)
            {
                WriteLine(encoded.Lines, document, census.Clashes[source] ? $"{document.Id}~{spec.Sources[source].Name}" : document.Id);
            }

            encoded.Documents.Add(new EncodedDocument(
                part, rank, document.Id, start, encoded.Lines.WrittenCount - start, mayBeTaken ? keys.Measure(document) : null,
                mayBeTaken ? MixtureReader.Bytes(document.Text) : 0, mayBeTaken ? worker.Tokens(document.Text) : 0));
        }

        return encoded;
    }

    /// <summary>A record stays as it is, but that it says its id, which it may not have had.</summary>
    private static void WriteLine(ArrayBufferWriter<byte> output, Document document, string id)
    {
        var start = output.WrittenCount;
        SourceRecord.WriteLine(output, document.Record is null ? document with { Id = id } : document, "text");
        if (document.Record is not null && !string.Equals(RecordId.Read(output.WrittenSpan[start..]), id, StringComparison.Ordinal))
        {
            var line = output.WrittenSpan[start..].ToArray();
            var before = output.WrittenSpan[..start].ToArray();
            output.ResetWrittenCount();
            output.Write(before);
            RecordId.WriteLine(output, line, id);
        }
    }

    private static void RemoveSpools(string folder)
    {
        foreach (var spool in Directory.EnumerateFiles(folder, "*.spool"))
        {
            File.Delete(spool);
        }
    }

    private readonly record struct EncodedDocument(int Part, ulong Rank, string Id, int Start, int Length, double? Measure, long Bytes, long Tokens);

    private sealed class EncodedBlock
    {
        public required long Bytes { get; init; }

        public ArrayBufferWriter<byte> Lines { get; } = new(1 << 16);

        public List<EncodedDocument> Documents { get; } = [];
    }
}
