using System.Numerics;
using System.Runtime.CompilerServices;
using Sinter.Tensors.Operations;

namespace Sinter.Tensors.Cpu;

/// <summary>What becomes of a product q · k before the softmax: scale, soft cap, bias.</summary>
internal readonly struct AttentionScores(AttentionOptions options, int headSize)
{
    /// <summary>The factor of the products.</summary>
    public float Scale { get; } = (float)options.ScaleOf(headSize);

    /// <summary>The cap; 0 for none.</summary>
    public float SoftCap { get; } = (float)options.SoftCap;

    /// <summary>The capped score of a scaled one: c tanh(s / c).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Capped(Vector<float> scaled)
    {
        if (SoftCap == 0)
        {
            return scaled;
        }

        // tanh x = 1 - 2 / (1 + e^2x).
        var power = VectorMath.Exp(scaled * (2 / SoftCap));
        return new Vector<float>(SoftCap) - (new Vector<float>(2 * SoftCap) / (power + Vector<float>.One));
    }

    /// <summary>The derivative of a capped score by the scaled one: 1 - (s / c)².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> CapSlope(Vector<float> capped)
    {
        if (SoftCap == 0)
        {
            return Vector<float>.One;
        }

        var share = capped * (1 / SoftCap);
        return Vector<float>.One - (share * share);
    }
}
