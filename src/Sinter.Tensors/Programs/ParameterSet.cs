using System.Runtime.InteropServices;

namespace Sinter.Tensors.Programs;

/// <summary>
/// All parameters of a model in one block of memory, and the gradients of those that are trained in another laid out alike, so that optimizers, norms and files handle
/// them in a straight line. What is trained comes first, in the order of roles: what is decayed before what is not. Frozen parameters follow, and take no memory beyond their values.
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
    /// <param name="trainable">Whether gradients are wanted; without, all parameters are frozen, and take half the memory.</param>
    /// <param name="type">How the values are stored. What is trained is in single precision; what only computes may lie in a narrow type.</param>
    /// <exception cref="ArgumentException">Parameters of that type cannot be trained, or not at all be computed with.</exception>
    public ParameterSet(Backend backend, IEnumerable<ParameterSpec> specs, bool trainable = true, DataType type = DataType.Float32)
    {
        if (type != DataType.Float32 && (trainable || !type.IsNarrow()))
        {
            throw new ArgumentException($"Parameters that are {(trainable ? "" : "not ")}to be trained cannot be stored as {type}.", nameof(type));
        }

        _backend = backend;
        var ordered = specs.Select(spec => trainable ? spec : spec with { IsFrozen = true, Type = spec.IsFrozen ? spec.Type : type })
            .OrderBy(static spec => spec.IsFrozen).ThenBy(static spec => spec.Role).ToArray();
        var bytes = 0L;
        foreach (var spec in ordered)
        {
            bytes += Bytes(spec);
            BufferLength += RoundUp(spec.Shape.Count);
            Count += spec.Shape.Count;
            if (!spec.IsFrozen)
            {
                TrainedLength += RoundUp(spec.Shape.Count);
                DecayedLength += spec.Role != ParameterRole.Vector ? RoundUp(spec.Shape.Count) : 0;
            }
        }

        Type = type;
        ValueBytes = bytes;
        _values = backend.Allocate(bytes);
        _gradients = TrainedLength > 0 ? backend.Allocate(TrainedLength * sizeof(float)) : null;
        var all = new List<Parameter>();
        var offset = 0L;
        foreach (var spec in ordered)
        {
            var value = Tensor.Over(backend, _values, offset, spec.Shape, StoredType(spec), requiresGradient: !spec.IsFrozen);
            var gradient = Tensor.Over(backend, spec.IsFrozen ? null : _gradients, spec.IsFrozen ? 0 : offset, spec.Shape);
            all.Add(new Parameter(spec.Name, value, gradient, spec.Role, offset / sizeof(float)));
            offset += Bytes(spec);
        }

        All = all;
        Trained = [.. all.Where(static parameter => parameter.Value.RequiresGradient)];
    }

    /// <summary>The parameters, in the order of their memory: those that are trained, then the frozen ones.</summary>
    public IReadOnlyList<Parameter> All { get; }

    /// <summary>The parameters that have gradients.</summary>
    public IReadOnlyList<Parameter> Trained { get; }

    /// <summary>The number of weights.</summary>
    public long Count { get; }

    /// <summary>Whether there are gradients.</summary>
    public bool IsTrainable => TrainedLength > 0;

    /// <summary>How the values are stored, where no parameter says otherwise.</summary>
    public DataType Type { get; }

    /// <summary>Numbers in the block, the gaps between parameters (always zero) included.</summary>
    public long BufferLength { get; }

    /// <summary>Numbers at the start of the block that have gradients.</summary>
    public long TrainedLength { get; }

    /// <summary>Numbers at the start of the block that weight decay is for: all that are trained but vectors.</summary>
    public long DecayedLength { get; }

    /// <summary>Bytes of the values.</summary>
    public long ValueBytes { get; }

    /// <summary>Bytes of the values and, where there are any, of the gradients.</summary>
    public long ByteCount => ValueBytes + (TrainedLength * sizeof(float));

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

    private static DataType StoredType(ParameterSpec spec) => spec.IsFrozen ? spec.Type : DataType.Float32;

    private static long Bytes(ParameterSpec spec) => RoundUp((StoredType(spec).Bytes(spec.Shape.Count) + sizeof(float) - 1) / sizeof(float)) * sizeof(float);
}
