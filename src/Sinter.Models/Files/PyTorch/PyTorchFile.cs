using Microsoft.Win32.SafeHandles;

namespace Sinter.Models.Files.PyTorch;

/// <summary>
/// A file of weights as <c>torch.save</c> writes it since version 1.6 (pytorch_model.bin, .pt, .pth): a ZIP archive of a pickle and of storages. Nothing of the pickle
/// is run: only names of a closed list that describe tensors are known, all else is refused. Only the pickle is read when the file is opened, and a tensor's
/// values when it is asked for. It owns the open file, and is done when disposed.
/// </summary>
public sealed class PyTorchFile : IStoredWeights
{
    private const int MaximumPickleLength = 1 << 26;
    private const string PickleName = "/data.pkl";

    // The first bytes of torch.save before version 1.6: a pickle of the number 0x1950A86A20F9469CFC6C.
    private static readonly byte[] LegacyStart = [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19];

    private readonly SafeFileHandle _file;
    private readonly ZipIndex _archive;
    private readonly WeightIndex<TorchTensor> _index;

    private PyTorchFile(string path, SafeFileHandle file)
    {
        Path = path;
        _file = file;
        CheckStart();
        _archive = new ZipIndex(path, file);
        var root = FindRoot();
        var pickle = _archive.ReadAll(_archive.Find(root + PickleName)!, MaximumPickleLength);
        var value = new PickleReader(path, pickle, new TorchNames(path, _archive, root)).Read();
        _index = new(path, StateDictionary.Flatten(path, value).Select(static tensor => (new TensorInfo(tensor.Name, tensor.Tensor.Shape), tensor.Tensor)));
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public IReadOnlyList<TensorInfo> Tensors => _index.Tensors;

    /// <summary>Opens a file and reads its descriptions of tensors.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, of an older format, a TorchScript program, or asks for anything of Python that weights do not need; the message says which.</exception>
    public static PyTorchFile Open(string path)
    {
        var file = StoredValues.Open(path);
        try
        {
            return new PyTorchFile(path, file);
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
    public bool IsContiguous(string name) => _index.Locate(name).IsContiguous;

    /// <inheritdoc/>
    public void ReadFloat32(string name, Span<float> destination, ReadOnlySpan<int> expectedShape)
    {
        var tensor = _index.Locate(name, destination.Length, expectedShape);
        var type = TypeOf(name, tensor);
        if (tensor.IsContiguous)
        {
            StoredValues.ReadFloat32(_file, Path, Start(tensor), type, destination);
        }
        else
        {
            StridedReader.ReadFloat32(_file, Path, Start(tensor), type, tensor, destination);
        }
    }

    /// <inheritdoc/>
    public void ReadFloat32(string name, long start, Span<float> destination)
    {
        var tensor = Contiguous(name);
        var type = TypeOf(name, tensor);
        StoredValues.CheckPart(name, start, destination.Length, tensor.Extent);
        StoredValues.ReadFloat32(_file, Path, Start(tensor) + (start * type.Size()), type, destination);
    }

    /// <inheritdoc/>
    public void ReadBytes(string name, long offset, Span<byte> destination)
    {
        var tensor = Contiguous(name);
        var type = TypeOf(name, tensor);
        StoredValues.CheckPart(name, offset, destination.Length, tensor.Extent * type.Size());
        StoredValues.ReadBytes(_file, Path, Start(tensor) + offset, destination);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private long Start(TorchTensor tensor) => _archive.DataStart(tensor.Storage.Entry) + (tensor.Offset * tensor.Element.Size);

    private TensorType TypeOf(string name, TorchTensor tensor) => tensor.Element.Type
        ?? throw new InvalidDataException($"The tensor '{name}' in '{Path}' has the type '{tensor.Element.Name}', which is none of {TensorTypes.AllNames}; convert it first.");

    private TorchTensor Contiguous(string name) => _index.Locate(name) is { IsContiguous: true } tensor
        ? tensor
        : throw new InvalidDataException($"The tensor '{name}' in '{Path}' is a view whose values do not lie in order; read it whole.");

    private void CheckStart()
    {
        Span<byte> start = stackalloc byte[LegacyStart.Length];
        var read = start[..RandomAccess.Read(_file, start, 0)];
        if (!ZipIndex.IsArchive(read))
        {
            throw new InvalidDataException(read.SequenceEqual(LegacyStart)
                ? $"'{Path}' is in the format that torch.save had before version 1.6; take the model's safetensors, or open it with torch.load(path, weights_only=True) and save it again."
                : $"'{Path}' is no file of torch.save: it does not begin as a ZIP archive does; is it the right file?");
        }
    }

    private string FindRoot()
    {
        var pickles = _archive.Names.Where(static name => name.EndsWith(PickleName, StringComparison.Ordinal) && name.AsSpan().Count('/') == 1).ToList();
        if (pickles is not [var pickle])
        {
            throw new InvalidDataException($"'{Path}' is a ZIP archive with {pickles.Count} files data.pkl, expected one as torch.save writes it; is it the right file?");
        }

        var root = pickle[..^PickleName.Length];
        if (_archive.Find(root + "/constants.pkl") is not null || _archive.Names.Any(name => name.StartsWith(root + "/code/", StringComparison.Ordinal)))
        {
            throw new InvalidDataException($"'{Path}' is a program of TorchScript, not a file of weights; take the model's safetensors, or save the state_dict of torch.jit.load(path).");
        }

        return _archive.Find(root + "/byteorder") is not { } order || !_archive.ReadAll(order, 16).AsSpan().SequenceEqual("big"u8)
            ? root
            : throw new InvalidDataException($"'{Path}' was written on a big-endian machine; save it again on another one.");
    }
}
