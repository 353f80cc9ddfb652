namespace Sinter.Tensors.Operations;

/// <summary>x^exponent, element by element, with a constant exponent.</summary>
public sealed class Power(double exponent) : Operation
{
    /// <summary>The constant exponent.</summary>
    public double Exponent => exponent;

    /// <inheritdoc/>
    public override int InPlaceInput => 0;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var x] && x.Type != DataType.Int32 ? [new(x.Shape, x.Type)] : throw Mismatch(inputs, "one floating-point tensor");

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
        => [exponent == 0 ? null : outputGradients[0]! * node.Inputs[0].Pow(exponent - 1).Affine(exponent)];
}

/// <summary>Tensors and numbers in one expression, such as <c>1 - 2 * x</c>.</summary>
public static class Arithmetic
{
    extension(Tensor x)
    {
        /// <summary>x + number.</summary>
        public static Tensor operator +(Tensor left, double right) => left.Affine(1, right);

        /// <summary>number + x.</summary>
        public static Tensor operator +(double left, Tensor right) => right.Affine(1, left);

        /// <summary>x - number.</summary>
        public static Tensor operator -(Tensor left, double right) => left.Affine(1, -right);

        /// <summary>number - x.</summary>
        public static Tensor operator -(double left, Tensor right) => right.Affine(-1, left);

        /// <summary>x times a number.</summary>
        public static Tensor operator *(Tensor left, double right) => left.Affine(right);

        /// <summary>A number times x.</summary>
        public static Tensor operator *(double left, Tensor right) => right.Affine(left);

        /// <summary>x over a number, computed as x times its reciprocal.</summary>
        public static Tensor operator /(Tensor left, double right) => left.Affine(1 / right);

        /// <summary>A number over x.</summary>
        public static Tensor operator /(double left, Tensor right) => right.Reciprocal().Affine(left);

        /// <summary>x^exponent; not-a-number for a negative x where the exponent is no whole number.</summary>
        public Tensor Pow(double exponent) => exponent switch
        {
            1 => x,
            2 => x.Square(),
            0.5 => x.Sqrt(),
            -0.5 => x.ReciprocalSqrt(),
            -1 => x.Reciprocal(),
            _ => new Power(exponent).Apply(x)[0],
        };
    }
}
