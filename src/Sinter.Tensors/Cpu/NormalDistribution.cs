using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sinter.Tensors.Cpu;

/// <summary>The standard normal distribution: its density φ and its distribution function Φ(x) = (1 + erf(x / sqrt(2))) / 2.</summary>
internal static class NormalDistribution
{
    private const double InverseSqrtOf2Pi = 0.39894228040143268;

    /// <summary>
    /// Φ and φ of floats from one exponential, Φ to about 1e-7, and far below 0 to five digits: Φ(-|x|) = e^(-x²/2) t P(t), t = 1 / (1 + |x| / sqrt(8)).
    /// The form is that of Hastings 1955 (Abramowitz and Stegun 7.1.26); P, of degree 9, was fitted at the Chebyshev nodes of t for 0 ≤ |x| ≤ 14, and
    /// tests hold it to these figures.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Distribution(Vector<float> x, out Vector<float> density)
    {
        var exponential = VectorMath.Exp(x * x * new Vector<float>(-0.5f));
        density = exponential * new Vector<float>((float)InverseSqrtOf2Pi);
        var t = Vector<float>.One / Vector.FusedMultiplyAdd(Vector.Abs(x), new Vector<float>(0.35355339f), Vector<float>.One);
        var p = new Vector<float>(9.3832342e-3f);
        p = Vector.FusedMultiplyAdd(p, t, new Vector<float>(-7.8416340e-2f));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<float>(0.25185189f));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<float>(-0.38183850f));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<float>(0.24686149f));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<float>(-6.7041792e-2f));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<float>(0.11838470f));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<float>(0.11824533f));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<float>(0.14154285f));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<float>(0.14102714f));
        var tail = exponential * t * p;
        return Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), tail, Vector<float>.One - tail);
    }

    /// <summary>φ(x).</summary>
    public static double Density(double x) => InverseSqrtOf2Pi * Math.Exp(-0.5 * x * x);

    /// <summary>
    /// Φ(x) to about 1e-15: near 0 by the series φ(x) (x + x³/3 + x⁵/(3·5) + ...), whose terms all have one sign (Abramowitz and Stegun 26.2.11), far
    /// from it by the continued fraction φ(x) / (x + 1/(x + 2/(x + 3/...))) of the tail (26.2.14).
    /// </summary>
    public static double Distribution(double x)
    {
        var size = Math.Abs(x);
        if (size < 3)
        {
            var (term, sum) = (x, x);
            for (var odd = 3; Math.Abs(term) > 1e-17 * Math.Abs(sum); odd += 2)
            {
                term *= x * x / odd;
                sum += term;
            }

            return 0.5 + (Density(x) * sum);
        }

        var fraction = size;
        for (var k = 150; k > 0; k--)
        {
            fraction = size + (k / fraction);
        }

        var tail = Density(x) / fraction;
        return x < 0 ? tail : 1 - tail;
    }
}
