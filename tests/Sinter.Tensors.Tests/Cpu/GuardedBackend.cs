using Sinter.Tensors.Cpu;

namespace Sinter.Tensors.Tests.Cpu;

/// <summary>Runs every kernel on copies of its tensors that lie between sentinels, and looks at the sentinels afterwards.</summary>
internal sealed unsafe class GuardedBackend(CpuBackend inner) : Backend
{
    public override string Name => inner.Name;

    public override NativeBuffer? Allocate(long bytes) => inner.Allocate(bytes);

    public override Kernel Find(Operation operation)
    {
        var kernel = inner.Find(operation);
        return (current, inputs, outputs) =>
        {
            var guards = new List<GuardedFloats>();
            var guardedInputs = new TensorView[inputs.Length];
            for (var i = 0; i < inputs.Length; i++)
            {
                guardedInputs[i] = Guard(inputs[i], guards);
            }

            var guardedOutputs = new TensorView[outputs.Length];
            for (var i = 0; i < outputs.Length; i++)
            {
                guardedOutputs[i] = Guard(outputs[i], guards);
            }

            kernel(current, guardedInputs, guardedOutputs);
            for (var i = 0; i < guards.Count; i++)
            {
                guards[i].ShouldBeIntact(i < inputs.Length ? $"input {i} of {current.Name}" : $"output {i - inputs.Length} of {current.Name}");
            }

            for (var i = 0; i < outputs.Length; i++)
            {
                Bytes(guardedOutputs[i]).CopyTo(Bytes(outputs[i]));
            }

            GC.KeepAlive(guards);
        };
    }

    private static TensorView Guard(TensorView view, List<GuardedFloats> guards)
    {
        var guarded = new GuardedFloats(Bytes(view));
        guards.Add(guarded);
        return new TensorView(guarded.Pointer, view.Shape, view.Type, view.Accumulate);
    }

    private static Span<byte> Bytes(TensorView view) => new(view.Pointer, (int)view.Type.Bytes(view.Count));
}
