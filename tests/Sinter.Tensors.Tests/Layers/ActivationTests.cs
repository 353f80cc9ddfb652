using Sinter.Tensors.Cpu;
using Sinter.Tensors.Differentiation;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Tests.Layers;

public sealed class ActivationTests
{
    private static readonly CpuBackend Cpu = new(2);

    public static TheoryData<UnaryFunction> Functions => [.. Enum.GetValues<UnaryFunction>()];

    public static TheoryData<UnaryFunction, double> Tolerances => new()
    {
        { UnaryFunction.Negate, 0 },
        { UnaryFunction.Sqrt, 1e-7 },
        { UnaryFunction.Square, 1e-7 },
        { UnaryFunction.Reciprocal, 1e-7 },
        { UnaryFunction.Abs, 0 },
        { UnaryFunction.Exp, 2e-7 },
        { UnaryFunction.Log, 2e-7 },
        { UnaryFunction.ReciprocalSqrt, 2e-7 },
        { UnaryFunction.Sigmoid, 4e-7 },
        { UnaryFunction.Tanh, 3e-7 },
        { UnaryFunction.Relu, 0 },
        { UnaryFunction.Silu, 4e-7 },
        { UnaryFunction.Gelu, 4e-6 },
        { UnaryFunction.GeluTanh, 2e-5 },
        { UnaryFunction.QuickGelu, 1.5e-6 },
        { UnaryFunction.SquaredRelu, 1e-7 },
        { UnaryFunction.Softplus, 4e-7 },
    };

    /// <summary>Known to 16 places, as tables and other libraries have them.</summary>
    public static TheoryData<double, double> Normal => new()
    {
        { 0, 0.5 },
        { 1, 0.8413447460685429 },
        { 1.96, 0.9750021048517795 },
        { -1, 0.15865525393145707 },
        { -3, 0.0013498980316300946 },
        { -5, 2.866515718791939e-7 },
        { -10, 7.61985302416052e-24 },
    };

    [Theory]
    [MemberData(nameof(Tolerances))]
    public void Floats_are_as_near_as_promised_to_doubles(UnaryFunction function, double tolerance)
    {
        // Where both signs make sense, from -9 to 9; the tails of all functions are in it.
        var positive = function is UnaryFunction.Sqrt or UnaryFunction.Log or UnaryFunction.ReciprocalSqrt or UnaryFunction.Reciprocal;
        var points = Enumerable.Range(0, 9001).Select(i => positive ? (i + 1) / 500f : (i - 4500) / 500f).ToArray();
        Shape shape = [points.Length];

        var actual = Tensor.From<float>(Cpu, points, shape).Map(function).ToArray<float>();
        var expected = Tensor.From<double>(Cpu, points.Select(point => (double)point).ToArray(), shape).Map(function).ToArray<double>();

        for (var i = 0; i < points.Length; i++)
        {
            ((double)actual[i]).ShouldBe(expected[i], (tolerance * Math.Abs(expected[i])) + 1e-37, $"{function} of {points[i]}");
            ((double)actual[i]).ShouldBe(expected[i], 3e-7 * Math.Max(1, Math.Abs(expected[i])), $"{function} of {points[i]}");
        }
    }

    [Fact]
    public void E_to_the_0_is_1_to_the_bit()
        => Tensor.From<float>(Cpu, [.. Enumerable.Range(0, 37).Select(static i => i % 2 == 0 ? 0f : -0f)], [37]).Map(UnaryFunction.Exp).ToArray<float>().ShouldAllBe(static value => value == 1);

    [Theory]
    [MemberData(nameof(Functions))]
    public void Slopes_of_floats_are_those_of_doubles(UnaryFunction function)
    {
        var positive = function is UnaryFunction.Sqrt or UnaryFunction.Log or UnaryFunction.ReciprocalSqrt or UnaryFunction.Reciprocal;
        var points = Enumerable.Range(0, 999).Select(i => positive ? (i + 30) / 50f : (i - 499) / 50f).ToArray();
        var inFloat = Tensor.From<float>(Cpu, points, [points.Length], requiresGradient: true);
        var inDouble = Tensor.From<double>(Cpu, points.Select(point => (double)point).ToArray(), [points.Length], requiresGradient: true);

        var actual = Gradients.Of(inFloat.Map(function).Sum(), inFloat)[0].ToArray<float>();
        var expected = Gradients.Of(inDouble.Map(function).Sum(), inDouble)[0].ToArray<double>();

        for (var i = 0; i < points.Length; i++)
        {
            ((double)actual[i]).ShouldBe(expected[i], 3e-6 * Math.Max(1, Math.Abs(expected[i])), $"the slope of {function} at {points[i]}");
        }
    }

    [Theory]
    [MemberData(nameof(Normal))]
    public void The_normal_distribution_has_its_known_values(double x, double expected)
    {
        NormalDistribution.Distribution(x).ShouldBe(expected, Math.Max(1e-15, 1e-13 * expected));
        NormalDistribution.Distribution(x).ShouldBe(expected, 1e-12 * expected);

        // The function is its density's integral: both sides of where series and fraction meet.
        const double Step = 1e-4;
        var slope = (NormalDistribution.Distribution(x + Step) - NormalDistribution.Distribution(x - Step)) / (2 * Step);
        NormalDistribution.Density(x).ShouldBe(slope, 1e-8);
    }

    [Fact]
    public void Gelu_keeps_its_digits_far_below_zero()
    {
        // -5 Φ(-5); by 1 + erf nothing would be left of it in floats.
        var y = Tensor.From<float>(Cpu, [-5f], [1]).Gelu().ToArray<float>()[0];

        ((double)y).ShouldBe(-5 * 2.866515718791939e-7, 1e-12);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void What_is_no_number_stays_none(UnaryFunction function)
    {
        var values = Enumerable.Repeat(1f, 37).ToArray();
        values[3] = values[36] = float.NaN;

        var y = Tensor.From<float>(Cpu, values, [37]).Map(function).ToArray<float>();

        y.Select(float.IsNaN).ShouldBe(values.Select(float.IsNaN));
    }

    [Fact]
    public void Exp_and_log_reach_infinity()
    {
        Tensor.From<float>(Cpu, [89f, float.PositiveInfinity, float.NegativeInfinity], [3]).Exp().ToArray<float>()
            .ShouldBe([float.PositiveInfinity, float.PositiveInfinity, 0]);
        Tensor.From<float>(Cpu, [0f, float.PositiveInfinity], [2]).Log().ToArray<float>().ShouldBe([float.NegativeInfinity, float.PositiveInfinity]);
    }

    [Fact]
    public void An_element_gives_the_same_bits_wherever_it_stands()
    {
        var values = Enumerable.Range(0, 40).Select(i => (i - 20) / 7f).ToArray();

        var whole = Tensor.From<float>(Cpu, values, [40]).Gelu().ToArray<float>();
        var alone = values.Select(value => Tensor.From<float>(Cpu, [value], [1]).Gelu().ToArray<float>()[0]);

        whole.ShouldBe(alone);
    }

    [Fact]
    public void A_gated_unit_takes_activations_only()
        => Should.Throw<ArgumentException>(() => Tensor.Zeros(Cpu, [2, 4]).GatedUnit(UnaryFunction.Log)).Message.ShouldContain("Log");
}
