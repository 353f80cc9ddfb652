using Sinter.Tensors.Cpu;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Tests.Core;

public sealed class ShapeErrorTests
{
    private static readonly CpuBackend Cpu = new(1);

    public static TheoryData<string, string, string, Action> Misuses => new()
    {
        { "MatMul", "[2, 3]", "[4, 5]", () => Floats([2, 3]).MatMul(Floats([4, 5])) },
        { "MatMul", "[6, 3]", "[4, 5]", () => Floats([2, 3, 3]).Linear(Floats([4, 5])) },
        { "Add", "[2, 3]", "[4, 5]", () => _ = Floats([2, 3]) + Floats([4, 5]) },
        { "RmsNorm", "[2, 3]", "[4]", () => Floats([2, 3]).RmsNorm(Floats([4])) },
        { "LayerNorm", "[2, 3]", "[4]", () => Floats([2, 3]).LayerNorm(Floats([3]), Floats([4])) },
        { "LayerNorm", "[]", "[1]", () => Floats([]).LayerNorm(Floats([1])) },
        { "SwiGlu", "[2, 3]", "Float32", () => Floats([2, 3]).SwiGlu() },
        { "GeGlu", "[2, 3]", "Float32", () => Floats([2, 3]).GeGlu() },
        { "Dropout", "[2, 3]", "[3] Int32", () => Floats([2, 3]).Dropout(Integers([3]), 0.1, 0) },
        { "Gather", "[2, 3]", "[4] Float32", () => Floats([2, 3]).Gather(Floats([4])) },
        { "Rotary", "[2, 12]", "[3] Int32", () => Floats([2, 12]).Rotary(Integers([3]), Floats([8, 6]), 2) },
        { "Rotary", "[2, 12]", "[8, 8]", () => Floats([2, 12]).Rotary(Integers([2]), Floats([8, 8]), 2, headSize: 6) },
        { "Rotary", "[2, 9]", "[8, 3]", () => Floats([2, 9]).Rotary(Integers([2]), Floats([8, 3]), 2) },
        { "Slice", "[2, 3]", "3..5", () => _ = Floats([2, 3])[.., 3..5] },
        { "Slice", "[2, 3]", "3 indices", () => _ = Floats([2, 3])[0, 0, 0] },
        { "Slice", "[2, 3]", "3", () => Floats([2, 3]).Slice(0, 1, int.MaxValue) },
        { "Squeeze", "[2, 3]", "dimension 1", () => Floats([2, 3]).Squeeze(1) },
        { "Unsqueeze", "[2, 3]", "dimension 3", () => Floats([2, 3]).Unsqueeze(3) },
        { "Split", "[2, 3]", "[2, 2]", () => Floats([2, 3]).Split(1, 2, 2) },
        { "Concatenate", "[2, 1, 3]", "[2, 1, 4]", () => Tensor.Stack(1, Floats([2, 3]), Floats([2, 4])) },
        { "Affine", "[2]", "Int32", () => _ = Integers([2]) * 2 },
        { "ArgMax", "[2]", "Int32", () => Integers([2]).ArgMax(0) },
        { "Attention", "[1, 4, 18]", "[1, 5]", () => Floats([1, 4, 18]).Attention(Integers([1, 5]), 1, 1) },
        { "LinearCrossEntropy", "[7, 4]", "[9, 5]", () => Floats([7, 4]).LinearCrossEntropy(Floats([9, 5]), Integers([7]), Floats([])) },
        { "LinearCrossEntropy", "[9, 4]", "at least 10", () => Floats([7, 4]).LinearCrossEntropy(Floats([9, 4]), Integers([7]), Floats([]), new() { ValidClasses = 10 }) },
        { "CrossEntropy", "[7, 4]", "[6]", () => Floats([7, 4]).CrossEntropy(Integers([6]), Floats([])) },
        { "CrossEntropy", "[7, 4]", "[7] Float32", () => Floats([7, 4]).CrossEntropy(Integers([7]), Floats([]), Floats([7])) },
        { "Convolution", "[1, 3, 5, 5]", "[2, 4, 3, 3]", () => Floats([1, 3, 5, 5]).Convolve2d(Floats([2, 4, 3, 3])) },
        { "Convolution", "[1, 3, 2, 5]", "room for a window", () => Floats([1, 3, 2, 5]).Convolve2d(Floats([2, 3, 3, 3])) },
        { "Convolution", "[1, 4, 5, 5]", "[3, 2, 3, 3]", () => Floats([1, 4, 5, 5]).Convolve2d(Floats([3, 2, 3, 3]), groups: 2) },
        { "Convolution", "[1, 3, 5, 5]", "[3]", () => Floats([1, 3, 5, 5]).Convolve2d(Floats([2, 3, 3, 3]), Floats([3])) },
        { "Convolution", "[1, 3, 5, 5]", "[2, 3, 3, 3]", () => Floats([1, 3, 5, 5]).Convolve2d(Floats([2, 3, 3, 3]), stride: 0) },
        { "Convolution", "[1, 3, 5, 5]", "[2, 3, 3, 3]", () => Floats([1, 3, 5, 5]).Convolve2d(Floats([2, 3, 3, 3]), dilation: int.MaxValue) },
        { "Convolve1d", "[1, 3, 5, 5]", "[2, 3, 3]", () => Floats([1, 3, 5, 5]).Convolve1d(Floats([2, 3, 3])) },
        { "Convolve1d", "[1, 3, 5]", "[2, 3, 3]", () => Floats([1, 3, 5]).Convolve1d(Floats([2, 3, 3]), padding: 1, causal: true) },
        { "MaximumPooling", "[1, 3, 5]", "height", () => new MaximumPooling(new(2), new(2)).Apply(Floats([1, 3, 5])) },
        { "MaximumPooling", "[1, 3, 5, 5]", "padding", () => Floats([1, 3, 5, 5]).MaximumPool2d(2, padding: 2) },
        { "AveragePooling", "[1, 3, 5, 5]", "room for a window", () => Floats([1, 3, 5, 5]).AveragePool2d(6) },
        { "BatchNorm", "[2, 3, 4]", "[4]", () => Floats([2, 3, 4]).BatchNorm(Floats([4]), Floats([4])) },
        { "BatchNorm", "[1, 3]", "more than one", () => Floats([1, 3]).BatchNorm(Floats([3]), Floats([3])) },
        { "KnownBatchNorm", "[2, 3, 4]", "[4]", () => Floats([2, 3, 4]).BatchNorm(Floats([3]), Floats([3]), Floats([3]), Floats([4])) },
        { "Split", "[2, 3]", "2 equal parts", () => Floats([2, 3]).Split(1, 2) },
        { "LstmCell", "[2, 8]", "[2, 3]", () => new LstmCell().Apply(Floats([2, 8]), Floats([8]), Floats([8]), Floats([2, 3])) },
        { "GruCell", "[2, 9]", "[9]", () => new GruCell().Apply(Floats([2, 9]), Floats([2, 6]), Floats([9]), Floats([9]), Floats([2, 3])) },
        { "Lstm", "[2, 5, 3]", "[8, 4]", () => Floats([2, 5, 3]).Lstm(new(Floats([8, 4]), Floats([8, 2]), Floats([8]), Floats([8]))) },
        { "Gru", "[2, 5, 3]", "[1, 2]", () => Floats([2, 5, 3]).Gru(new(Floats([6, 3]), Floats([6, 2]), Floats([6]), Floats([6])), Floats([1, 2])) },
        { "TopK", "[2, 3]", "at least 4", () => Floats([2, 3]).TopK(4) },
        { "Route", "[2, 3]", "[3, 2]", () => new Route().Apply(Floats([2, 3]), Integers([3, 2])) },
        { "ExpertOrder", "[4]", "[tokens, k]", () => Integers([4]).OrderByExpert(3) },
        { "GroupedLinear", "[4, 3]", "[2, 5, 7]", () => Floats([4, 3]).GroupedLinear(Floats([2, 5, 7]), Integers([3])) },
        { "GroupedLinear", "[4, 3]", "[7, 3]", () => Floats([4, 3]).GroupedLinear(Floats([7, 3]), Integers([3])) },
        { "CombineExperts", "[4, 3]", "[2, 3]", () => Floats([4, 3]).CombineExperts(Floats([2, 3]), new(Integers([4]), Integers([4]), Integers([2, 2]), Integers([3]))) },
        { "SquaredError", "[3]", "[3, 1]", () => Floats([3]).SquaredError(Floats([3, 1]), Floats([])) },
        { "PreferenceLoss", "[3]", "[2]", () => Floats([3]).PreferenceLoss(Floats([2]), Floats([])) },
        { "CachedAttention", "[1, 2, 18]", "[9, 5]", () => Floats([1, 2, 18]).CachedAttention(Floats([9, 5]), Floats([9, 5]), Integers([1]), 1, 1) },
    };

    [Theory]
    [MemberData(nameof(Misuses), DisableDiscoveryEnumeration = true)]
    public void Shapes_that_do_not_fit_are_named_with_the_operation(string operation, string first, string second, Action misuse)
    {
        var message = Should.Throw<ArgumentException>(misuse).Message;

        message.ShouldStartWith(operation);
        message.ShouldContain(first);
        message.ShouldContain(second);
    }

    private static Tensor Floats(Shape shape) => Tensor.Zeros(Cpu, shape);

    private static Tensor Integers(Shape shape) => Tensor.Zeros(Cpu, shape, DataType.Int32);
}
