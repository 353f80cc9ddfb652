using Sinter.Tensors.Cpu;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Randomness;

namespace Sinter.Tensors.Tests.Core;

/// <summary>Numbers in four bits, against a plain account of the same rules.</summary>
public sealed class NormalFloat4Tests
{
    [Fact]
    public void The_levels_are_the_middles_of_equal_shares_of_a_normal_distribution()
    {
        // Dettmers et al. 2023, appendix E, as their library computes it: quantiles at even steps from 0.9677083 to one half, 8 of them above 0 and 7 below, and 0 itself;
        // all divided by the largest.
        const double Offset = 0.9677083;
        double[] Quantiles(int steps) => [.. Enumerable.Range(0, steps).Select(i => Quantile(Offset + ((0.5 - Offset) * i / steps)))];
        double[] all = [.. Quantiles(8), 0, .. Quantiles(7).Select(quantile => -quantile)];

        var expected = all.Order().Select(level => level / all.Max()).ToArray();

        NormalFloat4.Levels.Length.ShouldBe(16);
        for (var i = 0; i < 16; i++)
        {
            ((double)NormalFloat4.Levels[i]).ShouldBe(expected[i], 1e-6, $"level {i}");
        }
    }

    [Fact]
    public void A_number_takes_little_more_than_half_a_byte()
    {
        (NormalFloat4.Bytes(4096 * 4096) / (4096.0 * 4096)).ShouldBe(0.5161, 1e-4);
        NormalFloat4.Bytes(5_000_000_000).ShouldBe((78_125_000L * 33) + (305_176 * 8));
        NormalFloat4.Bytes(0).ShouldBe(0);
        NormalFloat4.Bytes(1).ShouldBe(32 + 1 + 8);
        DataType.NormalFloat4.Bytes(65).ShouldBe(64 + 2 + 8);
        Should.Throw<NotSupportedException>(() => DataType.NormalFloat4.Size());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1000)]
    [InlineData(16384)]
    [InlineData(16385)]
    [InlineData(50_000)]
    public void Every_number_is_the_nearest_level_of_its_block(int count)
    {
        var values = Normal(count);

        var read = RoundTrip(values);

        for (var group = 0; group < count; group += NormalFloat4.GroupSize)
        {
            var blocks = values[group..Math.Min(count, group + NormalFloat4.GroupSize)].Chunk(64).ToArray();
            var largest = blocks.Select(block => block.Max(Math.Abs)).ToArray();
            var (least, step) = (largest.Min(), (largest.Max() - largest.Min()) / 255);
            for (var block = 0; block < blocks.Length; block++)
            {
                var scale = step == 0 ? least : least + (step * Math.Round((largest[block] - least) / step));
                Math.Abs(scale - largest[block]).ShouldBeLessThanOrEqualTo((step / 2) + 1e-6f);
                for (var j = 0; j < blocks[block].Length; j++)
                {
                    var value = blocks[block][j];
                    var (found, nearest) = (read[group + (block * 64) + j], NormalFloat4.Levels.ToArray().Min(level => Math.Abs((level * scale) - value)));
                    ((double)Math.Abs(found - value)).ShouldBe(nearest, 2e-6, $"number {group + (block * 64) + j}");
                }
            }
        }
    }

    [Fact]
    public void Quantizing_the_scales_adds_almost_nothing_to_the_error()
    {
        // Against scales that are kept as floats; the figure of a relative error of about a tenth is that of any 16 levels for such blocks.
        var values = Normal(1 << 18);
        double Error(Func<int, float, float> read) => Math.Sqrt(values.Select((value, i) => Math.Pow(read(i, value) - value, 2)).Average());

        var levels = NormalFloat4.Levels.ToArray();
        var largest = values.Chunk(64).Select(block => block.Max(Math.Abs)).ToArray();
        var plain = Error((i, value) => levels.MinBy(level => Math.Abs((level * largest[i / 64]) - value)) * largest[i / 64]);
        var read = RoundTrip(values);
        var twice = Error((i, _) => read[i]);

        plain.ShouldBeInRange(0.08, 0.11);
        twice.ShouldBeLessThan(1.005 * plain);
    }

    [Fact]
    public void Any_stretch_is_read_as_a_part_of_the_whole()
    {
        var values = Normal(16384 + 200);
        var stored = new byte[NormalFloat4.Bytes(values.Length)];
        NormalFloat4.Quantize(values, stored);
        var all = new float[values.Length];
        NormalFloat4.Dequantize(stored, all);

        foreach (var start in (int[])[0, 16384 - 70])
        {
            for (var first = start; first < start + 130; first += 3)
            {
                for (var length = 0; length < 140; length += 7)
                {
                    var part = new float[length];
                    NormalFloat4.Dequantize(stored, part, values.Length, first);
                    part.ShouldBe(all[first..(first + length)], $"{length} numbers from {first}");
                }
            }
        }
    }

    [Fact]
    public void Groups_can_be_written_one_by_one()
    {
        var values = Normal((2 * 16384) + 77);
        var (whole, parts) = (new byte[NormalFloat4.Bytes(values.Length)], new byte[NormalFloat4.Bytes(values.Length)]);
        NormalFloat4.Quantize(values, whole);

        NormalFloat4.Quantize(values.AsSpan(16384), parts, values.Length, 16384);
        NormalFloat4.Quantize(values.AsSpan(0, 16384), parts, values.Length, 0);

        parts.ShouldBe(whole);
        Should.Throw<ArgumentException>(() => NormalFloat4.Quantize(values.AsSpan(0, 16000), parts, values.Length, 0)).Message
            .ShouldStartWith("Numbers 0 to 16000 of 32845 cannot be stored by themselves");
        Should.Throw<ArgumentException>(() => NormalFloat4.Quantize(values.AsSpan(64), parts, values.Length, 64));
        Should.Throw<ArgumentException>(() => NormalFloat4.Quantize(values, parts.AsSpan(1)));
        Should.Throw<ArgumentException>(() => NormalFloat4.Dequantize(whole, values, values.Length, 1));
        Should.Throw<ArgumentException>(() => NormalFloat4.Dequantize(whole, new float[1], values.Length, -1));
    }

    [Fact]
    public void Odd_blocks_stay_what_they_are()
    {
        // Zeros, a block of them beside large numbers, one that is only negative, and tiny ones.
        var values = new float[64 * 5];
        values.AsSpan(64, 64).Fill(-3);
        values.AsSpan(192, 64).Fill(1e-42f);
        values[64 * 4] = 255;

        var read = RoundTrip(values);

        read[..64].ShouldAllBe(value => value == 0);
        read[64..128].ShouldAllBe(value => Math.Abs(value + 3) <= 0.5f);
        read[128..256].ShouldAllBe(value => Math.Abs(value) < 1e-40f);
        read[256].ShouldBe(255, 1e-4f);
        read[257..].ShouldAllBe(value => value == 0);
        RoundTrip(new float[100]).ShouldAllBe(value => value == 0);
        var zeros = new float[200];
        NormalFloat4.Dequantize(new byte[NormalFloat4.Bytes(200)], zeros);
        zeros.ShouldAllBe(value => value == 0);
        foreach (var wrong in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            foreach (var place in (int[])[3, 98])
            {
                var bad = new float[99];
                bad[place] = wrong;
                Should.Throw<ArgumentException>(() => RoundTrip(bad)).Message.ShouldContain("hold one that is not finite");
            }
        }
    }

    [Fact]
    public void Tensors_hold_them_and_are_read_and_written_as_floats()
    {
        var cpu = new CpuBackend(2);
        var values = Normal(50_001);
        var expected = RoundTrip(values);
        var stored = Tensor.Zeros(cpu, [50_001], DataType.NormalFloat4);

        stored.CopyFrom(values);
        var cast = Tensor.From<float>(cpu, values, [50_001]).Cast(DataType.NormalFloat4);
        var part = new float[100];
        stored.CopyTo(part, 16_350);

        stored.ByteCount.ShouldBe(NormalFloat4.Bytes(50_001));
        part.ShouldBe(expected[16_350..16_450]);
        cast.Cast(DataType.Float32).ToArray<float>().ShouldBe(expected);
        cast.Cast(DataType.Float64).ToArray<double>().ShouldBe(expected.Select(value => (double)value));
        cast.Cast(DataType.BFloat16).Cast(DataType.NormalFloat4).Type.ShouldBe(DataType.NormalFloat4);
        stored.ToString().ShouldStartWith("Tensor [50001] NormalFloat4: ");
        Should.Throw<NotSupportedException>(() => Tensor.From<byte>(cpu, [1], [1]));
        Should.Throw<ArgumentException>(() => stored.AsSpan<float>());
        Should.Throw<ArgumentException>(() => stored.CopyTo(part, 49_902)).Message.ShouldStartWith("Numbers 49902 to 50002 of a tensor [50001] NormalFloat4");
        Should.Throw<ArgumentException>(() => stored.CopyFrom([float.NaN], 0));
        Should.Throw<ArgumentException>(() => Tensor.Zeros(cpu, [2], DataType.Int32).CopyTo(part.AsSpan(0, 1)));
        Should.Throw<InvalidOperationException>(() => Tensor.Input(cpu, [2]).CopyTo(part.AsSpan(0, 1)));
    }

    [Theory]
    [InlineData(DataType.Float32)]
    [InlineData(DataType.Float64)]
    [InlineData(DataType.BFloat16)]
    [InlineData(DataType.Float16)]
    public void Other_tensors_are_read_and_written_as_floats_too(DataType type)
    {
        var tensor = Tensor.Zeros(CpuBackend.Shared, [3, 5], type);

        tensor.CopyFrom([1, 2.5f, -3], first: 4);

        var read = new float[4];
        tensor.CopyTo(read, 4);
        read.ShouldBe([1, 2.5f, -3, 0]);
        tensor.ToString().ShouldContain("0, 0, 0, 0, 1, 2.5, -3, 0");
    }

    private static float[] RoundTrip(float[] values)
    {
        var stored = new byte[NormalFloat4.Bytes(values.Length)];
        NormalFloat4.Quantize(values, stored);
        var read = new float[values.Length];
        NormalFloat4.Dequantize(stored, read);
        return read;
    }

    private static float[] Normal(int count)
    {
        var random = new RandomStream(3, "four bits");
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextNormal())];
    }

    /// <summary>The number below which a normal one is with a probability, by halving.</summary>
    private static double Quantile(double probability)
    {
        var (low, high) = (-10.0, 10.0);
        for (var i = 0; i < 100; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = NormalDistribution.Distribution(middle) < probability ? (middle, high) : (low, middle);
        }

        return low;
    }
}
