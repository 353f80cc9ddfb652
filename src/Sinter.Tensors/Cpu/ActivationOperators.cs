using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sinter.Tensors.Cpu;

/// <summary>A function of one number and its slope there, at the cost of one exponential for both.</summary>
internal interface IActivationOperator : IUnaryOperator
{
    static abstract Vector<float> Invoke(Vector<float> x, out Vector<float> slope);
}

/// <summary>1 / (1 + e^-x); slope y (1 - y).</summary>
internal readonly struct SigmoidOperator : IActivationOperator, ISlopeOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => VectorMath.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x, out Vector<float> slope)
    {
        var y = VectorMath.Sigmoid(x);
        slope = Slope(y);
        return y;
    }

    public static double Invoke(double x) => 1 / (1 + Math.Exp(-x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Slope(Vector<float> point) => point * (Vector<float>.One - point);

    public static double Slope(double point) => point * (1 - point);
}

/// <summary>The hyperbolic tangent; slope 1 - y².</summary>
internal readonly struct TanhOperator : IUnaryOperator, ISlopeOperator
{
    /// <summary>Cephes' tanhf: near 0 an odd polynomial, where 1 - 2 / (e^2x + 1) would cancel; to about 2 units in the last place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x)
    {
        var size = Vector.Abs(x);
        var square = x * x;
        var p = new Vector<float>(-5.70498872745e-3f);
        p = Vector.FusedMultiplyAdd(p, square, new Vector<float>(2.06390887954e-2f));
        p = Vector.FusedMultiplyAdd(p, square, new Vector<float>(-5.37397155531e-2f));
        p = Vector.FusedMultiplyAdd(p, square, new Vector<float>(1.33314422036e-1f));
        p = Vector.FusedMultiplyAdd(p, square, new Vector<float>(-3.33332819422e-1f));
        var near = Vector.FusedMultiplyAdd(p * square, x, x);
        var far = Vector<float>.One - (new Vector<float>(2) / (VectorMath.Exp(size + size) + Vector<float>.One));
        return Vector.ConditionalSelect(Vector.LessThan(size, new Vector<float>(0.625f)), near, Vector.CopySign(far, x));
    }

    public static double Invoke(double x) => Math.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Slope(Vector<float> point) => Vector<float>.One - (point * point);

    public static double Slope(double point) => 1 - (point * point);
}

/// <summary>The larger of x and 0, and not-a-number for what is none; slope 1 or 0, told from x as from y.</summary>
internal readonly struct ReluOperator : IActivationOperator, ISlopeOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x)
        => Vector.ConditionalSelect(Vector.LessThanOrEqual(x, Vector<float>.Zero), Vector<float>.Zero, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x, out Vector<float> slope)
    {
        slope = Slope(x);
        return Invoke(x);
    }

    public static double Invoke(double x) => x <= 0 ? 0 : x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Slope(Vector<float> point)
        => Vector.ConditionalSelect(Vector.LessThanOrEqual(point, Vector<float>.Zero), Vector<float>.Zero, Vector<float>.One);

    public static double Slope(double point) => point <= 0 ? 0 : 1;
}

/// <summary>x s with s = sigmoid(x); slope s (1 + x (1 - s)).</summary>
internal readonly struct SiluOperator : IActivationOperator, ISlopeOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => x * VectorMath.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x, out Vector<float> slope)
    {
        var s = VectorMath.Sigmoid(x);
        slope = s * Vector.FusedMultiplyAdd(x, Vector<float>.One - s, Vector<float>.One);
        return x * s;
    }

    public static double Invoke(double x) => x * SigmoidOperator.Invoke(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Slope(Vector<float> point)
    {
        Invoke(point, out var slope);
        return slope;
    }

    public static double Slope(double point)
    {
        var s = SigmoidOperator.Invoke(point);
        return s * (1 + (point * (1 - s)));
    }
}

/// <summary>x Φ(x); slope Φ(x) + x φ(x).</summary>
internal readonly struct GeluOperator : IActivationOperator, ISlopeOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => x * NormalDistribution.Distribution(x, out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x, out Vector<float> slope)
    {
        var distribution = NormalDistribution.Distribution(x, out var density);
        slope = Vector.FusedMultiplyAdd(x, density, distribution);
        return x * distribution;
    }

    public static double Invoke(double x) => x * NormalDistribution.Distribution(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Slope(Vector<float> point)
    {
        Invoke(point, out var slope);
        return slope;
    }

    public static double Slope(double point) => NormalDistribution.Distribution(point) + (point * NormalDistribution.Density(point));
}

/// <summary>
/// x (1 + tanh(u)) / 2 = x s with s = sigmoid(2 u), u = sqrt(2/π) (x + 0.044715 x³); slope s + x s (1 - s) · 2 u'. The sigmoid does not cancel where the
/// tangent nears -1.
/// </summary>
internal readonly struct GeluTanhOperator : IActivationOperator, ISlopeOperator
{
    private const double Linear = 1.5957691216057308;
    private const double Cubic = Linear * 0.044715;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x)
        => x * VectorMath.Sigmoid(x * Vector.FusedMultiplyAdd(x * x, new Vector<float>((float)Cubic), new Vector<float>((float)Linear)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x, out Vector<float> slope)
    {
        var (linear, square) = (new Vector<float>((float)Linear), x * x);
        var s = VectorMath.Sigmoid(x * Vector.FusedMultiplyAdd(square, new Vector<float>((float)Cubic), linear));
        var inner = Vector.FusedMultiplyAdd(square, new Vector<float>((float)(3 * Cubic)), linear);
        var y = x * s;
        slope = Vector.FusedMultiplyAdd(y * (Vector<float>.One - s), inner, s);
        return y;
    }

    public static double Invoke(double x) => x * SigmoidOperator.Invoke(x * (Linear + (Cubic * x * x)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Slope(Vector<float> point)
    {
        Invoke(point, out var slope);
        return slope;
    }

    public static double Slope(double point)
    {
        var s = SigmoidOperator.Invoke(point * (Linear + (Cubic * point * point)));
        return s + (point * s * (1 - s) * (Linear + (3 * Cubic * point * point)));
    }
}

/// <summary>x s with s = sigmoid(1.702 x); slope s (1 + 1.702 x (1 - s)).</summary>
internal readonly struct QuickGeluOperator : IUnaryOperator, ISlopeOperator
{
    private const double Steepness = 1.702;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => x * VectorMath.Sigmoid(x * (float)Steepness);

    public static double Invoke(double x) => x * SigmoidOperator.Invoke(Steepness * x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Slope(Vector<float> point)
    {
        var u = point * (float)Steepness;
        var s = VectorMath.Sigmoid(u);
        return s * Vector.FusedMultiplyAdd(u, Vector<float>.One - s, Vector<float>.One);
    }

    public static double Slope(double point)
    {
        var s = SigmoidOperator.Invoke(Steepness * point);
        return s * (1 + (Steepness * point * (1 - s)));
    }
}

/// <summary>The square of the larger of x and 0; slope twice the larger of x and 0.</summary>
internal readonly struct SquaredReluOperator : IUnaryOperator, ISlopeOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => x * ReluOperator.Invoke(x);

    public static double Invoke(double x) => x * ReluOperator.Invoke(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Slope(Vector<float> point) => ReluOperator.Invoke(point + point);

    public static double Slope(double point) => 2 * ReluOperator.Invoke(point);
}

/// <summary>log(1 + e^x) = max(x, 0) + log1p(e^-|x|); slope sigmoid(x).</summary>
internal readonly struct SoftplusOperator : IUnaryOperator, ISlopeOperator
{
    /// <summary>log1p(e) = log(u) e / (u - 1) with u = 1 + e rounded, which takes the rounding back out; e itself where u is 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x)
    {
        var e = VectorMath.Exp(-Vector.Abs(x));
        var u = e + Vector<float>.One;
        var tiny = Vector.Equals(u, Vector<float>.One);
        var divisor = Vector.ConditionalSelect(tiny, Vector<float>.One, u - Vector<float>.One);
        return ReluOperator.Invoke(x) + Vector.ConditionalSelect(tiny, e, Vector.Log(u) * (e / divisor));
    }

    public static double Invoke(double x)
    {
        var e = Math.Exp(-Math.Abs(x));
        var u = 1 + e;
        return Math.Max(x, 0) + (u == 1 ? e : Math.Log(u) * (e / (u - 1)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Slope(Vector<float> point) => VectorMath.Sigmoid(point);

    public static double Slope(double point) => SigmoidOperator.Invoke(point);
}
