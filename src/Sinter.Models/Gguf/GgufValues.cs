using System.Runtime.InteropServices;
using System.Text;

namespace Sinter.Models.Gguf;

/// <summary>How the values of a GGUF file's keys are written.</summary>
internal static class GgufValues
{
    private const uint TextCode = 8;
    private const uint ArrayCode = 9;

    private static readonly Dictionary<Type, uint> Codes = new()
    {
        [typeof(byte)] = 0,
        [typeof(sbyte)] = 1,
        [typeof(ushort)] = 2,
        [typeof(short)] = 3,
        [typeof(uint)] = 4,
        [typeof(int)] = 5,
        [typeof(float)] = 6,
        [typeof(bool)] = 7,
        [typeof(string)] = TextCode,
        [typeof(ulong)] = 10,
        [typeof(long)] = 11,
        [typeof(double)] = 12,
    };

    /// <summary>Whether GGUF has a type for the value.</summary>
    public static bool IsKnown(object value) => Codes.ContainsKey(value is Array ? value.GetType().GetElementType()! : value.GetType());

    /// <summary>Writes the type and the value.</summary>
    public static void Write(BinaryWriter writer, object value)
    {
        if (value is not Array items)
        {
            writer.Write(Codes[value.GetType()]);
            WriteItem(writer, value);
            return;
        }

        writer.Write(ArrayCode);
        writer.Write(Codes[value.GetType().GetElementType()!]);
        writer.Write((ulong)items.Length);
        switch (items)
        {
            case string[] texts: System.Array.ForEach(texts, text => WriteText(writer, text)); break;
            case float[] numbers: writer.Write(MemoryMarshal.AsBytes(numbers.AsSpan())); break;
            case int[] numbers: writer.Write(MemoryMarshal.AsBytes(numbers.AsSpan())); break;
            default:
                foreach (var item in items)
                {
                    WriteItem(writer, item);
                }

                break;
        }
    }

    /// <summary>Writes the number of bytes of a text and its bytes.</summary>
    public static void WriteText(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private static void WriteItem(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case byte number: writer.Write(number); break;
            case sbyte number: writer.Write(number); break;
            case ushort number: writer.Write(number); break;
            case short number: writer.Write(number); break;
            case uint number: writer.Write(number); break;
            case int number: writer.Write(number); break;
            case float number: writer.Write(number); break;
            case bool flag: writer.Write(flag); break;
            case string text: WriteText(writer, text); break;
            case ulong number: writer.Write(number); break;
            case long number: writer.Write(number); break;
            case double number: writer.Write(number); break;
            default: throw new ArgumentException($"A GGUF file has no type for a {value.GetType().Name}.", nameof(value));
        }
    }
}
