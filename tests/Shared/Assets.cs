namespace Sinter.Tests;

/// <summary>Finds the real models and texts that some tests use; a test that needs one is skipped where there is none.</summary>
internal static class Assets
{
    /// <summary>The full path of an asset such as <c>models/stories260K/stories260K.bin</c>; skips the calling test where it is missing.</summary>
    public static string Path(string relative)
    {
        var root = AssetFolder.Root;
        if (root is null)
        {
            Assert.Skip("No assets here: set SINTER_ASSETS to the folder that holds them.");
        }

        var path = System.IO.Path.Combine(root, relative);
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            Assert.Skip($"The asset '{relative}' is not in '{root}'.");
        }

        return path;
    }
}
