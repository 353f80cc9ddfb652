namespace Sinter.Tensors.Cpu;

/// <summary>What the kernels of a mixture of experts share: checks of the integers that they are given, which would else read or write outside.</summary>
internal static unsafe class ExpertIndices
{
    /// <summary>Checks that all integers are from 0 to below a limit.</summary>
    public static void Check(Operation operation, TensorView indices, int limit)
    {
        for (var i = 0L; i < indices.Count; i++)
        {
            if ((uint)indices.Integers[i] >= (uint)limit)
            {
                throw new ArgumentException($"{operation.Name} was given the index {indices.Integers[i]}; it must be from 0 to {limit - 1}.");
            }
        }
    }

    /// <summary>Checks that offsets begin at 0 or above, never fall and end at the number of rows or below.</summary>
    public static void CheckOffsets(Operation operation, TensorView offsets, int rows)
    {
        var before = 0;
        for (var i = 0; i < offsets.Shape[0]; i++)
        {
            if (offsets.Integers[i] < before || offsets.Integers[i] > rows)
            {
                throw new ArgumentException($"{operation.Name} was given the offset {offsets.Integers[i]} of group {i}; it must be from {before} to {rows}.");
            }

            before = offsets.Integers[i];
        }
    }

    /// <summary>The sum of e^(x - largest), in order.</summary>
    public static float SumOfExponentials(float* x, float largest, int count)
    {
        var sum = 0f;
        for (var i = 0; i < count; i++)
        {
            sum += MathF.Exp(x[i] - largest);
        }

        return sum;
    }
}
