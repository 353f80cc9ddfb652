using System.Text;

namespace Sinter;

/// <summary>
/// A file that is there whole or not at all: it is written aside (its name and <c>.partial</c>) and takes its name, replacing what was there,
/// when <see cref="Complete"/> is called. Without that, disposing it deletes what was written. Every project that writes files compiles this one source,
/// so that those below all others need no common library.
/// </summary>
internal sealed class AtomicFile : IDisposable
{
    /// <summary>What is appended to the name of a file or folder that is not complete.</summary>
    public const string PartialSuffix = ".partial";

    private bool _open = true;

    private AtomicFile(string path, FileStream stream)
    {
        Path = path;
        Stream = stream;
    }

    /// <summary>The name that the file will have, as a full path.</summary>
    public string Path { get; }

    /// <summary>Where to write; it belongs to this object.</summary>
    public FileStream Stream { get; }

    /// <summary>Begins the file, and makes its folder where there is none; throws <see cref="IOException"/> where that cannot be done.</summary>
    public static AtomicFile Create(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        return new AtomicFile(full, new FileStream(full + PartialSuffix, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16));
    }

    /// <summary>Writes a file whole; it does not appear where <paramref name="write"/> throws.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        using var file = Create(path);
        write(file.Stream);
        file.Complete();
    }

    /// <summary>Writes a small text whole, as UTF-8 without a mark.</summary>
    public static void WriteAllText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>Brings what was written to the disk and gives the file its name.</summary>
    public void Complete()
    {
        Stream.Flush(flushToDisk: true);
        Stream.Dispose();
        File.Move(Path + PartialSuffix, Path, overwrite: true);
        _open = false;
    }

    /// <summary>Ends the file; deletes it where it was not completed.</summary>
    public void Dispose()
    {
        if (!_open)
        {
            return;
        }

        _open = false;
        try
        {
            Stream.Dispose();
            File.Delete(Path + PartialSuffix);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What went wrong first, such as a full disk, is what the caller must hear.
        }
    }
}
