using Sinter.Tensors.Cpu;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Tests.Layers;

public sealed class LayerNormTests
{
    private static readonly CpuBackend Cpu = new(2);

    [Fact]
    public void A_large_common_summand_does_not_drown_the_deviations()
    {
        // The difference of the mean square and the squared mean would lose all digits here; 4096 + i/8 is exact in a float.
        var values = Enumerable.Range(0, 33).Select(i => 4096 + (i / 8f)).ToArray();
        var ones = Tensor.From<float>(Cpu, Enumerable.Repeat(1f, 33).ToArray(), [33]);

        var y = Tensor.From<float>(Cpu, values, [1, 33]).LayerNorm(ones, epsilon: 0).ToArray<float>();

        // Deviations (i - 16) / 8; their mean square is (33² - 1) / 12 / 64.
        var deviation = Math.Sqrt(((33.0 * 33) - 1) / 12) / 8;
        for (var i = 0; i < y.Length; i++)
        {
            ((double)y[i]).ShouldBe((i - 16) / 8.0 / deviation, 1e-5);
        }
    }

    [Fact]
    public void A_row_without_deviations_gives_the_bias()
    {
        var weight = Tensor.From<float>(Cpu, [2f, 2f, 2f], [3]);
        var bias = Tensor.From<float>(Cpu, [1f, -2f, 0.5f], [3]);

        Tensor.From<float>(Cpu, [7f, 7f, 7f], [3]).LayerNorm(weight, bias).ToArray<float>().ShouldBe([1f, -2f, 0.5f]);
    }

    [Fact]
    public void A_number_that_is_none_stays_in_its_row()
    {
        var ones = Tensor.From<float>(Cpu, [1f, 1f], [2]);

        var y = Tensor.From<float>(Cpu, [float.NaN, 1, 1, 3], [2, 2]).LayerNorm(ones, epsilon: 0).ToArray<float>();

        y[..2].ShouldAllBe(value => float.IsNaN(value));
        y[2..].ShouldBe([-1f, 1f]);
    }

    [Fact]
    public void Weights_of_another_type_are_refused()
        => Should.Throw<ArgumentException>(() => Tensor.Zeros(Cpu, [2, 3]).LayerNorm(Tensor.Zeros(Cpu, [3], DataType.Float64)))
            .Message.ShouldContain("Float64");
}
