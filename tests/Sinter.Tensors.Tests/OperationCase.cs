using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Tests;

/// <summary>An input of a case: a shape of random numbers, or given integers.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="Integers">The values of an integer input; null for random floating-point numbers.</param>
/// <param name="Minimum">Random numbers are at least this, for functions not defined everywhere.</param>
/// <param name="Fixed">Values of a floating-point input that takes no gradient; null for random ones.</param>
public sealed record CaseInput(Shape Shape, int[]? Integers = null, double Minimum = -1, float[]? Fixed = null)
{
    /// <summary>Whether gradients of this input are checked.</summary>
    public bool TakesGradient => Integers is null && Fixed is null;
}

/// <summary>One row of the table that every operation is in: how to apply it, and to what.</summary>
/// <param name="Name">Shown in the test's name.</param>
/// <param name="Apply">Applies the operation; its first result is compared and differentiated.</param>
/// <param name="Operations">The operations that the row covers.</param>
/// <param name="Inputs">What it is applied to.</param>
public sealed partial record OperationCase(string Name, Func<Tensor[], Tensor> Apply, Type[] Operations, params CaseInput[] Inputs)
{
    private const int LargeRows = 8192;
    private const int LargeWidth = 1024;

    private static readonly int[] Starts = [0, 0, 0, 3, 3, 5, 5, 5, 5, 5, 10, 0, 0, 0, 0, 0, 0, 6, 6, 6, 9, 9];

    /// <summary>Inputs of a size at which the operation's speed is measured by the benchmark <c>operations</c>; null for those that it leaves out.</summary>
    public CaseInput[]? Large { get; init; }

    /// <summary>Odd sizes throughout: tails of vectors, edges of tiles and blocks.</summary>
    public static IReadOnlyList<OperationCase> All { get; } =
    [
        new("negate", x => -x[0], [typeof(Unary)], new CaseInput([3, 7])),
        new("exp", x => x[0].Exp(), [typeof(Unary)], new CaseInput([37])) { Large = Wide() },
        new("log", x => x[0].Log(), [typeof(Unary)], new CaseInput([37], Minimum: 0.5)),
        new("reciprocal square root", x => x[0].ReciprocalSqrt(), [typeof(Unary), typeof(UnaryGradient)], new CaseInput([37], Minimum: 0.5)),
        new("sigmoid", x => x[0].Sigmoid(), [typeof(Unary), typeof(UnaryGradient)], new CaseInput([37])) { Large = Wide() },
        new("square root", x => x[0].Sqrt(), [typeof(Unary), typeof(UnaryGradient)], new CaseInput([37], Minimum: 0.5)),
        new("square", x => x[0].Square(), [typeof(Unary), typeof(UnaryGradient)], new CaseInput([37])),
        new("reciprocal", x => x[0].Reciprocal(), [typeof(Unary), typeof(UnaryGradient)], new CaseInput([37], Minimum: 0.5)),
        new("absolute value", x => x[0].Abs(), [typeof(Unary), typeof(UnaryGradient)], new CaseInput([37])),
        new("hyperbolic tangent", x => x[0].Tanh(), [typeof(Unary), typeof(UnaryGradient)], new CaseInput([37])),
        new("relu", x => x[0].Relu(), [typeof(Unary), typeof(UnaryGradient)], new CaseInput([37])),
        new("silu", x => x[0].Silu(), [typeof(Unary), typeof(UnaryGradient)], new CaseInput([37])) { Large = Wide() },
        new("gelu", x => x[0].Gelu(), [typeof(Unary), typeof(UnaryGradient)], new CaseInput([37])) { Large = Wide() },
        new("gelu by tangent", x => x[0].GeluTanh(), [typeof(Unary), typeof(UnaryGradient)], new CaseInput([37])) { Large = Wide() },
        new("quick gelu", x => x[0].QuickGelu(), [typeof(Unary), typeof(UnaryGradient)], new CaseInput([37])),
        new("squared relu", x => x[0].SquaredRelu(), [typeof(Unary), typeof(UnaryGradient)], new CaseInput([37])),
        new("softplus", x => x[0].Softplus(), [typeof(Unary), typeof(UnaryGradient)], new CaseInput([37])),
        new("logarithm of the sigmoid", x => x[0].LogSigmoid(), [typeof(Unary), typeof(UnaryGradient)], new CaseInput([3, 5])),
        new("affine", x => x[0].Affine(2.5, -1), [typeof(Affine)], new CaseInput([4, 3])) { Large = Wide() },
        new("add", x => x[0] + x[1], [typeof(Binary)], new CaseInput([3, 11]), new CaseInput([3, 11])) { Large = [.. Wide(), .. Wide()] },
        new("subtract, broadcast", x => x[0] - x[1], [typeof(Binary), typeof(Expand), typeof(Sum)], new CaseInput([3, 4]), new CaseInput([4])),
        new("multiply, broadcast", x => x[0] * x[1], [typeof(Binary), typeof(Expand)], new CaseInput([2, 1, 5]), new CaseInput([3, 1])) { Large = Wide(1) },
        new("multiply by one number", x => x[0] * x[1], [typeof(ScaleBy)], new CaseInput([5, 37]), new CaseInput([])) { Large = [.. Wide(), new([])] },
        new("one number times many of fewer dimensions", x => x[0] * x[1], [typeof(Binary)], new CaseInput([1, 1, 1]), new CaseInput([3, 7])),
        new("divide", x => x[0] / x[1], [typeof(Binary)], new CaseInput([9]), new CaseInput([9], Minimum: 0.5)),
        new("permute", x => x[0].Permute(2, 0, 1), [typeof(Permute)], new CaseInput([2, 3, 4])) { Large = [new([64, 512, 256])] },
        new("reshape", x => x[0].Reshape([4, 3]), [typeof(Reshape)], new CaseInput([2, 6])),
        new("transpose", x => x[0].Transpose(), [typeof(Permute)], new CaseInput([2, 3, 4])),
        new("parts by index", x => x[0][1..3, ^1], [typeof(Slice)], new CaseInput([4, 3, 5])),
        new("stack", x => Tensor.Stack(1, x[0], x[1]), [typeof(Concatenate)], new CaseInput([2, 3]), new CaseInput([2, 3])),
        new("slice", x => x[0].Slice(1, 2, 3), [typeof(Slice), typeof(SliceGradient)], new CaseInput([2, 6, 2])),
        new("concatenate", x => Tensor.Concatenate(1, x[0], x[1]), [typeof(Concatenate)], new CaseInput([2, 3]), new CaseInput([2, 4])),
        new("sum of a dimension", x => x[0].Sum(1), [typeof(Sum)], new CaseInput([2, 5, 3])),
        new("sum of all", x => x[0].Sum(), [typeof(Sum)], new CaseInput([4, 5])) { Large = Wide() },
        new("sum of rows", x => x[0].Sum(-1), [typeof(Sum)], new CaseInput([5, 71])) { Large = Wide() },
        new("sum over several blocks", x => x[0].Sum(0), [typeof(Sum)], new CaseInput([3, 2, 307])),
        new("mean of all", x => x[0].Mean(), [typeof(Sum)], new CaseInput([4, 5])),
        new("maximum", x => x[0].Maximum(1), [typeof(Maximum), typeof(MaximumGradient)], new CaseInput([3, 5, 7])) { Large = [new([LargeRows / 64, 64, LargeWidth])] },
        new("minimum of all", x => x[0].Minimum(), [typeof(Maximum), typeof(MaximumGradient)], new CaseInput([3, 5])),
        new("index of the largest", x => x[1].Gather(x[0].ArgMax(1)), [typeof(ArgMax)],
            new CaseInput([3, 4], Fixed: [1, 5, 2, 3, -1, -2, -8, -3, 0, 0, 1, 1]), new CaseInput([4, 3])),
        new("power", x => x[0].Pow(2.5), [typeof(Power)], new CaseInput([5], Minimum: 0.5)),
        new("whole power of negative numbers", x => x[0].Pow(3), [typeof(Power)], new CaseInput([7])),
        new("arithmetic with numbers", x => (1 - (2 * x[0] / 4) + 3 - 0.5) * (2 / x[0]), [typeof(Affine)], new CaseInput([19], Minimum: 0.5)),
        new("log softmax", x => x[0].LogSoftmax(), [typeof(LogSoftmax), typeof(LogSoftmaxGradient)], new CaseInput([2, 3, 37])) { Large = Wide() },
        new("log softmax over several blocks", x => x[0].LogSoftmax().Slice(1, 1000, 50), [typeof(LogSoftmax), typeof(LogSoftmaxGradient)], new CaseInput([2, 2113])),
        new("softmax", x => x[0].Softmax(), [typeof(Softmax), typeof(SoftmaxGradient)], new CaseInput([2, 3, 37])) { Large = Wide() },
        new("softmax over several blocks", x => x[0].Softmax(), [typeof(Softmax), typeof(SoftmaxGradient)], new CaseInput([2, 2113])),
        new("gather", x => x[0].Gather(x[1]), [typeof(Gather), typeof(ScatterAdd)], new CaseInput([5, 9]), new CaseInput([7], [4, 0, 2, 2, -1, 4, 4])) { Large = [new([LargeRows, LargeWidth]), new([LargeRows], Below(LargeRows, LargeRows))] },
        new("one hot", x => x[1] * new OneHot(6, x[1].Type).Apply(x[0])[0], [typeof(OneHot)], new CaseInput([4], [5, -1, 0, 3]), new CaseInput([4, 6])),
        new("attention mask", x => x[1] * new AttentionMask(Options(1, 1), 4, x[1].Type).Apply(x[0])[0], [typeof(AttentionMask)],
            new CaseInput([1, 4], [0, 0, 2, 2]), new CaseInput([1, 4, 4])),
        new("matrix product", x => x[0].MatMul(x[1]), [typeof(MatMul)], new CaseInput([13, 17]), new CaseInput([17, 35])) { Large = [new([1024, 1024]), new([1024, 1024])] },
        new("matrix product, left transposed", x => x[0].MatMul(x[1], transposeLeft: true), [typeof(MatMul)], new CaseInput([17, 13]), new CaseInput([17, 5])),
        new("matrix product, right transposed", x => x[0].MatMul(x[1], transposeRight: true), [typeof(MatMul)], new CaseInput([13, 7]), new CaseInput([33, 7])),
        new("matrix product, both transposed", x => x[0].MatMul(x[1], true, true), [typeof(MatMul)], new CaseInput([7, 13]), new CaseInput([9, 7])),
        new("matrix products in a batch", x => x[0].MatMul(x[1]), [typeof(MatMul)], new CaseInput([2, 3, 4, 5]), new CaseInput([2, 3, 5, 6])),
        new("linear, few rows", x => x[0].Linear(x[1]), [typeof(MatMul)], new CaseInput([1, 2, 37]), new CaseInput([67, 37])),
        new("matrix product of one row", x => x[0].MatMul(x[1]), [typeof(MatMul)], new CaseInput([1, 37]), new CaseInput([37, 150])),
        new("matrix product of two rows", x => x[0].MatMul(x[1]), [typeof(MatMul)], new CaseInput([2, 13]), new CaseInput([13, 64])),
        new("linear with a residual", x => x[0].Linear(x[1], x[2]), [typeof(MatMul)], new CaseInput([3, 5, 7]), new CaseInput([11, 7]), new CaseInput([3, 5, 11])),
        new("linear with a bias", x => x[0].Linear(x[1], bias: x[2]), [typeof(MatMul)], new CaseInput([3, 37, 7]), new CaseInput([35, 7]), new CaseInput([35])),
        new("linear with a bias, few rows", x => x[0].Linear(x[1], bias: x[2]), [typeof(MatMul)], new CaseInput([3, 7]), new CaseInput([35, 7]), new CaseInput([35])),
        new("linear with a bias and a residual", x => x[0].Linear(x[1], x[3], x[2]), [typeof(MatMul)],
            new CaseInput([23, 400]), new CaseInput([11, 400]), new CaseInput([11]), new CaseInput([23, 11])) { Large = [new([1024, 768]), new([768, 768]), new([768]), new([1024, 768])] },
        new("sum of rows wider than a block", x => x[0].Sum(1), [typeof(Sum)], new CaseInput([2, 37, 259])),
        new("root-mean-square norm", x => x[0].RmsNorm(x[1]), [typeof(RmsNorm), typeof(RmsNormGradient)], new CaseInput([2, 5, 37]), new CaseInput([37])) { Large = Wide(1) },
        new("root-mean-square norm, weight from 1", x => x[0].RmsNorm(x[1], weightOffset: 1), [typeof(RmsNorm), typeof(RmsNormGradient)],
            new CaseInput([3, 37]), new CaseInput([37])),
        new("layer norm", x => x[0].LayerNorm(x[1], x[2]), [typeof(LayerNorm), typeof(LayerNormGradient)],
            new CaseInput([7, 5, 37]), new CaseInput([37]), new CaseInput([37])) { Large = Wide(2) },
        new("layer norm without a bias", x => x[0].LayerNorm(x[1]), [typeof(LayerNorm), typeof(LayerNormGradient)], new CaseInput([2, 71]), new CaseInput([71])),
        new("swiglu", x => x[0].SwiGlu(), [typeof(GatedUnit), typeof(GatedUnitGradient)], new CaseInput([3, 5, 22])) { Large = Wide() },
        new("geglu", x => x[0].GeGlu(), [typeof(GatedUnit), typeof(GatedUnitGradient)], new CaseInput([3, 5, 46])) { Large = Wide() },
        new("geglu by tangent", x => x[0].GatedUnit(UnaryFunction.GeluTanh), [typeof(GatedUnit), typeof(GatedUnitGradient)], new CaseInput([7, 46])),
        new("reglu", x => x[0].ReGlu(), [typeof(GatedUnit), typeof(GatedUnitGradient)], new CaseInput([7, 46])),
        new("glu", x => x[0].GatedUnit(UnaryFunction.Sigmoid), [typeof(GatedUnit), typeof(GatedUnitGradient)], new CaseInput([46])),
        new("dropout", x => x[0].Dropout(x[1], 0.3, 7), [typeof(Dropout)], new CaseInput([5, 37]), new CaseInput([2], [42, 3])) { Large = [.. Wide(), new([2], [42, 3])] },
        new("rotary", x => x[0].Rotary(x[1], x[2], 2), [typeof(Rotary)], new CaseInput([1, 3, 30]), new CaseInput([1, 3], [0, 3, 1]),
            new CaseInput([4, 10], Fixed: RotaryTable.Create(4, 10, 10000))) { Large = [new([1, 4096, 2 * 64 + 64]), new([1, 4096], Below(1024, 4096)), new([1024, 64], Fixed: RotaryTable.Create(1024, 64, 10000))] },
        new("rotary in vectors", x => x[0].Rotary(x[1], x[2], 2), [typeof(Rotary)], new CaseInput([3, 108]), new CaseInput([3], [2, 3, 1]),
            new CaseInput([4, 36], Fixed: RotaryTable.Create(4, 36, 10000))),
        new("rotary, interleaved", x => x[0].Rotary(x[1], x[2], 2, RotaryPairing.Interleaved), [typeof(Rotary)], new CaseInput([3, 108]), new CaseInput([3], [2, 3, 1]),
            new CaseInput([4, 36], Fixed: RotaryTable.Create(4, 36, 10000))),
        new("rotary of a part of each head", x => x[0].Rotary(x[1], x[2], 2, headSize: 9), [typeof(Rotary)], new CaseInput([3, 27]), new CaseInput([3], [2, 3, 1]),
            new CaseInput([4, 6], Fixed: RotaryTable.Create(4, 6, 10000))),
        new("rotary of a part, interleaved", x => x[0].Rotary(x[1], x[2], 3, RotaryPairing.Interleaved, 9), [typeof(Rotary)], new CaseInput([3, 27]),
            new CaseInput([3], [2, 3, 1]), new CaseInput([4, 6], Fixed: RotaryTable.Create(4, 6, 10000))),
        new("attention", x => x[0].Attention(x[1], 4, 2), [typeof(Attention), typeof(AttentionGradient)], new CaseInput([2, 11, 48]), new CaseInput([2, 11], Starts)) { Large = [new([1, 1024, 8 * 64]), new([1, 1024], new int[1024])] },
        Attends("attention over several blocks", Options(1, 1), [1, 103, 9], [.. Enumerable.Range(0, 103).Select(i => i < 30 ? 0 : 30)]),
        Attends("attention over several blocks of keys", Options(1, 1), [1, 401, 9], new int[401]),
        Attends("attention, both sides", Options(2, 1) with { Causal = false }, [2, 11, 20], Starts),
        Attends("attention, both sides, long", Options(1, 1) with { Causal = false }, [1, 70, 6], [.. Enumerable.Range(0, 70).Select(i => i < 37 ? 0 : 37)]),
        Attends("attention, window", Options(1, 1) with { Window = 3 }, [2, 11, 9], Starts),
        Attends("attention, window on both sides", Options(1, 1) with { Window = 20, Causal = false }, [1, 103, 9], new int[103]),
        Attends("attention, soft cap and scale", Options(2, 2) with { SoftCap = 2, Scale = 1.5 }, [2, 11, 30], Starts),
        Attends("attention, bias", Options(2, 1), [2, 11, 20], Starts, [2, 21]),
        Attends("attention, bias, long, soft cap, both sides", Options(1, 1) with { Causal = false, SoftCap = 3 }, [1, 70, 9], new int[70], [1, 139]),
        new("attention with the learned bias of T5", x => x[0].Attention(x[1], Options(2, 2), x[2].RelativeBias(11, 11, bidirectional: true, maximumDistance: 8)),
            [typeof(Attention), typeof(AttentionGradient)], new CaseInput([2, 11, 18]), new CaseInput([2, 11], Starts), new CaseInput([8, 2])),
        new("attention to another sequence", x => x[0].CrossAttention(x[1], x[2], Options(4, 2)), [typeof(Attention), typeof(AttentionGradient)],
            new CaseInput([2, 3, 20]), new CaseInput([2, 7, 20]), new CaseInput([2, 3, 2], [0, 7, 2, 5, 3, 3, 0, 1, 6, 7, 0, 7])),
        new("attention of few queries to another sequence, bias, soft cap", x => x[0].CrossAttention(x[1], x[2], Options(2, 1) with { SoftCap = 2, Scale = 1 }, x[3]),
            [typeof(Attention), typeof(AttentionGradient)],
            new CaseInput([2, 4, 18]), new CaseInput([2, 23, 18]), new CaseInput([2, 4, 2], [0, 23, -3, 50, 4, 4, 2, 19, 22, 23, 0, 9, 5, 3, 1, 12]), new CaseInput([2, 26])),
        new("attention of several queries to another sequence", x => x[0].CrossAttention(x[1], x[2], Options(2, 2)), [typeof(Attention), typeof(AttentionGradient)],
            new CaseInput([1, 5, 10]), new CaseInput([1, 7, 20]), new CaseInput([1, 5, 2], [0, 7, 2, 5, 3, 3, 0, 1, 6, 7])),
        new("attention to another sequence, bias", x => x[0].CrossAttention(x[1], x[2], Options(1, 1), x[3]), [typeof(Attention), typeof(AttentionGradient)],
            new CaseInput([1, 37, 3]), new CaseInput([1, 41, 6]), new CaseInput([1, 37, 2], [.. Enumerable.Range(0, 74).Select(i => i % 2 == 0 ? i / 20 : 41 - (i / 30))]), new CaseInput([1, 77])),
        new("linear cross-entropy", x => x[0].LinearCrossEntropy(x[1], x[2], x[3]).Loss, [typeof(LinearCrossEntropy)],
            new CaseInput([7, 5]), new CaseInput([19, 5]), new CaseInput([7], [3, -1, 18, 0, 0, -1, 7]), new CaseInput([], Fixed: [0.25f])) { Large = [new([1024, 384]), new([8192, 384]), new([1024], Below(8192, 1024)), new([], Fixed: [1f / 1024])] },
        new("linear cross-entropy, smoothed, with an ignored index", x => x[0].LinearCrossEntropy(x[1], x[2], x[3], new() { LabelSmoothing = 0.1, IgnoreIndex = 0 }).Loss,
            [typeof(LinearCrossEntropy)], new CaseInput([7, 5]), new CaseInput([37, 5]), new CaseInput([7], [3, -1, 18, 0, 0, -1, 36]), new CaseInput([], Fixed: [0.25f])),
        new("linear cross-entropy, capped, with z-loss and padding", x => x[0].LinearCrossEntropy(x[1], x[2], x[3], new() { SoftCap = 1.5, ZLoss = 0.05, ValidClasses = 35 }).Loss,
            [typeof(LinearCrossEntropy)], new CaseInput([7, 5]), new CaseInput([41, 5]), new CaseInput([7], [3, -1, 18, 0, 0, 34, 7]), new CaseInput([], Fixed: [0.25f])),
        new("linear cross-entropy with every option", x => x[0].LinearCrossEntropy(x[1], x[2], x[3], EveryOption).Loss * x[4],
            [typeof(LinearCrossEntropy)], new CaseInput([5, 3]), new CaseInput([41, 3]), new CaseInput([5], [3, 99, 18, -7, 35]), new CaseInput([], Fixed: [0.5f]), new CaseInput([])),
        new("linear cross-entropy of weighted rows, with every option", x => x[0].LinearCrossEntropy(x[1], x[2], x[3], EveryOption, x[4]).Loss, [typeof(LinearCrossEntropy)],
            new CaseInput([7, 3]), new CaseInput([41, 3]), new CaseInput([7], [3, 99, 18, -7, 35, 0, 1]), new CaseInput([], Fixed: [0.5f]), new CaseInput([7], Fixed: [1, 2, 0.5f, 3, -1, 0, 4])),
        new("cross-entropy", x => x[0].CrossEntropy(x[1], x[2]).Loss, [typeof(CrossEntropy)],
            new CaseInput([9, 37]), new CaseInput([9], [3, -1, 36, 0, 0, 34, 7, 1, 1]), new CaseInput([], Fixed: [0.25f])) { Large = [new([1024, 8192]), new([1024], Below(8192, 1024)), new([], Fixed: [1f / 1024])] },
        new("cross-entropy with weights of classes", x => x[0].CrossEntropy(x[1], x[2], x[3]).Loss, [typeof(CrossEntropy)],
            new CaseInput([3, 5]), new CaseInput([3], [3, 0, 4]), new CaseInput([], Fixed: [1]), new CaseInput([5], Fixed: [0.5f, 2, 1, 0, 3])),
        new("cross-entropy with every option", x => x[0].CrossEntropy(x[1], x[2], x[3], EveryOption).Loss, [typeof(CrossEntropy)],
            new CaseInput([5, 37]), new CaseInput([5], [3, 99, 18, -7, 35]), new CaseInput([], Fixed: [0.5f]), new CaseInput([37], Fixed: [.. Enumerable.Range(0, 37).Select(i => i % 5 / 2f)])),
        new("log-probabilities of tokens", x => x[0].TokenLogProbabilities(x[1], x[2]), TokenLogProbabilities,
            new CaseInput([7, 5]), new CaseInput([19, 5]), new CaseInput([7], [3, -1, 18, 0, 0, -1, 7])) { Large = [new([1024, 384]), new([8192, 384]), new([1024], Below(8192, 1024))] },
        new("log-probabilities of tokens, capped, with padding and an ignored index", x => x[0].TokenLogProbabilities(x[1], x[2], ProbabilityOptions), TokenLogProbabilities,
            new CaseInput([7, 5]), new CaseInput([41, 5]), new CaseInput([7], [3, 99, 18, 34, 0, -7, 7])),
        new("log-probabilities and entropies of tokens", x => Of(x[0].TokenStatistics(x[1], x[2], ProbabilityOptions), both => both.LogProbabilities * both.Entropies), TokenLogProbabilities,
            new CaseInput([7, 5]), new CaseInput([37, 5]), new CaseInput([7], [3, -1, 18, 34, 0, 99, 7])),
        new("entropies of distributions over tokens", x => x[0].TokenStatistics(x[1], x[2]).Entropies, TokenLogProbabilities,
            new CaseInput([5, 3]), new CaseInput([37, 3]), new CaseInput([5], [3, -1, 18, 36, 0])),
        new("log-probabilities of tokens with a weight in bfloat16", x => x[0].TokenLogProbabilities(x[1].Cast(DataType.BFloat16), x[2]), TokenLogProbabilities,
            new CaseInput([7, 5]), new CaseInput([19, 5], Fixed: Waves(95)), new CaseInput([7], [3, -1, 18, 0, 0, -1, 7])),
        new("log-probabilities of classes", x => x[0].LogProbabilities(x[1]), [typeof(LogProbabilities), typeof(LogProbabilitiesGradient)],
            new CaseInput([9, 37]), new CaseInput([9], [3, -1, 36, 0, 0, 34, 7, 1, 1])) { Large = [new([1024, 8192]), new([1024], Below(8192, 1024))] },
        new("log-probabilities and entropies of classes, capped, with padding", x => Of(x[0].LogitStatistics(x[1], ProbabilityOptions), both => both.LogProbabilities * both.Entropies),
            [typeof(LogProbabilities), typeof(LogProbabilitiesGradient)], new CaseInput([5, 37]), new CaseInput([5], [3, 99, 18, -7, 34])),
        new("squared error", x => x[0].SquaredError(x[1], x[2]).Loss, [typeof(Unary)], new CaseInput([11]), new CaseInput([11]), new CaseInput([], Fixed: [0.5f])),
        new("preference loss", x => x[0].PreferenceLoss(x[1], x[2], margin: 0.5).Loss, [typeof(Unary)], new CaseInput([11]), new CaseInput([11]), new CaseInput([], Fixed: [0.5f])),
        .. MixtureOfExperts,
        new("convolution over time", x => x[0].Convolve1d(x[1], x[2]), Convolutions, new CaseInput([2, 3, 41]), new CaseInput([5, 3, 4]), new CaseInput([5])),
        new("convolution over time, causal, dilated", x => x[0].Convolve1d(x[1], dilation: 3, causal: true), Convolutions, new CaseInput([1, 3, 19]), new CaseInput([2, 3, 3])),
        new("convolution over time, one channel a group", x => x[0].Convolve1d(x[1], x[2], groups: 5, causal: true), Convolutions,
            new CaseInput([2, 5, 37]), new CaseInput([5, 1, 4]), new CaseInput([5])),
        new("convolution of each channel with strides", x => x[0].Convolve2d(x[1], stride: 2, padding: 1, groups: 3), Convolutions,
            new CaseInput([2, 3, 9, 23]), new CaseInput([3, 1, 3, 3])),
        new("convolution", x => x[0].Convolve2d(x[1], x[2], padding: 1), Convolutions, new CaseInput([2, 3, 7, 11]), new CaseInput([4, 3, 3, 3]), new CaseInput([4])) { Large = [new([8, 64, 56, 56]), new([64, 64, 3, 3]), new([64])] },
        new("convolution in groups with strides", x => x[0].Convolve2d(x[1], x[2], stride: 2, padding: 2, dilation: 2, groups: 2), Convolutions,
            new CaseInput([2, 4, 9, 13]), new CaseInput([6, 2, 3, 2]), new CaseInput([6])),
        new("convolution with more padding than input", x => x[0].Convolve2d(x[1], stride: 3, padding: 4), Convolutions, new CaseInput([1, 2, 2, 1]), new CaseInput([3, 2, 2, 5])),
        new("convolution of single elements", x => x[0].Convolve2d(x[1], x[2]), Convolutions, new CaseInput([2, 5, 3, 7]), new CaseInput([4, 5, 1, 1]), new CaseInput([4])),
        new("convolution that moves differently both ways", x => new Convolution(new(3, 2, 0, 3, 2), new(2, 1, 2, 0)).Apply(x[0], x[1])[0], Convolutions,
            new CaseInput([1, 2, 6, 5]), new CaseInput([3, 2, 3, 2])),
        new("convolution of several blocks", x => x[0].Convolve1d(x[1]), Convolutions, new CaseInput([1, 24, 700]), new CaseInput([2, 24, 8])),
        new("maximum of windows over time", x => x[0].MaximumPool1d(3), MaximumPoolings, new CaseInput([2, 3, 11])),
        new("maximum of windows that overlap", x => x[0].MaximumPool2d(3, stride: 2, padding: 1), MaximumPoolings, new CaseInput([2, 3, 7, 9])) { Large = [new([8, 64, 112, 112])] },
        new("maximum of dilated windows", x => x[0].MaximumPool2d(2, stride: 1, dilation: 3), MaximumPoolings, new CaseInput([1, 2, 5, 6])),
        new("mean of windows over time", x => x[0].AveragePool1d(3, stride: 2, padding: 1), AveragePoolings, new CaseInput([2, 3, 11])),
        new("mean of windows", x => x[0].AveragePool2d(2), AveragePoolings, new CaseInput([2, 3, 6, 9])),
        new("mean of windows without padding", x => x[0].AveragePool2d(3, stride: 2, padding: 1, countPadding: false), AveragePoolings, new CaseInput([2, 3, 6, 9])),
        new("batch norm", x => x[0].BatchNorm(x[1], x[2]).Output, [typeof(BatchNorm), typeof(BatchNormGradient)],
            new CaseInput([3, 5, 4, 7], Minimum: 2), new CaseInput([5]), new CaseInput([5])) { Large = [new([8, 64, 112, 112], Minimum: 2), new([64]), new([64])] },
        new("batch norm of vectors", x => x[0].BatchNorm(x[1], x[2]).Output, [typeof(BatchNorm), typeof(BatchNormGradient)],
            new CaseInput([7, 5]), new CaseInput([5]), new CaseInput([5])),
        new("batch norm with known statistics", x => x[0].BatchNorm(x[1], x[2], x[3], x[4]), [typeof(KnownBatchNorm), typeof(BatchNormGradient)],
            new CaseInput([3, 5, 19]), new CaseInput([5]), new CaseInput([5]), new CaseInput([5], Fixed: [0, 0.5f, -1, 3, 0.1f]), new CaseInput([5], Fixed: [1, 0.5f, 2, 3, 0])),
        new("cast to another precision and back", x => x[0].Cast(DataType.Float64).Cast(x[0].Type), [typeof(Cast)], new CaseInput([3, 7])) { Large = Wide() },
        new("linear with a weight in bfloat16", x => x[0].Linear(x[1].Cast(DataType.BFloat16), x[2]), [typeof(Cast), typeof(MatMul)],
            new CaseInput([5, 7]), new CaseInput([9, 7], Fixed: Waves(63)), new CaseInput([5, 9])),
        new("linear of few rows with a weight in half precision", x => x[0].Linear(x[1].Cast(DataType.Float16), x[2]), [typeof(Cast), typeof(MatMul)],
            new CaseInput([5, 37]), new CaseInput([13, 37], Fixed: Waves(481)), new CaseInput([5, 13])),
        new("linear with a weight in half precision", x => x[0].Linear(x[1].Cast(DataType.Float16), bias: x[2]), [typeof(Cast), typeof(MatMul)],
            new CaseInput([19, 37]), new CaseInput([13, 37], Fixed: Waves(481)), new CaseInput([13])),
        new("linear with a weight in four bits", x => x[0].Linear(x[1].Cast(DataType.NormalFloat4), x[3], x[2]), [typeof(Cast), typeof(MatMul)],
            new CaseInput([19, 37]), new CaseInput([13, 37], Fixed: Waves(481)), new CaseInput([13]), new CaseInput([19, 13])),
        new("linear of few rows with a weight in four bits", x => x[0].Linear(x[1].Cast(DataType.NormalFloat4)), [typeof(Cast), typeof(MatMul)],
            new CaseInput([3, 70]), new CaseInput([7, 70], Fixed: Waves(490))),
        new("matrix products in a batch with right matrices in four bits", x => x[0].MatMul(x[1].Cast(DataType.NormalFloat4)), [typeof(Cast), typeof(MatMul)],
            new CaseInput([3, 4, 5]), new CaseInput([3, 5, 7], Fixed: Waves(105))),
        new("gather from a table in four bits", x => x[0].Cast(DataType.NormalFloat4).Gather(x[1]).Cast(x[2].Type) * x[2], [typeof(Cast), typeof(Gather)],
            new CaseInput([5, 30], Fixed: Waves(150)), new CaseInput([3], [4, -1, 0]), new CaseInput([3, 30])),
        new("log-probabilities of tokens with a weight in four bits", x => x[0].TokenLogProbabilities(x[1].Cast(DataType.NormalFloat4), x[2]), TokenLogProbabilities,
            new CaseInput([7, 5]), new CaseInput([19, 5], Fixed: Waves(95)), new CaseInput([7], [3, -1, 18, 0, 0, -1, 7])),
        new("linear cross-entropy with a weight in four bits", x => x[0].LinearCrossEntropy(x[1].Cast(DataType.NormalFloat4), x[2], x[3]).Loss, [typeof(LinearCrossEntropy)],
            new CaseInput([7, 5]), new CaseInput([19, 5], Fixed: Waves(95)), new CaseInput([7], [3, -1, 18, 0, 0, -1, 7]), new CaseInput([], Fixed: [0.25f])),
        new("matrix product with a right matrix in bfloat16", x => x[0].MatMul(x[1].Cast(DataType.BFloat16), transposeLeft: true), [typeof(Cast), typeof(MatMul)],
            new CaseInput([17, 23]), new CaseInput([17, 35], Fixed: Waves(595))),
        new("matrix products in a batch with right matrices in bfloat16", x => x[0].MatMul(x[1].Cast(DataType.BFloat16)), [typeof(Cast), typeof(MatMul)],
            new CaseInput([3, 4, 5]), new CaseInput([3, 5, 7], Fixed: Waves(105))),
        new("matrix product with both matrices in 16 bits", x => x[0].Cast(DataType.BFloat16).MatMul(x[1].Cast(DataType.Float16)).Cast(x[2].Type) * x[2], [typeof(Cast), typeof(MatMul)],
            new CaseInput([3, 5], Fixed: Waves(15)), new CaseInput([5, 7], Fixed: Waves(35)), new CaseInput([3, 7])),
        new("gather from a table in half precision", x => x[0].Cast(DataType.Float16).Gather(x[1]) * x[2], [typeof(Cast), typeof(Gather)],
            new CaseInput([5, 7], Fixed: Waves(35)), new CaseInput([3], [4, -1, 0]), new CaseInput([3, 7])),
        new("shapes of narrow tensors", x => Tensor.Concatenate(1, [.. x[0].Cast(DataType.BFloat16).Reshape([3, 1, 5]).Permute(2, 1, 0).Split(0, 5)])
            .Slice(1, 1, 3).Expand([3, 3, 3]) * x[1], [typeof(Cast)], new CaseInput([15], Fixed: Waves(15)), new CaseInput([3, 3, 3])),
        new("split", x => Of(x[0].Split(1, 3), parts => parts[0] - (parts[2] * parts[2])), [typeof(Split)], new CaseInput([2, 6, 5])),
        new("long short-term memory, one step", x => Of(new LstmCell().Apply(x), step => step[0] + (step[1] * step[1])), Lstms,
            new CaseInput([3, 4 * 19]), new CaseInput([4 * 19]), new CaseInput([4 * 19]), new CaseInput([3, 19])),
        new("long short-term memory, cell only", x => new LstmCell().Apply(x)[1], Lstms,
            new CaseInput([9, 4 * 2]), new CaseInput([4 * 2]), new CaseInput([4 * 2]), new CaseInput([9, 2])),
        new("long short-term memory", x => x[0].Lstm(new(x[1], x[2], x[3], x[4])).Output, Lstms,
            new CaseInput([2, 5, 3]), new CaseInput([4 * 7, 3]), new CaseInput([4 * 7, 7]), new CaseInput([4 * 7]), new CaseInput([4 * 7])) { Large = [new([8, 32, 256]), new([4 * 256, 256]), new([4 * 256, 256]), new([4 * 256]), new([4 * 256])] },
        new("long short-term memory that began before", x => Of(x[0].Lstm(new(x[1], x[2], x[3], x[4]), x[5], x[6]), last => last.Hidden * last.Cell!), Lstms,
            new CaseInput([2, 3, 3]), new CaseInput([4 * 5, 3]), new CaseInput([4 * 5, 5]), new CaseInput([4 * 5]), new CaseInput([4 * 5]), new CaseInput([2, 5]), new CaseInput([2, 5])),
        new("gated recurrent unit, one step", x => new GruCell().Apply(x)[0], Grus,
            new CaseInput([9, 3 * 19]), new CaseInput([9, 3 * 19]), new CaseInput([3 * 19]), new CaseInput([3 * 19]), new CaseInput([9, 19])),
        new("gated recurrent unit", x => x[0].Gru(new(x[1], x[2], x[3], x[4]), x[5]).Output, Grus,
            new CaseInput([2, 5, 3]), new CaseInput([3 * 7, 3]), new CaseInput([3 * 7, 7]), new CaseInput([3 * 7]), new CaseInput([3 * 7]), new CaseInput([2, 7])),
    ];

    /// <summary>What operations on every element, and on rows, are measured with; vectors as long as a row come after it.</summary>
    private static CaseInput[] Wide(int vectors = 0) => [new([LargeRows, LargeWidth], Minimum: 0.5), .. Enumerable.Repeat(new CaseInput([LargeWidth]), vectors)];

    private static int[] Below(int limit, int count) => [.. Enumerable.Range(0, count).Select(i => (int)(i * 7919L % limit))];

    private static float[] Waves(int count) => [.. Enumerable.Range(0, count).Select(i => MathF.Sin(i * 1.7f))];

    private static Type[] Lstms => [typeof(LstmCell), typeof(LstmCellGradient), typeof(Split)];

    private static Type[] Grus => [typeof(GruCell), typeof(GruCellGradient), typeof(Split)];

    private static Type[] MaximumPoolings => [typeof(MaximumPooling), typeof(MaximumPoolingGradient)];

    private static Type[] AveragePoolings => [typeof(AveragePooling), typeof(AveragePoolingGradient)];

    private static Type[] Convolutions => [typeof(Convolution), typeof(ConvolutionInputGradient), typeof(ConvolutionWeightGradient)];

    private static Type[] TokenLogProbabilities => [typeof(TokenLogProbabilities), typeof(TokenLogProbabilitiesGradient)];

    private static CrossEntropyOptions ProbabilityOptions => new() { IgnoreIndex = 99, SoftCap = 2, ValidClasses = 35 };

    private static CrossEntropyOptions EveryOption => new() { LabelSmoothing = 0.2, ZLoss = 0.01, IgnoreIndex = 99, SoftCap = 2, ValidClasses = 36 };

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static AttentionOptions Options(int heads, int keyValueHeads) => new() { Heads = heads, KeyValueHeads = keyValueHeads };

    private static OperationCase Attends(string name, AttentionOptions options, Shape qkv, int[] starts, Shape? bias = null)
        => new(name, x => x[0].Attention(x[1], options, x.Length > 2 ? x[2] : null), [typeof(Attention), typeof(AttentionGradient)],
            [new CaseInput(qkv), new CaseInput([qkv[0], qkv[1]], starts), .. bias is { } shape ? [new CaseInput(shape)] : Array.Empty<CaseInput>()]);

    /// <summary>Lets a case use a result more than once.</summary>
    private static Tensor Of<T>(T results, Func<T, Tensor> combine) => combine(results);
}
