using System.Runtime.InteropServices;

namespace Sinter.Tensors.Programs;

/// <summary>
/// All parameters of a model in one block of memory, and their gradients in another laid out alike, so that optimizers, norms and files handle them
/// in a straight line. They lie in the order of their roles: what is decayed comes first.
/// </summary>
public sealed class ParameterSet
{
    private const int AlignmentInFloats = 16;

    private readonly Backend _backend;
    private readonly NativeBuffer? _values;
    private readonly NativeBuffer? _gradients;

    /// <summary>Makes zeroed parameters.</summary>
    /// <param name="backend">Where they live.</param>
    /// <param name="specs">What to make.</param>
    /// <param name="trainable">Whether gradients are wanted: without, half the memory.</param>
    /// <param name="type">How the values are stored. What is trained is in single precision; what only computes may lie in a 16-bit type.</param>
    /// <exception cref="ArgumentException">Parameters of that type cannot be trained, or not at all be computed with.</exception>
    public ParameterSet(Backend backend, IEnumerable<ParameterSpec> specs, bool trainable = true, DataType type = DataType.Float32)
    {
        if (type != DataType.Float32 && (trainable || !type.IsNarrow()))
        {
            throw new ArgumentException($"Parameters that are {(trainable ? "" : "not ")}to be trained cannot be stored as {type}.", nameof(type));
        }

        _backend = backend;
        var ordered = specs.OrderBy(spec => spec.Role).ToArray();
        foreach (var spec in ordered)
        {
            BufferLength += RoundUp(spec.Shape.Count);
            DecayedLength += spec.Role != ParameterRole.Vector ? RoundUp(spec.Shape.Count) : 0;
            Count += spec.Shape.Count;
        }

        IsTrainable = trainable;
        Type = type;
        _values = backend.Allocate(type.Bytes(BufferLength));
        _gradients = trainable ? backend.Allocate(BufferLength * sizeof(float)) : null;
        var all = new List<Parameter>();
        var offset = 0L;
        foreach (var (name, shape, role) in ordered)
        {
            var value = Tensor.Over(backend, _values, type.Bytes(offset), shape, type, requiresGradient: trainable);
            var gradient = Tensor.Over(backend, _gradients, offset * sizeof(float), shape);
            all.Add(new Parameter(name, value, gradient, role, offset));
            offset += RoundUp(shape.Count);
        }

        All = all;
    }

    /// <summary>The parameters, in the order of their memory.</summary>
    public IReadOnlyList<Parameter> All { get; }

    /// <summary>The number of weights.</summary>
    public long Count { get; }

    /// <summary>Whether there are gradients.</summary>
    public bool IsTrainable { get; }

    /// <summary>How the values are stored.</summary>
    public DataType Type { get; }

    /// <summary>Numbers in the block, the gaps between parameters (always zero) included.</summary>
    public long BufferLength { get; }

    /// <summary>Numbers at the start of the block that weight decay is for: all but vectors.</summary>
    public long DecayedLength { get; }

    /// <summary>Bytes of the values and, where there are any, of the gradients.</summary>
    public long ByteCount => Type.Bytes(BufferLength) * (IsTrainable ? 2 : 1);

    /// <summary>The backend that holds the parameters.</summary>
    public Backend Backend => _backend;

    internal NativeBuffer Values => _values ?? throw new InvalidOperationException("These parameters were made for a backend that counts only.");

    internal NativeBuffer Gradients => _gradients ?? throw new InvalidOperationException("These parameters have no gradients: they were made not to be trained.");

    /// <summary>The parameter of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Parameter this[string name] => All.FirstOrDefault(parameter => parameter.Name == name)
        ?? throw new KeyNotFoundException($"There is no parameter '{name}'.");

    /// <summary>Sets all gradients to 0.</summary>
    public unsafe void ClearGradients()
    {
        NativeMemory.Clear(Gradients.Pointer, (nuint)Gradients.Bytes);
        GC.KeepAlive(this);
    }

    private static long RoundUp(long count) => (count + AlignmentInFloats - 1) / AlignmentInFloats * AlignmentInFloats;
}
