using Sinter.Tensors.Cpu;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;

namespace Sinter.Tensors.Tests.Layers;

public sealed class DropoutTests
{
    private const int Count = 1 << 20;
    private static readonly CpuBackend Cpu = new(2);

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void The_share_of_zeros_is_the_rate(double rate)
    {
        var dropped = Dropped(seed: 1, step: 1, site: 0, rate).Count(one => one);

        ((double)dropped).ShouldBe(rate * Count, 5 * Math.Sqrt(Count * rate * (1 - rate)));
    }

    [Theory]
    [InlineData(1, 2, 0, 0)]
    [InlineData(2, 1, 0, 0)]
    [InlineData(1, 1, 1, 0)]
    [InlineData(1, 1, 0, 1)]
    [InlineData(1, 1, 0, 2)]
    [InlineData(1, 1, 0, 16)]
    [InlineData(1, 1, 0, 4096)]
    [InlineData(1, 1, 0, DropoutMask.Chunk)]
    public void Another_seed_step_site_or_element_tells_nothing_about_one(int seed, int step, int site, int distance)
    {
        const double Rate = 0.25;
        var one = Dropped(1, 1, 0, Rate);
        var other = Dropped(seed, step, site, Rate);

        var both = Enumerable.Range(0, Count).Count(i => one[i] && other[(i + distance) % Count]);

        ((double)both).ShouldBe(Rate * Rate * Count, 5 * Math.Sqrt(Count * Rate * Rate * (1 - (Rate * Rate))));
    }

    [Fact]
    public void Runs_of_elements_have_every_pattern_equally_often()
    {
        // Eight neighbours as a byte: the 256 patterns of a fair mask, by the chi-squared test (255 degrees of freedom, deviation sqrt(2 · 255)).
        var dropped = Dropped(3, 5, 2, 0.5);
        var counts = new int[256];
        for (var i = 0; i < Count; i += 8)
        {
            counts[Enumerable.Range(0, 8).Sum(bit => dropped[i + bit] ? 1 << bit : 0)]++;
        }

        var expected = Count / 8 / 256.0;
        counts.Sum(count => (count - expected) * (count - expected) / expected).ShouldBe(255, 5 * Math.Sqrt(2 * 255));
    }

    [Fact]
    public void The_mask_is_the_one_written_down_here()
    {
        // Seed 7, step -2, site 5: the definition once more, one element at a time, so that no width of vectors can change it.
        const double Rate = 0.4;
        var mask = Dropped(7, -2, 5, Rate);

        for (var i = 0; i < Count; i += 4099)
        {
            var state = SplitMix(SplitMix(SplitMix((7UL << 32) | unchecked((uint)-2)) ^ 5) ^ (ulong)(i / 16384));
            var bits = LowBias(unchecked(LowBias((uint)(i % 16384) ^ (uint)state) + (uint)(state >> 32)));
            mask[i].ShouldBe(bits < Rate * 4294967296.0, $"element {i}");
        }
    }

    [Fact]
    public void One_thread_and_three_give_the_same_bits()
    {
        var values = Enumerable.Range(0, 50_001).Select(i => i / 100f).ToArray();

        float[] Result(CpuBackend cpu) => Tensor.From<float>(cpu, values, [50_001]).Dropout(Tensor.From<int>(cpu, [1, 2], [2]), 0.5, 3).ToArray<float>();

        Result(new CpuBackend(3)).ShouldBe(Result(new CpuBackend(1)));
    }

    [Fact]
    public void The_gradient_passes_where_the_element_did_and_a_step_can_be_repeated()
    {
        var x = Tensor.From<float>(Cpu, Enumerable.Repeat(1f, 1001).ToArray(), [1001], requiresGradient: true);
        var gradient = Tensor.Zeros(Cpu, [1001]);
        var seed = Tensor.Input(Cpu, [2], DataType.Int32);
        var y = x.Dropout(seed, 0.5, 1);
        var program = StepProgram.CompileTraining(y.Sum(), [new Parameter("x", x, gradient)], y);

        float[] Run(int step)
        {
            new[] { 9, step }.CopyTo(program.Values<int>(seed));
            gradient.AsSpan<float>().Clear();
            program.Run();
            var result = program.Values<float>(y).ToArray();
            gradient.ToArray<float>().ShouldBe(result);
            return result;
        }

        var first = Run(1);
        Run(2).ShouldNotBe(first);
        Run(1).ShouldBe(first);
        first.Distinct().Order().ShouldBe([0f, 2f]);
    }

    [Fact]
    public void Without_a_rate_nothing_happens()
    {
        var x = Tensor.Zeros(Cpu, [3]);

        x.Dropout(Tensor.Zeros(Cpu, [2], DataType.Int32), 0, 0).ShouldBeSameAs(x);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void A_rate_that_is_no_probability_below_one_is_refused(double rate)
        => Should.Throw<ArgumentOutOfRangeException>(() => Tensor.Zeros(Cpu, [3]).Dropout(Tensor.Zeros(Cpu, [2], DataType.Int32), rate, 0));

    [Fact]
    public void Both_precisions_have_one_mask()
    {
        var seed = Tensor.From<int>(Cpu, [4, 4], [2]);
        var floats = Tensor.From<float>(Cpu, Enumerable.Repeat(1f, 20_000).ToArray(), [20_000]);
        var doubles = Tensor.From<double>(Cpu, Enumerable.Repeat(1.0, 20_000).ToArray(), [20_000]);

        floats.Dropout(seed, 0.5, 0).ToArray<float>().Select(value => (double)value).ShouldBe(doubles.Dropout(seed, 0.5, 0).ToArray<double>());
    }

    private static bool[] Dropped(int seed, int step, int site, double rate)
    {
        var ones = Tensor.From<float>(Cpu, Enumerable.Repeat(1f, Count).ToArray(), [Count]);
        return [.. ones.Dropout(Tensor.From<int>(Cpu, [seed, step], [2]), rate, site).ToArray<float>().Select(value => value == 0)];
    }

    private static uint LowBias(uint x)
    {
        unchecked
        {
            x ^= x >> 16;
            x *= 0x7feb352d;
            x ^= x >> 15;
            x *= 0x846ca68b;
            x ^= x >> 16;
            return x;
        }
    }

    private static ulong SplitMix(ulong z)
    {
        unchecked
        {
            z += 0x9e3779b97f4a7c15;
            z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
            z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
            return z ^ (z >> 31);
        }
    }
}
