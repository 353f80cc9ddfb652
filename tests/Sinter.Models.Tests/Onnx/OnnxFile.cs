using System.Runtime.InteropServices;
using System.Text;

namespace Sinter.Models.Tests.Onnx;

/// <summary>A message of protocol buffers as its fields: their number, and a whole number or bytes. Written from the specification of the wire format, apart from the product's writer.</summary>
internal sealed record ProtoMessage(IReadOnlyList<(int Field, ulong Number, byte[]? Bytes)> Fields)
{
    public static ProtoMessage Read(ReadOnlySpan<byte> bytes)
    {
        var fields = new List<(int, ulong, byte[]?)>();
        for (var place = 0; place < bytes.Length;)
        {
            var key = Varint(bytes, ref place);
            var field = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    fields.Add((field, Varint(bytes, ref place), null));
                    break;
                case 2:
                    var length = (int)Varint(bytes, ref place);
                    fields.Add((field, 0, bytes.Slice(place, length).ToArray()));
                    place += length;
                    break;
                case 5:
                    fields.Add((field, MemoryMarshal.Read<uint>(bytes[place..]), null));
                    place += sizeof(uint);
                    break;
                default:
                    throw new InvalidDataException($"Field {field} has the wire type {key & 7}.");
            }
        }

        return new ProtoMessage(fields);
    }

    public IEnumerable<ProtoMessage> Messages(int field) => Fields.Where(entry => entry.Field == field).Select(static entry => Read(entry.Bytes));

    public ProtoMessage Message(int field) => Messages(field).Single();

    public string[] Texts(int field) => [.. Fields.Where(entry => entry.Field == field).Select(static entry => Encoding.UTF8.GetString(entry.Bytes!))];

    public string Text(int field) => Texts(field).Single();

    public long[] Numbers(int field) => [.. Fields.Where(entry => entry.Field == field).Select(static entry => (long)entry.Number)];

    public byte[] Bytes(int field) => Fields.Single(entry => entry.Field == field).Bytes!;

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int place)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[place++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}

/// <summary>A node of an ONNX graph.</summary>
internal sealed record OnnxNode(string Type, string[] Inputs, string[] Outputs);

/// <summary>A weight or constant: type 1 is single precision, 7 a 64-bit integer.</summary>
internal sealed record OnnxTensor(string Name, long Type, long[] Shape, byte[] Bytes)
{
    public long Elements => Shape.Aggregate(1L, static (product, size) => product * size);

    public float[] Floats => MemoryMarshal.Cast<byte, float>(Bytes).ToArray();
}

/// <summary>An input or output: a dimension is a name or a number.</summary>
internal sealed record OnnxValue(string Name, long Type, string[] Shape);

/// <summary>An ONNX file, read by the numbers of fields in onnx.proto.</summary>
internal sealed record OnnxFile(long IrVersion, string Producer, string Domain, long Opset, OnnxNode[] Nodes, OnnxTensor[] Tensors, OnnxValue[] Inputs, OnnxValue[] Outputs)
{
    public static OnnxFile Read(string path)
    {
        var model = ProtoMessage.Read(File.ReadAllBytes(path));
        var opset = model.Message(8);
        var graph = model.Message(7);
        return new OnnxFile(
            model.Numbers(1).Single(),
            model.Text(2),
            opset.Text(1),
            opset.Numbers(2).Single(),
            [.. graph.Messages(1).Select(static node => new OnnxNode(node.Text(4), node.Texts(1), node.Texts(2)))],
            [.. graph.Messages(5).Select(static tensor => new OnnxTensor(tensor.Text(8), tensor.Numbers(2).Single(), tensor.Numbers(1), tensor.Bytes(9)))],
            [.. graph.Messages(11).Select(Value)],
            [.. graph.Messages(12).Select(Value)]);
    }

    private static OnnxValue Value(ProtoMessage value)
    {
        var tensor = value.Message(2).Message(1);
        return new OnnxValue(
            value.Text(1),
            tensor.Numbers(1).Single(),
            [.. tensor.Message(2).Messages(1).Select(static dimension => dimension.Texts(2) is [var name] ? name : dimension.Numbers(1).Single().ToString(System.Globalization.CultureInfo.InvariantCulture))]);
    }
}
