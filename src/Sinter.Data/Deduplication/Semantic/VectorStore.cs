using System.Runtime.InteropServices;

namespace Sinter.Data.Deduplication;

/// <summary>Vectors of one length in a file, by number: 4 bytes a value on the disk and none in memory. Reading is safe from several threads.</summary>
internal sealed class VectorStore : IDisposable
{
    private readonly FileStream _file;

    /// <summary>Begins without vectors.</summary>
    /// <param name="path">The file, which is deleted with the store.</param>
    /// <param name="dimension">The values of a vector.</param>
    public VectorStore(string path, int dimension)
    {
        Dimension = dimension;
        _file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 20, FileOptions.DeleteOnClose);
    }

    /// <summary>The values of a vector.</summary>
    public int Dimension { get; }

    /// <summary>Adds vectors behind each other.</summary>
    public void Add(ReadOnlySpan<float> vectors) => _file.Write(MemoryMarshal.AsBytes(vectors));

    /// <summary>Ends the writing, before the first is read.</summary>
    public void Complete() => _file.Flush();

    /// <summary>Reads a vector.</summary>
    public void Read(int number, Span<float> vector)
    {
        var bytes = MemoryMarshal.AsBytes(vector[..Dimension]);
        var offset = (long)number * bytes.Length;
        while (!bytes.IsEmpty)
        {
            var read = RandomAccess.Read(_file.SafeFileHandle, bytes, offset);
            if (read == 0)
            {
                throw new IOException($"The file of vectors '{_file.Name}' was cut short by something else.");
            }

            bytes = bytes[read..];
            offset += read;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
