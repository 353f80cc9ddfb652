namespace Sinter.Data;

/// <summary>
/// A folder that is there whole or not at all: it is filled aside (its name and <c>.partial</c>) and takes its name, replacing what was there,
/// when <see cref="Complete"/> is called. Without that, disposing it deletes what was written.
/// </summary>
public sealed class AtomicFolder : IDisposable
{
    private bool _open = true;

    private AtomicFolder(string path) => Path = path;

    /// <summary>The name that the folder will have, as a full path.</summary>
    public string Path { get; }

    /// <summary>The folder to write to until then.</summary>
    public string WorkPath => Path + AtomicFile.PartialSuffix;

    /// <summary>Begins an empty folder; what an interrupted run left aside is deleted. Throws <see cref="IOException"/> where that cannot be done.</summary>
    public static AtomicFolder Create(string path)
    {
        var folder = new AtomicFolder(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)));
        Delete(folder.WorkPath);
        Directory.CreateDirectory(folder.WorkPath);
        return folder;
    }

    /// <summary>Gives the folder its name; close all files in it first.</summary>
    public void Complete()
    {
        // A folder cannot be renamed over another: the old one steps aside first, so that a crash between the two leaves one of them whole.
        var old = Path + ".old";
        Delete(old);
        if (Directory.Exists(Path))
        {
            Directory.Move(Path, old);
        }

        Directory.Move(WorkPath, Path);
        Delete(old);
        _open = false;
    }

    /// <summary>Ends the folder; deletes it where it was not completed.</summary>
    public void Dispose()
    {
        if (_open)
        {
            _open = false;
            Delete(WorkPath);
        }
    }

    private static void Delete(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
