using System.Text;
using Sinter.Data.Compression;
using Sinter.Data.Parquet;

namespace Sinter.Data.Tests.Lineage;

/// <summary>Looks for a text in every byte of a folder: in files as they lie, in what they hold compressed, and in every value of Parquet.</summary>
internal static class ForgottenBytes
{
    public static IReadOnlyList<string> FilesWith(string folder, string text) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => Holds(path, text)).Select(path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/')).Order(StringComparer.Ordinal)];

    private static bool Holds(string path, string text)
    {
        var needle = Encoding.UTF8.GetBytes(text);
        if (File.ReadAllBytes(path).AsSpan().IndexOf(needle) >= 0)
        {
            return true;
        }

        if (path.EndsWith(".parquet", StringComparison.Ordinal))
        {
            using var table = ParquetFile.Open(path);
            return table.ReadBatches().Any(batch => table.Schema.Leaves.Where(static leaf => leaf.PhysicalType == ParquetPhysicalType.ByteArray)
                .Any(leaf => Enumerable.Range(0, batch.Rows).Any(row => batch.Column(leaf).String(row)?.Contains(text, StringComparison.Ordinal) is true)));
        }

        if (ContentEncoder.KindOf(path) == CompressionKind.None)
        {
            return false;
        }

        using var file = File.OpenRead(path);
        using var content = ContentDecoder.Open(file, Path.GetFileName(path));
        using var memory = new MemoryStream();
        content.CopyTo(memory);
        return memory.ToArray().AsSpan().IndexOf(needle) >= 0;
    }
}
