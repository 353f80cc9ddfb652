using Sinter.Tensors.Cpu;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Tests.Layers;

public sealed class RotaryTests
{
    private static readonly CpuBackend Cpu = new(2);

    [Fact]
    public void Interleaved_pairs_turn_as_the_paper_writes_it()
    {
        // One head of 4 at position 3 with base 100: pair 0 turns by 3, pair 1 by 3 · 100^(-1/2) = 0.3.
        var table = Tensor.From<float>(Cpu, RotaryTable.Create(4, 4, 100), [4, 4]);
        var x = Tensor.From<float>(Cpu, [1f, 2f, 3f, 4f], [1, 4]);

        var y = x.Rotary(Tensor.From<int>(Cpu, [3], [1]), table, 1, RotaryPairing.Interleaved).ToArray<float>();

        double[] expected =
        [
            Math.Cos(3) - (2 * Math.Sin(3)), (2 * Math.Cos(3)) + Math.Sin(3),
            (3 * Math.Cos(0.3)) - (4 * Math.Sin(0.3)), (4 * Math.Cos(0.3)) + (3 * Math.Sin(0.3)),
        ];
        y.Select((value, i) => Math.Abs(value - expected[i])).Max().ShouldBeLessThan(1e-6);
    }

    [Fact]
    public void What_does_not_turn_keeps_its_bits()
    {
        var table = Tensor.From<float>(Cpu, RotaryTable.Create(4, 2, 100), [4, 2]);
        var values = Enumerable.Range(0, 15).Select(i => i / 7f).ToArray();

        var y = Tensor.From<float>(Cpu, values, [1, 15]).Rotary(Tensor.From<int>(Cpu, [3], [1]), table, 2, headSize: 5).ToArray<float>();

        // Three heads of 5: of the first two, elements 0 and 1 turn; the third passes.
        int[] turning = [0, 1, 5, 6];
        for (var i = 0; i < values.Length; i++)
        {
            (y[i] == values[i]).ShouldBe(!turning.Contains(i), $"element {i}");
        }
    }

    [Fact]
    public void Llama_3_keeps_short_waves_stretches_long_ones_and_mixes_between()
    {
        // Heads of 128 and base 500,000, as Llama 3.1 has them; the rule as Hugging Face writes it, once more.
        const double Factor = 8, Low = 1, High = 4, Context = 8192;
        var plain = RotaryTable.Frequencies(128, 500_000);
        var scaled = RotaryTable.Frequencies(128, 500_000, new Llama3RotaryScaling());

        var kinds = new int[3];
        for (var i = 0; i < 64; i++)
        {
            var wave = 2 * Math.PI * Math.Pow(500_000, i / 64.0);
            var smooth = ((Context / wave) - Low) / (High - Low);
            var kind = wave < 2048 ? 0 : wave > 8192 ? 2 : 1;
            kinds[kind]++;
            var expected = kind switch { 0 => plain[i], 2 => plain[i] / Factor, _ => ((1 - smooth) * plain[i] / Factor) + (smooth * plain[i]) };
            scaled[i].ShouldBe(expected, 1e-15, $"pair {i}");
        }

        // By hand: 2π · 500,000^(i/64) reaches 2,048 at i = 28.2 and 8,192 at i = 34.98.
        kinds.ShouldBe([29, 6, 29]);
        scaled[63].ShouldBe(Math.Pow(500_000, -63.0 / 64) / 8, 1e-15);

        // Pair 32: frequency 500,000^(-1/2), wave 4442.88, smooth (8192 / 4442.88 - 1) / 3 = 0.28128, and so on.
        scaled[32].ShouldBe(0.00141421356 * (0.2812826 + ((1 - 0.2812826) / 8)), 1e-9);
    }

    [Fact]
    public void Linear_scaling_reads_positions_in_between()
    {
        var plain = RotaryTable.Create(5, 6, 10_000);
        var scaled = RotaryTable.Create(9, 6, 10_000, new LinearRotaryScaling(2));

        // Twice the position at half the frequency is the same angle.
        scaled[(8 * 6)..(9 * 6)].ShouldBe(plain[(4 * 6)..(5 * 6)]);
    }

    [Fact]
    public void Yarn_ramps_from_fast_to_slow_pairs_and_lengthens()
    {
        // Size 64, base 10,000, context 2,048: 32 turns are made by pair 64 ln(2048 / (64π)) / (2 ln 10,000) = 8.07, one turn by pair 20.1.
        var scaling = new YarnRotaryScaling(4, 2048);
        var plain = RotaryTable.Frequencies(64, 10_000);
        var scaled = RotaryTable.Frequencies(64, 10_000, scaling);

        for (var i = 0; i < 32; i++)
        {
            var stretched = Math.Clamp((i - 8) / 13.0, 0, 1);
            scaled[i].ShouldBe((plain[i] * (1 - stretched)) + (plain[i] / 4 * stretched), 1e-15, $"pair {i}");
        }

        scaling.Length.ShouldBe(1.138629436, 1e-9);
        RotaryTable.Create(1, 4, 10_000, scaling)[0].ShouldBe((float)scaling.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void An_odd_number_of_elements_is_refused(int size)
        => Should.Throw<ArgumentOutOfRangeException>(() => RotaryTable.Create(2, size, 10_000)).Message.ShouldContain("pairs");

    [Fact]
    public void Interleaved_is_half_split_in_another_order()
    {
        var table = Tensor.From<float>(Cpu, RotaryTable.Create(8, 34, 10_000), [8, 34]);
        var positions = Tensor.From<int>(Cpu, [7, 2], [2]);
        var values = Enumerable.Range(0, 68).Select(i => MathF.Sin(i)).ToArray();
        var split = Enumerable.Range(0, 68).Select(i => values[(i / 34 * 34) + (i % 34 / 17) + (i % 17 * 2)]).ToArray();

        var pairs = Tensor.From<float>(Cpu, values, [2, 34]).Rotary(positions, table, 1, RotaryPairing.Interleaved).ToArray<float>();
        var halves = Tensor.From<float>(Cpu, split, [2, 34]).Rotary(positions, table, 1).ToArray<float>();

        for (var i = 0; i < 68; i++)
        {
            halves[i].ShouldBe(pairs[(i / 34 * 34) + (i % 34 / 17) + (i % 17 * 2)], 1e-6f);
        }
    }
}
