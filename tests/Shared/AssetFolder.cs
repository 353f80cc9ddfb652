namespace Sinter.Tests;

/// <summary>The folder with the real models and texts that tests and benchmarks use: <c>SINTER_ASSETS</c>, else <c>../shared/assets</c> beside the repository.</summary>
internal static class AssetFolder
{
    /// <summary>Its full path; null where there is none.</summary>
    public static string? Root { get; } = Find();

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("SINTER_ASSETS") is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Sinter.slnx")))
            {
                var shared = Path.Combine(folder.Parent?.FullName ?? "", "shared", "assets");
                return Directory.Exists(shared) ? shared : null;
            }
        }

        return null;
    }
}
