using System.Security.Cryptography;
using System.Text;
using Sinter.Data.Hub;

namespace Sinter.Data.Inputs;

/// <summary>Finds inputs of the web: first in the folder for work without a network (<see cref="OfflineFolder"/>), then there. They are downloaded when they are opened.</summary>
internal static class WebInputs
{
    /// <summary>Whether a name is one of the web.</summary>
    public static bool IsWebName(string name) =>
        name.StartsWith(HubAddress.Scheme, StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The inputs of a name. Throws <see cref="FileNotFoundException"/> where a pattern matches nothing.</summary>
    public static IEnumerable<InputFile> Resolve(string name, InputSettings settings) =>
        name.StartsWith(HubAddress.Scheme, StringComparison.OrdinalIgnoreCase)
            ? ResolveHub(HubAddress.Parse(name), settings)
            : [ResolveWeb(Uri.TryCreate(name, UriKind.Absolute, out var address) ? address : throw new ArgumentException($"'{name}' is no web address.", nameof(name)), settings)];

    private static IEnumerable<InputFile> ResolveHub(HubAddress address, InputSettings settings)
    {
        var wanted = Wanted(address);
        var prefix = (address with { Path = "" }).ToString();
        foreach (var (folder, path) in new OfflineFolder(settings.AssetsFolder).Places(address))
        {
            if (Directory.Exists(folder) && Local(folder, path) is { Count: > 0 } here)
            {
                return here.Select(file => InputFile.OfPath(Path.Combine(folder, file), prefix + file, isNamed: file == address.Path));
            }
        }

        var client = new HubClient(settings.Hub);
        var commit = client.Commit(address);
        var files = client.List(address, commit).Where(file => wanted(file.Path)).ToList();
        return files.Count > 0
            ? files.Select(file => new InputFile(prefix + file.Path, file.Length, () => InputFile.OpenPath(client.Fetch(address, commit, file))) { IsNamed = file.Path == address.Path })
            : throw new FileNotFoundException($"No file matches '{address}': the repository has none of that path or pattern at '{address.Revision}'.");
    }

    private static List<string> Local(string folder, string path)
    {
        if (path.Length > 0 && File.Exists(Path.Combine(folder, path)))
        {
            return [path];
        }

        var below = GlobPattern.IsPattern(path) ? FileWalk.FixedPart(path) : path;
        var root = Path.Combine(folder, below);
        if (!Directory.Exists(root))
        {
            return [];
        }

        var pattern = GlobPattern.IsPattern(path) ? new GlobPattern(path[below.Length..]) : null;
        var start = below.Length == 0 || below.EndsWith('/') ? below : below + "/";
        return [.. FileWalk.Files(root, pattern?.Depth ?? int.MaxValue, hidden: false).Where(file => pattern?.Matches(file) ?? true).Select(file => start + file)];
    }

    /// <summary>A path names a file, or a folder with all below it; a pattern what it matches; nothing names all files.</summary>
    private static Func<string, bool> Wanted(HubAddress address)
    {
        if (GlobPattern.IsPattern(address.Path))
        {
            return new GlobPattern(address.Path).Matches;
        }

        var folder = address.Path.Length == 0 ? "" : address.Path.TrimEnd('/') + "/";
        return path => path == address.Path || (path.StartsWith(folder, StringComparison.Ordinal) && !path[folder.Length..].Split('/').Any(part => part.StartsWith('.')));
    }

    private static InputFile ResolveWeb(Uri address, InputSettings settings)
    {
        // A query may hold a signature, and is no name; but another query is another file.
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address.AbsoluteUri)))[..16];
        var name = WebRequests.Shown(address) + (address.Query.Length > 1 ? "?" + hash[..8] : "");
        if (new OfflineFolder(settings.AssetsFolder).FileOf(address) is { } offline)
        {
            return InputFile.OfPath(offline, name, isNamed: true);
        }

        // A file of the web is kept by its address, with its own name behind, which says its format.
        var last = Uri.UnescapeDataString(address.Segments[^1]).Trim('/');
        var cached = Path.Combine(settings.Hub.CacheFolder, "web", address.IdnHost.Replace(':', '-'), hash, HubClient.IsSafePath(last) && !last.Contains('/', StringComparison.Ordinal) ? last : "file");
        return new InputFile(name, File.Exists(cached) ? new FileInfo(cached).Length : null, () => Open(address, cached, settings.Hub)) { IsNamed = true };
    }

    private static FileStream Open(Uri address, string cached, HubSettings hub)
    {
        if (!File.Exists(cached))
        {
            // The token is the Hub's: no other host sees it.
            var own = address.Host == hub.Endpoint.Host && address.Scheme == hub.Endpoint.Scheme && address.Port == hub.Endpoint.Port;
            Download.ToFile(address, cached, own ? hub.Download : hub.Download with { Token = null });
        }

        return InputFile.OpenPath(cached);
    }
}
