using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>Kernel of <see cref="AttentionMask"/>, for floats and doubles.</summary>
internal static unsafe class AttentionMaskKernels
{
    public static void Run(CpuBackend cpu, AttentionMask operation, ReadOnlySpan<TensorView> inputs, ReadOnlySpan<TensorView> outputs)
    {
        var seen = inputs[0].Integers;
        var shape = outputs[0].Shape;
        var (batch, time, keyTime) = (shape[0], shape[1], shape[2]);
        var ranges = new AttentionRanges(operation.Options);
        int from, to;
        for (var row = 0; row < batch * time; row++)
        {
            var sequence = seen + ((long)(row / time) * time * (operation.Options.Cross ? 2 : 1));
            ranges.Fill(sequence, row % time, (row % time) + 1, time, keyTime, &from, &to);
            for (var key = 0; key < keyTime; key++)
            {
                var value = key >= from && key < to ? 1 : 0;
                var place = ((long)row * keyTime) + key;
                if (outputs[0].Type == DataType.Float64)
                {
                    ((double*)outputs[0].Pointer)[place] = value;
                }
                else
                {
                    outputs[0].Floats[place] = value;
                }
            }
        }
    }
}
