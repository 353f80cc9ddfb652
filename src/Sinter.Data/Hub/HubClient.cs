using System.Buffers;
using System.Net;
using System.Text.Json;

namespace Sinter.Data.Hub;

/// <summary>
/// Lists and gets files of the Hugging Face Hub through its HTTP API. Files are kept in the cache below their repository and commit: a commit never changes,
/// so what is there is used without asking again.
/// </summary>
/// <param name="settings">Where, who, and where to.</param>
public sealed class HubClient(HubSettings settings)
{
    // A listing comes in pages of some hundred kilobytes; more pages than this have no end.
    private const int MaximumPages = 10_000;
    private const int MaximumPageBytes = 64 << 20;
    private const int CommitLength = 40;

    private static readonly SearchValues<char> UnsafeSigns = SearchValues.Create("\\:*?\"<>|\0");

    /// <summary>The commit that a revision means now; a revision that is a commit itself is not asked for.</summary>
    public string Commit(HubAddress address, CancellationToken cancellation = default)
    {
        if (address.Revision.Length == CommitLength && address.Revision.All(char.IsAsciiHexDigitLower))
        {
            return address.Revision;
        }

        var asked = Api(address, "revision/" + Uri.EscapeDataString(address.Revision));
        using var answer = Ask(asked, address, out _, cancellation);
        return answer.RootElement.ValueKind == JsonValueKind.Object && answer.RootElement.TryGetProperty("sha", out var sha) && sha.GetString() is { Length: CommitLength } commit && commit.All(char.IsAsciiHexDigitLower)
            ? commit
            : throw Unexpected(asked, "a commit");
    }

    /// <summary>All files of a repository at a commit, in ordinal order of their paths.</summary>
    public IReadOnlyList<HubFile> List(HubAddress address, string commit, CancellationToken cancellation = default)
    {
        var files = new List<HubFile>();
        var first = Api(address, $"tree/{commit}?recursive=true");
        var page = first;
        for (var pages = 0; page is not null; pages++)
        {
            if (pages == MaximumPages || !IsHub(page))
            {
                throw Unexpected(first, "a listing that ends");
            }

            using var answer = Ask(page, address, out var next, cancellation);
            Take(answer.RootElement, files, page);
            page = next;
        }

        files.Sort((one, other) => string.CompareOrdinal(one.Path, other.Path));
        return files;
    }

    /// <summary>
    /// The path on this machine of a file of a repository; it is downloaded where it is not there yet.
    /// Throws what <see cref="Download.ToFile"/> throws.
    /// </summary>
    /// <param name="address">The repository.</param>
    /// <param name="commit">The commit.</param>
    /// <param name="file">The file, from the listing of that commit; what comes must have its size and its SHA-256.</param>
    /// <param name="progress">Is told how many bytes of the file are there.</param>
    /// <param name="cancellation">Ends it.</param>
    public string Fetch(HubAddress address, string commit, HubFile file, Action<long>? progress = null, CancellationToken cancellation = default)
    {
        var path = PathOf(address, commit, file);
        if (!File.Exists(path))
        {
            var prefix = address.Kind == RepositoryKind.Dataset ? "datasets/" : "";
            var from = new Uri(settings.Endpoint, $"{prefix}{address.Repository}/resolve/{commit}/{string.Join('/', file.Path.Split('/').Select(Uri.EscapeDataString))}");
            var options = settings.Download with { Sha256 = file.Sha256, Length = file.Length };
            Download.ToFile(from, path, progress is null ? options : options with { Progress = (bytes, _) => progress(bytes) }, cancellation);
        }

        return path;
    }

    /// <summary>Where a file of a repository lies on this machine when it has come.</summary>
    internal string PathOf(HubAddress address, string commit, HubFile file) =>
        Path.Combine([settings.CacheFolder, "hub", address.Kind == RepositoryKind.Dataset ? "datasets" : "models", .. address.Repository.Split('/'), commit, .. file.Path.Split('/')]);

    /// <summary>Whether a path is one that may be made below the cache folder on every system.</summary>
    internal static bool IsSafePath(string path) =>
        path.Length is > 0 and < 1024
        && !path.AsSpan().ContainsAny(UnsafeSigns)
        && Array.TrueForAll(path.Split('/'), name => name.Length > 0 && name is not ("." or "..") && !name.EndsWith('.') && !name.EndsWith(' ') && !name.Any(char.IsControl));

    private Uri Api(HubAddress address, string what) => new(settings.Endpoint, $"api/{(address.Kind == RepositoryKind.Dataset ? "datasets" : "models")}/{address.Repository}/{what}");

    private bool IsHub(Uri address) => address.Host == settings.Endpoint.Host && address.Port == settings.Endpoint.Port && address.Scheme == settings.Endpoint.Scheme;

    private JsonDocument Ask(Uri asked, HubAddress address, out Uri? next, CancellationToken cancellation)
    {
        try
        {
            (var json, next) = WebRequests.Get(asked, settings.Download, null, response => (Body(asked, response, cancellation), NextPage(asked, response)), cancellation);
            return JsonDocument.Parse(json);
        }
        catch (HttpRequestException fault) when (fault.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Unauthorized && address.Kind == RepositoryKind.Model)
        {
            throw new HttpRequestException($"{fault.Message} If '{address.Repository}' is a data set, write hf://datasets/{address.Repository}/...", fault, fault.StatusCode);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"'{WebRequests.Shown(asked)}' answers with something that is not JSON; check that HF_ENDPOINT is a Hub.", fault);
        }
    }

    private static byte[] Body(Uri asked, WebResponse response, CancellationToken cancellation)
    {
        var body = new MemoryStream();
        response.ReadBody(
            part =>
            {
                body.Write(part);
                if (body.Length > MaximumPageBytes)
                {
                    throw Unexpected(asked, $"at most {MaximumPageBytes} bytes");
                }
            },
            cancellation);
        return body.ToArray();
    }

    /// <summary>The address behind <c>rel="next"</c> in the header Link (RFC 8288).</summary>
    private static Uri? NextPage(Uri asked, WebResponse response)
    {
        foreach (var link in (response.Header("Link") ?? "").Split(','))
        {
            var open = link.IndexOf('<', StringComparison.Ordinal);
            var close = link.IndexOf('>', StringComparison.Ordinal);
            if (open >= 0 && close > open && link[close..].Contains("rel=\"next\"", StringComparison.OrdinalIgnoreCase))
            {
                return new Uri(asked, link[(open + 1)..close]);
            }
        }

        return null;
    }

    private static void Take(JsonElement page, List<HubFile> files, Uri asked)
    {
        if (page.ValueKind != JsonValueKind.Array)
        {
            throw Unexpected(asked, "a list of files");
        }

        foreach (var entry in page.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.Object || Text(entry, "type") != "file")
            {
                continue;
            }

            var path = Text(entry, "path") ?? "";
            if (!IsSafePath(path) || !entry.TryGetProperty("size", out var size) || !size.TryGetInt64(out var length) || length < 0)
            {
                throw Unexpected(asked, "files with paths and sizes");
            }

            files.Add(new HubFile(path, length, entry.TryGetProperty("lfs", out var large) && large.ValueKind == JsonValueKind.Object ? Text(large, "oid") : null));
        }
    }

    private static string? Text(JsonElement entry, string key) => entry.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static InvalidDataException Unexpected(Uri asked, string expected) => new($"'{WebRequests.Shown(asked)}' does not answer as the Hub does: {expected} was expected.");
}
