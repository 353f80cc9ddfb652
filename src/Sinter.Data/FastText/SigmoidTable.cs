namespace Sinter.Data.FastText;

/// <summary>The logistic function in steps so small that training does not notice, with the same values on all machines.</summary>
internal sealed class SigmoidTable
{
    private const int Steps = 1024;
    private const float Bound = 8;

    private readonly float[] _values = new float[Steps];

    /// <summary>Makes the table: each step has the value of its middle.</summary>
    public SigmoidTable()
    {
        for (var step = 0; step < Steps; step++)
        {
            _values[step] = (float)(1 / (1 + Math.Exp(-(((step + 0.5) * 2 * Bound / Steps) - Bound))));
        }
    }

    /// <summary>The value for a score; beyond plus and minus 8 it is 1 and 0.</summary>
    public float Of(float score) =>
        score >= Bound ? 1 : !(score > -Bound) ? 0 : _values[(int)((score + Bound) * (Steps / (2 * Bound))) & (Steps - 1)];
}
