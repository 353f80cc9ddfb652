namespace Sinter.Cli;

/// <summary>How the user can call this very tool again, for commands that we print.</summary>
internal static class ThisTool
{
    private const string Name = "sinter";

    /// <summary><c>sinter</c> where the shell finds it, and otherwise the path of the running program, from the working folder if that is shorter.</summary>
    public static string CommandName()
    {
        if (Environment.ProcessPath is not { } path || !string.Equals(Path.GetFileNameWithoutExtension(path), Name, StringComparison.OrdinalIgnoreCase) || IsOnPath(path))
        {
            return Name;
        }

        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return Quoted(relative.Length < path.Length ? relative : path);
    }

    /// <summary>A path as a shell takes it: in quotes where it has a space.</summary>
    public static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;

    private static bool IsOnPath(string path) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => folder.Length > 0 && string.Equals(Path.GetDirectoryName(path), Path.TrimEndingDirectorySeparator(folder), StringComparison.Ordinal));
}
