using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sinter.Tensors.Cpu;

/// <summary>A function of one number: of vectors of floats for the kernels, of a double for references and finite differences.</summary>
internal interface IUnaryOperator
{
    static abstract Vector<float> Invoke(Vector<float> x);

    static abstract double Invoke(double x);
}

/// <summary>The slope of a function at a point; what the point is, says <see cref="Operations.UnaryGradient.ReadsResult"/>.</summary>
internal interface ISlopeOperator
{
    static abstract Vector<float> Slope(Vector<float> point);

    static abstract double Slope(double point);
}

internal readonly struct NegateOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => -x;

    public static double Invoke(double x) => -x;
}

internal readonly struct ExpOperator : IUnaryOperator
{
    // The library's polynomial gives 1.0000001 for 0: losses of e^d - d - 1 then have a slope where d is 0, and an optimizer that divides by its size makes whole steps of it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => Vector.ConditionalSelect(Vector.Equals(x, Vector<float>.Zero), Vector<float>.One, Vector.Exp(x));

    public static double Invoke(double x) => Math.Exp(x);
}

internal readonly struct LogOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => Vector.Log(x);

    public static double Invoke(double x) => Math.Log(x);
}

/// <summary>sqrt(x); slope 1 / (2 y).</summary>
internal readonly struct SqrtOperator : IUnaryOperator, ISlopeOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => Vector.SquareRoot(x);

    public static double Invoke(double x) => Math.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Slope(Vector<float> point) => new Vector<float>(0.5f) / point;

    public static double Slope(double point) => 0.5 / point;
}

/// <summary>1 / sqrt(x); slope -y³ / 2.</summary>
internal readonly struct ReciprocalSqrtOperator : IUnaryOperator, ISlopeOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => Vector<float>.One / Vector.SquareRoot(x);

    public static double Invoke(double x) => 1 / Math.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Slope(Vector<float> point) => new Vector<float>(-0.5f) * point * point * point;

    public static double Slope(double point) => -0.5 * point * point * point;
}

/// <summary>1 / x; slope -y².</summary>
internal readonly struct ReciprocalOperator : IUnaryOperator, ISlopeOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => Vector<float>.One / x;

    public static double Invoke(double x) => 1 / x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Slope(Vector<float> point) => -point * point;

    public static double Slope(double point) => -point * point;
}

/// <summary>x²; slope 2 x.</summary>
internal readonly struct SquareOperator : IUnaryOperator, ISlopeOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => x * x;

    public static double Invoke(double x) => x * x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Slope(Vector<float> point) => point + point;

    public static double Slope(double point) => 2 * point;
}

/// <summary>|x|; its slope is the sign of x, 0 at 0.</summary>
internal readonly struct AbsOperator : IUnaryOperator, ISlopeOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => Vector.Abs(x);

    public static double Invoke(double x) => Math.Abs(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Slope(Vector<float> point)
        => Vector.ConditionalSelect(Vector.Equals(point, Vector<float>.Zero), Vector<float>.Zero, Vector.CopySign(Vector<float>.One, point));

    public static double Slope(double point) => point == 0 ? 0 : Math.CopySign(1, point);
}
