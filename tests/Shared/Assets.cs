namespace Sinter.Tests;

/// <summary>Finds the real models and texts that some tests use; a test that needs one is skipped where there is none.</summary>
internal static class Assets
{
    private static readonly string? Root = FindRoot();

    /// <summary>The full path of an asset such as <c>models/stories260K/stories260K.bin</c>; skips the calling test where it is missing.</summary>
    public static string Path(string relative)
    {
        if (Root is null)
        {
            Assert.Skip("No assets here: set SINTER_ASSETS to the folder that holds them.");
        }

        var path = System.IO.Path.Combine(Root, relative);
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            Assert.Skip($"The asset '{relative}' is not in '{Root}'.");
        }

        return path;
    }

    private static string? FindRoot()
    {
        if (Environment.GetEnvironmentVariable("SINTER_ASSETS") is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Sinter.slnx")))
            {
                var shared = System.IO.Path.Combine(folder.Parent?.FullName ?? "", "shared", "assets");
                return Directory.Exists(shared) ? shared : null;
            }
        }

        return null;
    }
}
