using System.Runtime.InteropServices;

namespace Sinter.Data.Deduplication;

/// <summary>Writes a table of documents with their ids and sketches, in order; goes on where it was cut short. It belongs to one thread.</summary>
internal sealed class DocumentWriter : IDisposable
{
    private const int BufferBytes = 1 << 18;

    private readonly FileStream _table;
    private readonly FileStream _ids;
    private readonly FileStream _sketches;
    private bool _isComplete;

    /// <summary>Goes on behind some documents; what lies behind them in the files is cut off.</summary>
    /// <exception cref="InvalidDataException">The files do not hold that much.</exception>
    public unsafe DocumentWriter(DocumentFiles files, SpoolPosition position)
    {
        Position = position;
        _table = OpenAt(files.Table, (long)position.Documents * sizeof(DocumentEntry), BufferBytes);
        _ids = OpenAt(files.Ids, position.IdBytes, BufferBytes);
        _sketches = OpenAt(files.Sketches, position.SketchBytes, BufferBytes);
    }

    /// <summary>What was appended so far; it is on the disk after <see cref="Flush"/>.</summary>
    public SpoolPosition Position { get; private set; }

    /// <summary>Appends a document.</summary>
    /// <param name="recordBytes">The length of its line.</param>
    /// <param name="id">Its id.</param>
    /// <param name="sketch">Its sketch with the length in front.</param>
    /// <param name="entry">What else the table says of it; the places in it are set here.</param>
    public void Append(long recordBytes, ReadOnlySpan<byte> id, ReadOnlySpan<byte> sketch, DocumentEntry entry)
    {
        Write(entry);
        _ids.Write(id);
        _sketches.Write(sketch);
        if (Position.Documents >= Array.MaxLength - 1)
        {
            throw new InvalidDataException($"There are more than {Array.MaxLength - 1} documents, the most that one run can compare; split the input, and give the output of one part to the next with --against.");
        }

        Position = new SpoolPosition(Position.Documents + 1, Position.RecordBytes + recordBytes, Position.IdBytes + id.Length, Position.SketchBytes + sketch.Length);
    }

    /// <summary>Ends the table; nothing can be appended any more.</summary>
    public void Complete()
    {
        if (!_isComplete)
        {
            _isComplete = true;
            Write(default);
        }

        Flush();
    }

    /// <summary>Brings what was appended to the disk.</summary>
    public void Flush()
    {
        _table.Flush(flushToDisk: true);
        _ids.Flush(flushToDisk: true);
        _sketches.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A full disk is told where it is met first; what is in the buffers then cannot be written, and is written anew by the next run.
        foreach (var file in (FileStream[])[_table, _ids, _sketches])
        {
            try
            {
                file.Dispose();
            }
            catch (IOException)
            {
                continue;
            }
        }
    }

    /// <summary>Opens a file to be written from a place on, and cuts off what lies there.</summary>
    internal static FileStream OpenAt(string path, long bytes, int bufferBytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferBytes);
        if (file.Length < bytes)
        {
            file.Dispose();
            throw new InvalidDataException($"'{path}' does not hold what an earlier run wrote there, so that run cannot go on; begin anew with --overwrite.");
        }

        file.SetLength(bytes);
        file.Position = bytes;
        return file;
    }

    private void Write(DocumentEntry entry)
    {
        var placed = entry with { RecordStart = Position.RecordBytes, IdStart = Position.IdBytes };
        _table.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<DocumentEntry>(in placed)));
    }
}
