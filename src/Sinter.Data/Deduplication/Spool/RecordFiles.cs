using Microsoft.Win32.SafeHandles;

namespace Sinter.Data.Deduplication;

/// <summary>Lines that lie in a row of files as if it were one. Reading is safe from several threads.</summary>
internal sealed class RecordFiles : IDisposable
{
    private readonly SafeFileHandle[] _files;
    private readonly string[] _paths;
    private readonly long[] _starts;

    public RecordFiles(IEnumerable<string> paths)
    {
        _paths = [.. paths];
        _files = [.. _paths.Select(static path => File.OpenHandle(path))];
        _starts = new long[_files.Length + 1];
        for (var i = 0; i < _files.Length; i++)
        {
            _starts[i + 1] = _starts[i] + RandomAccess.GetLength(_files[i]);
        }
    }

    /// <summary>The length of all of them.</summary>
    public long Length => _starts[^1];

    /// <summary>Reads from a place on; lines do not go from one file to the next, but a read may.</summary>
    /// <exception cref="EndOfStreamException">There is not so much.</exception>
    public void Read(long start, Span<byte> target)
    {
        var at = Array.BinarySearch(_starts, start);
        for (var file = at < 0 ? ~at - 1 : at; !target.IsEmpty; file++)
        {
            if (file >= _files.Length)
            {
                throw new EndOfStreamException($"'{_paths.LastOrDefault()}' is shorter than it was when it was written; run again with --overwrite.");
            }

            var within = start - _starts[file];
            var wanted = (int)Math.Min(target.Length, _starts[file + 1] - start);
            ReadExactly(file, within, target[..wanted]);
            target = target[wanted..];
            start += wanted;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in _files)
        {
            file.Dispose();
        }
    }

    private void ReadExactly(int file, long start, Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            var read = RandomAccess.Read(_files[file], target, start);
            if (read == 0)
            {
                throw new EndOfStreamException($"'{_paths[file]}' is shorter than it was when it was written; run again with --overwrite.");
            }

            target = target[read..];
            start += read;
        }
    }
}
