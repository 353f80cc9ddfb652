using System.Globalization;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;
using Sinter.Data.Tests.Html;

namespace Sinter.Bench.Benchmarks.Data;

/// <summary>Reading of a web archive that is compressed a record at a time: inflating, cutting into records, and decoding pages to text.</summary>
internal sealed class WarcBenchmark : IBenchmark
{
    private const int Tries = 3;

    public string Name => "warc";

    public string Description => "Reading of 200 MB of WARC (requests, responses, metadata; gzip with a member a record) on one thread.";

    public IEnumerable<Measurement> Run(BenchSettings settings)
    {
        if (AssetTexts.Folder() is not { } assets)
        {
            yield break;
        }

        var path = BenchmarkInput.Archive(ArticleBenchmark.Load(Path.Combine(assets, ArticleBenchmark.Folder)).ConvertAll(static page => page.Body));
        var input = InputFile.OfPath(path, "pages.warc.gz");
        var (bytes, pages) = Read(input, decode: true);
        var shape = string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB");
        foreach (var (name, decode) in ((string, bool)[])[("read warc.gz", true), ("cut warc.gz", false)])
        {
            if (settings.Wants(name, shape))
            {
                var best = Throughput.Best(Tries, () => Read(input, decode));
                yield return best.ToRow(name, shape, 1, bytes) with { PagesPerSecond = pages / best.Seconds, Goal = decode ? "150 MB/s" : null };
            }
        }
    }

    private static (long Bytes, long Pages) Read(InputFile input, bool decode)
    {
        long bytes = 0;
        long pages = 0;
        foreach (var block in DocumentReader.Read(input, ReadSettings.Default))
        {
            bytes += block.Bytes;
            pages += decode ? block.Decode().Count(static outcome => outcome.Document is not null) : 0;
        }

        return (bytes, pages);
    }
}
