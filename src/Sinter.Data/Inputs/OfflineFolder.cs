using Sinter.Data.Hub;

namespace Sinter.Data.Inputs;

/// <summary>
/// The folder that the environment variable <c>SINTER_ASSETS</c> names: what is there is not asked of the network. This is the one place that says where a file of the web lies in it:
/// <list type="bullet">
/// <item><c>hf://datasets/OWNER/NAME/PATH</c> and <c>hf://OWNER/NAME/PATH</c>: <c>OWNER/NAME/PATH</c>, else <c>PATH</c>, else the one file below the folder that is named by the last two parts of the path with <c>-</c> between; the revision does not count.</item>
/// <item><c>https://HOST/PATH</c>: <c>HOST/PATH</c>, else <c>PATH</c>, else the one file below the folder that has the last name of the path, or its last two with <c>-</c> between; the query does not count.</item>
/// <item>a whole model <c>hf://OWNER/NAME</c>, or a folder or file of one: <c>OWNER/NAME</c>, else <c>models/OWNER/NAME</c>.</item>
/// </list>
/// </summary>
/// <param name="folder">The folder; null where none is named.</param>
internal sealed class OfflineFolder(string? folder)
{
    /// <summary>The folder and the path or pattern within it where files may lie, the likelier one first.</summary>
    public IEnumerable<(string Folder, string Path)> Places(HubAddress address) =>
        Places([.. address.Repository.Split('/')], address.Path).Concat(Named(JoinedName(address.Path)) is { } file ? [(Path.GetDirectoryName(file)!, Path.GetFileName(file))] : []);

    /// <summary>The folder or file that stands for a model of the Hub or a part of it; null where there is none.</summary>
    public string? ModelOf(HubAddress address)
    {
        if (folder is null || address.Path.Split('/').Contains(".."))
        {
            return null;
        }

        string[] below = [.. address.Repository.Split('/'), .. address.Path.Split('/', StringSplitOptions.RemoveEmptyEntries)];
        return new[] { Path.Combine([folder, .. below]), Path.Combine([folder, "models", .. below]) }.FirstOrDefault(Path.Exists);
    }

    /// <summary>The file that stands for one of the web; null where there is none, or several have its name.</summary>
    public string? FileOf(Uri address)
    {
        var path = Uri.UnescapeDataString(address.AbsolutePath).Trim('/');
        if (path.Length == 0)
        {
            return null;
        }

        var exact = Places([address.Host], path).Select(static place => Path.Combine(place.Folder, place.Path)).FirstOrDefault(File.Exists);
        if (exact is not null || !Directory.Exists(folder))
        {
            return exact;
        }

        return Named(path[(path.LastIndexOf('/') + 1)..]) ?? Named(JoinedName(path));
    }

    /// <summary>The last two parts of a path as one name, as files of several folders lie in one: <c>base/test.jsonl</c> is <c>base-test.jsonl</c>; null for a path of one part, or a pattern.</summary>
    private static string? JoinedName(string path) => path.Split('/') is [.., var above, var last] && !path.AsSpan().ContainsAny('*', '?') ? $"{above}-{last}" : null;

    /// <summary>The one file below the folder that has a name; null where there is none, or several.</summary>
    private string? Named(string? name)
    {
        if (name is null || folder is null || !Directory.Exists(folder))
        {
            return null;
        }

        var named = FileWalk.Files(folder, int.MaxValue, hidden: false).FindAll(file => string.Equals(Path.GetFileName(file), name, StringComparison.Ordinal));
        return named is [var only] ? Path.Combine(folder, only) : null;
    }

    private IEnumerable<(string Folder, string Path)> Places(string[] below, string path)
    {
        // A path that leads out of the folder leads nowhere.
        if (folder is not null && !path.Split('/').Contains(".."))
        {
            yield return (Path.Combine([folder, .. below]), path);
            if (path.Length > 0)
            {
                yield return (folder, path);
            }
        }
    }
}
