using Sinter.Tensors.Optimizers;
using Sinter.Tensors.Randomness;

namespace Sinter.Tensors.Tests.Optimizers;

public sealed unsafe class DynamicQuantizationTests
{
    private const int Size = DynamicQuantization.BlockSize;

    [Theory]
    [InlineData(1)]
    [InlineData(3.7e-5)]
    [InlineData(2.5e20)]
    public void Every_value_of_the_data_type_is_kept(double scale)
    {
        foreach (var (i, value) in RoundTripSigned([.. DynamicCodebook.Signed.Select(value => (float)(value * scale))]).Index())
        {
            ((double)value).ShouldBe(DynamicCodebook.Signed[i] * scale, 1e-6 * (Math.Abs(DynamicCodebook.Signed[i]) + 1e-9) * scale);
        }

        foreach (var (i, value) in RoundTripUnsigned([.. DynamicCodebook.Unsigned.Select(value => (float)(value * scale))]).Index())
        {
            ((double)value).ShouldBe(DynamicCodebook.Unsigned[i] * scale, 1e-6 * (DynamicCodebook.Unsigned[i] + 1e-9) * scale);
        }
    }

    [Fact]
    public void All_256_codes_are_used()
    {
        Codes(DynamicCodebook.Signed, signed: true).Distinct().Count().ShouldBe(256);
        Codes(DynamicCodebook.Unsigned, signed: false).Distinct().Count().ShouldBe(256);
    }

    [Fact]
    public void A_number_becomes_the_nearest_value()
    {
        var random = new RandomStream(1, "numbers");
        for (var round = 0; round < 200; round++)
        {
            // Of all magnitudes from 1e-9 to 1, one of them the scale.
            var numbers = Enumerable.Range(0, Size).Select(i => i == 0 ? 1 : (float)(Math.Pow(10, -9 * random.NextDouble()) * (i % 2 == 0 ? 1 : -1))).ToArray();
            var signed = RoundTripSigned(numbers);
            var unsigned = RoundTripUnsigned(Array.ConvertAll(numbers, Math.Abs));
            for (var i = 0; i < Size; i++)
            {
                ShouldBeNearest(signed[i], numbers[i], DynamicCodebook.Signed);
                var magnitude = Math.Abs(numbers[i]);
                if (magnitude < 2.75e-7)
                {
                    unsigned[i].ShouldBe(3.25e-7f, 1e-12f, "what is not 0 stays above 0");
                }
                else
                {
                    ShouldBeNearest(unsigned[i], magnitude, DynamicCodebook.Unsigned);
                }
            }
        }
    }

    [Fact]
    public void Blocks_of_zeros_and_of_the_smallest_numbers_become_zeros()
    {
        RoundTripSigned(new float[Size]).ShouldAllBe(value => value == 0);
        RoundTripUnsigned(new float[Size]).ShouldAllBe(value => value == 0);
        var smallest = new float[Size];
        Array.Fill(smallest, float.Epsilon);
        RoundTripSigned(smallest).ShouldAllBe(value => value == 0);
        RoundTripUnsigned(smallest).ShouldAllBe(value => value == 0);
    }

    private static void ShouldBeNearest(double actual, double number, double[] values)
    {
        // Between two values, both are right as far as single precision can tell.
        var nearest = DynamicCodebook.Nearest(values, number);
        (Math.Abs(actual - number) - Math.Abs(nearest - number) <= 1e-6 * Math.Abs(number)).ShouldBeTrue($"{number} became {actual}, {nearest} is nearer");
    }

    private static byte[] Codes(double[] values, bool signed)
    {
        var codes = new byte[Size];
        fixed (float* from = Array.ConvertAll(values, static value => (float)value))
        fixed (byte* to = codes)
        {
            _ = signed ? DynamicQuantization.QuantizeSigned(from, to) : DynamicQuantization.QuantizeUnsigned(from, to);
        }

        return codes;
    }

    private static float[] RoundTripSigned(float[] values)
    {
        var (codes, result) = (new byte[Size], new float[Size]);
        fixed (float* from = values, to = result)
        fixed (byte* code = codes)
        {
            DynamicQuantization.DequantizeSigned(code, DynamicQuantization.QuantizeSigned(from, code), to);
        }

        return result;
    }

    private static float[] RoundTripUnsigned(float[] values)
    {
        var (codes, result) = (new byte[Size], new float[Size]);
        fixed (float* from = values, to = result)
        fixed (byte* code = codes)
        {
            DynamicQuantization.DequantizeUnsigned(code, DynamicQuantization.QuantizeUnsigned(from, code), to);
        }

        return result;
    }
}
