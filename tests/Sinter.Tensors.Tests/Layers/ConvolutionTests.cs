using Sinter.Tensors.Cpu;
using Sinter.Tensors.Differentiation;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Tests.Layers;

/// <summary>Convolutions and pooling against plain loops, which the references share nothing with.</summary>
public sealed class ConvolutionTests
{
    private static readonly CpuBackend Cpu = new(2);

    public static TheoryData<WindowAxis, WindowAxis, int> Geometries => new()
    {
        { new(3), new(2), 1 },
        { new(2, 3, 1, 0), new(3, 1, 2, 2, 2), 2 },
        { new(1), new(5, 2, 4, 0), 4 },
        { new(2, 5), new(2, 4), 1 },
        { new(3, 1, 7, 7), new(3, 1, 0, 9, 3), 2 },
    };

    [Theory]
    [MemberData(nameof(Geometries))]
    public void A_convolution_is_the_sum_over_windows(WindowAxis vertical, WindowAxis horizontal, int groups)
    {
        const int Channels = 4;
        const int Outputs = 8;
        var (x, y) = (Waves([2, Channels, 6, 11]), new Dictionary<string, double>());
        var weight = Waves([Outputs, Channels / groups, vertical.Size, horizontal.Size]);
        var bias = Waves([Outputs]);

        var actual = new Convolution(vertical, horizontal, groups).Apply(x, weight, bias)[0];

        actual.Shape.ShouldBe(new Shape(2, Outputs, vertical.Outputs(6), horizontal.Outputs(11)));
        var (values, weights) = (x.ToArray<float>(), weight.ToArray<float>());
        var at = 0;
        for (var b = 0; b < 2; b++)
        {
            for (var o = 0; o < Outputs; o++)
            {
                foreach (var (row, column) in Grid(actual.Shape[2], actual.Shape[3]))
                {
                    var sum = (double)bias.AsSpan<float>()[o];
                    for (var c = 0; c < Channels / groups; c++)
                    {
                        foreach (var (k, l) in Grid(vertical.Size, horizontal.Size))
                        {
                            var (i, j) = ((row * vertical.Stride) - vertical.Before + (k * vertical.Dilation), (column * horizontal.Stride) - horizontal.Before + (l * horizontal.Dilation));
                            if (i is >= 0 and < 6 && j is >= 0 and < 11)
                            {
                                var channel = (o / (Outputs / groups) * (Channels / groups)) + c;
                                sum += values[(((((b * Channels) + channel) * 6) + i) * 11) + j]
                                    * weights[(((((o * (Channels / groups)) + c) * vertical.Size) + k) * horizontal.Size) + l];
                            }
                        }
                    }

                    ((double)actual.AsSpan<float>()[at++]).ShouldBe(sum, 1e-5, $"output {o} of {b} at {row}, {column}");
                }
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Channels_by_themselves_are_convolved_as_those_of_a_full_weight_with_zeros_between_them(int stride)
    {
        const int Channels = 7;
        var (x, weight, bias) = (Waves([2, Channels, 50]), Waves([Channels, 1, 4]), Waves([Channels]));
        var full = Tensor.Zeros(Cpu, [Channels, Channels, 4]);
        for (var channel = 0; channel < Channels; channel++)
        {
            weight.AsSpan<float>().Slice(channel * 4, 4).CopyTo(full.AsSpan<float>()[(((channel * Channels) + channel) * 4)..]);
        }

        var alone = x.Convolve1d(weight, bias, stride, padding: 2, dilation: 2, groups: Channels).ToArray<float>();
        var expected = x.Convolve1d(full, bias, stride, padding: 2, dilation: 2).ToArray<float>();

        for (var i = 0; i < expected.Length; i++)
        {
            alone[i].ShouldBe(expected[i], 1e-5f, $"element {i}");
        }
    }

    [Fact]
    public void A_causal_convolution_reads_nothing_that_comes_later()
    {
        var (x, weight) = (Waves([1, 2, 20]), Waves([3, 2, 4]));
        var before = x.Convolve1d(weight, dilation: 2, causal: true);
        x.AsSpan<float>()[13] += 1;
        var after = x.Convolve1d(weight, dilation: 2, causal: true);

        before.Shape.ShouldBe(new Shape(1, 3, 20));
        for (var i = 0; i < 60; i++)
        {
            var reads = i % 20 is 13 or 15 or 17 or 19;
            (before.AsSpan<float>()[i] != after.AsSpan<float>()[i]).ShouldBe(reads, $"output {i}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Convolutions_and_their_gradients_are_the_same_bits_at_any_number_of_threads(int threads)
    {
        float[] Compute(int count)
        {
            var cpu = new CpuBackend(count);
            var x = Tensor.From<float>(cpu, Waves([2, 48, 9, 33]).ToArray<float>(), [2, 48, 9, 33], requiresGradient: true);
            var weight = Tensor.From<float>(cpu, Waves([10, 24, 3, 3]).ToArray<float>(), [10, 24, 3, 3], requiresGradient: true);
            var bias = Tensor.Zeros(cpu, [10], requiresGradient: true);
            var y = x.Convolve2d(weight, bias, padding: 1, groups: 2);
            return [.. y.ToArray<float>(), .. Gradients.Of((y * y).Sum(), x, weight, bias).SelectMany(gradient => gradient.ToArray<float>())];
        }

        Compute(threads).ShouldBe(Compute(2));
    }

    [Fact]
    public void The_largest_of_a_window_is_the_first_of_equals_and_a_not_a_number_before_all()
    {
        var x = Tensor.From<float>(Cpu, [1, 1, 1, -5, float.NaN, 9, 0, float.NegativeInfinity, float.NegativeInfinity], [1, 1, 9], requiresGradient: true);

        var y = x.MaximumPool1d(3, stride: 3);

        y.ToArray<float>().ShouldBe([1, float.NaN, 0]);
        Gradients.Of(y.Sum(), x)[0].ToArray<float>().ShouldBe([1, 0, 0, 0, 1, 0, 1, 0, 0]);
    }

    [Fact]
    public void Padding_is_never_the_largest()
    {
        var x = Tensor.From<float>(Cpu, [-3, -2, -7, -4], [1, 1, 2, 2]);

        x.MaximumPool2d(2, stride: 1, padding: 1).ToArray<float>().ShouldBe([-3, -2, -2, -3, -2, -2, -7, -4, -4]);
        x.AveragePool2d(2, stride: 1, padding: 1).ToArray<float>().ShouldBe([-0.75f, -1.25f, -0.5f, -2.5f, -4, -1.5f, -1.75f, -2.75f, -1]);
        x.AveragePool2d(2, stride: 1, padding: 1, countPadding: false).ToArray<float>().ShouldBe([-3, -2.5f, -2, -5, -4, -3, -7, -5.5f, -4]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void Windows_that_overlap_give_every_element_its_share(int batch)
    {
        // Enough planes for several tasks.
        var x = Tensor.Zeros(Cpu, [batch, 40, 12, 13], requiresGradient: true);

        var gradient = Gradients.Of(x.AveragePool2d(3, stride: 1).Sum(), x)[0].ToArray<float>();

        for (var i = 0; i < gradient.Length; i++)
        {
            var (row, column) = (i / 13 % 12, i % 13);
            var windows = Math.Min(Math.Min(row + 1, 12 - row), 3) * Math.Min(Math.Min(column + 1, 13 - column), 3);
            gradient[i].ShouldBe(windows / 9f, 1e-5f, $"element {i}");
        }
    }

    private static IEnumerable<(int Row, int Column)> Grid(int rows, int columns)
        => Enumerable.Range(0, rows).SelectMany(row => Enumerable.Range(0, columns).Select(column => (row, column)));

    private static Tensor Waves(Shape shape)
        => Tensor.From<float>(Cpu, Enumerable.Range(0, (int)shape.Count).Select(i => MathF.Sin((i * 1.7f) + 1)).ToArray(), shape);
}
