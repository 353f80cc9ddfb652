using System.Numerics;
using System.Runtime.CompilerServices;
using Sinter.Tensors;

namespace Sinter.Models.Files;

/// <summary>The element type of a tensor in a file.</summary>
public enum TensorType
{
    /// <summary>64-bit float.</summary>
    Float64,

    /// <summary>32-bit float.</summary>
    Float32,

    /// <summary>16-bit IEEE float.</summary>
    Float16,

    /// <summary>The upper half of a 32-bit float.</summary>
    BFloat16,

    /// <summary>64-bit signed integer.</summary>
    Int64,

    /// <summary>32-bit signed integer.</summary>
    Int32,

    /// <summary>16-bit signed integer.</summary>
    Int16,

    /// <summary>8-bit signed integer.</summary>
    Int8,

    /// <summary>64-bit unsigned integer.</summary>
    UInt64,

    /// <summary>32-bit unsigned integer.</summary>
    UInt32,

    /// <summary>16-bit unsigned integer.</summary>
    UInt16,

    /// <summary>8-bit unsigned integer.</summary>
    UInt8,

    /// <summary>One byte, 0 or 1.</summary>
    Boolean,
}

/// <summary>How the element types are called in a file, how many bytes they take, and how they become floats and back.</summary>
internal static class TensorTypes
{
    // In the order of the enum.
    private static readonly (string Name, int Size)[] Types =
    [
        ("F64", 8), ("F32", 4), ("F16", 2), ("BF16", 2),
        ("I64", 8), ("I32", 4), ("I16", 2), ("I8", 1),
        ("U64", 8), ("U32", 4), ("U16", 2), ("U8", 1), ("BOOL", 1),
    ];

    public static string AllNames { get; } = string.Join(", ", Types.Select(static type => type.Name));

    public static string Name(this TensorType type) => Types[(int)type].Name;

    public static int Size(this TensorType type) => Types[(int)type].Size;

    public static TensorType? Parse(string name)
    {
        var index = Array.FindIndex(Types, type => type.Name == name);
        return index < 0 ? null : (TensorType)index;
    }

    /// <summary>Reads values of a type from <paramref name="source"/>, which may lie at any address, as floats.</summary>
    public static unsafe void Read(TensorType type, byte* source, Span<float> destination)
    {
        switch (type)
        {
            case TensorType.Float32:
                fixed (float* target = destination)
                {
                    Buffer.MemoryCopy(source, target, (long)destination.Length * sizeof(float), (long)destination.Length * sizeof(float));
                }

                break;
            case TensorType.BFloat16:
                NarrowFloats.Widen(new ReadOnlySpan<BFloat16>(source, destination.Length), destination);
                break;
            case TensorType.Float64: Read<double>(source, destination); break;
            case TensorType.Float16:
                NarrowFloats.Widen(new ReadOnlySpan<Half>(source, destination.Length), destination);
                break;
            case TensorType.Int64: Read<long>(source, destination); break;
            case TensorType.Int32: Read<int>(source, destination); break;
            case TensorType.Int16: Read<short>(source, destination); break;
            case TensorType.Int8: Read<sbyte>(source, destination); break;
            case TensorType.UInt64: Read<ulong>(source, destination); break;
            case TensorType.UInt32: Read<uint>(source, destination); break;
            case TensorType.UInt16: Read<ushort>(source, destination); break;
            case TensorType.UInt8 or TensorType.Boolean: Read<byte>(source, destination); break;
            default: throw new ArgumentOutOfRangeException(nameof(type), type, "No such element type.");
        }
    }

    /// <summary>Reads every <paramref name="step"/>-th value of a type as floats.</summary>
    public static unsafe void ReadEvery(TensorType type, byte* source, long step, Span<float> destination)
    {
        switch (type)
        {
            case TensorType.Float32: Read<float>(source, destination, step); break;
            case TensorType.BFloat16:
                for (var i = 0; i < destination.Length; i++)
                {
                    destination[i] = Unsafe.ReadUnaligned<BFloat16>(source + (sizeof(ushort) * step * i));
                }

                break;
            case TensorType.Float64: Read<double>(source, destination, step); break;
            case TensorType.Float16: Read<Half>(source, destination, step); break;
            case TensorType.Int64: Read<long>(source, destination, step); break;
            case TensorType.Int32: Read<int>(source, destination, step); break;
            case TensorType.Int16: Read<short>(source, destination, step); break;
            case TensorType.Int8: Read<sbyte>(source, destination, step); break;
            case TensorType.UInt64: Read<ulong>(source, destination, step); break;
            case TensorType.UInt32: Read<uint>(source, destination, step); break;
            case TensorType.UInt16: Read<ushort>(source, destination, step); break;
            case TensorType.UInt8 or TensorType.Boolean: Read<byte>(source, destination, step); break;
            default: throw new ArgumentOutOfRangeException(nameof(type), type, "No such element type.");
        }
    }

    private static unsafe void Read<T>(byte* source, Span<float> destination, long step = 1)
        where T : unmanaged, INumberBase<T>
    {
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = float.CreateTruncating(Unsafe.ReadUnaligned<T>(source + (sizeof(T) * step * i)));
        }
    }
}
