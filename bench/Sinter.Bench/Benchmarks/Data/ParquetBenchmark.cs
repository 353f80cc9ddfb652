using System.Text.Json;
using Sinter.Bench.Peers;
using Sinter.Data.Inputs;
using Sinter.Data.Parquet;
using Sinter.Data.Reading;

namespace Sinter.Bench.Benchmarks.Data;

/// <summary>Reading of the text column of Parquet files, written by Sinter and by DuckDB, on one thread. Bytes are those of the texts.</summary>
internal sealed class ParquetBenchmark : IBenchmark
{
    private const int Rounds = 3;

    public string Name => "parquet";

    public string Description => "The text column of 200 MB of documents in Parquet, read and decoded on one thread. Peer: DuckDB, which sums the lengths.";

    public IEnumerable<Measurement> Run(BenchSettings settings)
    {
        if (AssetTexts.Folder() is not { } assets)
        {
            yield break;
        }

        var lines = BenchmarkInput.Crawl(assets);
        using var turns = Turns.With("parquet.mjs", settings with { Threads = 1 }, Rounds);
        foreach (var (codec, isOwn) in ((ParquetCodec, bool)[])[(ParquetCodec.Zstd, true), (ParquetCodec.Snappy, true), (ParquetCodec.Zstd, false), (ParquetCodec.Snappy, false)])
        {
            var maker = isOwn ? "Sinter" : "DuckDB";
            var shape = $"{codec.ToString().ToLowerInvariant()}, by {maker}";
            var path = Path.ChangeExtension(lines, $".{maker}.{codec}.parquet");
            if (!settings.Wants("text column", shape) || !Make(lines, codec, isOwn, path, turns))
            {
                continue;
            }

            var bytes = ReadTexts(path);
            var (own, other) = turns.Quickest(() => ReadTexts(path), JsonSerializer.Serialize(new[] { "read", path }));
            yield return own.ToRow("text column", shape, 1, bytes) with { Peer = other is null ? null : turns.Peer, PeerRate = bytes / 1e6 / other, Goal = "ratio 0.5" };
            if (isOwn)
            {
                var best = Throughput.Best(Rounds, () => ReadDocuments(path));
                yield return best.ToRow("documents", shape, 1, bytes);
            }
        }
    }

    /// <summary>Makes a file; that of the peer is kept for later runs. False where it cannot be made.</summary>
    private static bool Make(string lines, ParquetCodec codec, bool isOwn, string path, Turns turns)
    {
        if (isOwn)
        {
            using var writer = ParquetDocumentWriter.Create(path, options: new ParquetWriterOptions { Codec = codec });
            foreach (var outcome in DocumentReader.Read(InputFile.OfPath(lines, "crawl.jsonl"), ReadSettings.Default).SelectMany(static block => block.Decode()))
            {
                writer.Write(outcome.Document!);
            }

            writer.Complete();
            return true;
        }

        if (!File.Exists(path) && turns.Peer is not null)
        {
            turns.Prepare(JsonSerializer.Serialize(new[] { "write", lines, path, codec.ToString() }));
        }

        return File.Exists(path);
    }

    /// <summary>Reads the texts as they stand, in UTF-8; gives their bytes.</summary>
    private static long ReadTexts(string path)
    {
        using var file = ParquetFile.Open(path);
        var text = file.Schema.Find("text") ?? throw new InvalidOperationException($"'{path}' has no column 'text'.");
        long bytes = 0;
        foreach (var batch in file.ReadBatches([text]))
        {
            var column = batch.Column(text);
            for (var row = 0; row < column.Rows; row++)
            {
                bytes += column.Utf8(row).Length;
            }
        }

        return bytes;
    }

    /// <summary>Reads all columns and makes documents of them.</summary>
    private static void ReadDocuments(string path)
    {
        foreach (var block in DocumentReader.Read(InputFile.OfPath(path, "crawl.parquet"), ReadSettings.Default))
        {
            block.Decode();
        }
    }
}
