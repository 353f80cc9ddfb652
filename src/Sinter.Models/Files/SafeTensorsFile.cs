using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Sinter.Models.Files;

/// <summary>
/// A SafeTensors file, mapped into memory: only its header is read when it is opened, and the values of a tensor go
/// straight from the map into the caller's span. It owns the map, and is done when disposed.
/// </summary>
public sealed class SafeTensorsFile : IWeightSource
{
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly WeightIndex<SafeTensorsHeader.Entry> _index;
    private readonly long _dataStart;

    private SafeTensorsFile(string path, FileStream stream, long dataStart, WeightIndex<SafeTensorsHeader.Entry> index, Dictionary<string, string> metadata)
    {
        Path = path;
        Metadata = metadata;
        _index = index;
        _dataStart = dataStart;
        _map = MemoryMappedFile.CreateFromFile(stream, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TensorInfo> Tensors => _index.Tensors;

    /// <summary>The text about the file that its writer left, such as <c>format</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is cut short or breaks a rule of the format; the message says which.</exception>
    public static SafeTensorsFile Open(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1);
        long fileLength = stream.Length;
        Span<byte> lengthBytes = stackalloc byte[sizeof(ulong)];
        if (stream.ReadAtLeast(lengthBytes, lengthBytes.Length, throwOnEndOfStream: false) < lengthBytes.Length)
        {
            throw new InvalidDataException($"'{path}' is cut short: it has {fileLength} bytes, and a SafeTensors file begins with 8 bytes that give the length of its header; get it again.");
        }

        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        var most = Math.Min(SafeTensorsHeader.MaximumLength, fileLength - lengthBytes.Length);
        if (headerLength > (ulong)most)
        {
            throw new InvalidDataException($"'{path}' says that its header is {headerLength} bytes long, and at most {most} are possible; it is cut short or no SafeTensors file.");
        }

        var json = new byte[headerLength];
        stream.ReadExactly(json);
        var start = lengthBytes.Length + (long)headerLength;
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var entries = SafeTensorsHeader.Parse(path, json, fileLength - start, metadata);
        return new SafeTensorsFile(path, stream, start, new(path, entries), metadata);
    }

    /// <inheritdoc/>
    public TensorInfo? Find(string name) => _index.Find(name);

    /// <summary>The element type that a tensor has in the file.</summary>
    /// <exception cref="InvalidDataException">There is no such tensor.</exception>
    public TensorType TypeOf(string name) => _index.Locate(name).Type;

    /// <inheritdoc/>
    public unsafe void ReadFloat32(string name, Span<float> destination, ReadOnlySpan<int> expectedShape)
    {
        var place = _index.Locate(name, destination.Length, expectedShape);
        SafeMemoryMappedViewHandle handle = _view.SafeMemoryMappedViewHandle;
        byte* start = null;
        handle.AcquirePointer(ref start);
        try
        {
            TensorTypes.Read(place.Type, start + _view.PointerOffset + _dataStart + place.Begin, destination);
        }
        finally
        {
            handle.ReleasePointer();
        }
    }

    /// <summary>Gives the map back; spans that were filled stay as they are.</summary>
    public void Dispose()
    {
        _view.Dispose();
        _map.Dispose();
    }
}
