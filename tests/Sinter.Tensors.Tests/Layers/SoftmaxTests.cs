using Sinter.Tensors.Cpu;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Tests.Layers;

public sealed class SoftmaxTests
{
    private static readonly CpuBackend Cpu = new(2);

    [Fact]
    public void Large_scores_do_not_overflow()
    {
        var x = Tensor.From<float>(Cpu, [1000f, 1001f], [2]);

        var y = x.Softmax().ToArray<float>();
        var logarithms = x.LogSoftmax().ToArray<float>();

        ((double)y[0]).ShouldBe(1 / (1 + Math.E), 1e-6);
        ((double)y[1]).ShouldBe(Math.E / (1 + Math.E), 1e-6);
        ((double)logarithms[0]).ShouldBe(-Math.Log(1 + Math.E), 1e-6);
    }

    [Fact]
    public void Scores_of_minus_infinity_have_no_probability_even_in_a_whole_block()
    {
        // The first block of the kernel has 1,024 elements, all of them masked here.
        var values = Enumerable.Repeat(float.NegativeInfinity, 1100).ToArray();
        values[1050] = values[1060] = 2;

        var y = Tensor.From<float>(Cpu, values, [1, 1100]).Softmax().ToArray<float>();

        y.Select((value, i) => (value, i)).Where(pair => pair.value != 0).Select(pair => pair.i).ShouldBe([1050, 1060]);
        y[1050].ShouldBe(0.5f);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1030)]
    public void What_is_no_number_makes_its_row_none_and_no_other(int place)
    {
        var values = Enumerable.Range(0, 2200).Select(i => i % 7f).ToArray();
        values[place] = float.NaN;
        var x = Tensor.From<float>(Cpu, values, [2, 1100]);

        foreach (var y in (float[][])[x.Softmax().ToArray<float>(), x.LogSoftmax().ToArray<float>()])
        {
            y[..1100].ShouldAllBe(value => float.IsNaN(value));
            y[1100..].ShouldAllBe(value => float.IsFinite(value));
        }
    }

    [Fact]
    public void Integers_are_refused()
        => Should.Throw<ArgumentException>(() => Tensor.Zeros(Cpu, [2, 3], DataType.Int32).Softmax()).Message.ShouldStartWith("Softmax was given [2, 3] Int32");
}
