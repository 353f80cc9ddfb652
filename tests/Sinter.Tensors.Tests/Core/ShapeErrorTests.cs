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
