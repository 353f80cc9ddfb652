using System.Runtime.InteropServices;

namespace Sinter.Data.Sources;

/// <summary>Finds the files of reference documentation that a .NET SDK carries: <c>packs/*.Ref/VERSION/ref/FRAMEWORK/*.xml</c> below the folder of dotnet.</summary>
internal static class DotNetPacks
{
    private const string PackSuffix = ".Ref";

    // Links are followed, for some systems lay out their packages with them; the depth ends a circle of links.
    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true, MaxRecursionDepth = 16, AttributesToSkip = FileAttributes.None };

    /// <summary>A file with the name that its documents give as their source, and the version of its pack (empty outside a pack).</summary>
    internal readonly record struct PackFile(string Path, string Source, string Version);

    /// <summary>The folders in which a dotnet may lie, the running one first; none of them need exist.</summary>
    public static IReadOnlyList<string> CandidateRoots()
    {
        var roots = new List<string?>
        {
            // The runtime is ROOT/shared/Microsoft.NETCore.App/VERSION.
            Ancestor(RuntimeEnvironment.GetRuntimeDirectory(), 3),
            Folder(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")),
            Environment.GetEnvironmentVariable("DOTNET_ROOT"),
            Folder(Environment.ProcessPath),
        };
        var program = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            roots.Add(Folder(Path.Combine(folder, program)));
        }

        return [.. roots.OfType<string>().Where(root => root.Length > 0).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The files of the newest version of each pack of a dotnet folder, the base library first; empty where there are none.</summary>
    public static IReadOnlyList<PackFile> FindIn(string root)
    {
        var packs = Path.Combine(root, "packs");
        if (!Directory.Exists(packs))
        {
            return [];
        }

        // The packs built upon the base library repeat its files: of two equal members the one of the base library comes first and stays.
        return
        [
            .. Directory.EnumerateDirectories(packs, "*" + PackSuffix)
                .OrderBy(pack => !string.Equals(Path.GetFileName(pack), "Microsoft.NETCore.App" + PackSuffix, StringComparison.Ordinal))
                .ThenBy(Path.GetFileName, StringComparer.Ordinal)
                .SelectMany(FilesOfNewest),
        ];
    }

    /// <summary>All XML files below a folder that is no dotnet folder, by name.</summary>
    public static IReadOnlyList<PackFile> FindBelow(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.xml", Everywhere)
            .Select(file => new PackFile(file, Relative(folder, file), ""))
            .OrderBy(file => file.Source, StringComparer.Ordinal),
    ];

    private static IEnumerable<PackFile> FilesOfNewest(string pack)
    {
        var newest = Directory.EnumerateDirectories(pack).Select(folder => PackVersion.TryParse(Path.GetFileName(folder))).Max();
        var reference = newest is null ? null : Path.Combine(pack, newest.Text, "ref");
        if (reference is null || !Directory.Exists(reference))
        {
            return [];
        }

        return Directory.EnumerateFiles(reference, "*.xml", Everywhere)
            .Select(file => new PackFile(file, Path.GetFileName(pack) + "/" + Relative(pack, file), newest!.Text))
            .OrderBy(file => file.Source, StringComparer.Ordinal);
    }

    private static string Relative(string folder, string file) => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');

    private static string? Folder(string? file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        var target = File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(file);
        return Path.GetDirectoryName(target);
    }

    private static string? Ancestor(string path, int levels)
    {
        var folder = Path.TrimEndingDirectorySeparator(path);
        for (var i = 0; i < levels; i++)
        {
            folder = Path.GetDirectoryName(folder) ?? "";
        }

        return folder;
    }
}
