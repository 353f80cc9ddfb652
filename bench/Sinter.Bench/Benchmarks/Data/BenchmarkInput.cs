using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sinter.Data;

namespace Sinter.Bench.Benchmarks.Data;

/// <summary>The inputs that are measured with, made of real texts once and kept in the folder for temporary files under a name with their hash.</summary>
internal static class BenchmarkInput
{
    /// <summary>To be raised where the same texts would give another file.</summary>
    private const int Version = 1;

    private const long CrawlBytes = 200_000_000;
    private const long LanguageBytes = 100_000_000;
    private const long ArchiveBytes = 200_000_000;

    /// <summary>The folder of inputs and results.</summary>
    public static string Folder { get; } = Path.Combine(Path.GetTempPath(), "sinter-bench");

    /// <summary>200 MB of English documents as JSON Lines.</summary>
    public static string Crawl(string assets)
    {
        var texts = AssetTexts.English(assets);
        return Kept("crawl", ".jsonl", Hash(texts), stream => Crawl(texts, CrawlBytes).CopyTo(stream));
    }

    /// <summary>Documents like those of <see cref="Crawl(string)"/>, made as they are read.</summary>
    public static Stream Crawl(string assets, long bytes) => Crawl(AssetTexts.English(assets), bytes);

    /// <summary>100 MB of lines, each in one of several languages.</summary>
    public static string Languages(string assets)
    {
        var languages = AssetTexts.Languages(assets);
        return Kept("languages", ".txt", Hash(languages.SelectMany(static texts => texts)), stream =>
        {
            var texts = languages.Select(static lines => new PerturbedText(lines.Select(Encoding.UTF8.GetBytes))).ToArray();
            new LineStream(WriteLine, LanguageBytes).CopyTo(stream);

            void WriteLine(long number, ArrayBufferWriter<byte> output)
            {
                var (turn, language) = Math.DivRem(number, texts.Length);
                texts[language].Write(turn, output);
                output.Write("\n"u8);
            }
        });
    }

    /// <summary>200 MB of WARC, compressed a record at a time, as crawlers write it: a request, a response and a metadata record for each page.</summary>
    public static string Archive(IReadOnlyList<byte[]> pages) => Kept("pages", ".warc.gz", Hash(pages.Select(static page => Convert.ToHexString(page))), stream =>
    {
        long written = 0;
        for (var i = 0; written < ArchiveBytes; i++)
        {
            var page = pages[i % pages.Count];
            var address = string.Create(CultureInfo.InvariantCulture, $"https://site{i % pages.Count}.example/page/{i}");
            var response = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n");
            Record("request", "application/http; msgtype=request", address, "GET / HTTP/1.1\r\nUser-Agent: crawler\r\nAccept: text/html\r\n\r\n"u8);
            Record("response", "application/http; msgtype=response", address, [.. response, .. page]);
            Record("metadata", "application/warc-fields", address, "fetchTimeMs: 120\r\ncharset-detected: UTF-8\r\n"u8);
        }

        void Record(string kind, string type, string address, ReadOnlySpan<byte> body)
        {
            var header = Encoding.ASCII.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2024-01-01T00:00:00Z\r\nWARC-Target-URI: {address}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n"));
            using var member = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
            member.Write(header);
            member.Write(body);
            member.Write("\r\n\r\n"u8);
            written += header.Length + body.Length + 4;
        }
    });

    /// <summary>A file that is made where it is not there from an earlier run.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="ending">How its name ends.</param>
    /// <param name="hash">Tells whether it would be the same.</param>
    /// <param name="write">Makes it.</param>
    public static string Kept(string name, string ending, ulong hash, Action<Stream> write)
    {
        Directory.CreateDirectory(Folder);
        var path = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{name}-{hash:x16}{ending}"));
        if (!File.Exists(path))
        {
            using (var stream = File.Create(path + ".partial"))
            {
                write(stream);
            }

            File.Move(path + ".partial", path);
        }

        return path;
    }

    private static LineStream Crawl(IEnumerable<string> documents, long bytes)
    {
        var texts = new PerturbedText(documents.Select(static text => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.ToArray()));
        return new LineStream(WriteLine, bytes);

        void WriteLine(long number, ArrayBufferWriter<byte> output)
        {
            output.Write("{\"id\":\""u8);
            output.Write(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));
            output.Write("\",\"text\":\""u8);
            texts.Write(number, output);
            output.Write("\"}\n"u8);
        }
    }

    private static ulong Hash(IEnumerable<string> texts) => texts.Aggregate((ulong)Version, static (hash, text) => StableHash.Of(text, hash));
}
