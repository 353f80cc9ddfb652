using System.Globalization;

namespace Sinter.Tokenizers.Files;

/// <summary>Reads whole files that come from strangers, up to a size that no real one has.</summary>
internal static class BoundedFile
{
    /// <summary>The largest tokenizer file that is read, in bytes; the largest in common use has about 35 MB.</summary>
    public const long Largest = 64L << 20;

    /// <summary>The largest vocabulary with scores that is read, in bytes; the largest in common use has about 5 MB.</summary>
    public const long LargestScored = 16L << 20;

    /// <summary>The bytes of a file.</summary>
    public static byte[] Read(string path, long largest = Largest)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no tokenizer file '{path}'; check the path.", path);
        }

        var length = new FileInfo(path).Length;
        if (length > largest)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{path}' has {length >> 20} MiB, and a tokenizer file of its kind has at most {largest >> 20} MiB; check that it is the right file."));
        }

        return File.ReadAllBytes(path);
    }
}
