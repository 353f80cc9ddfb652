namespace Sinter.Tensors.Operations;

/// <summary>A function of two numbers, applied to elements pair by pair.</summary>
public enum BinaryFunction
{
    /// <summary>x + y.</summary>
    Add,

    /// <summary>x - y.</summary>
    Subtract,

    /// <summary>x y.</summary>
    Multiply,

    /// <summary>x / y.</summary>
    Divide,
}

/// <summary>a x + b with constants a and b.</summary>
public sealed class Affine(double factor, double summand) : Operation
{
    /// <summary>The constant a.</summary>
    public double Factor => factor;

    /// <summary>The constant b.</summary>
    public double Summand => summand;

    /// <inheritdoc/>
    public override int InPlaceInput => 0;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var x] && x.Type != DataType.Int32 ? [new(x.Shape, x.Type)] : throw Mismatch(inputs, "one floating-point tensor");

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients) => [outputGradients[0]!.Affine(factor)];
}

/// <summary>Applies a <see cref="BinaryFunction"/> to two tensors of one shape.</summary>
public sealed class Binary(BinaryFunction function) : Operation
{
    /// <summary>The function applied.</summary>
    public BinaryFunction Function => function;

    /// <inheritdoc/>
    public override string Name => function.ToString();

    /// <inheritdoc/>
    public override int InPlaceInput => 0;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var x, var y] && x.Shape == y.Shape && x.Type == y.Type && x.Type != DataType.Int32
            ? [new(x.Shape, x.Type)]
            : throw Mismatch(inputs, "two floating-point tensors of one shape and type");

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
    {
        var (x, y, dz) = (node.Inputs[0], node.Inputs[1], outputGradients[0]!);
        var toX = x.RequiresGradient;
        var toY = y.RequiresGradient;
        return function switch
        {
            BinaryFunction.Add => [toX ? dz : null, toY ? dz : null],
            BinaryFunction.Subtract => [toX ? dz : null, toY ? -dz : null],
            BinaryFunction.Multiply => [toX ? dz * y : null, toY ? dz * x : null],
            BinaryFunction.Divide => [toX ? dz / y : null, toY ? -(dz * node.Outputs[0] / y) : null],
            _ => throw new InvalidOperationException($"{Name} has no gradient."),
        };
    }
}

/// <summary>Element by element arithmetic on tensors; shapes are broadcast as NumPy does.</summary>
public static class Elementwise
{
    extension(Tensor x)
    {
        /// <summary>-x.</summary>
        public static Tensor operator -(Tensor value) => value.Map(UnaryFunction.Negate);

        /// <summary>x + y.</summary>
        public static Tensor operator +(Tensor left, Tensor right) => Combine(BinaryFunction.Add, left, right);

        /// <summary>x - y.</summary>
        public static Tensor operator -(Tensor left, Tensor right) => Combine(BinaryFunction.Subtract, left, right);

        /// <summary>x y, element by element.</summary>
        public static Tensor operator *(Tensor left, Tensor right) => Combine(BinaryFunction.Multiply, left, right);

        /// <summary>x / y, element by element.</summary>
        public static Tensor operator /(Tensor left, Tensor right) => Combine(BinaryFunction.Divide, left, right);

        /// <summary>factor x + summand.</summary>
        public Tensor Affine(double factor, double summand = 0) => new Affine(factor, summand).Apply(x)[0];
    }

    private static Tensor Combine(BinaryFunction function, Tensor left, Tensor right)
    {
        if (left.Shape == right.Shape)
        {
            return new Binary(function).Apply(left, right)[0];
        }

        if (function == BinaryFunction.Multiply && left.Type == right.Type && Math.Min(left.Shape.Count, right.Shape.Count) == 1)
        {
            var (x, factor) = right.Shape.Count == 1 && right.Shape.Rank <= left.Shape.Rank ? (left, right) : (right, left);
            if (factor.Shape.Count == 1 && factor.Shape.Rank <= x.Shape.Rank)
            {
                return new ScaleBy().Apply(x, factor)[0];
            }
        }

        var shape = Expand.Common(function.ToString(), left.Shape, right.Shape);
        return new Binary(function).Apply(left.Expand(shape), right.Expand(shape))[0];
    }
}
