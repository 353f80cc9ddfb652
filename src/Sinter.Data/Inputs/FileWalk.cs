namespace Sinter.Data.Inputs;

/// <summary>
/// Finds the files below a folder. Hidden files and folders (their name begins with a dot) and files that are not complete (<c>.partial</c>) are left out;
/// a link to a folder that it lies in is not followed, so that there is no end without an end.
/// </summary>
internal static class FileWalk
{
    /// <summary>The paths below the folder, relative to it, with <c>/</c>, in ordinal order; <paramref name="depth"/> is how many names they have at most.</summary>
    public static List<string> Files(string folder, int depth, bool hidden)
    {
        var found = new List<string>();
        Walk(new DirectoryInfo(folder), "", depth, hidden, found);
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    /// <summary>The folders of a pattern before its first sign, with the last slash: what needs no walking.</summary>
    public static string FixedPart(string pattern)
    {
        var wild = pattern.AsSpan().IndexOfAny("*?{");
        return pattern[..(pattern.AsSpan(0, wild).LastIndexOf('/') + 1)];
    }

    private static void Walk(DirectoryInfo folder, string prefix, int depth, bool hidden, List<string> found)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            if (entry.Name.EndsWith(AtomicFile.PartialSuffix, StringComparison.Ordinal) || (!hidden && entry.Name.StartsWith('.')))
            {
                continue;
            }

            if (entry is not DirectoryInfo inner)
            {
                found.Add(prefix + entry.Name);
            }
            else if (depth > 1 && !LeadsUp(inner))
            {
                Walk(inner, prefix + entry.Name + "/", depth - 1, hidden, found);
            }
        }
    }

    private static bool LeadsUp(DirectoryInfo folder) =>
        folder.LinkTarget is not null
        && (folder.ResolveLinkTarget(returnFinalTarget: true) is not { Exists: true } target
            || (folder.FullName + Path.DirectorySeparatorChar).StartsWith(Path.TrimEndingDirectorySeparator(target.FullName) + Path.DirectorySeparatorChar, StringComparison.Ordinal));
}
