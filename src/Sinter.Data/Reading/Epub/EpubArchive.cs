using System.IO.Compression;

namespace Sinter.Data.Reading.Epub;

/// <summary>The entries of a book's archive, unpacked within a bound for all of them together.</summary>
internal sealed class EpubArchive
{
    private const int MaximumEntries = 20_000;

    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly int _limit;
    private long _left;

    public EpubArchive(ZipArchive archive, int limit)
    {
        _left = _limit = limit;
        if (archive.Entries.Count > MaximumEntries)
        {
            throw new InvalidDataException($"its archive has {archive.Entries.Count} entries, and {MaximumEntries} is the limit");
        }

        foreach (var entry in archive.Entries)
        {
            _entries.TryAdd(entry.FullName, entry);
        }
    }

    /// <summary>The bytes of an entry; null where there is none of that name.</summary>
    public byte[]? Read(string name)
    {
        if (!_entries.TryGetValue(name, out var entry))
        {
            return null;
        }

        using var content = entry.Open();
        var bytes = new MemoryStream();
        var buffer = new byte[1 << 14];
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            _left -= read;
            if (_left < 0)
            {
                throw new InvalidDataException($"its chapters are longer than {_limit} bytes unpacked, the limit");
            }

            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }
}
