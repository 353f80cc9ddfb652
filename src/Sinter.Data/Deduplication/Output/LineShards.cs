using System.Globalization;
using Sinter.Data.Compression;
using Sinter.Data.Shards;

namespace Sinter.Data.Deduplication;

/// <summary>
/// Writes lines to a row of files of about equal size, as <see cref="ShardWriter"/> does, but straight to their final form: what is written in a pass that begins anew each time
/// needs no spool to go back into. Each file appears whole or not at all.
/// </summary>
internal sealed class LineShards : IDisposable
{
    private readonly string _folder;
    private readonly JsonLinesShards _format;
    private readonly long _shardBytes;
    private AtomicFile? _file;
    private Stream? _encoder;
    private long _bytes;
    private int _shard;

    /// <summary>Begins with the first shard; what lies in the folder is deleted.</summary>
    public LineShards(string folder, JsonLinesShards format, long shardBytes)
    {
        _folder = folder;
        _format = format;
        _shardBytes = shardBytes;
        Directory.CreateDirectory(folder);
        foreach (var path in Directory.EnumerateFiles(folder, "part-*").ToArray())
        {
            File.Delete(path);
        }
    }

    /// <summary>How many lines were appended.</summary>
    public long Records { get; private set; }

    /// <summary>Appends whole lines.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="records">How many they are.</param>
    public void Append(ReadOnlySpan<byte> lines, long records)
    {
        Records += records;
        if (!lines.IsEmpty)
        {
            Open().Write(lines);
            _bytes += lines.Length;
        }

        if (_bytes >= _shardBytes)
        {
            Finish();
        }
    }

    /// <summary>Finishes the last shard. A row without lines has one file all the same, so that a reader sees that it is empty and not missing.</summary>
    public void Complete()
    {
        if (_file is not null || _shard == 0)
        {
            Open();
            Finish();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_file is not null)
        {
            // What was begun is deleted; a full disk was told before, and an encoder that cannot write its end has nothing to add to that.
            try
            {
                _encoder?.Dispose();
            }
            catch (IOException)
            {
                _encoder = null;
            }

            _file.Dispose();
        }
    }

    private Stream Open()
    {
        if (_file is null)
        {
            _file = AtomicFile.Create(Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"part-{_shard:00000}{_format.Ending}")));
            _encoder = _format.Compression == CompressionKind.None ? null : ContentEncoder.Create(_file.Stream, _format.Compression, leaveOpen: true);
        }

        return _encoder ?? _file.Stream;
    }

    private void Finish()
    {
        _encoder?.Dispose();
        _file!.Complete();
        _file = null;
        _encoder = null;
        _bytes = 0;
        _shard++;
    }
}
