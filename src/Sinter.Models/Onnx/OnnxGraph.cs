using System.Globalization;
using System.Runtime.InteropServices;
using Sinter.Models.Files;

namespace Sinter.Models.Onnx;

/// <summary>
/// A graph of ONNX operators in the making: each call adds one and gives the name of its result. Numbers of fields and types are those of onnx.proto, operators those of opset 17.
/// </summary>
internal sealed class OnnxGraph
{
    /// <summary>A message of protocol buffers has at most so many bytes.</summary>
    public const long MaximumBytes = int.MaxValue;

    private const int IrVersion = 8;
    private const int Opset = 17;
    private const int TypeFloat = 1;
    private const int TypeInt64 = 7;
    private const int AttributeFloat = 1;
    private const int AttributeInt = 2;
    private const int AttributeInts = 7;
    private const int ChunkFloats = 1 << 20;

    private readonly ProtoBytes _nodes = new();
    private readonly List<ProtoBytes> _values = [];
    private readonly List<(string Name, int[] Shape, TensorFill? Fill, long[]? Integers)> _initializers = [];
    private readonly Dictionary<string, string> _constants = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Declares an input of integers [batch, time].</summary>
    public string Input(string name)
    {
        _values.Add(new ProtoBytes().Message(11, Value(name, TypeInt64, "batch", "time")));
        return name;
    }

    /// <summary>Declares an output of floats; a dimension is a name or a number.</summary>
    public void Output(string result, string name, params ReadOnlySpan<object> shape)
    {
        Add("Identity", [result], [], name);
        _values.Add(new ProtoBytes().Message(12, Value(name, TypeFloat, shape)));
    }

    /// <summary>A weight.</summary>
    public string Weight(string name, int[] shape, TensorFill fill)
    {
        if (_initializers.TrueForAll(initializer => initializer.Name != name))
        {
            _initializers.Add((name, shape, fill, null));
        }

        return name;
    }

    /// <summary>A single number.</summary>
    public string Constant(double value)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"constant {(float)value:R}");
        return _constants.TryGetValue(text, out var known) ? known : _constants[text] = Weight(text, [], destination => destination[0] = (float)value);
    }

    /// <summary>A list of whole numbers.</summary>
    public string Integers(params long[] values)
    {
        var name = "integers " + string.Join(' ', values);
        if (_constants.TryAdd(name, name))
        {
            _initializers.Add((name, [values.Length], null, values));
        }

        return name;
    }

    /// <summary>A single whole number.</summary>
    public string Integer(long value)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"integer {value}");
        if (_constants.TryAdd(name, name))
        {
            _initializers.Add((name, [], null, [value]));
        }

        return name;
    }

    /// <summary>An operator of inputs only.</summary>
    public string Add(string type, params ReadOnlySpan<string> inputs) => Add(type, inputs, []);

    /// <summary>An operator with attributes: whole numbers, lists of them, or floats.</summary>
    public string Add(string type, ReadOnlySpan<string> inputs, ReadOnlySpan<(string Name, object Value)> attributes, string? name = null)
    {
        name ??= Next();
        Node(type, inputs, [name], attributes);
        return name;
    }

    /// <summary>The parts of a tensor along a dimension.</summary>
    public string[] Split(string x, int axis, params long[] sizes)
    {
        var names = sizes.Select(_ => Next()).ToArray();
        Node("Split", [x, Integers(sizes)], names, [("axis", (long)axis)]);
        return names;
    }

    /// <summary>Writes the model to a stream, one weight in memory at a time.</summary>
    /// <exception cref="InvalidDataException">It is larger than a file of ONNX can be.</exception>
    public void WriteTo(Stream stream, string producer, string name)
    {
        var heads = _initializers.Select(Head).ToArray();
        var values = new ProtoBytes().Text(2, name);
        var graphLength = values.Length + (long)_nodes.Length + _values.Sum(static value => (long)value.Length)
            + heads.Select((head, i) => Framed(head.Length + Bytes(_initializers[i]))).Sum();
        var model = new ProtoBytes().Number(1, IrVersion).Text(2, producer).Message(8, new ProtoBytes().Text(1, "").Number(2, Opset)).Head(7, graphLength);
        if (graphLength > MaximumBytes)
        {
            throw new InvalidDataException($"The model takes {graphLength} bytes as ONNX, and one file can have {MaximumBytes}; export it as gguf or safetensors.");
        }

        model.WriteTo(stream);
        _nodes.WriteTo(stream);
        values.WriteTo(stream);
        for (var i = 0; i < heads.Length; i++)
        {
            new ProtoBytes().Head(5, heads[i].Length + Bytes(_initializers[i])).WriteTo(stream);
            heads[i].WriteTo(stream);
            WriteValues(stream, _initializers[i]);
        }

        foreach (var value in _values)
        {
            value.WriteTo(stream);
        }
    }

    private static long Framed(long length) => 1 + ProtoBytes.VarintLength((ulong)length) + length;

    private static ProtoBytes Head((string Name, int[] Shape, TensorFill? Fill, long[]? Integers) tensor)
    {
        var head = new ProtoBytes();
        foreach (var dimension in tensor.Shape)
        {
            head.Number(1, dimension);
        }

        return head.Number(2, tensor.Fill is null ? TypeInt64 : TypeFloat).Text(8, tensor.Name).Head(9, Bytes(tensor));
    }

    private static long Bytes((string Name, int[] Shape, TensorFill? Fill, long[]? Integers) tensor) =>
        tensor.Integers is { } integers ? integers.Length * sizeof(long) : tensor.Shape.Aggregate(1L, static (product, size) => product * size) * sizeof(float);

    private static void WriteValues(Stream stream, (string Name, int[] Shape, TensorFill? Fill, long[]? Integers) tensor)
    {
        if (tensor.Integers is { } integers)
        {
            stream.Write(MemoryMarshal.AsBytes(integers.AsSpan()));
            return;
        }

        var values = new float[Bytes(tensor) / sizeof(float)];
        tensor.Fill!(values);
        for (var start = 0; start < values.Length; start += ChunkFloats)
        {
            stream.Write(MemoryMarshal.AsBytes(values.AsSpan(start, Math.Min(ChunkFloats, values.Length - start))));
        }
    }

    private string Next() => string.Create(CultureInfo.InvariantCulture, $"t{_count++}");

    private void Node(string type, ReadOnlySpan<string> inputs, ReadOnlySpan<string> outputs, ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var node = new ProtoBytes();
        foreach (var input in inputs)
        {
            node.Text(1, input);
        }

        foreach (var output in outputs)
        {
            node.Text(2, output);
        }

        node.Text(4, type);
        foreach (var (name, value) in attributes)
        {
            var attribute = new ProtoBytes().Text(1, name);
            switch (value)
            {
                case long whole:
                    attribute.Number(3, whole).Number(20, AttributeInt);
                    break;
                case long[] list:
                    foreach (var item in list)
                    {
                        attribute.Number(8, item);
                    }

                    attribute.Number(20, AttributeInts);
                    break;
                default:
                    attribute.Float(2, (float)(double)value).Number(20, AttributeFloat);
                    break;
            }

            node.Message(5, attribute);
        }

        _nodes.Message(1, node);
    }

    private static ProtoBytes Value(string name, int type, params ReadOnlySpan<object> shape)
    {
        var dimensions = new ProtoBytes();
        foreach (var dimension in shape)
        {
            dimensions.Message(1, dimension is int size ? new ProtoBytes().Number(1, size) : new ProtoBytes().Text(2, (string)dimension));
        }

        var tensor = new ProtoBytes().Number(1, type).Message(2, dimensions);
        return new ProtoBytes().Text(1, name).Message(2, new ProtoBytes().Message(1, tensor));
    }
}
