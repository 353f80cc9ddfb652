using Sinter.Tensors.Differentiation;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Tests.Core;

public sealed class TensorPartsTests
{
    [Fact]
    public void Numbers_and_ranges_name_parts()
    {
        var x = Counting([3, 4]);

        x[1].ShouldHold([4], 4, 5, 6, 7);
        x[^1, 0].ShouldHold([], 8);
        x[1..].ShouldHold([2, 4], 4, 5, 6, 7, 8, 9, 10, 11);
        x[.., 1..3].ShouldHold([3, 2], 1, 2, 5, 6, 9, 10);
        x[1..2, ^1..].ShouldHold([1, 1], 7);
    }

    [Fact]
    public void No_part_is_empty_or_outside()
    {
        var x = Counting([3, 4]);

        Should.Throw<ArgumentException>(() => x[3]);
        Should.Throw<ArgumentException>(() => x[^4]);
        Should.Throw<ArgumentException>(() => x[1..1]);
        Should.Throw<ArgumentException>(() => x[2..1]);
        Should.Throw<ArgumentException>(() => x[-1]);
    }

    [Fact]
    public void Dimensions_are_exchanged_added_and_taken_away()
    {
        var x = Counting([2, 3]);

        x.Transpose().ShouldHold([3, 2], 0, 3, 1, 4, 2, 5);
        x.Transpose(1, 1).ShouldBeSameAs(x);
        x.Unsqueeze(0).Shape.ShouldBe([1, 2, 3]);
        x.Unsqueeze(-1).Shape.ShouldBe([2, 3, 1]);
        x.Unsqueeze(1).Squeeze(1).ShouldHold([2, 3], 0, 1, 2, 3, 4, 5);
    }

    [Fact]
    public void Parts_are_split_and_stacked()
    {
        var parts = Counting([2, 3]).Split(-1, 1, 2);

        parts[0].ShouldHold([2, 1], 0, 3);
        parts[1].ShouldHold([2, 2], 1, 2, 4, 5);
        Tensor.Stack(0, Counting([2]), Counting([2])).ShouldHold([2, 2], 0, 1, 0, 1);
        Tensor.Stack(-1, Counting([2]), Counting([2])).ShouldHold([2, 2], 0, 0, 1, 1);
    }

    [Fact]
    public void Extremes_are_found_over_a_dimension_and_over_all()
    {
        var x = Tensor.From(new[,] { { 1f, 5f, 2f }, { 7f, -3f, 7f } });

        x.Maximum(1).ShouldHold([2, 1], 5, 7);
        x.Minimum(0).ShouldHold([1, 3], 1, -3, 2);
        x.Maximum().ShouldHold([], 7);
        x.ArgMax(1).ToArray<int>().ShouldBe([1, 0]);
        x.ArgMax(0).ToArray<int>().ShouldBe([1, 0, 1]);
        x.Mean().ShouldHold([], 19 / 6f);
    }

    [Fact]
    public void What_is_no_number_is_the_largest()
    {
        var x = Tensor.From([1f, float.NaN, 9f, float.NaN]);

        x.ArgMax(0).Item().ShouldBe(1);
        x.Maximum().Item().ShouldBe(double.NaN);
        Tensor.From([float.NegativeInfinity, float.NegativeInfinity]).ArgMax(0).Item().ShouldBe(0);
    }

    [Fact]
    public void Of_several_largest_elements_the_first_takes_the_gradient()
    {
        var x = Tensor.From([2f, 7f, 7f], requiresGradient: true);

        (x.Maximum() * 3).GradientOf(x).ShouldHold([3], 0, 3, 0);
    }

    [Fact]
    public void Numbers_and_tensors_mix()
    {
        var x = Tensor.From([1f, 2f, 4f]);

        (1 - x).ShouldHold([3], 0, -1, -3);
        (2 * x + 1).ShouldHold([3], 3, 5, 9);
        (x / 2 - 1).ShouldHold([3], -0.5f, 0, 1);
        (8 / x).ShouldHold([3], 8, 4, 2);
        x.Pow(0.5).ShouldHold([3], 1, MathF.Sqrt(2), 2);
        x.Pow(-2).ShouldHold([3], 1, 0.25f, 0.0625f);
        x.Pow(1).ShouldBeSameAs(x);
    }

    [Fact]
    public void Powers_of_zero_have_their_slopes()
    {
        var x = Tensor.From([0f, 3f], requiresGradient: true);

        x.Pow(0).ShouldHold([2], 1, 1);
        x.Pow(0).Sum().GradientOf(x).ShouldHold([2], 0, 0);
        x.Pow(3).Sum().GradientOf(x).ShouldHold([2], 0, 27);
    }

    private static Tensor Counting(Shape shape) => Tensor.From([.. Enumerable.Range(0, (int)shape.Count).Select(i => (float)i)], shape);
}

internal static class TensorAssertions
{
    public static void ShouldHold(this Tensor actual, Shape shape, params float[] values)
    {
        actual.Shape.ShouldBe(shape);
        actual.ToArray<float>().ShouldBe(values);
    }
}
