namespace Sinter.Data.Hub;

/// <summary>
/// A name of files on the Hub: <c>hf://datasets/OWNER/NAME[@REVISION]/PATH</c> for a data set, <c>hf://OWNER/NAME[@REVISION]/PATH</c> (or <c>hf://models/...</c>) for a model.
/// </summary>
/// <param name="Kind">What the repository holds.</param>
/// <param name="Repository">Owner and name, with a slash.</param>
/// <param name="Revision">A branch, a tag or a commit.</param>
/// <param name="Path">The path or pattern within; empty for all files.</param>
public sealed record HubAddress(RepositoryKind Kind, string Repository, string Revision, string Path)
{
    /// <summary>What such names begin with.</summary>
    public const string Scheme = "hf://";

    /// <summary>Takes a name apart; throws <see cref="ArgumentException"/> where it is none.</summary>
    public static HubAddress Parse(string name)
    {
        var parts = name.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? name[Scheme.Length..].Split('/') : [];
        var kind = parts is ["datasets", ..] ? RepositoryKind.Dataset : RepositoryKind.Model;
        parts = parts is ["datasets" or "models", ..] ? parts[1..] : parts;
        if (parts.Length < 2 || !IsName(parts[0]) || !IsName(parts[1].Split('@')[0]))
        {
            throw new ArgumentException($"'{name}' is no address of the Hub; write hf://datasets/OWNER/NAME/PATH for a data set or hf://OWNER/NAME/PATH for a model, with @REVISION behind the name where it matters.", nameof(name));
        }

        var at = parts[1].IndexOf('@', StringComparison.Ordinal);
        var revision = at < 0 ? "main" : parts[1][(at + 1)..];
        var rest = parts[2..];

        // The names of converted and proposed versions have slashes: refs/convert/parquet, refs/pr/1.
        if (revision == "refs" && rest is ["convert" or "pr", _, ..])
        {
            revision = $"refs/{rest[0]}/{rest[1]}";
            rest = rest[2..];
        }

        revision = Uri.UnescapeDataString(revision);
        return revision.Length > 0
            ? new HubAddress(kind, $"{parts[0]}/{(at < 0 ? parts[1] : parts[1][..at])}", revision, string.Join('/', rest))
            : throw new ArgumentException($"'{name}' has no revision behind its '@'.", nameof(name));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Scheme}{(Kind == RepositoryKind.Dataset ? "datasets/" : "")}{Repository}{(Revision == "main" ? "" : "@" + Revision.Replace("/", "%2F", StringComparison.Ordinal))}/{Path}";

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 96 && name is not ("." or "..") && name.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_' or '.');
}
