namespace Sinter.Tensors.Tests.Core;

public sealed class NarrowFloatsTests
{
    [Fact]
    public void Every_bfloat16_widens_to_its_upper_half_and_comes_back()
    {
        var all = Enumerable.Range(0, 65536).Select(bits => new BFloat16((ushort)bits)).ToArray();
        var (wide, back) = (new float[all.Length], new BFloat16[all.Length]);

        NarrowFloats.Widen(all, wide);
        NarrowFloats.Narrow(wide, back);

        for (var bits = 0; bits < all.Length; bits++)
        {
            ShouldBeSame(wide[bits], BitConverter.UInt32BitsToSingle((uint)bits << 16), bits);
            ShouldBeSame(back[bits], all[bits], bits);
        }
    }

    [Fact]
    public void Every_half_widens_as_the_runtime_does_it_and_comes_back()
    {
        var all = Enumerable.Range(0, 65536).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits)).ToArray();
        var (wide, back) = (new float[all.Length], new Half[all.Length]);

        NarrowFloats.Widen(all, wide);
        NarrowFloats.Narrow(wide, back);

        for (var bits = 0; bits < all.Length; bits++)
        {
            ShouldBeSame(wide[bits], (float)all[bits], bits);
            ShouldBeSame((float)back[bits], (float)all[bits], bits);
        }
    }

    [Fact]
    public void Halves_are_rounded_as_the_runtime_does_it()
    {
        var values = Near(Enumerable.Range(0, 0x7C01).Select(bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits)));
        var narrow = new Half[values.Length];

        NarrowFloats.Narrow(values, narrow);

        for (var i = 0; i < values.Length; i++)
        {
            ShouldBeSame((float)narrow[i], (float)(Half)values[i], i);
        }
    }

    [Fact]
    public void Bfloat16_is_rounded_to_the_nearest_and_ties_to_even()
    {
        var values = Near(Enumerable.Range(0, 0x7F81).Select(bits => (float)new BFloat16((ushort)bits)));
        var narrow = new BFloat16[values.Length];

        NarrowFloats.Narrow(values, narrow);

        for (var i = 0; i < values.Length; i++)
        {
            ShouldBeSame(narrow[i], (BFloat16)values[i], i);
            if (!float.IsFinite(values[i]))
            {
                ShouldBeSame(narrow[i], values[i], i);
                continue;
            }

            // Neighbours in the magnitude's order; the one above the largest stands for 2^128, where infinity begins.
            var (bits, magnitude) = (narrow[i].Bits & 0x7FFF, Math.Abs((double)values[i]));
            double Place(int at) => at >= 0x7F80 ? Math.Pow(2, 128) : (double)new BFloat16((ushort)at);
            var distance = Math.Abs(Place(bits) - magnitude);
            foreach (var other in new[] { bits - 1, bits + 1 })
            {
                if (other is >= 0 and <= 0x7F80)
                {
                    var othersDistance = Math.Abs(Place(other) - magnitude);
                    if (distance > othersDistance || (distance == othersDistance && bits % 2 != 0))
                    {
                        Assert.Fail($"{values[i]:R} became {narrow[i].Bits:X4}.");
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(0x7F800001u)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0xFF800001u)]
    [InlineData(0xFFC00000u)]
    public void A_not_a_number_stays_one(uint bits)
    {
        // Longer than any vector, so that both the vectors and the tail see it.
        var values = Enumerable.Repeat(BitConverter.UInt32BitsToSingle(bits), 67).ToArray();
        var (brief, half) = (new BFloat16[67], new Half[67]);

        NarrowFloats.Narrow(values, brief);
        NarrowFloats.Narrow(values, half);

        brief.ShouldAllBe(value => float.IsNaN(value));
        half.ShouldAllBe(value => Half.IsNaN(value));
    }

    [Fact]
    public void Nothing_is_written_behind_the_end()
    {
        for (var length = 0; length < 70; length++)
        {
            var (wide, narrow) = (new float[length + 1], new Half[length + 1]);
            wide[length] = 3;
            narrow[length] = (Half)3;

            NarrowFloats.Narrow(wide.AsSpan(0, length), narrow.AsSpan(0, length));
            NarrowFloats.Widen(narrow.AsSpan(0, length), wide.AsSpan(0, length));

            (wide[length], narrow[length]).ShouldBe((3, (Half)3));
        }

        Should.Throw<ArgumentException>(() => NarrowFloats.Narrow(new float[3], new Half[4]));
        Should.Throw<ArgumentException>(() => NarrowFloats.Widen(new BFloat16[4], new float[3]));
    }

    /// <summary>Each of the values and what lies between it and the next: the middle and the floats beside both, with either sign.</summary>
    private static float[] Near(IEnumerable<float> values)
    {
        var ordered = values.ToArray();
        var near = new List<float>();
        for (var i = 0; i < ordered.Length; i++)
        {
            var next = i + 1 < ordered.Length && float.IsFinite(ordered[i + 1]) ? ordered[i + 1] : float.MaxValue;
            foreach (var value in new[] { ordered[i], (float)(((double)ordered[i] + next) / 2) })
            {
                near.AddRange([value, float.BitIncrement(value), float.BitDecrement(value), -value, -float.BitIncrement(value)]);
            }
        }

        return [.. near];
    }

    /// <summary>By hand, as a message for each of a million comparisons takes longer than all of them.</summary>
    private static void ShouldBeSame(float actual, float expected, int index)
    {
        if (BitConverter.SingleToUInt32Bits(actual) != BitConverter.SingleToUInt32Bits(expected) && !(float.IsNaN(actual) && float.IsNaN(expected)))
        {
            Assert.Fail($"Number {index} is {actual:R} in place of {expected:R}.");
        }
    }
}
