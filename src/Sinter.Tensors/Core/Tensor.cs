using System.Globalization;

namespace Sinter.Tensors;

/// <summary>
/// An array of numbers with a shape, or the record of one that a <c>StepProgram</c> will compute.
/// Operations on tensors that hold values are computed at once; operations on a symbolic tensor (see <see cref="Input"/>) are recorded,
/// to be compiled and run many times. Memory is freed with the last reference: there is nothing to dispose.
/// </summary>
public sealed partial class Tensor
{
    /// <summary>Values that <see cref="ToString"/> shows at most.</summary>
    private const int ShownValues = 8;

    private NativeBuffer? _buffer;
    private long _byteOffset;

    internal Tensor(TensorSpec spec, Backend backend, Node? producer = null, int outputIndex = 0)
    {
        Shape = spec.Shape;
        Type = spec.Type;
        Backend = backend;
        Producer = producer;
        OutputIndex = outputIndex;
    }

    /// <summary>The sizes of the dimensions.</summary>
    public Shape Shape { get; }

    /// <summary>The kind of number.</summary>
    public DataType Type { get; }

    /// <summary>Where the tensor lives.</summary>
    public Backend Backend { get; }

    /// <summary>What computed the tensor; null for a leaf and where no gradient can flow.</summary>
    public Node? Producer { get; }

    /// <summary>Which of the producer's outputs this is.</summary>
    public int OutputIndex { get; }

    /// <summary>Whether gradients are wanted for this tensor, or for something that it was computed from.</summary>
    public bool RequiresGradient { get; init; }

    /// <summary>Whether this is the constant 1 that differentiation starts from, which a gradient need not multiply by.</summary>
    internal bool IsOne { get; init; }

    /// <summary>Whether the tensor has no values yet.</summary>
    public bool IsSymbolic => _buffer is null;

    /// <summary>The size in bytes.</summary>
    public long ByteCount => Type.Bytes(Shape.Count);

    /// <summary>Whether this is an input: a leaf whose values are given before each run of a program.</summary>
    public bool IsInput { get; private init; }

    /// <summary>A placeholder whose values are given before each run of a program.</summary>
    public static Tensor Input(Backend backend, Shape shape, DataType type = DataType.Float32)
        => new(new TensorSpec(shape, type), backend) { IsInput = true };

    /// <summary>A tensor with memory of its own, all zero.</summary>
    public static Tensor Zeros(Backend backend, Shape shape, DataType type = DataType.Float32, bool requiresGradient = false)
    {
        var tensor = new Tensor(new TensorSpec(shape, type), backend) { RequiresGradient = requiresGradient };
        tensor.Place(backend.Allocate(tensor.ByteCount), 0);
        return tensor;
    }

    /// <summary>A tensor that holds a copy of the values.</summary>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public static Tensor From<T>(Backend backend, ReadOnlySpan<T> values, Shape shape, bool requiresGradient = false)
        where T : unmanaged
    {
        if (values.Length != shape.Count)
        {
            throw new ArgumentException($"{values.Length} values do not fill the shape {shape}.", nameof(values));
        }

        var tensor = Zeros(backend, shape, DataTypes.Of<T>(), requiresGradient);
        values.CopyTo(tensor.AsSpan<T>());
        return tensor;
    }

    /// <summary>A tensor over part of a buffer, which others may share.</summary>
    public static Tensor Over(Backend backend, NativeBuffer? buffer, long byteOffset, Shape shape, DataType type = DataType.Float32, bool requiresGradient = false)
    {
        var tensor = new Tensor(new TensorSpec(shape, type), backend) { RequiresGradient = requiresGradient };
        tensor.Place(buffer, byteOffset);
        return tensor;
    }

    /// <summary>
    /// Some of the rows of this tensor, in the same memory: a program that was recorded with them reads what is there when it runs, without a copy. No gradient flows through them.
    /// </summary>
    /// <param name="start">The first row.</param>
    /// <param name="count">How many; elements of the first dimension.</param>
    /// <exception cref="InvalidOperationException">The tensor is one that a program computes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no such rows.</exception>
    public Tensor SharedRows(int start, int count)
    {
        if (Shape.Rank == 0 || start < 0 || count < 1 || count > Shape[0] - start)
        {
            throw new ArgumentOutOfRangeException(nameof(start), $"The tensor {Shape} has no {count} rows from {start} on.");
        }

        return Producer is null && !IsInput
            ? Over(Backend, _buffer, _byteOffset + Type.Bytes(Shape.Count / Shape[0] * start), Shape.With(0, count), Type)
            : throw new InvalidOperationException($"The tensor {Shape} has no memory of its own: it is given or computed when its program runs.");
    }

    /// <summary>The values in place.</summary>
    /// <exception cref="InvalidOperationException">The tensor is symbolic.</exception>
    /// <exception cref="ArgumentException">The tensor holds another type.</exception>
    public Span<T> AsSpan<T>()
        where T : unmanaged
    {
        if (DataTypes.Of<T>() != Type)
        {
            throw new ArgumentException($"The tensor holds {Type}, not {typeof(T).Name}.");
        }

        return _buffer is null
            ? throw new InvalidOperationException($"The tensor {Shape} holds no values yet: it is computed when its program runs.")
            : _buffer.AsSpan<T>(_byteOffset, Shape.Count);
    }

    /// <summary>The bytes in place, of any type, such as to compare them.</summary>
    /// <exception cref="InvalidOperationException">The tensor is symbolic.</exception>
    public ReadOnlySpan<byte> AsBytes() => _buffer is null
        ? throw new InvalidOperationException($"The tensor {Shape} holds no values yet: it is computed when its program runs.")
        : _buffer.AsSpan<byte>(_byteOffset, ByteCount);

    /// <summary>A copy of the values.</summary>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        var values = AsSpan<T>().ToArray();

        // A span does not keep a tensor alive, whose memory must outlive the copy.
        GC.KeepAlive(this);
        return values;
    }

    /// <summary>The value of a tensor of one element, such as a loss.</summary>
    /// <exception cref="InvalidOperationException">The tensor is symbolic, or has more elements.</exception>
    public double Item()
        => Shape.Count != 1 ? throw new InvalidOperationException($"Item is the value of a tensor of one element; this one has the shape {Shape}.") : Value(0);

    /// <summary>For example <c>Tensor [2] Float32: 0.5, 1</c>; of many values the first few, of a symbolic tensor none.</summary>
    public override string ToString()
    {
        if (IsSymbolic)
        {
            return $"Tensor {Shape} {Type}";
        }

        var values = Enumerable.Range(0, (int)Math.Min(Shape.Count, ShownValues)).Select(i => Value(i).ToString("G6", CultureInfo.InvariantCulture));
        return $"Tensor {Shape} {Type}: {string.Join(", ", values)}{(Shape.Count > ShownValues ? ", ..." : "")}";
    }

    /// <summary>Gives the tensor its memory; none on a backend that only counts.</summary>
    internal void Place(NativeBuffer? buffer, long byteOffset)
    {
        if (buffer is not null && byteOffset + ByteCount > buffer.Bytes)
        {
            throw new ArgumentOutOfRangeException(nameof(byteOffset), $"The tensor {Shape} does not fit the buffer.");
        }

        _buffer = buffer;
        _byteOffset = byteOffset;
    }

    internal void ShareMemory(Tensor other) => Place(other._buffer, other._byteOffset);

    internal unsafe TensorView View(bool accumulate = false)
        => new(_buffer is null ? null : (byte*)_buffer.Pointer + _byteOffset, Shape, Type, accumulate);

    private double Value(int index)
    {
        if (Type is DataType.Float64 or DataType.Int32)
        {
            var value = Type == DataType.Int32 ? AsSpan<int>()[index] : AsSpan<double>()[index];
            GC.KeepAlive(this);
            return value;
        }

        Span<float> number = stackalloc float[1];
        CopyTo(number, index);
        return number[0];
    }
}
