using System.Runtime.InteropServices;

namespace Sinter.Data.Deduplication;

/// <summary>Takes the documents of the first pass in order: their lines, ids, sketches and the table. It can be cut back to any position noted after a <see cref="Flush"/>.</summary>
internal sealed class DocumentSpool : IDisposable
{
    private readonly DocumentWriter _documents;
    private readonly FileStream _records;
    private readonly SourceNames _sources;

    public DocumentSpool(string folder, SpoolPosition position, SourceNames sources)
    {
        _sources = sources;
        _documents = new DocumentWriter(DocumentFiles.In(folder), position);
        try
        {
            _records = DocumentWriter.OpenAt(RecordsIn(folder), position.RecordBytes, 1);
        }
        catch
        {
            _documents.Dispose();
            throw;
        }
    }

    public SpoolPosition Position => _documents.Position;

    /// <summary>The file of the lines.</summary>
    public static string RecordsIn(string folder) => Path.Combine(folder, "records.jsonl");

    public void Append(SpoolBlock block)
    {
        _records.Write(block.Records.WrittenSpan);
        var ids = block.Ids.WrittenSpan;
        var sketches = block.Sketches.WrittenSpan;
        foreach (var document in block.Documents)
        {
            var sketchBytes = sizeof(int) + MemoryMarshal.Read<int>(sketches);
            _documents.Append(
                document.RecordBytes,
                ids[..document.IdBytes],
                sketches[..sketchBytes],
                new DocumentEntry(0, 0, document.Rank, document.TextBytes, _sources.NumberOf(document.Source), document.IsPlain ? (ushort)1 : (ushort)0));
            ids = ids[document.IdBytes..];
            sketches = sketches[sketchBytes..];
        }
    }

    public void Flush()
    {
        _records.Flush(flushToDisk: true);
        _documents.Flush();
    }

    public void Complete()
    {
        _records.Flush(flushToDisk: true);
        _documents.Complete();
    }

    public void Dispose()
    {
        _documents.Dispose();
        _records.Dispose();
    }
}
