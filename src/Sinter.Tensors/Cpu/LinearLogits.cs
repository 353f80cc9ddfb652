using System.Runtime.InteropServices;
using Sinter.Tensors.Cpu.Gemm;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>
/// A linear last layer over hidden states, a block of rows at a time, for <see cref="LinearCrossEntropyKernels"/> and <see cref="TokenLogProbabilityKernels"/>: where all lies, the
/// logits of a block, and the products of their gradients.
/// </summary>
internal readonly unsafe struct LinearLogits
{
    private readonly float* _hidden;
    private readonly Matrix _weight;
    private readonly float* _gathered;

    /// <summary>Finds the parts of the working memory, of <see cref="Workspace"/>.</summary>
    /// <param name="options">The classes that take part, and the index that is no target.</param>
    /// <param name="inputs">Hidden states [rows, width], weight [vocabulary, width], targets [rows], and what else there is.</param>
    /// <param name="workspace">The working memory.</param>
    public LinearLogits(CrossEntropyOptions options, ReadOnlySpan<TensorView> inputs, TensorView workspace)
    {
        (Rows, Width) = (inputs[0].Shape[0], inputs[0].Shape[1]);
        Classes = options.Classes(inputs[1].Shape[0]);
        BlockRows = workspace.Shape[0];
        Ignored = options.IgnoreIndex ?? -1;
        Targets = inputs[2].Integers;
        Logits = workspace.Floats;
        Places = (int*)(Logits + ((long)BlockRows * (Classes + Width)));
        _hidden = inputs[0].Floats;
        _weight = Matrix.RowMajor(inputs[1], Width);
        _gathered = Logits + ((long)BlockRows * Classes);
    }

    public int Rows { get; }

    public int Width { get; }

    /// <summary>Rows of the weight that only pad the vocabulary are left out.</summary>
    public int Classes { get; }

    public int BlockRows { get; }

    public int Ignored { get; }

    public int* Targets { get; }

    /// <summary>Those of the block, row by row.</summary>
    public float* Logits { get; }

    /// <summary>Room for the place of each row of a block.</summary>
    public int* Places { get; }

    /// <summary>For each row of a block its logits, its hidden state where the rows do not lie together, and its place.</summary>
    public static TensorSpec Workspace(CrossEntropyOptions options, Shape hidden, Shape weight, DataType type)
    {
        var classes = options.Classes(weight[0]);
        return new([LinearCrossEntropy.BlockRows(classes, hidden[0]), classes + hidden[1] + 1], type);
    }

    /// <summary>Computes the logits of a block; gives its hidden states one behind another.</summary>
    public float* Compute(CpuBackend cpu, in RowBlock block)
    {
        var hidden = block.Gather(_hidden, Width, _gathered);
        cpu.Multiply(new GemmCall
        {
            Rows = block.Count,
            Columns = Classes,
            Depth = Width,
            A = Matrix.RowMajor(hidden, Width),
            B = _weight.Transposed,
            C = Logits,
            Stride = Classes,
        });
        return hidden;
    }

    /// <summary>The gradient of the block's hidden states, from that of the logits, which stands in their place.</summary>
    public void HiddenGradient(CpuBackend cpu, in RowBlock block, float* gradients)
    {
        cpu.Multiply(new GemmCall
        {
            Rows = block.Count,
            Columns = Width,
            Depth = Classes,
            A = Matrix.RowMajor(Logits, Classes),
            B = _weight,
            C = block.Together(gradients, Width),
            Stride = Width,
        });
        block.Scatter(gradients, Width);
    }

    /// <summary>Adds the block's part of the weight's gradient to what is there, or writes it.</summary>
    public void WeightGradient(CpuBackend cpu, in RowBlock block, float* hidden, float* gradient, bool adds) => cpu.Multiply(new GemmCall
    {
        Rows = Classes,
        Columns = Width,
        Depth = block.Count,
        A = Matrix.RowMajor(Logits, Classes).Transposed,
        B = Matrix.RowMajor(hidden, Width),
        C = gradient,
        Stride = Width,
        Start = adds ? gradient : null,
    });

    /// <summary>
    /// Clears the rows of a weight's gradient that no block has written: those that only pad the vocabulary, and all where no row has a target. What gathers stays.
    /// </summary>
    public void ClearUnwritten(TensorView gradient, bool written)
    {
        if (gradient.Exists && !gradient.Accumulate)
        {
            var first = (written ? Classes : 0) * (long)Width;
            NativeMemory.Clear(gradient.Floats + first, (nuint)(gradient.Count - first) * sizeof(float));
        }
    }
}
