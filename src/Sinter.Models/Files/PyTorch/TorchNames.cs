using System.Numerics;

namespace Sinter.Models.Files.PyTorch;

/// <summary>
/// The closed list of Python names that a file of weights may use, and what they do here: they describe tensors. Every other name is refused before anything could be
/// called with it. Each tensor is checked to lie within its storage, and each storage within the archive.
/// </summary>
/// <param name="path">The file that messages name.</param>
/// <param name="archive">The archive.</param>
/// <param name="root">The folder in the archive that holds all its files.</param>
internal sealed class TorchNames(string path, ZipIndex archive, string root)
{
    private const int MaximumRank = 16;
    private const int MaximumTensors = 1_000_000;

    /// <summary>A view that repeats its elements may have as many as this, whatever the size of its storage.</summary>
    private const long MaximumRepeated = 1 << 24;

    private static readonly Dictionary<string, PickleGlobal> Names = MakeNames().ToDictionary(static global => global.Name, StringComparer.Ordinal);

    private int _tensors;

    /// <summary>What a name stands for.</summary>
    /// <exception cref="InvalidDataException">It is not on the list.</exception>
    public PickleGlobal Find(string module, string name) => Names.TryGetValue($"{module}.{name}", out var global)
        ? global
        : throw new InvalidDataException(
            $"'{path}' asks for '{Shown(module)}.{Shown(name)}' of Python, which is not needed to read weights; nothing of it was run. Take the model's safetensors, or have its maker save the state_dict alone.");

    /// <summary>The storage that a persistent id names: ('storage', class, key, device, elements).</summary>
    /// <exception cref="InvalidDataException">It is none, or not in the archive.</exception>
    public TorchStorage Storage(object? id)
    {
        if (id is not object?[] { Length: >= 5 } parts || parts is not ["storage", PickleGlobal { Kind: PickleGlobalKind.Storage } type, string key, _, long elements, ..])
        {
            throw Bad("names a storage in a way that torch does not");
        }

        var entry = archive.Find($"{root}/data/{key}") ?? throw Bad($"names the storage '{Shown(key)}', which the archive does not hold");
        archive.CheckStored(entry);
        var size = type.Element?.Size ?? 1;
        return elements >= 0 && elements <= entry.Length / size
            ? new TorchStorage(entry, type.Element, elements * size)
            : throw Bad($"says that the storage '{key}' has {elements} elements of {size} bytes, but {entry.Length} bytes are there");
    }

    /// <summary>What a name gives when it is called.</summary>
    /// <exception cref="InvalidDataException">It is called with what it is never called with, or the tensor does not lie within its storage.</exception>
    public object? Call(PickleGlobal global, object?[] arguments) => (global.Kind, arguments) switch
    {
        (PickleGlobalKind.Dictionary, []) => new PickleDictionary(),
        (PickleGlobalKind.Size, [object?[] shape]) => shape,
        (PickleGlobalKind.Device, _) => null,
        (PickleGlobalKind.RebuildTensor, [TorchStorage { Element: { } element } storage, BigInteger or long, object?[], object?[], ..]) => Tensor(storage, element, arguments),
        (PickleGlobalKind.RebuildTypedTensor, [TorchStorage storage, _, object?[], object?[], _, _, PickleGlobal { Kind: PickleGlobalKind.DataType, Element: { } element }, ..]) =>
            Tensor(storage, element, arguments),
        (PickleGlobalKind.RebuildParameter, [TorchTensor tensor, ..]) => tensor,
        (PickleGlobalKind.RebuildFromType, [PickleGlobal { Kind: PickleGlobalKind.RebuildTensor or PickleGlobalKind.RebuildTypedTensor } function, PickleGlobal { Kind: PickleGlobalKind.TensorClass }, object?[] inner, ..]) =>
            Call(function, inner),
        _ => throw Bad($"calls '{global.Name}' with {arguments.Length} arguments that it does not take"),
    };

    private TorchTensor Tensor(TorchStorage storage, TorchElement element, object?[] arguments)
    {
        if (++_tensors > MaximumTensors)
        {
            throw Bad($"describes more than {MaximumTensors} tensors");
        }

        object?[] size = (object?[])arguments[2]!, strides = (object?[])arguments[3]!;
        if (arguments[1] is not long offset || size.Length != strides.Length || size.Length > MaximumRank
            || !size.All(static one => one is long and >= 0 and <= int.MaxValue) || !strides.All(static one => one is long and >= 0 and <= int.MaxValue))
        {
            throw Bad($"describes a tensor with a size or strides that are negative, differ in number or are more than {MaximumRank}");
        }

        int[] shape = [.. size.Select(static one => (int)(long)one!)];

        // Without the zeros, so that no product of some dimensions is beyond what a number holds.
        var elements = shape.Aggregate(BigInteger.One, static (product, dimension) => product * Math.Max(dimension, 1));
        var inStorage = storage.Bytes / element.Size;
        if (elements > Array.MaxLength || (elements > BigInteger.Max(inStorage, MaximumRepeated) && !shape.Contains(0)))
        {
            throw Bad($"describes a tensor {TensorInfo.Describe(shape)} of {elements} elements, where its storage has {inStorage}");
        }

        var tensor = new TorchTensor(storage, element, offset, shape, [.. strides.Select(static one => (long)one!)]);
        return offset >= 0 && offset <= inStorage && tensor.Extent <= inStorage - offset
            ? tensor
            : throw Bad($"describes a tensor {TensorInfo.Describe(shape)} that does not lie within the {inStorage} elements of its storage");
    }

    private static IEnumerable<PickleGlobal> MakeNames()
    {
        (string Storage, string[] DataTypes, int Size, TensorType? Type)[] elements =
        [
            ("Double", ["float64", "double"], 8, TensorType.Float64), ("Float", ["float32", "float"], 4, TensorType.Float32),
            ("Half", ["float16", "half"], 2, TensorType.Float16), ("BFloat16", ["bfloat16"], 2, TensorType.BFloat16),
            ("Long", ["int64", "long"], 8, TensorType.Int64), ("Int", ["int32", "int"], 4, TensorType.Int32), ("Short", ["int16", "short"], 2, TensorType.Int16),
            ("Char", ["int8"], 1, TensorType.Int8), ("Byte", ["uint8"], 1, TensorType.UInt8), ("Bool", ["bool"], 1, TensorType.Boolean),
            ("", ["uint16"], 2, TensorType.UInt16), ("", ["uint32"], 4, TensorType.UInt32), ("", ["uint64"], 8, TensorType.UInt64),
            ("ComplexFloat", ["complex64"], 8, null), ("ComplexDouble", ["complex128"], 16, null),
            ("", ["float8_e4m3fn"], 1, null), ("", ["float8_e5m2"], 1, null), ("", ["float8_e4m3fnuz"], 1, null), ("", ["float8_e5m2fnuz"], 1, null),
        ];
        foreach (var (storage, dataTypes, size, type) in elements)
        {
            var element = new TorchElement(dataTypes[0], size, type);
            if (storage.Length > 0)
            {
                yield return new($"torch.{storage}Storage", PickleGlobalKind.Storage, element);
            }

            foreach (var dataType in dataTypes)
            {
                yield return new($"torch.{dataType}", PickleGlobalKind.DataType, element);
            }
        }

        yield return new("torch.storage.UntypedStorage", PickleGlobalKind.Storage);
        yield return new("torch.storage._UntypedStorage", PickleGlobalKind.Storage);
        yield return new("torch.UntypedStorage", PickleGlobalKind.Storage);
        yield return new("torch._utils._rebuild_tensor", PickleGlobalKind.RebuildTensor);
        yield return new("torch._utils._rebuild_tensor_v2", PickleGlobalKind.RebuildTensor);
        yield return new("torch._utils._rebuild_tensor_v3", PickleGlobalKind.RebuildTypedTensor);
        yield return new("torch._utils._rebuild_parameter", PickleGlobalKind.RebuildParameter);
        yield return new("torch._utils._rebuild_parameter_with_state", PickleGlobalKind.RebuildParameter);
        yield return new("torch._tensor._rebuild_from_type_v2", PickleGlobalKind.RebuildFromType);
        yield return new("torch.Tensor", PickleGlobalKind.TensorClass);
        yield return new("torch._tensor.Tensor", PickleGlobalKind.TensorClass);
        yield return new("torch.nn.parameter.Parameter", PickleGlobalKind.TensorClass);
        yield return new("torch.Size", PickleGlobalKind.Size);
        yield return new("torch.device", PickleGlobalKind.Device);
        yield return new("collections.OrderedDict", PickleGlobalKind.Dictionary);
    }

    // A name of a hostile file may be long or hold signs that mislead on a screen.
    private static string Shown(string name) => new([.. name.Take(80).Select(static sign => char.IsControl(sign) ? '?' : sign)]);

    private InvalidDataException Bad(string what) => new($"'{path}' {what}; the file is damaged, get it again or take the model's safetensors.");
}
