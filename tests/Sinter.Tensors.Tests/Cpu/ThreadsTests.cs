using Sinter.Tensors.Cpu;
using Sinter.Tensors.Differentiation;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Randomness;

namespace Sinter.Tensors.Tests.Cpu;

/// <summary>Operations at sizes of many tasks, whose sums a number of threads could take in another order.</summary>
public sealed class ThreadsTests
{
    private const int Rows = 301;
    private const int Width = 318;

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Operations = new()
    {
        ["layer norm"] = x => x.LayerNorm(Weight(x, 1), Weight(x, 2)),
        ["root-mean-square norm"] = x => x.RmsNorm(Weight(x, 1), weightOffset: 1),
        ["gelu"] = x => x.Gelu(),
        ["geglu"] = x => x.GeGlu(),
        ["softmax"] = x => x.Softmax(),
        ["log softmax"] = x => x.LogSoftmax(),
        ["rotary"] = x => x.Rotary(
            Tensor.Arange(Rows), Tensor.From<float>(RotaryTable.Create(Rows, 52, 10_000), [Rows, 52]), 4, RotaryPairing.Interleaved, 53),
        ["sum of columns"] = x => x.Sum(0),
        ["sum of rows"] = x => x.Sum(1),
        ["maximum"] = x => x.Maximum(0),
    };

    public static TheoryData<string> Names => [.. Operations.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void One_thread_and_three_give_the_same_bits(string name)
    {
        var (values, gradient) = Compute(Operations[name], threads: 1);

        var (others, otherGradient) = Compute(Operations[name], threads: 3);

        others.ShouldBe(values);
        otherGradient.ShouldBe(gradient);
        gradient.Distinct().Count().ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Gradients_of_weights_do_not_depend_on_threads()
    {
        static float[][] Compute(int threads)
        {
            var backend = new CpuBackend(threads);
            var x = Tensor.Normal(new RandomStream(1, "x"), [Rows, Width], backend: backend);
            var weight = Tensor.Normal(new RandomStream(1, "weight"), [Width], requiresGradient: true, backend: backend);
            var bias = Tensor.Normal(new RandomStream(1, "bias"), [Width], requiresGradient: true, backend: backend);
            return [.. Gradients.Of((x.LayerNorm(weight, bias) * x).Sum(), weight, bias).Select(gradient => gradient.ToArray<float>())];
        }

        Compute(3).ShouldBe(Compute(1));
    }

    private static (float[] Values, float[] Gradient) Compute(Func<Tensor, Tensor> operation, int threads)
    {
        var x = Tensor.Normal(new RandomStream(1, "x"), [Rows, Width], requiresGradient: true, backend: new CpuBackend(threads));
        var y = operation(x);
        var weight = Tensor.Normal(new RandomStream(1, "weight"), y.Shape, backend: x.Backend);
        return (y.ToArray<float>(), (y * weight).Sum().GradientOf(x).ToArray<float>());
    }

    private static Tensor Weight(Tensor x, ulong seed) => Tensor.Normal(new RandomStream(seed, "weight"), [Width], backend: x.Backend);
}
