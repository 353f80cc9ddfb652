using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Sinter.Models.Files.PyTorch;

/// <summary>
/// Where the files within a ZIP archive lie (APPNOTE 6.3, with its 64-bit records). Only files that are stored as they are can be read, in place, so that nothing
/// can grow; everything that the archive says of itself is checked against its length. It reads the directory at the end once, and owns no file.
/// </summary>
internal sealed class ZipIndex
{
    private const int EndLength = 22;
    private const int LocatorLength = 20;
    private const int WideEndLength = 56;
    private const int EntryLength = 46;
    private const int LocalHeaderLength = 30;
    private const int MaximumDirectoryLength = 1 << 28;
    private const uint EndSignature = 0x06054B50;
    private const uint LocatorSignature = 0x07064B50;
    private const uint WideEndSignature = 0x06064B50;
    private const uint EntrySignature = 0x02014B50;
    private const uint LocalHeaderSignature = 0x04034B50;

    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly long _directoryStart;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Reads the directory of an archive.</summary>
    /// <param name="path">The file that messages name.</param>
    /// <param name="file">The open file; it stays the caller's.</param>
    /// <exception cref="InvalidDataException">The archive is cut short, damaged, compressed or encrypted.</exception>
    public ZipIndex(string path, SafeFileHandle file)
    {
        _path = path;
        _file = file;
        var (start, length, count) = FindDirectory(RandomAccess.GetLength(file));
        _directoryStart = start;
        var directory = new byte[length];
        StoredValues.ReadBytes(file, path, start, directory);
        ReadOnlySpan<byte> rest = directory;
        for (long i = 0; i < count; i++)
        {
            var entry = ReadEntry(ref rest);
            if (!_entries.TryAdd(entry.Name, entry))
            {
                throw Damaged($"holds '{entry.Name}' twice");
            }
        }
    }

    /// <summary>A file within the archive.</summary>
    /// <param name="Name">Its name, with slashes.</param>
    /// <param name="HeaderStart">Where its header begins in the archive.</param>
    /// <param name="Length">How many bytes it has.</param>
    /// <param name="Obstacle">Why it cannot be read in place, such as <c>compressed</c>; null where it can.</param>
    public sealed record Entry(string Name, long HeaderStart, long Length, string? Obstacle);

    /// <summary>The names of all files, in no order.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>Whether a file that begins so is a ZIP archive.</summary>
    public static bool IsArchive(ReadOnlySpan<byte> start) => start.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(start) == LocalHeaderSignature;

    /// <summary>The file of that name, or null.</summary>
    public Entry? Find(string name) => _entries.GetValueOrDefault(name);

    /// <summary>Refuses a file that is compressed or encrypted.</summary>
    /// <exception cref="InvalidDataException">It is.</exception>
    public void CheckStored(Entry entry)
    {
        if (entry.Obstacle is { } obstacle)
        {
            throw new InvalidDataException($"'{entry.Name}' in '{_path}' is {obstacle}, which torch.save never does; unpack the archive and pack it again without that, or get the original.");
        }
    }

    /// <summary>Where the bytes of a file begin; its own header, which says so, is read now.</summary>
    /// <exception cref="InvalidDataException">The file is not there, or not stored as it is.</exception>
    public long DataStart(Entry entry)
    {
        CheckStored(entry);
        Span<byte> header = stackalloc byte[LocalHeaderLength];
        StoredValues.ReadBytes(_file, _path, entry.HeaderStart, header);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != LocalHeaderSignature || BinaryPrimitives.ReadUInt16LittleEndian(header[8..]) != 0)
        {
            throw Damaged($"has no stored file '{entry.Name}' where its directory says");
        }

        var start = entry.HeaderStart + LocalHeaderLength + BinaryPrimitives.ReadUInt16LittleEndian(header[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        return entry.Length <= _directoryStart - start ? start : throw Damaged($"has a file '{entry.Name}' that reaches beyond its end");
    }

    /// <summary>Reads a small file whole.</summary>
    /// <param name="entry">The file.</param>
    /// <param name="maximumLength">How many bytes are expected at most.</param>
    /// <exception cref="InvalidDataException">It is longer.</exception>
    public byte[] ReadAll(Entry entry, int maximumLength)
    {
        CheckStored(entry);
        if (entry.Length > maximumLength)
        {
            throw new InvalidDataException($"'{entry.Name}' in '{_path}' has {entry.Length} bytes, expected at most {maximumLength}; the file is damaged or no file of weights.");
        }

        var bytes = new byte[entry.Length];
        StoredValues.ReadBytes(_file, _path, DataStart(entry), bytes);
        return bytes;
    }

    private (long Start, long Length, long Count) FindDirectory(long fileLength)
    {
        var tail = new byte[Math.Min(fileLength, EndLength + ushort.MaxValue)];
        StoredValues.ReadBytes(_file, _path, fileLength - tail.Length, tail);

        // A comment may follow the record; its length says where the record is.
        for (var at = tail.Length - EndLength; at >= 0; at--)
        {
            var end = tail.AsSpan(at);
            if (BinaryPrimitives.ReadUInt32LittleEndian(end) != EndSignature || BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) != end.Length - EndLength)
            {
                continue;
            }

            var position = fileLength - tail.Length + at;
            long count = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
            long length = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
            long start = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
            if (count == ushort.MaxValue || length == uint.MaxValue || start == uint.MaxValue)
            {
                (start, length, count) = ReadWideEnd(ref position);
            }

            return start >= 0 && count >= 0 && length is >= 0 and <= MaximumDirectoryLength && start <= position - length && count <= length / EntryLength
                ? (start, length, count)
                : throw Damaged("has a directory that cannot be");
        }

        throw new InvalidDataException($"'{_path}' is cut short: the directory that ends a ZIP archive is missing; get it again.");
    }

    /// <summary>The 64-bit record of a large archive; <paramref name="end"/> becomes its place.</summary>
    private (long Start, long Length, long Count) ReadWideEnd(ref long end)
    {
        if (end < LocatorLength)
        {
            throw Damaged("lacks the record of a large archive");
        }

        Span<byte> record = stackalloc byte[WideEndLength];
        var locator = record[..LocatorLength];
        StoredValues.ReadBytes(_file, _path, end - LocatorLength, locator);
        var position = BinaryPrimitives.ReadInt64LittleEndian(locator[8..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(locator) != LocatorSignature || position < 0 || position > end - LocatorLength - WideEndLength)
        {
            throw Damaged("lacks the record of a large archive");
        }

        StoredValues.ReadBytes(_file, _path, position, record);
        end = BinaryPrimitives.ReadUInt32LittleEndian(record) == WideEndSignature ? position : throw Damaged("lacks the record of a large archive");
        return (BinaryPrimitives.ReadInt64LittleEndian(record[48..]), BinaryPrimitives.ReadInt64LittleEndian(record[40..]), BinaryPrimitives.ReadInt64LittleEndian(record[32..]));
    }

    private Entry ReadEntry(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < EntryLength || BinaryPrimitives.ReadUInt32LittleEndian(rest) != EntrySignature)
        {
            throw Damaged("has a directory that ends early");
        }

        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(rest[28..]), extraLength = BinaryPrimitives.ReadUInt16LittleEndian(rest[30..]);
        var whole = EntryLength + nameLength + extraLength + BinaryPrimitives.ReadUInt16LittleEndian(rest[32..]);
        if (rest.Length < whole)
        {
            throw Damaged("has a directory that ends early");
        }

        var name = Encoding.UTF8.GetString(rest.Slice(EntryLength, nameLength));
        var obstacle = (BinaryPrimitives.ReadUInt16LittleEndian(rest[8..]) & 1) != 0 ? "encrypted" : BinaryPrimitives.ReadUInt16LittleEndian(rest[10..]) != 0 ? "compressed" : null;
        long stored = BinaryPrimitives.ReadUInt32LittleEndian(rest[20..]);
        long length = BinaryPrimitives.ReadUInt32LittleEndian(rest[24..]);
        long start = BinaryPrimitives.ReadUInt32LittleEndian(rest[42..]);
        ReadWideNumbers(rest.Slice(EntryLength + nameLength, extraLength), ref length, ref stored, ref start);
        rest = rest[whole..];
        return (stored == length || obstacle is not null) && stored >= 0 && start >= 0 && stored <= _directoryStart - LocalHeaderLength - start
            ? new Entry(name, start, length, obstacle)
            : throw Damaged($"has a file '{name}' of {stored} bytes that does not lie within it");
    }

    /// <summary>Numbers that do not fit 32 bits stand in the extra field 1, in this order, only those that do not fit.</summary>
    private static void ReadWideNumbers(ReadOnlySpan<byte> extra, ref long length, ref long stored, ref long start)
    {
        while (extra.Length >= 4)
        {
            int id = BinaryPrimitives.ReadUInt16LittleEndian(extra), size = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            var field = extra.Slice(4, Math.Min(size, extra.Length - 4));
            extra = extra[(4 + field.Length)..];
            if (id == 1)
            {
                Take(ref field, ref length);
                Take(ref field, ref stored);
                Take(ref field, ref start);
                return;
            }
        }

        static void Take(ref ReadOnlySpan<byte> field, ref long number)
        {
            if (number == uint.MaxValue && field.Length >= sizeof(long))
            {
                number = BinaryPrimitives.ReadInt64LittleEndian(field);
                field = field[sizeof(long)..];
            }
        }
    }

    private InvalidDataException Damaged(string what) => new($"'{_path}' {what}; the archive is damaged, get it again.");
}
