using System.Text;

namespace Sinter.Tokenizers.Tests.Files;

/// <summary>A GGUF file of version 3 with these keys and no tensors.</summary>
internal sealed class GgufBytes
{
    private readonly List<byte> _values = [];
    private ulong _count;

    public GgufBytes Text(string key, string value) => Add(key, 8, writer => Write(writer, value));

    public GgufBytes Integer(string key, uint value) => Add(key, 4, writer => writer.Write(value));

    public GgufBytes Value(string key, object value) => value switch
    {
        string text => Text(key, text),
        uint number => Integer(key, number),
        bool flag => Add(key, 7, writer => writer.Write(flag)),
        string[] texts => Texts(key, texts),
        int[] numbers => Integers(key, numbers),
        float[] numbers => Array(key, 6, numbers, static (writer, number) => writer.Write(number)),
        byte[] bytes => Array(key, 0, bytes, static (writer, one) => writer.Write(one)),
        _ => throw new ArgumentException($"No {value.GetType().Name} is expected.", nameof(value)),
    };

    public GgufBytes Raw(string key, uint type) => Add(key, type, static _ => { });

    public GgufBytes Texts(string key, string[] values) => Array(key, 8, values, Write);

    public GgufBytes Integers(string key, int[] values) => Array(key, 5, values, static (writer, value) => writer.Write(value));

    public byte[] Bytes() => [.. "GGUF"u8, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. BitConverter.GetBytes(_count), .. _values];

    private static void Write(BinaryWriter writer, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)utf8.Length);
        writer.Write(utf8);
    }

    private GgufBytes Array<T>(string key, uint type, T[] values, Action<BinaryWriter, T> write) => Add(key, 9, writer =>
    {
        writer.Write(type);
        writer.Write((ulong)values.Length);
        foreach (var value in values)
        {
            write(writer, value);
        }
    });

    private GgufBytes Add(string key, uint type, Action<BinaryWriter> write)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        Write(writer, key);
        writer.Write(type);
        write(writer);
        _values.AddRange(bytes.ToArray());
        _count++;
        return this;
    }
}
