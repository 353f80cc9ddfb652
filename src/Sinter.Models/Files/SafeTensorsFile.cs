using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Sinter.Models.Files;

/// <summary>
/// A SafeTensors file: only its header is read when it is opened, and the values of a tensor go straight from the file into the caller's span when they are asked for.
/// It owns the open file, and is done when disposed.
/// </summary>
public sealed class SafeTensorsFile : IStoredWeights
{
    private readonly SafeFileHandle _file;
    private readonly WeightIndex<SafeTensorsHeader.Entry> _index;
    private readonly long _dataStart;

    private SafeTensorsFile(string path, SafeFileHandle file)
    {
        Path = path;
        _file = file;
        var fileLength = RandomAccess.GetLength(file);
        Span<byte> lengthBytes = stackalloc byte[sizeof(ulong)];
        if (fileLength < lengthBytes.Length)
        {
            throw new InvalidDataException($"'{path}' is cut short: it has {fileLength} bytes, and a SafeTensors file begins with 8 bytes that give the length of its header; get it again.");
        }

        StoredValues.ReadBytes(file, path, 0, lengthBytes);
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        var most = Math.Min(SafeTensorsHeader.MaximumLength, fileLength - lengthBytes.Length);
        if (headerLength > (ulong)most)
        {
            throw new InvalidDataException($"'{path}' says that its header is {headerLength} bytes long, and at most {most} are possible; it is cut short or no SafeTensors file.");
        }

        var json = new byte[headerLength];
        StoredValues.ReadBytes(file, path, lengthBytes.Length, json);
        _dataStart = lengthBytes.Length + json.Length;
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        _index = new(path, SafeTensorsHeader.Parse(path, json, fileLength - _dataStart, metadata));
        Metadata = metadata;
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
        var file = StoredValues.Open(path);
        try
        {
            return new SafeTensorsFile(path, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public TensorInfo? Find(string name) => _index.Find(name);

    /// <inheritdoc/>
    public TensorType TypeOf(string name) => TypeOf(name, _index.Locate(name));

    /// <inheritdoc/>
    public bool IsContiguous(string name)
    {
        _index.Locate(name);
        return true;
    }

    /// <inheritdoc/>
    public void ReadFloat32(string name, Span<float> destination, ReadOnlySpan<int> expectedShape)
    {
        var place = _index.Locate(name, destination.Length, expectedShape);
        StoredValues.ReadFloat32(_file, Path, _dataStart + place.Begin, TypeOf(name, place), destination);
    }

    /// <inheritdoc/>
    public void ReadFloat32(string name, long start, Span<float> destination)
    {
        var place = _index.Locate(name);
        var type = TypeOf(name, place);
        StoredValues.CheckPart(name, start, destination.Length, (place.End - place.Begin) / type.Size());
        StoredValues.ReadFloat32(_file, Path, _dataStart + place.Begin + (start * type.Size()), type, destination);
    }

    /// <inheritdoc/>
    public void ReadBytes(string name, long offset, Span<byte> destination)
    {
        var place = _index.Locate(name);
        TypeOf(name, place);
        StoredValues.CheckPart(name, offset, destination.Length, place.End - place.Begin);
        StoredValues.ReadBytes(_file, Path, _dataStart + place.Begin + offset, destination);
    }

    /// <summary>Closes the file; spans that were filled stay as they are.</summary>
    public void Dispose() => _file.Dispose();

    private TensorType TypeOf(string name, SafeTensorsHeader.Entry place) => place.Type
        ?? throw new InvalidDataException($"The tensor '{name}' in '{Path}' has the type '{place.TypeName}', which is none of {TensorTypes.AllNames}; convert it first.");
}
