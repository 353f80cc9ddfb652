using System.Text;
using Sinter.Data.Compression;
using Sinter.Data.Inputs;

namespace Sinter.Data.Content;

/// <summary>
/// Domains and addresses that nothing is wanted from. Of each entry only a hash of 64 bits is kept, with the number of its category: ten bytes, so that lists of millions of lines
/// fit; among ten million entries an innocent host would be taken for one of them once in a million million. Any number of threads may use it.
/// </summary>
public sealed class BlockList
{
    private const int LongestLine = 1 << 16;

    private readonly ulong[] _entries;
    private readonly ushort[] _categories;
    private readonly string[] _names;

    private BlockList(ulong[] entries, ushort[] categories, string[] names)
    {
        _entries = entries;
        _categories = categories;
        _names = names;
    }

    /// <summary>How many different entries there are.</summary>
    public int Count => _entries.Length;

    /// <summary>
    /// Reads lists. A file has an entry a line: a domain, an address (a path behind the host makes it one), or a line of a hosts file; lines that begin with <c>#</c> count for
    /// nothing. Of a folder all files named <c>domains</c> or <c>urls</c> are read, as the lists of the University of Toulouse have them; any file may be compressed. A category is
    /// called as the file, or as the folder of such a file.
    /// </summary>
    /// <param name="paths">Files and folders.</param>
    /// <exception cref="InvalidDataException">A path leads to nothing, a folder holds no such file, or a file cannot be read.</exception>
    public static BlockList Read(IReadOnlyList<string> paths)
    {
        var entries = new List<ulong>();
        var categories = new List<ushort>();
        var names = new List<string>();
        foreach (var (path, category) in paths.SelectMany(Files))
        {
            if (!names.Contains(category, StringComparer.Ordinal))
            {
                names.Add(category);
            }

            ReadFile(path, (ushort)names.IndexOf(category), entries, categories);
        }

        return Of(entries, categories, names);
    }

    /// <summary>The entry that blocks an address, with its category, such as <c>adult: example.com</c>; null where there is none.</summary>
    /// <param name="address">An address as documents have it.</param>
    public string? Find(string address)
    {
        var whole = WebAddress.Of(address);
        var hostEnd = whole.AsSpan().IndexOfAny('/', '?') is var end and >= 0 ? end : whole.Length;

        // The domain, or one that it lies in; a name at the top alone, such as org, too.
        for (var start = 0; start < hostEnd;)
        {
            if (Named(whole.AsSpan(start, hostEnd - start)) is { } found)
            {
                return found;
            }

            var dot = whole.AsSpan(start, hostEnd - start).IndexOf('.');
            start = dot < 0 ? hostEnd : start + dot + 1;
        }

        // Addresses block all below them.
        for (var i = hostEnd + 1; i <= whole.Length; i++)
        {
            if ((i == whole.Length || whole[i] is '/' or '?' or '&') && Named(whole.AsSpan(0, i)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private string? Named(ReadOnlySpan<char> entry)
    {
        var at = Array.BinarySearch(_entries, StableHash.Of(entry));
        return at >= 0 ? $"{_names[_categories[at]]}: {entry}" : null;
    }

    private static BlockList Of(List<ulong> entries, List<ushort> categories, List<string> names)
    {
        var hashes = entries.ToArray();
        var kinds = categories.ToArray();
        Array.Sort(hashes, kinds);
        var count = 0;
        for (var i = 0; i < hashes.Length; i++)
        {
            if (i == 0 || hashes[i] != hashes[i - 1])
            {
                (hashes[count], kinds[count++]) = (hashes[i], kinds[i]);
            }
            else
            {
                // Of the categories of one entry the first counts, in whatever order the sort has left them.
                kinds[count - 1] = Math.Min(kinds[count - 1], kinds[i]);
            }
        }

        return new BlockList(hashes[..count], kinds[..count], [.. names]);
    }

    private static IEnumerable<(string Path, string Category)> Files(string path)
    {
        if (File.Exists(path))
        {
            return [(path, Path.GetFileNameWithoutExtension(path))];
        }

        if (!Directory.Exists(path))
        {
            throw new InvalidDataException($"There is no block list '{path}'; give a file with a domain or an address a line, or a folder with files named domains and urls.");
        }

        var files = FileWalk.Files(path, int.MaxValue, hidden: false).Where(static file => Path.GetFileName(file).Split('.')[0] is "domains" or "urls").ToList();
        return files.Count > 0
            ? files.Select(file => (Path.Combine(path, file), Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(Path.Combine(path, file))))!))
            : throw new InvalidDataException($"The folder '{path}' holds no block list: none of its files is named domains or urls.");
    }

    private static void ReadFile(string path, ushort category, List<ulong> entries, List<ushort> categories)
    {
        try
        {
            using var content = ContentDecoder.Open(InputFile.OpenPath(path), path);
            var lines = new Utf8LineReader(content, path, LongestLine);
            while (lines.TryRead(out var line))
            {
                if (Entry(Encoding.UTF8.GetString(line.Span)) is { Length: > 0 } entry)
                {
                    entries.Add(StableHash.Of(entry));
                    categories.Add(category);
                }
            }
        }
        catch (EndOfStreamException fault)
        {
            throw new InvalidDataException($"The block list '{path}' breaks off: {fault.Message}", fault);
        }
    }

    private static string Entry(string line)
    {
        var comment = line.IndexOf('#', StringComparison.Ordinal);
        var text = (comment == 0 || (comment > 0 && char.IsWhiteSpace(line[comment - 1])) ? line[..comment] : line).Trim();
        var space = text.AsSpan().IndexOfAny(' ', '\t');
        if (space > 0)
        {
            // The line of a hosts file: the address of a machine, then names; those of the machine itself are no entries.
            text = System.Net.IPAddress.TryParse(text.AsSpan(0, space), out _) ? text[space..].Trim() : "";
            text = text is "localhost" or "localhost.localdomain" or "local" or "broadcasthost" || text.StartsWith("ip6-", StringComparison.Ordinal) ? "" : text;
        }

        return text.Length == 0 ? "" : WebAddress.Of(text.TrimStart('*').TrimStart('.'));
    }
}
