namespace Sinter.Cli.Tests.Tuning;

/// <summary>What tests of runs that go on from their last model look at.</summary>
internal static class UpkeepRuns
{
    /// <summary>The weights of a model folder.</summary>
    public static byte[] Weights(string folder) => File.ReadAllBytes(Path.Combine(folder, "model.safetensors"));

    /// <summary>Copies a folder with all below it.</summary>
    public static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
