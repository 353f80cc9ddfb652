using System.Globalization;

namespace Sinter.Data.Shards;

/// <summary>
/// Writes records to a row of files of about equal size, so that a process that is killed at any time can go on from its last noted <see cref="Position"/>.
/// Records are appended to a spool; a full spool is turned into the final file on another thread. It is deleted when a position behind it has been noted
/// (<see cref="Release"/>), since until then a run may have to go back into it.
/// </summary>
public sealed class ShardWriter : IDisposable
{
    private const string SpoolEnding = ".spool";

    private readonly string _folder;
    private readonly IShardFormat _format;
    private readonly long _shardBytes;
    private FileStream? _spool;
    private Task _finishing = Task.CompletedTask;
    private int _shard;
    private int _released;
    private long _records;

    /// <summary>Goes on at a position, or begins where it is the default; everything behind it is removed.</summary>
    /// <param name="folder">The folder, which holds nothing else.</param>
    /// <param name="format">How finished shards look.</param>
    /// <param name="shardBytes">A shard is full when its records, as they are appended, have this many bytes.</param>
    /// <param name="position">A position noted before.</param>
    /// <exception cref="InvalidDataException">The folder does not hold what was written up to that position.</exception>
    public ShardWriter(string folder, IShardFormat format, long shardBytes, ShardPosition position = default)
    {
        _folder = folder;
        _format = format;
        _shardBytes = shardBytes;
        _shard = position.Shard;
        _released = position.Shard;
        _records = position.Records;
        Directory.CreateDirectory(folder);
        CutBack(position);
    }

    /// <summary>What has been appended so far. It is on the disk after <see cref="Flush"/>.</summary>
    public ShardPosition Position => new(_shard, _spool?.Length ?? 0, _records);

    /// <summary>The finished files of a folder, in order.</summary>
    public static IReadOnlyList<string> Files(string folder) =>
        !Directory.Exists(folder) ? []
        : [.. Directory.EnumerateFiles(folder, "part-*").Where(static path => !IsUnfinished(path)).Order(StringComparer.Ordinal)];

    /// <summary>Appends whole records.</summary>
    public void Append(ReadOnlySpan<byte> bytes, long records)
    {
        if (records == 0)
        {
            return;
        }

        _spool ??= Open(FileMode.Create);
        _spool.Write(bytes);
        _records += records;
        if (_spool.Length >= _shardBytes)
        {
            Roll();
        }
    }

    /// <summary>Brings what was appended to the disk.</summary>
    public void Flush() => _spool?.Flush(flushToDisk: true);

    /// <summary>Says that the position of the last <see cref="Flush"/> has been noted for good: what lies behind full shards is not needed any more.</summary>
    public void Release()
    {
        if (!_finishing.IsCompleted)
        {
            return;
        }

        _finishing.GetAwaiter().GetResult();
        for (; _released < _shard; _released++)
        {
            File.Delete(SpoolPath(_released));
        }
    }

    /// <summary>Begins to finish the last shard, on another thread; nothing can be appended any more. A row without records has one file all the same, so that a reader sees that it is empty and not missing.</summary>
    public void Seal()
    {
        if (_spool is not null || _shard == 0)
        {
            _spool ??= Open(FileMode.Create);
            Roll();
        }
    }

    /// <summary>Finishes the last shard (<see cref="Seal"/>) and waits for it.</summary>
    public void Complete()
    {
        Seal();
        _finishing.GetAwaiter().GetResult();
    }

    /// <summary>Closes the files; what was appended stays for a later run.</summary>
    public void Dispose()
    {
        _spool?.Dispose();
        try
        {
            _finishing.GetAwaiter().GetResult();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The spool is still there, and the next run finishes it; what went wrong first is what the caller must hear.
        }
    }

    private static bool IsUnfinished(string path) => path.EndsWith(SpoolEnding, StringComparison.Ordinal) || path.EndsWith(AtomicFile.PartialSuffix, StringComparison.Ordinal);

    private string SpoolPath(int shard) => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"part-{shard:00000}{SpoolEnding}"));

    private string FinalPath(int shard) => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"part-{shard:00000}{_format.Ending}"));

    private FileStream Open(FileMode mode) => new(SpoolPath(_shard), mode, FileAccess.Write, FileShare.Read, 1 << 16);

    private void Roll()
    {
        _spool!.Flush(flushToDisk: true);
        _spool.Dispose();
        _spool = null;
        var shard = _shard++;

        // One at a time: a disk that is slower than the steps holds them back here.
        _finishing.GetAwaiter().GetResult();
        _finishing = Task.Run(() => _format.Finish(SpoolPath(shard), FinalPath(shard)));
    }

    /// <summary>Brings the folder to what it was at the position: full shards finished, the open one cut back, later ones gone.</summary>
    private void CutBack(ShardPosition position)
    {
        foreach (var path in Directory.EnumerateFiles(_folder, "part-*").ToArray())
        {
            if (!TryNumber(path, out var shard) || shard > position.Shard || path.EndsWith(AtomicFile.PartialSuffix, StringComparison.Ordinal))
            {
                File.Delete(path);
            }
        }

        for (var shard = 0; shard < position.Shard; shard++)
        {
            if (File.Exists(SpoolPath(shard)))
            {
                _format.Finish(SpoolPath(shard), FinalPath(shard));
                File.Delete(SpoolPath(shard));
            }

            Require(File.Exists(FinalPath(shard)));
        }

        var open = SpoolPath(position.Shard);
        if (position.Bytes == 0)
        {
            File.Delete(open);
            File.Delete(FinalPath(position.Shard));
            return;
        }

        Require(File.Exists(open) && new FileInfo(open).Length >= position.Bytes);
        File.Delete(FinalPath(position.Shard));
        _spool = Open(FileMode.Open);
        _spool.SetLength(position.Bytes);
        _spool.Position = position.Bytes;
    }

    private static bool TryNumber(string path, out int shard)
    {
        var name = Path.GetFileName(path.AsSpan())["part-".Length..];
        var end = name.IndexOf('.');
        return int.TryParse(end < 0 ? name : name[..end], NumberStyles.None, CultureInfo.InvariantCulture, out shard);
    }

    private void Require(bool condition)
    {
        if (!condition)
        {
            throw new InvalidDataException($"'{_folder}' does not hold what an earlier run wrote there, so that run cannot go on; begin anew with --overwrite.");
        }
    }
}
