using System.Security.Cryptography;

namespace Sinter.Data.Packing;

/// <summary>A file of a data set, by its name in the folder.</summary>
/// <param name="File">Its name.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256, in lower-case hexadecimal.</param>
public sealed record PackedFile(string File, long Bytes, string Sha256)
{
    /// <summary>The path of the file, which is there and has its size.</summary>
    internal string CheckedPath(string folder)
    {
        var path = Path.Combine(folder, File);
        if (!string.Equals(Path.GetFileName(File), File, StringComparison.Ordinal) || !System.IO.File.Exists(path))
        {
            throw new FileNotFoundException($"The file '{File}' of the packed data set '{folder}' is missing; pack the documents again.", path);
        }

        var bytes = new FileInfo(path).Length;
        return bytes == Bytes
            ? path
            : throw new InvalidDataException($"'{path}' has {bytes} bytes where its manifest says {Bytes}: it is cut short or not of this data set; pack the documents again.");
    }

    /// <summary>Reads the file once and compares it with its hash.</summary>
    internal void CheckHash(string folder)
    {
        var path = Path.Combine(folder, File);
        using var stream = System.IO.File.OpenRead(path);
        if (!string.Equals(Convert.ToHexStringLower(SHA256.HashData(stream)), Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException($"'{path}' is damaged: its SHA-256 is not the one of its manifest; pack the documents again.");
        }
    }
}

/// <summary>A shard of a data set.</summary>
/// <param name="File">Its name.</param>
/// <param name="Sequences">How many sequences it holds.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256, in lower-case hexadecimal.</param>
public sealed record PackedShard(string File, long Sequences, long Bytes, string Sha256);
