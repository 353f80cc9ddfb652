using Sinter.Tensors.Cpu;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Tests.Cpu;

/// <summary>Repeating dimensions, against what index by index is read; between sentinels.</summary>
public sealed class ExpandTests
{
    private static readonly GuardedBackend Cpu = new(new CpuBackend(3));

    /// <summary>Runs and groups of one element, of some, and of more than a task; kept and repeated dimensions in turn.</summary>
    public static TheoryData<int[], int[]> Shapes { get; } = new()
    {
        { [], [] },
        { [1], [1] },
        { [1], [20_001] },
        { [7], [7] },
        { [1, 5], [3, 5] },
        { [1, 5], [9_001, 5] },
        { [1, 9_001], [5, 9_001] },
        { [1, 20_001], [2, 20_001] },
        { [5, 1], [5, 3] },
        { [5_001, 1], [5_001, 3] },
        { [3, 1], [3, 9_001] },
        { [2, 1, 5], [2, 7, 5] },
        { [3, 1, 701], [3, 37, 701] },
        { [1, 3, 1], [4, 3, 5] },
        { [2, 1, 3, 1], [2, 5, 3, 901] },
        { [1, 3, 1, 2, 1, 5], [2, 3, 4, 2, 7, 5] },
        { [2, 1, 1, 3, 1, 1], [2, 3, 1, 3, 5, 1] },
        { [4, 1, 1, 1], [4, 1, 101, 103] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_element_is_the_one_that_its_place_repeats(int[] from, int[] to)
    {
        var count = (int)new Shape(from).Count;
        var expected = Enumerable.Range(0, (int)new Shape(to).Count).Select(index => Source(index, from, to)).ToArray();

        var floats = Tensor.From<float>(Cpu, [.. Enumerable.Range(0, count).Select(i => (float)i)], new Shape(from));
        var doubles = Tensor.From<double>(Cpu, [.. Enumerable.Range(0, count).Select(i => (double)i)], new Shape(from));
        var narrow = Tensor.From<BFloat16>(Cpu, [.. Enumerable.Range(0, count).Select(i => new BFloat16((ushort)i))], new Shape(from));

        floats.Expand(new Shape(to)).ToArray<float>().ShouldBe(expected.Select(value => (float)value));
        doubles.Expand(new Shape(to)).ToArray<double>().ShouldBe(expected.Select(value => (double)value));
        narrow.Expand(new Shape(to)).ToArray<BFloat16>().Select(value => value.Bits).ShouldBe(expected.Select(value => (ushort)value));
    }

    [Fact]
    public void A_bias_is_added_to_every_row()
    {
        var x = Tensor.From<float>(Cpu, [.. Enumerable.Range(0, 307 * 43).Select(i => (float)i)], [307, 43]);
        var bias = Tensor.From<float>(Cpu, [.. Enumerable.Range(0, 43).Select(i => i * 0.5f)], [43]);

        (x + bias).ToArray<float>().ShouldBe(Enumerable.Range(0, 307 * 43).Select(i => i + (i % 43 * 0.5f)));
    }

    private static int Source(int index, int[] from, int[] to)
    {
        var (source, stride) = (0, 1);
        for (var dimension = to.Length - 1; dimension >= 0; dimension--)
        {
            (index, var position) = Math.DivRem(index, to[dimension]);
            source += (from[dimension] == 1 ? 0 : position) * stride;
            stride *= from[dimension];
        }

        return source;
    }
}
