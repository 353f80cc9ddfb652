using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Sinter.Data.Hub;

/// <summary>
/// Brings a file of the web to this machine. What has come is kept beside the file (its name and <c>.partial</c>, and the server's name of that version in <c>.partial.etag</c>),
/// so that a cut transfer goes on where it was, also in another run; a file that has changed meanwhile begins anew. The file has its name only when it is whole
/// and its size and SHA-256 are what the server and the caller say.
/// </summary>
public static class Download
{
    private const string VersionSuffix = AtomicFile.PartialSuffix + ".etag";

    /// <summary>
    /// Downloads an address to a path, replacing what is there. Throws <see cref="HttpRequestException"/> where the server refuses, <see cref="IOException"/> where it cannot be reached,
    /// <see cref="InvalidDataException"/> where the content is not what it must be.
    /// </summary>
    public static void ToFile(Uri address, string path, DownloadOptions options, CancellationToken cancellation = default)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        for (var again = false; ; again = true)
        {
            using var part = new FileStream(full + AtomicFile.PartialSuffix, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1 << 16);
            var resumed = part.Length > 0;
            var expected = WebRequests.Get(address, options, request => Resume(request, part, full), response => Take(address, part, full, response, options, cancellation), cancellation);
            var fault = Check(part, options.Length, options.Sha256 ?? expected);
            if (fault is null)
            {
                part.Flush(flushToDisk: true);
                break;
            }

            part.SetLength(0);
            if (again || !resumed)
            {
                part.Dispose();
                Forget(full);
                throw new InvalidDataException($"What came from '{WebRequests.Shown(address)}' is not what it must be: {fault}. It was deleted; run it again, and if it stays so tell whoever offers the file.");
            }
        }

        File.Delete(full + VersionSuffix);
        File.Move(full + AtomicFile.PartialSuffix, full, overwrite: true);
    }

    private static void Resume(HttpRequestMessage request, FileStream part, string path)
    {
        // A version that the server does not name cannot be told from a later one: then it begins anew.
        if (part.Length > 0 && File.Exists(path + VersionSuffix) && EntityTagHeaderValue.TryParse(File.ReadAllText(path + VersionSuffix), out var version))
        {
            request.Headers.Range = new RangeHeaderValue(part.Length, null);
            request.Headers.IfRange = new RangeConditionHeaderValue(version);
        }
    }

    /// <summary>Takes the body; gives the SHA-256 that the server names, or null.</summary>
    private static string? Take(Uri address, FileStream part, string path, WebResponse response, DownloadOptions options, CancellationToken cancellation)
    {
        var headers = response.Message.Content.Headers;
        long start = 0;
        if (response.Status == HttpStatusCode.PartialContent && headers.ContentRange is { From: { } from } && from == part.Length)
        {
            start = from;
        }
        else if (response.Status != HttpStatusCode.OK)
        {
            // The server does not go on from there.
            part.SetLength(0);
            throw new TornTransferException("the server did not go on where the transfer was cut");
        }

        var length = headers.ContentLength is { } rest ? start + rest : (long?)null;
        var most = Math.Min(options.MaximumBytes, options.Length ?? long.MaxValue);
        if (Math.Max(length ?? 0, start) > most)
        {
            throw TooLarge(address, options);
        }

        part.SetLength(start);
        part.Position = start;
        File.Delete(path + VersionSuffix);
        if (response.Message.Headers.ETag is { IsWeak: false } version)
        {
            File.WriteAllText(path + VersionSuffix, version.ToString());
        }

        response.ReadBody(
            bytes =>
            {
                cancellation.ThrowIfCancellationRequested();
                part.Write(bytes);
                options.Progress?.Invoke(part.Position, length);
                if (part.Position > most)
                {
                    throw TooLarge(address, options);
                }
            },
            cancellation);
        if (length is { } whole && part.Position != whole)
        {
            throw new TornTransferException($"{part.Position} of {whole} bytes came");
        }

        return ServerSha256(response);
    }

    /// <summary>The Hub names the SHA-256 of its large files as their version.</summary>
    private static string? ServerSha256(WebResponse response)
    {
        foreach (var name in (ReadOnlySpan<string>)["X-Linked-ETag", "ETag"])
        {
            if (response.Header(name)?.Trim('"') is { Length: 64 } hash && hash.All(char.IsAsciiHexDigit))
            {
                return hash;
            }
        }

        return null;
    }

    private static string? Check(FileStream part, long? length, string? expected)
    {
        if (length is { } whole && part.Length != whole)
        {
            return string.Create(CultureInfo.InvariantCulture, $"it has {part.Length} bytes, expected {whole}");
        }

        if (expected is null)
        {
            return null;
        }

        part.Position = 0;
        var found = Convert.ToHexStringLower(SHA256.HashData(part));
        return found.Equals(expected, StringComparison.OrdinalIgnoreCase) ? null : $"its SHA-256 is {found}, expected {expected.ToLowerInvariant()}";
    }

    private static InvalidDataException TooLarge(Uri address, DownloadOptions options) => new(options.Length is { } length && length <= options.MaximumBytes
        ? string.Create(CultureInfo.InvariantCulture, $"'{WebRequests.Shown(address)}' is larger than the {length} bytes that its listing says; run it again, and if it stays so tell whoever offers the file.")
        : string.Create(CultureInfo.InvariantCulture, $"'{WebRequests.Shown(address)}' is larger than {options.MaximumBytes} bytes, the limit."));

    private static void Forget(string path)
    {
        File.Delete(path + AtomicFile.PartialSuffix);
        File.Delete(path + VersionSuffix);
    }
}
