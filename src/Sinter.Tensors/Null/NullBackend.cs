namespace Sinter.Tensors.Null;

/// <summary>Computes nothing and holds nothing: records shapes, so that memory and arithmetic of a step are known before it is run.</summary>
public sealed class NullBackend : Backend
{
    /// <summary>The only one needed.</summary>
    public static NullBackend Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "null";

    /// <inheritdoc/>
    public override NativeBuffer? Allocate(long bytes) => null;

    /// <inheritdoc/>
    public override Kernel Find(Operation operation) => static (_, _, _) => { };
}
