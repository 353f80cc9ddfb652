namespace Sinter.Tensors.Operations;

/// <summary>
/// The gated units of Shazeer 2020: the input [..., 2 width] holds gate and value side by side; y = activation(gate) · value [..., width]. With
/// <see cref="UnaryFunction.Silu"/> it is SwiGLU, with <see cref="UnaryFunction.Gelu"/> or <see cref="UnaryFunction.GeluTanh"/> GEGLU, with
/// <see cref="UnaryFunction.Relu"/> ReGLU, and with <see cref="UnaryFunction.Sigmoid"/> the first of them, GLU (Dauphin et al. 2017).
/// </summary>
public sealed class GatedUnit(UnaryFunction activation) : Operation
{
    /// <summary>The function of the gate.</summary>
    public UnaryFunction Activation { get; } = IsKnown(activation)
        ? activation
        : throw new ArgumentException($"There is no gated unit with {activation}.", nameof(activation));

    /// <inheritdoc/>
    public override string Name => NameOf(Activation);

    /// <inheritdoc/>
    public override bool HasKernel(DataType type) => type == DataType.Float32;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var x] && x.Shape.Rank >= 1 && x.Shape[^1] % 2 == 0
            ? [new(x.Shape.With(-1, x.Shape[^1] / 2), x.Type)]
            : throw Mismatch(inputs, "gate and value side by side, [..., 2 width]");

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Reference(IReadOnlyList<Tensor> inputs)
    {
        var width = inputs[0].Shape[^1] / 2;
        return [inputs[0].Slice(-1, 0, width).Map(Activation) * inputs[0].Slice(-1, width, width)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
        => [new GatedUnitGradient(Activation).Apply(node.Inputs[0], outputGradients[0]!)[0]];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 6 * node.Outputs[0].Shape.Count;

    /// <summary>Whether there is a unit with this gate.</summary>
    public static bool IsKnown(UnaryFunction activation)
        => activation is UnaryFunction.Silu or UnaryFunction.Gelu or UnaryFunction.GeluTanh or UnaryFunction.Relu or UnaryFunction.Sigmoid;

    internal static string NameOf(UnaryFunction activation) => activation switch
    {
        UnaryFunction.Silu => "SwiGlu",
        UnaryFunction.Gelu => "GeGlu",
        UnaryFunction.GeluTanh => "GeGluTanh",
        UnaryFunction.Relu => "ReGlu",
        _ => "Glu",
    };
}

/// <summary>The gradient of <see cref="GatedUnit"/>: from its input and dy to the input's gradient.</summary>
public sealed class GatedUnitGradient(UnaryFunction activation) : Operation
{
    /// <summary>The function of the gate.</summary>
    public UnaryFunction Activation => activation;

    /// <inheritdoc/>
    public override string Name => $"{GatedUnit.NameOf(activation)}Gradient";

    /// <inheritdoc/>
    public override int InPlaceInput => 0;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs) => [new(inputs[0].Shape)];

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 10 * node.Inputs[1].Shape.Count;
}

/// <summary>Activations with a gate: x [..., 2 width] holds gate and value side by side.</summary>
public static class GatedUnits
{
    extension(Tensor x)
    {
        /// <summary>gate · sigmoid(gate) · value.</summary>
        public Tensor SwiGlu() => x.GatedUnit(UnaryFunction.Silu);

        /// <summary>gate · Φ(gate) · value.</summary>
        public Tensor GeGlu() => x.GatedUnit(UnaryFunction.Gelu);

        /// <summary>max(gate, 0) · value.</summary>
        public Tensor ReGlu() => x.GatedUnit(UnaryFunction.Relu);

        /// <summary>activation(gate) · value.</summary>
        public Tensor GatedUnit(UnaryFunction activation) => new GatedUnit(activation).Apply(x)[0];
    }
}
