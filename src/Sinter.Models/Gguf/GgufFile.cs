using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;
using Sinter.Models.Files;

namespace Sinter.Models.Gguf;

/// <summary>
/// A GGUF file (versions 2 and 3, little-endian), mapped into memory: keys, values and the descriptions of tensors are read and checked when it is opened; the values of a
/// tensor are turned into floats when they are asked for. Tensors go by the names of the file. It owns the map, and is done when disposed.
/// </summary>
public sealed class GgufFile : IWeightSource
{
    private readonly MemoryMappedFile? _map;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly WeightIndex<GgufTensor> _index;
    private readonly GgufHeader _header;

    private GgufFile(string path, FileStream stream, GgufHeader header)
    {
        Path = path;
        _header = header;
        _index = new(path, GgufTensorTable.Read(header, stream).Select(static tensor => (tensor.Info, tensor)));
        if (Tensors.Count > 0)
        {
            _map = MemoryMappedFile.CreateFromFile(stream, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        }
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TensorInfo> Tensors => _index.Tensors;

    /// <summary>The keys of the file's values.</summary>
    public IReadOnlyCollection<string> Keys => _header.Keys;

    /// <summary>Opens a file and checks its keys, values and descriptions.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is cut short, damaged, no GGUF file, or has a type of tensor that Sinter does not read; the message says which.</exception>
    public static GgufFile Open(string path)
    {
        var header = GgufHeader.Read(path);
        if (header.Integer("split.count") is > 1 and var parts)
        {
            throw header.Error($"the file is one of {parts} parts of a model; join them with llama-gguf-split --merge first");
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16);
        return new GgufFile(path, stream, header);
    }

    /// <summary>The text of a key, or null where there is none.</summary>
    /// <exception cref="InvalidDataException">The value is of another type.</exception>
    public string? Text(string key) => _header.Text(key);

    /// <summary>The truth value of a key, or null where there is none.</summary>
    /// <exception cref="InvalidDataException">The value is of another type.</exception>
    public bool? Flag(string key) => _header.Flag(key);

    /// <summary>The whole number of a key, of whatever width, or null where there is none.</summary>
    /// <exception cref="InvalidDataException">The value is of another type.</exception>
    public long? Integer(string key) => _header.Integer(key);

    /// <summary>The number of a key, of whatever type, or null where there is none.</summary>
    /// <exception cref="InvalidDataException">The value is of another type.</exception>
    public double? Number(string key) => _header.Number(key);

    /// <summary>The array of a key, or null where there is none. Its items are of the width that the file has; texts are strings.</summary>
    /// <typeparam name="T">The type of the items: a number, bool or string.</typeparam>
    /// <exception cref="InvalidDataException">The value is of another type.</exception>
    public IReadOnlyList<T>? Array<T>(string key) => _header.Array<T>(key);

    /// <summary>The whole numbers of an array of 32 bits, with a sign or without, or null where there is none.</summary>
    /// <exception cref="InvalidDataException">The value is of another type.</exception>
    public IReadOnlyList<int>? Integers(string key) => _header.Integers(key);

    /// <summary>Whether the value of a key is an array.</summary>
    public bool IsArray(string key) => _header.IsArray(key);

    /// <inheritdoc/>
    public TensorInfo? Find(string name) => _index.Find(name);

    /// <summary>Where and as what a tensor lies in the file.</summary>
    /// <exception cref="InvalidDataException">There is no such tensor.</exception>
    public GgufTensor Locate(string name) => _index.Locate(name);

    /// <inheritdoc/>
    public void ReadFloat32(string name, Span<float> destination, ReadOnlySpan<int> expectedShape) =>
        Read(_index.Locate(name, destination.Length, expectedShape), 0, destination);

    /// <summary>Reads a part of a tensor as floats, such as one expert of several.</summary>
    /// <param name="name">The name of the tensor.</param>
    /// <param name="first">The first value, counted in row-major order; the beginning of a row.</param>
    /// <param name="destination">Where the values go; whole rows.</param>
    /// <exception cref="InvalidDataException">There is no such tensor.</exception>
    /// <exception cref="ArgumentException">The part does not lie inside the tensor, or begins or ends within a block.</exception>
    public void ReadPart(string name, long first, Span<float> destination)
    {
        var tensor = _index.Locate(name);
        var block = tensor.Type.BlockValues();
        if (first < 0 || destination.Length > tensor.Info.Elements - first || first % block != 0 || destination.Length % block != 0)
        {
            throw new ArgumentException($"The {destination.Length} values from {first} on are no part of the tensor {tensor.Info} with blocks of {block}.", nameof(first));
        }

        Read(tensor, first, destination);
    }

    /// <summary>Gives the map back; spans that were filled stay as they are.</summary>
    public void Dispose()
    {
        _view?.Dispose();
        _map?.Dispose();
    }

    private unsafe void Read(GgufTensor tensor, long first, Span<float> destination)
    {
        SafeMemoryMappedViewHandle handle = _view!.SafeMemoryMappedViewHandle;
        byte* start = null;
        handle.AcquirePointer(ref start);
        try
        {
            var place = tensor.Offset + first / tensor.Type.BlockValues() * tensor.Type.BlockBytes();
            GgmlTypes.Read(tensor.Type, start + _view.PointerOffset + place, destination);
        }
        finally
        {
            handle.ReleasePointer();
        }
    }
}
