namespace Sinter.Data.Sources;

/// <summary>
/// The reference documentation of .NET as a source of documents, one for each documented type and member. It is found below the running dotnet,
/// or read from a given place. Nothing is read before <see cref="Read"/>.
/// </summary>
public sealed class DotNetReference
{
    private readonly IReadOnlyList<DotNetPacks.PackFile> _files;

    private DotNetReference(string location, IReadOnlyList<DotNetPacks.PackFile> files)
    {
        Location = location;
        _files = files;
    }

    /// <summary>The folder of dotnet, or the folder or file that was given.</summary>
    public string Location { get; }

    /// <summary>The files in the order in which they are read.</summary>
    public IReadOnlyList<string> Files => [.. _files.Select(file => file.Path)];

    /// <summary>The size of all files in bytes.</summary>
    public long Bytes => _files.Sum(file => new FileInfo(file.Path).Length);

    /// <summary>
    /// Finds the documentation: without a path that of the running dotnet (the newest version of each reference pack), else one XML file, a dotnet folder, or
    /// all XML files below a folder.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">There is no documentation to be found.</exception>
    /// <exception cref="FileNotFoundException">There is nothing at the given path.</exception>
    public static DotNetReference Find(string? path = null)
    {
        if (path is null)
        {
            return FindInstalled();
        }

        var full = Path.GetFullPath(path);
        if (File.Exists(full))
        {
            return new DotNetReference(full, [new(full, Path.GetFileName(full), "")]);
        }

        if (!Directory.Exists(full))
        {
            throw new FileNotFoundException($"There is no file or folder '{full}'; give an XML documentation file, a folder of them, or the folder of dotnet.", full);
        }

        var files = DotNetPacks.FindIn(full) is { Count: > 0 } packs ? packs : DotNetPacks.FindBelow(full);
        return files.Count > 0
            ? new DotNetReference(full, files)
            : throw new DirectoryNotFoundException($"There is no XML documentation (*.xml) below the folder '{full}'; give an XML documentation file, a folder of them, or the folder of dotnet.");
    }

    /// <summary>
    /// Reads all members, in the order of the files, whatever the number of <paramref name="threads"/> (all cores where it is 0).
    /// Each document has an id that no other has: its documentation-comment id, followed by its file where an earlier file has the same member.
    /// What cannot be read is added to <paramref name="broken"/>, and the reading goes on.
    /// </summary>
    public IEnumerable<Document> Read(ICollection<BrokenInput> broken, int threads = 0, CancellationToken cancellation = default)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in ReadFiles(threads <= 0 ? Environment.ProcessorCount : threads, cancellation))
        {
            foreach (var fault in file.Broken)
            {
                broken.Add(fault);
            }

            foreach (var document in file.Documents)
            {
                if (seen.Add(document.Id))
                {
                    yield return document;
                }
                else if (document.Id + DocumentationId.FileQualifier + document.Source is var qualified && seen.Add(qualified))
                {
                    yield return document with { Id = qualified };
                }
                else
                {
                    broken.Add(new BrokenInput(document.Source, 0, $"The member '{document.Id}' stands twice in one file; the second was left out."));
                }
            }
        }
    }

    private static DotNetReference FindInstalled()
    {
        var roots = DotNetPacks.CandidateRoots();
        foreach (var root in roots)
        {
            if (DotNetPacks.FindIn(root) is { Count: > 0 } files)
            {
                return new DotNetReference(root, files);
            }
        }

        throw new DirectoryNotFoundException(
            $"No .NET reference documentation (packs/*.Ref/*/ref/*/*.xml) was found below {string.Join(", ", roots.Select(root => $"'{root}'"))}; install the .NET SDK (the runtime alone has none), or give the path of a folder with XML documentation files.");
    }

    private sealed record FileContent(List<Document> Documents, List<BrokenInput> Broken);

    /// <summary>Reads some files ahead of the one that is asked for, and gives them in order.</summary>
    private IEnumerable<FileContent> ReadFiles(int threads, CancellationToken cancellation)
    {
        const int FilesAheadPerThread = 16;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var scheduler = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, threads).ConcurrentScheduler;
        var ahead = new Queue<Task<FileContent>>();
        try
        {
            foreach (var file in _files)
            {
                ahead.Enqueue(Task.Factory.StartNew(() => ReadFile(file, stop.Token), stop.Token, TaskCreationOptions.None, scheduler));
                if (ahead.Count == FilesAheadPerThread * threads)
                {
                    yield return ahead.Dequeue().GetAwaiter().GetResult();
                }
            }

            while (ahead.Count > 0)
            {
                yield return ahead.Dequeue().GetAwaiter().GetResult();
            }
        }
        finally
        {
            // Where the reader of the documents stopped early, nobody asks for the rest; wait for it, so that no file stays open.
            stop.Cancel();
            foreach (var task in ahead)
            {
                ((IAsyncResult)task).AsyncWaitHandle.WaitOne();
            }
        }
    }

    private static FileContent ReadFile(DotNetPacks.PackFile file, CancellationToken cancellation)
    {
        var content = new FileContent([], []);
        var reader = new ReferenceFileReader(file.Path, file.Source, content.Broken);
        foreach (var (id, member) in reader.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            content.Documents.Add(ReferenceCard.Write(id, member, reader.Names, file.Source, file.Version));
        }

        return content;
    }
}
