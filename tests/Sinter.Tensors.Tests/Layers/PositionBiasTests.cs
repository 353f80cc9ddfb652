using Sinter.Tensors.Cpu;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Tests.Layers;

public sealed class PositionBiasTests
{
    [Fact]
    public void Eight_heads_have_the_slopes_of_the_paper()
        => PositionBias.AlibiSlopes(8).ShouldBe([1 / 2f, 1 / 4f, 1 / 8f, 1 / 16f, 1 / 32f, 1 / 64f, 1 / 128f, 1 / 256f]);

    [Fact]
    public void Sixteen_heads_put_one_between_each_two()
    {
        var slopes = PositionBias.AlibiSlopes(16);

        slopes[0].ShouldBe(MathF.Sqrt(0.5f), 1e-7f);
        slopes[1].ShouldBe(0.5f);
        slopes[15].ShouldBe(1 / 256f);
    }

    [Fact]
    public void Twelve_heads_are_those_of_eight_and_every_other_of_sixteen()
    {
        var sixteen = PositionBias.AlibiSlopes(16);

        PositionBias.AlibiSlopes(12).ShouldBe([.. PositionBias.AlibiSlopes(8), sixteen[0], sixteen[2], sixteen[4], sixteen[6]]);
    }

    [Fact]
    public void One_head_and_three_have_slopes_too()
    {
        PositionBias.AlibiSlopes(1).ShouldBe([1 / 256f]);
        PositionBias.AlibiSlopes(3).ShouldBe([1 / 16f, 1 / 256f, 1 / 4f]);
        Should.Throw<ArgumentOutOfRangeException>(() => PositionBias.AlibiSlopes(0));
    }

    /// <summary>
    /// By the formula of T5 with 32 buckets up to 128. In both directions, 8 exact ones a side, then 8 + floor(8 ln(d/8) / ln 16) of at most 15: the edges are at
    /// 8 · 2^(k/2). To the past only, 16 exact ones, then 16 + floor(16 ln(d/16) / ln 8) of at most 31.
    /// </summary>
    [Theory]
    [InlineData(true, 0, 0)]
    [InlineData(true, -1, 1)]
    [InlineData(true, 1, 17)]
    [InlineData(true, -7, 7)]
    [InlineData(true, -8, 8)]
    [InlineData(true, -11, 8)]
    [InlineData(true, -12, 9)]
    [InlineData(true, -15, 9)]
    [InlineData(true, -16, 10)]
    [InlineData(true, -32, 12)]
    [InlineData(true, 63, 16 + 13)]
    [InlineData(true, 64, 16 + 14)]
    [InlineData(true, -90, 14)]
    [InlineData(true, -91, 15)]
    [InlineData(true, -128, 15)]
    [InlineData(true, 100_000, 31)]
    [InlineData(true, int.MinValue, 15)]
    [InlineData(false, 0, 0)]
    [InlineData(false, 5, 0)]
    [InlineData(false, -15, 15)]
    [InlineData(false, -16, 16)]
    [InlineData(false, -18, 16)]
    [InlineData(false, -19, 17)]
    [InlineData(false, -32, 21)]
    [InlineData(false, -64, 26)]
    [InlineData(false, -127, 31)]
    [InlineData(false, -128, 31)]
    [InlineData(false, int.MinValue, 31)]
    public void Distances_fall_into_the_buckets_of_T5(bool bidirectional, int keyMinusQuery, int bucket)
        => PositionBias.RelativeBucket(keyMinusQuery, bidirectional).ShouldBe(bucket);

    [Fact]
    public void The_bias_of_ALiBi_falls_with_the_distance_on_either_side()
    {
        var bias = PositionBias.Alibi(new CpuBackend(1), 8, 2, 3);

        // Query 0 or 1 and key 2, 1 or 0: q - k from -2 to 1.
        bias.Shape.ShouldBe([8, 4]);
        bias.AsSpan<float>()[..4].ToArray().ShouldBe([-1, -0.5f, 0, -0.5f]);
        bias.AsSpan<float>()[^4..].ToArray().ShouldBe([-2 / 256f, -1 / 256f, 0, -1 / 256f]);
    }

    [Fact]
    public void The_bias_of_T5_takes_each_distances_row_of_the_table()
    {
        var table = Tensor.From<float>(new CpuBackend(1), [.. Enumerable.Range(0, 64).Select(i => (float)i)], [32, 2]);

        var bias = table.RelativeBias(2, 3, bidirectional: true);

        // k - q is 2, 1, 0, -1: buckets 18, 17, 0, 1.
        bias.ToArray<float>().ShouldBe([36, 34, 0, 2, 37, 35, 1, 3]);
        table.RelativeBias(2, 3, bidirectional: false).ToArray<float>().ShouldBe([0, 0, 0, 2, 1, 1, 1, 3]);
    }

    [Theory]
    [InlineData(1, 128)]
    [InlineData(32, 8)]
    public void Buckets_that_cannot_be_are_refused(int buckets, int maximumDistance)
        => Should.Throw<ArgumentOutOfRangeException>(() => PositionBias.RelativeBucket(0, bidirectional: true, buckets, maximumDistance));
}
