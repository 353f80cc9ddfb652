using System.Text;
using Sinter.Data.Compression;
using Sinter.Data.Reading;
using Sinter.Data.Reading.Warc;
using Sinter.Data.Tests.Compression;

namespace Sinter.Data.Tests.Reading.Warc;

/// <summary>Makes small archives, and reads whole ones.</summary>
internal static class ArchiveFiles
{
    public static byte[] Record(string kind, byte[] body, string fields = "", long? length = null, string lineEnd = "\r\n", string tail = "\r\n\r\n", string id = "1")
    {
        var header = $"WARC/1.0\nWARC-Type: {kind}\nWARC-Record-ID: <urn:uuid:{id}>\nWARC-Target-URI: http://a.example/{id}\nWARC-Date: 2024-01-02T03:04:05Z\n{fields}Content-Length: {length ?? body.Length}\n\n";
        return [.. Encoding.UTF8.GetBytes(header.Replace("\n", lineEnd, StringComparison.Ordinal)), .. body, .. Encoding.ASCII.GetBytes(tail)];
    }

    public static byte[] Response(string body, string id = "1", string fields = "Content-Type: text/html; charset=utf-8\r\n", string status = "200 OK") =>
        Response(Encoding.UTF8.GetBytes(body), id, fields, status);

    public static byte[] Response(byte[] body, string id = "1", string fields = "Content-Type: text/html\r\n", string status = "200 OK") =>
        Record("response", [.. Encoding.UTF8.GetBytes($"HTTP/1.1 {status}\r\n{fields}\r\n"), .. body], "Content-Type: application/http; msgtype=response\n", id: id);

    /// <summary>Twenty pages, each between a request and its metadata, with a page that was not found and an image.</summary>
    public static byte[][] Crawl() =>
    [
        Record("warcinfo", "software: none"u8.ToArray(), "Content-Type: application/warc-fields\n", id: "info"),
        .. Enumerable.Range(0, 20).SelectMany(i => new[]
        {
            Record("request", "GET / HTTP/1.1\r\n\r\n"u8.ToArray(), id: $"request-{i}"),
            Response($"<p>Page {i} with {ReferenceFiles.Numbers[(10 * i)..(400 + (30 * i))]}</p>", $"page-{i}"),
            Record("metadata", "fetchTimeMs: 1"u8.ToArray(), id: $"metadata-{i}"),
        }),
        Response("gone", "gone", status: "404 Not Found"),
        Response([0, 1, 2], "image", "Content-Type: image/png\r\n"),
    ];

    public static (List<Document> Documents, List<string> Faults) Read(byte[] file, ArchiveFormat? format = null, ReadSettings? settings = null)
    {
        var outcomes = Outcomes(file, format, settings);
        return ([.. outcomes.Where(one => one.Document is not null).Select(one => one.Document!)], [.. outcomes.Reasons()]);
    }

    public static List<ReadOutcome> Outcomes(byte[] file, ArchiveFormat? format = null, ReadSettings? settings = null)
    {
        using var content = ContentDecoder.Open(new MemoryStream(file), "a.warc");
        return [.. (format ?? new WarcFormat()).Read(content, "a.warc", settings ?? ReadSettings.Default).SelectMany(block => block.Decode())];
    }
}
