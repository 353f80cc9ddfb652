using System.IO.MemoryMappedFiles;

namespace Sinter.Data.Deduplication;

/// <summary>A table of documents, mapped into memory, so that the system can take the memory back. Reading is safe from several threads.</summary>
internal sealed unsafe class DocumentTable : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly DocumentEntry* _entries;

    /// <summary>Opens a finished table.</summary>
    /// <exception cref="InvalidDataException">It has another length than so many documents take.</exception>
    public DocumentTable(string path, int documents)
    {
        var expected = (documents + 1L) * sizeof(DocumentEntry);
        if (new FileInfo(path).Length is var found && found != expected)
        {
            throw new InvalidDataException($"'{path}' has {found} bytes, expected {expected}: it was cut short or changed; run the deduplication that wrote it again with --overwrite.");
        }

        Count = documents;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _entries = (DocumentEntry*)(start + _view.PointerOffset);
    }

    /// <summary>How many documents there are.</summary>
    public int Count { get; }

    /// <summary>The entry of a document; of <see cref="Count"/>, where the last one ends.</summary>
    public DocumentEntry this[int document]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)document, (uint)Count, nameof(document));
            return _entries[document];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
