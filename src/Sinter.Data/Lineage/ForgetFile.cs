using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sinter.Data.Cleaning;
using Sinter.Data.Compression;
using Sinter.Data.Inputs;
using Sinter.Data.Parquet;
using Sinter.Data.Reading;

namespace Sinter.Data.Lineage;

/// <summary>One file of a folder that may hold documents: looks for what is forgotten, and writes it anew without that.</summary>
internal sealed class ForgetFile(string path, ForgetFileKind kind, CleaningFolder? cleaning)
{
    private const long MostJsonBytes = 256 << 20;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Where it lies.</summary>
    public string Path { get; } = path;

    /// <summary>What it is.</summary>
    public ForgetFileKind Kind { get; } = kind;

    /// <summary>The cleaning that it belongs to; null where it belongs to none.</summary>
    public CleaningFolder? Cleaning { get; } = cleaning;

    /// <summary>How many lines, rows or values were found when it was last read.</summary>
    public long Found { get; private set; }

    /// <summary>Reads the file; with <paramref name="target"/> it is written there without what is forgotten.</summary>
    public void Read(ForgetTargets targets, ForgottenHash hash, string? target = null) => Found = Kind switch
    {
        ForgetFileKind.Lines => ReadLines(targets, hash, target),
        ForgetFileKind.Documents => ReadDocuments(targets, hash, target),
        ForgetFileKind.Scores => ReadScores(targets, target),
        ForgetFileKind.Json => ReadJson(targets, target),
        _ => ReadPage(targets),
    };

    private long ReadLines(ForgetTargets targets, ForgottenHash hash, string? target)
    {
        if (target is null)
        {
            return CopyLines(targets, hash, null);
        }

        long found = 0;
        AtomicFile.Write(target, stream =>
        {
            var compression = ContentEncoder.KindOf(Path);
            using var encoder = compression == CompressionKind.None ? null : ContentEncoder.Create(stream, compression, leaveOpen: true);
            found = CopyLines(targets, hash, encoder ?? stream);
        });
        return found;
    }

    private long CopyLines(ForgetTargets targets, ForgottenHash hash, Stream? output)
    {
        long found = 0;
        using var file = InputFile.OpenPath(Path);
        using var content = ContentDecoder.Open(file, System.IO.Path.GetFileName(Path));
        var lines = new Utf8LineReader(content, Path, JsonLines.MaximumLineBytes);
        while (lines.TryRead(out var line))
        {
            var fate = ForgetLine.Judge(line.Span, targets, hash, out var changed);
            found += fate == LineFate.Stays ? 0 : 1;
            if (output is not null && fate != LineFate.Goes)
            {
                output.Write(changed is null ? line.Span : Encoding.UTF8.GetBytes(changed));
                output.Write("\n"u8);
            }
        }

        return found;
    }

    private long ReadDocuments(ForgetTargets targets, ForgottenHash hash, string? target)
    {
        long found = 0;
        using var file = File.OpenRead(Path);
        using var writer = target is null ? null : ParquetDocumentWriter.Create(target);
        foreach (var outcome in new ParquetFormat().Read(file, Path, ReadSettings.Default).SelectMany(static block => block.Decode()))
        {
            var document = outcome.Document ?? throw new InvalidDataException($"'{Path}' is damaged: {outcome.Broken?.Reason}");
            if (ForgetLine.IsForgotten(document, targets, hash))
            {
                found++;
            }
            else
            {
                writer?.Write(document);
            }
        }

        writer?.Complete();
        return found;
    }

    /// <summary>Scores hold ids and no texts.</summary>
    private long ReadScores(ForgetTargets targets, string? target)
    {
        long found = 0;
        using var chain = CleaningSettings.Read(Cleaning!).Chain();
        var spool = new System.Buffers.ArrayBufferWriter<byte>();
        using var rows = target is null ? null : new FileStream(target + ".rows", FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        foreach (var row in ScoreShards.Read(Path, Cleaning!, chain))
        {
            if (targets.Holds(row.Id))
            {
                found++;
            }
            else if (rows is not null)
            {
                spool.ResetWrittenCount();
                row.Write(spool);
                rows.Write(spool.WrittenSpan);
            }
        }

        if (rows is not null)
        {
            rows.Dispose();
            new ScoreShards(chain).Finish(target + ".rows", target!);
            File.Delete(target + ".rows");
        }

        return found;
    }

    private long ReadJson(ForgetTargets targets, string? target)
    {
        if (new FileInfo(Path).Length > MostJsonBytes)
        {
            throw new InvalidDataException($"'{Path}' is over {MostJsonBytes >> 20} MB, more than a record of ours has; move it out of the folder.");
        }

        System.Text.Json.Nodes.JsonNode? node;
        try
        {
            node = JsonCleaner.Parse(File.ReadAllBytes(Path));
        }
        catch (JsonException)
        {
            // No JSON of ours, whatever it is called.
            return 0;
        }

        var found = JsonCleaner.Clean(node, targets);
        if (target is not null)
        {
            AtomicFile.WriteAllText(target, node!.ToJsonString(Readable) + "\n");
        }

        return found ? 1 : 0;
    }

    private long ReadPage(ForgetTargets targets) => new FileInfo(Path).Length <= MostJsonBytes && targets.ShowsIn(File.ReadAllText(Path)) ? 1 : 0;
}

/// <summary>What a file is.</summary>
internal enum ForgetFileKind
{
    /// <summary>JSON Lines, as they are or compressed.</summary>
    Lines,

    /// <summary>Documents in Parquet.</summary>
    Documents,

    /// <summary>The scores of a cleaning.</summary>
    Scores,

    /// <summary>A record in JSON.</summary>
    Json,

    /// <summary>A page that shows documents.</summary>
    Page,
}
