using Sinter.Tensors.Randomness;

namespace Sinter.Tensors.Tests.Core;

public sealed class TensorCreationTests
{
    [Fact]
    public void Tensors_are_made_without_naming_a_backend()
    {
        Tensor.Zeros([2, 3]).ToArray<float>().ShouldBe([0, 0, 0, 0, 0, 0]);
        Tensor.Ones([2], DataType.Float64).ToArray<double>().ShouldBe([1, 1]);
        Tensor.Full([2], 2.5).ToArray<float>().ShouldBe([2.5f, 2.5f]);
        Tensor.Full([2], -2.5, DataType.Int32).ToArray<int>().ShouldBe([-2, -2]);
        Tensor.Full([], 7, requiresGradient: true).RequiresGradient.ShouldBeTrue();
    }

    [Fact]
    public void Arrays_become_tensors()
    {
        var line = Tensor.From([1f, 2f, 3f]);
        var folded = Tensor.From([1, 2, 3, 4], [2, 2]);
        var table = Tensor.From(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } });

        line.Shape.ShouldBe([3]);
        folded.Type.ShouldBe(DataType.Int32);
        folded.Shape.ShouldBe([2, 2]);
        table.Shape.ShouldBe([2, 3]);
        table.ToArray<double>().ShouldBe([1, 2, 3, 4, 5, 6]);
    }

    [Fact]
    public void Values_that_do_not_fill_a_shape_are_refused()
        => Should.Throw<ArgumentException>(() => Tensor.From([1f, 2f, 3f], [2, 2])).Message.ShouldContain("[2, 2]");

    [Fact]
    public void Integers_follow_one_another()
    {
        Tensor.Arange(4).ToArray<int>().ShouldBe([0, 1, 2, 3]);
        Tensor.Arange(-1, 2).ToArray<int>().ShouldBe([-1, 0, 1]);
        Should.Throw<ArgumentException>(() => Tensor.Arange(2, 2)).Message.ShouldStartWith("Arange");
    }

    [Fact]
    public void A_stream_gives_the_same_numbers_again_and_another_name_others()
    {
        static float[] Draw(string name) => Tensor.Normal(new RandomStream(7, name), [64]).ToArray<float>();

        Draw("a").ShouldBe(Draw("a"));
        Draw("a").ShouldNotBe(Draw("b"));
    }

    [Fact]
    public void Random_numbers_have_the_mean_and_deviation_that_were_asked_for()
    {
        const int Count = 100_000;
        var normal = Tensor.Normal(new RandomStream(1, "normal"), [Count], mean: 3, deviation: 2).ToArray<float>();
        var uniform = Tensor.Uniform(new RandomStream(1, "uniform"), [Count], minimum: -1, maximum: 3).ToArray<float>();

        var tolerance = 5 * 2 / Math.Sqrt(Count);
        normal.Average(value => (double)value).ShouldBe(3, tolerance);
        Math.Sqrt(normal.Average(value => (value - 3.0) * (value - 3.0))).ShouldBe(2, tolerance);
        uniform.Average(value => (double)value).ShouldBe(1, tolerance);
        uniform.Min().ShouldBeInRange(-1, -0.99f);
        uniform.Max().ShouldBeInRange(2.99f, 3);
    }

    [Fact]
    public void A_tensor_shows_its_shape_and_its_first_values()
    {
        Tensor.From([0.5f, -1f]).ToString().ShouldBe("Tensor [2] Float32: 0.5, -1");
        Tensor.Arange(10).ToString().ShouldBe("Tensor [10] Int32: 0, 1, 2, 3, 4, 5, 6, 7, ...");
        Tensor.Input(Tensor.Zeros([1]).Backend, [2, 3]).ToString().ShouldBe("Tensor [2, 3] Float32");
    }

    [Fact]
    public void The_one_value_of_a_tensor_can_be_had()
    {
        Tensor.Full([], 2.5).Item().ShouldBe(2.5);
        Tensor.Full([1, 1], 3, DataType.Int32).Item().ShouldBe(3);
        Should.Throw<InvalidOperationException>(() => Tensor.Zeros([2, 3]).Item()).Message.ShouldContain("[2, 3]");
        Should.Throw<InvalidOperationException>(() => Tensor.Input(Tensor.Zeros([1]).Backend, []).Item());
    }
}
