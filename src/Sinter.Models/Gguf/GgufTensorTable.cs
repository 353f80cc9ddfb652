using System.Text;
using Sinter.Models.Files;

namespace Sinter.Models.Gguf;

/// <summary>
/// Reads the descriptions of the tensors, which stand in a GGUF file between its keys and its data, and checks that each lies inside the file, where the
/// alignment says, and over no other.
/// </summary>
internal sealed class GgufTensorTable
{
    private const int LongestName = 1 << 10;
    private const int MostDimensions = 4;
    private const int DefaultAlignment = 32;
    private const int LargestAlignment = 1 << 20;

    // Length and letter of a name, number of dimensions, type and offset.
    private const int SmallestDescription = sizeof(ulong) + 1 + sizeof(uint) + sizeof(uint) + sizeof(ulong);

    private readonly GgufHeader _header;
    private readonly BinaryReader _reader;
    private readonly long _length;

    private GgufTensorTable(GgufHeader header, BinaryReader reader)
    {
        _header = header;
        _reader = reader;
        _length = reader.BaseStream.Length;
    }

    /// <summary>Reads the descriptions.</summary>
    /// <param name="header">The keys and values of the file.</param>
    /// <param name="stream">The file.</param>
    /// <exception cref="InvalidDataException">The file is cut short, damaged or has a type of tensor that Sinter does not read.</exception>
    public static List<GgufTensor> Read(GgufHeader header, Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        stream.Position = header.End;
        try
        {
            return new GgufTensorTable(header, reader).Read();
        }
        catch (EndOfStreamException)
        {
            throw header.Error("the file ends within the descriptions of its tensors; it is cut short, get it again");
        }
    }

    private List<GgufTensor> Read()
    {
        var alignment = Alignment();
        if (_header.TensorCount > (_length - _header.End) / SmallestDescription)
        {
            throw _header.Error($"the file speaks of {_header.TensorCount} tensors, more than the rest of it can describe; it is cut short or damaged");
        }

        var tensors = new List<GgufTensor>((int)_header.TensorCount);
        for (var i = 0; i < _header.TensorCount; i++)
        {
            tensors.Add(Describe(alignment));
        }

        var dataStart = (_reader.BaseStream.Position + alignment - 1) / alignment * alignment;
        for (var i = 0; i < tensors.Count; i++)
        {
            tensors[i] = Place(tensors[i], dataStart);
        }

        CheckOverlap(tensors);
        return tensors;
    }

    private int Alignment() => _header.Integer("general.alignment") switch
    {
        null => DefaultAlignment,
        >= 1 and <= LargestAlignment and var alignment when long.IsPow2(alignment) => (int)alignment,
        var alignment => throw _header.Error($"general.alignment is {alignment}, expected a power of two up to {LargestAlignment}; the file is damaged"),
    };

    // The offset still counts from where the data begin, which the end of all descriptions decides.
    private GgufTensor Describe(int alignment)
    {
        var name = Name();
        var shape = Shape(name);
        var number = _reader.ReadUInt32();
        var offset = _reader.ReadUInt64();
        if (!GgmlTypes.IsKnown(number))
        {
            throw _header.Error($"the tensor '{name}' is of the type {GgmlTypes.NameOf(number)}, which Sinter does not read; get the model in one of {GgmlTypes.AllNames}");
        }

        var type = (GgmlType)number;
        var row = shape.Length == 0 ? 1 : shape[^1];
        if (row % type.BlockValues() != 0)
        {
            throw _header.Error($"the tensor '{name}' has rows of {row} values, and {type} has blocks of {type.BlockValues()}; the file is damaged");
        }

        var info = new TensorInfo(name, shape);
        if (offset % (ulong)alignment != 0 || offset > (ulong)_length)
        {
            throw _header.Error($"the tensor '{name}' lies at byte {offset} of the data, expected a multiple of {alignment} inside the file; the file is cut short or damaged");
        }

        var bytes = (Int128)Elements(name, shape) / type.BlockValues() * type.BlockBytes();
        return bytes <= _length
            ? new GgufTensor(info, type, (long)offset, (long)bytes)
            : throw _header.Error($"the tensor {info} takes {bytes} bytes as {type}, and the file has {_length}; it is cut short or damaged");
    }

    private string Name()
    {
        var length = _reader.ReadUInt64();
        if (length is 0 or > LongestName)
        {
            throw _header.Error($"the name of a tensor before byte {_reader.BaseStream.Position} is {length} bytes long, expected 1 to {LongestName}; the file is damaged");
        }

        var bytes = _reader.ReadBytes((int)length);
        return bytes.Length == (int)length ? Encoding.UTF8.GetString(bytes) : throw new EndOfStreamException();
    }

    private int[] Shape(string name)
    {
        var count = _reader.ReadUInt32();
        if (count > MostDimensions)
        {
            throw _header.Error($"the tensor '{name}' has {count} dimensions, expected at most {MostDimensions}; the file is damaged");
        }

        var shape = new int[count];
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            var size = _reader.ReadUInt64();
            shape[i] = size is >= 1 and <= int.MaxValue
                ? (int)size
                : throw _header.Error($"the tensor '{name}' has a dimension of {size}, expected 1 to {int.MaxValue}; the file is damaged");
        }

        return shape;
    }

    private long Elements(string name, int[] shape)
    {
        long elements = 1;
        foreach (var size in shape)
        {
            elements = elements <= long.MaxValue / size
                ? elements * size
                : throw _header.Error($"the tensor '{name}' has the shape {TensorInfo.Describe(shape)}, more than any file can hold; the file is damaged");
        }

        return elements;
    }

    private GgufTensor Place(GgufTensor tensor, long dataStart)
    {
        var placed = tensor with { Offset = dataStart + tensor.Offset };
        return placed.Offset <= _length - placed.Bytes
            ? placed
            : throw _header.Error($"the tensor {placed.Info} ends at byte {placed.Offset + placed.Bytes}, and the file at byte {_length}; it is cut short, get it again");
    }

    private void CheckOverlap(List<GgufTensor> tensors)
    {
        GgufTensor? previous = null;
        foreach (var tensor in tensors.OrderBy(static tensor => tensor.Offset))
        {
            if (previous is not null && tensor.Offset < previous.Offset + previous.Bytes)
            {
                throw _header.Error($"the tensors '{previous.Info.Name}' and '{tensor.Info.Name}' overlap; the file is damaged");
            }

            previous = tensor;
        }
    }
}
