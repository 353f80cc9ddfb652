namespace Sinter.Tensors.Operations;

/// <summary>A function of one number, applied to every element.</summary>
public enum UnaryFunction
{
    /// <summary>-x.</summary>
    Negate,

    /// <summary>e^x.</summary>
    Exp,

    /// <summary>The natural logarithm.</summary>
    Log,

    /// <summary>1 / sqrt(x).</summary>
    ReciprocalSqrt,

    /// <summary>1 / (1 + e^-x).</summary>
    Sigmoid,

    /// <summary>sqrt(x).</summary>
    Sqrt,

    /// <summary>x².</summary>
    Square,

    /// <summary>1 / x.</summary>
    Reciprocal,

    /// <summary>|x|; its slope at 0 is taken as 0.</summary>
    Abs,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>The larger of x and 0; its slope at 0 is taken as 0.</summary>
    Relu,

    /// <summary>x sigmoid(x) (Hendrycks and Gimpel 2016; "swish" of Ramachandran, Zoph and Le 2017).</summary>
    Silu,

    /// <summary>x Φ(x), with Φ the distribution function of the standard normal distribution (Hendrycks and Gimpel 2016).</summary>
    Gelu,

    /// <summary>The approximation of <see cref="Gelu"/> in the same paper: x (1 + tanh(sqrt(2/π) (x + 0.044715 x³))) / 2, as GPT-2 has it.</summary>
    GeluTanh,

    /// <summary>The quick approximation of <see cref="Gelu"/> in the same paper: x sigmoid(1.702 x), as CLIP has it.</summary>
    QuickGelu,

    /// <summary>The square of the larger of x and 0 (So et al. 2021, Primer).</summary>
    SquaredRelu,

    /// <summary>log(1 + e^x), which neither overflows nor loses digits: softplus(-x) is -log sigmoid(x).</summary>
    Softplus,
}

/// <summary>Applies a <see cref="UnaryFunction"/> to every element.</summary>
public sealed class Unary(UnaryFunction function) : Operation
{
    /// <summary>The function applied.</summary>
    public UnaryFunction Function => function;

    /// <inheritdoc/>
    public override string Name => function.ToString();

    /// <inheritdoc/>
    public override int InPlaceInput => 0;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var x] && x.Type != DataType.Int32 ? [new(x.Shape, x.Type)] : throw Mismatch(inputs, "one floating-point tensor");

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor?> Gradient(Node node, IReadOnlyList<Tensor?> outputGradients)
    {
        var (x, y, dy) = (node.Inputs[0], node.Outputs[0], outputGradients[0]!);
        return [function switch
        {
            UnaryFunction.Negate => -dy,
            UnaryFunction.Exp => dy * y,
            UnaryFunction.Log => dy / x,
            _ => new UnaryGradient(function).Apply(UnaryGradient.ReadsResult(function) ? y : x, dy)[0],
        }];
    }
}

/// <summary>
/// The gradient of <see cref="Unary"/> in one pass: the slope times dy. Inputs: the point, which is the function's argument or, where its slope
/// follows from the result, the result (so that the argument need not be kept); dy.
/// </summary>
public sealed class UnaryGradient(UnaryFunction function) : Operation
{
    /// <summary>The function whose gradient it is.</summary>
    public UnaryFunction Function => function;

    /// <inheritdoc/>
    public override string Name => $"{function}Gradient";

    /// <inheritdoc/>
    public override int InPlaceInput => 1;

    /// <summary>Whether the slope is computed from the function's result, not from its argument.</summary>
    public static bool ReadsResult(UnaryFunction function)
        => function is UnaryFunction.Sqrt or UnaryFunction.ReciprocalSqrt or UnaryFunction.Reciprocal
            or UnaryFunction.Sigmoid or UnaryFunction.Tanh or UnaryFunction.Relu;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorSpec> Infer(IReadOnlyList<Tensor> inputs)
        => inputs is [var point, var dy] && point.Shape == dy.Shape && point.Type == dy.Type && point.Type != DataType.Int32
            ? [new(point.Shape, point.Type)]
            : throw Mismatch(inputs, "two floating-point tensors of one shape and type");

    /// <inheritdoc/>
    public override long FloatingPointOperations(Node node) => 2 * node.Outputs[0].Shape.Count;
}

/// <summary>Functions of every element.</summary>
public static class UnaryFunctions
{
    extension(Tensor x)
    {
        /// <summary>e^x.</summary>
        public Tensor Exp() => x.Map(UnaryFunction.Exp);

        /// <summary>The natural logarithm.</summary>
        public Tensor Log() => x.Map(UnaryFunction.Log);

        /// <summary>sqrt(x).</summary>
        public Tensor Sqrt() => x.Map(UnaryFunction.Sqrt);

        /// <summary>1 / sqrt(x).</summary>
        public Tensor ReciprocalSqrt() => x.Map(UnaryFunction.ReciprocalSqrt);

        /// <summary>1 / x.</summary>
        public Tensor Reciprocal() => x.Map(UnaryFunction.Reciprocal);

        /// <summary>x².</summary>
        public Tensor Square() => x.Map(UnaryFunction.Square);

        /// <summary>|x|.</summary>
        public Tensor Abs() => x.Map(UnaryFunction.Abs);

        /// <summary>1 / (1 + e^-x).</summary>
        public Tensor Sigmoid() => x.Map(UnaryFunction.Sigmoid);

        /// <summary>The hyperbolic tangent.</summary>
        public Tensor Tanh() => x.Map(UnaryFunction.Tanh);

        /// <summary>The larger of x and 0.</summary>
        public Tensor Relu() => x.Map(UnaryFunction.Relu);

        /// <summary>x sigmoid(x).</summary>
        public Tensor Silu() => x.Map(UnaryFunction.Silu);

        /// <summary>x Φ(x), with Φ the distribution function of the standard normal distribution.</summary>
        public Tensor Gelu() => x.Map(UnaryFunction.Gelu);

        /// <summary>The approximation of <see cref="Gelu"/> by a hyperbolic tangent.</summary>
        public Tensor GeluTanh() => x.Map(UnaryFunction.GeluTanh);

        /// <summary>x sigmoid(1.702 x).</summary>
        public Tensor QuickGelu() => x.Map(UnaryFunction.QuickGelu);

        /// <summary>The square of the larger of x and 0.</summary>
        public Tensor SquaredRelu() => x.Map(UnaryFunction.SquaredRelu);

        /// <summary>log(1 + e^x).</summary>
        public Tensor Softplus() => x.Map(UnaryFunction.Softplus);

        /// <summary>log sigmoid(x) = -softplus(-x).</summary>
        public Tensor LogSigmoid() => -(-x).Softplus();

        /// <summary>A function of every element.</summary>
        public Tensor Map(UnaryFunction function) => new Unary(function).Apply(x)[0];
    }
}
