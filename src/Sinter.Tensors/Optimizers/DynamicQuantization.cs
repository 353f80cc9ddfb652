using System.Numerics;

namespace Sinter.Tensors.Optimizers;

/// <summary>
/// Numbers from -1 to 1, or from 0 to 1, as one byte each, in the dynamic data type of Dettmers et al. (2022): seven decades, of which each larger one
/// has twice as many values. With n values in the decade whose upper end is u, they are the middles of n equal parts of [u/10, u]; 0 and 1 are
/// values of their own. The magnitude codes of a decade are n to 2n - 1, so that the bit length of a code is its decade, and n runs from 1 to 64 with a
/// sign and from 2 to 128 without. Nothing is looked up: codes and values are computed from each other, vector by vector.
/// </summary>
internal static unsafe class DynamicQuantization
{
    /// <summary>Numbers that share one scale, their largest magnitude.</summary>
    public const int BlockSize = 256;

    /// <summary>With a sign: the byte that stands for 1, which has no magnitude code (it would be minus 0).</summary>
    private const int SignedOne = 0x80;

    private const int SignBit = 0x80;
    private const int Decades = 7;

    /// <summary>Below this a scale counts as 0, as its inverse would be no number.</summary>
    private const float LeastScale = 1.17549435e-38f;

    private static readonly Decade[] Signed = MakeDecades(first: 1);
    private static readonly Decade[] Unsigned = MakeDecades(first: 2);

    /// <summary>Turns a block of numbers into signed codes, to the nearest value; gives the scale.</summary>
    public static float QuantizeSigned(float* values, byte* codes)
    {
        var scale = Scale(values);
        var inverse = new Vector<float>(scale > 0 ? 1 / scale : 0);
        for (var i = 0; i < BlockSize; i += Vector<byte>.Count)
        {
            Store(
                SignedCodes(Vector.Load(values + i) * inverse),
                SignedCodes(Vector.Load(values + i + Vector<float>.Count) * inverse),
                SignedCodes(Vector.Load(values + i + (2 * Vector<float>.Count)) * inverse),
                SignedCodes(Vector.Load(values + i + (3 * Vector<float>.Count)) * inverse),
                codes + i);
        }

        return scale;
    }

    /// <summary>
    /// Turns a block of numbers that are not negative into unsigned codes, to the nearest value; but what is not 0 stays above 0. A mean of squares that
    /// was rounded to 0 would make the next step of its weight as large as it can be; one that is rounded up makes it small.
    /// </summary>
    public static float QuantizeUnsigned(float* values, byte* codes)
    {
        var scale = Scale(values);
        var inverse = new Vector<float>(scale > 0 ? 1 / scale : 0);
        for (var i = 0; i < BlockSize; i += Vector<byte>.Count)
        {
            Store(
                UnsignedCodes(Vector.Load(values + i) * inverse),
                UnsignedCodes(Vector.Load(values + i + Vector<float>.Count) * inverse),
                UnsignedCodes(Vector.Load(values + i + (2 * Vector<float>.Count)) * inverse),
                UnsignedCodes(Vector.Load(values + i + (3 * Vector<float>.Count)) * inverse),
                codes + i);
        }

        return scale;
    }

    /// <summary>The numbers of a block of signed codes.</summary>
    public static void DequantizeSigned(byte* codes, float scale, float* values)
    {
        var scales = new Vector<float>(scale);
        for (var i = 0; i < BlockSize; i += Vector<byte>.Count)
        {
            var (first, second, third, fourth) = Load(codes + i);
            Vector.Store(SignedValues(first) * scales, values + i);
            Vector.Store(SignedValues(second) * scales, values + i + Vector<float>.Count);
            Vector.Store(SignedValues(third) * scales, values + i + (2 * Vector<float>.Count));
            Vector.Store(SignedValues(fourth) * scales, values + i + (3 * Vector<float>.Count));
        }
    }

    /// <summary>The numbers of a block of unsigned codes.</summary>
    public static void DequantizeUnsigned(byte* codes, float scale, float* values)
    {
        var scales = new Vector<float>(scale);
        for (var i = 0; i < BlockSize; i += Vector<byte>.Count)
        {
            var (first, second, third, fourth) = Load(codes + i);
            Vector.Store(UnsignedValues(first) * scales, values + i);
            Vector.Store(UnsignedValues(second) * scales, values + i + Vector<float>.Count);
            Vector.Store(UnsignedValues(third) * scales, values + i + (2 * Vector<float>.Count));
            Vector.Store(UnsignedValues(fourth) * scales, values + i + (3 * Vector<float>.Count));
        }
    }

    private static Decade[] MakeDecades(int first)
    {
        var decades = new Decade[Decades];
        for (var i = 0; i < Decades; i++)
        {
            var values = first << i;
            var upper = Math.Pow(10, i - Decades + 1);
            var lowest = upper * (0.1 + (0.45 / values));
            var below = i == 0 ? 0 : upper * 0.1 * (1 - (0.45 / (values / 2)));
            decades[i] = new Decade(
                Start: (float)((lowest + below) / 2),
                CodesPerUnit: (float)(values / (0.9 * upper)),
                FirstCode: (float)(values - (values / 9.0)),
                Values: values,
                ValuePerCode: (float)(0.9 * upper / values),
                FirstValue: (float)(upper * (0.1 - 0.9 + (0.45 / values))));
        }

        return decades;
    }

    private static float Scale(float* values)
    {
        var largest = Vector<float>.Zero;
        for (var i = 0; i < BlockSize; i += Vector<float>.Count)
        {
            largest = Vector.Max(largest, Vector.Abs(Vector.Load(values + i)));
        }

        var scale = 0f;
        for (var lane = 0; lane < Vector<float>.Count; lane++)
        {
            scale = MathF.Max(scale, largest[lane]);
        }

        return scale < LeastScale ? 0 : scale;
    }

    private static Vector<int> SignedCodes(Vector<float> x)
    {
        var magnitude = Vector.Abs(x);
        var code = Code(magnitude, Signed) | (Vector.AsVectorInt32(Vector.LessThan(x, Vector<float>.Zero)) & new Vector<int>(SignBit));

        // Minus 0 is the code of 1; a negative number that is rounded to 0 is plain 0.
        code = Vector.ConditionalSelect(Vector.Equals(code, new Vector<int>(SignedOne)), Vector<int>.Zero, code);
        return Vector.ConditionalSelect(Vector.AsVectorInt32(Vector.GreaterThanOrEqual(x, new Vector<float>(LeastRoundedToOne(Signed)))), new Vector<int>(SignedOne), code);
    }

    private static Vector<int> UnsignedCodes(Vector<float> x)
    {
        // The codes of decades begin at 2, which is stored as 1; 1 is stored as 255.
        var code = Vector.Max(Code(x, Unsigned) - Vector<int>.One, Vector.AsVectorInt32(Vector.GreaterThan(x, Vector<float>.Zero)) & Vector<int>.One);
        return Vector.ConditionalSelect(Vector.AsVectorInt32(Vector.GreaterThanOrEqual(x, new Vector<float>(LeastRoundedToOne(Unsigned)))), new Vector<int>(byte.MaxValue), code);
    }

    private static float LeastRoundedToOne(Decade[] decades) => 1 - (0.225f / decades[Decades - 1].Values);

    /// <summary>The magnitude code of the nearest value below 1.</summary>
    private static Vector<int> Code(Vector<float> x, Decade[] decades)
    {
        var code = Vector<float>.Zero;
        foreach (ref readonly var decade in decades.AsSpan())
        {
            var inside = Vector.Floor((x * new Vector<float>(decade.CodesPerUnit)) + new Vector<float>(decade.FirstCode));
            inside = Vector.Min(inside, new Vector<float>((2 * decade.Values) - 1));
            code = Vector.ConditionalSelect(Vector.GreaterThanOrEqual(x, new Vector<float>(decade.Start)), inside, code);
        }

        return Vector.ConvertToInt32(code);
    }

    private static Vector<float> SignedValues(Vector<int> code)
    {
        var negative = Vector.GreaterThan(code, new Vector<int>(SignedOne));
        var magnitude = Value(code & new Vector<int>(SignBit - 1), Signed);
        magnitude = Vector.ConditionalSelect(negative, -magnitude, magnitude);
        return Vector.ConditionalSelect(Vector.Equals(code, new Vector<int>(SignedOne)), Vector<float>.One, magnitude);
    }

    private static Vector<float> UnsignedValues(Vector<int> code)
        => Vector.ConditionalSelect(Vector.Equals(code, new Vector<int>(byte.MaxValue)), Vector<float>.One, Value(code + Vector<int>.One, Unsigned));

    private static Vector<float> Value(Vector<int> magnitudeCode, Decade[] decades)
    {
        var code = Vector.ConvertToSingle(magnitudeCode);
        var value = Vector<float>.Zero;
        foreach (ref readonly var decade in decades.AsSpan())
        {
            var inside = (code * new Vector<float>(decade.ValuePerCode)) + new Vector<float>(decade.FirstValue);
            value = Vector.ConditionalSelect(Vector.GreaterThanOrEqual(code, new Vector<float>(decade.Values)), inside, value);
        }

        return value;
    }

    private static (Vector<int> First, Vector<int> Second, Vector<int> Third, Vector<int> Fourth) Load(byte* codes)
    {
        Vector.Widen(Vector.Load(codes), out var low, out var high);
        Vector.Widen(low, out var first, out var second);
        Vector.Widen(high, out var third, out var fourth);
        return (Vector.AsVectorInt32(first), Vector.AsVectorInt32(second), Vector.AsVectorInt32(third), Vector.AsVectorInt32(fourth));
    }

    private static void Store(Vector<int> first, Vector<int> second, Vector<int> third, Vector<int> fourth, byte* codes)
    {
        var low = Vector.Narrow(Vector.AsVectorUInt32(first), Vector.AsVectorUInt32(second));
        var high = Vector.Narrow(Vector.AsVectorUInt32(third), Vector.AsVectorUInt32(fourth));
        Vector.Store(Vector.Narrow(low, high), codes);
    }

    /// <summary>One decade of values, as two lines between codes and values.</summary>
    /// <param name="Start">The least number that is nearer to a value of this decade than to the one below.</param>
    /// <param name="CodesPerUnit">From a number to its code, with <paramref name="FirstCode"/>.</param>
    /// <param name="FirstCode">The code of 0 on the line of this decade.</param>
    /// <param name="Values">How many values there are, which is also the first code.</param>
    /// <param name="ValuePerCode">From a code to its value, with <paramref name="FirstValue"/>.</param>
    /// <param name="FirstValue">The value of code 0 on the line of this decade.</param>
    private readonly record struct Decade(float Start, float CodesPerUnit, float FirstCode, int Values, float ValuePerCode, float FirstValue);
}
