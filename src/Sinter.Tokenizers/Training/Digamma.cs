namespace Sinter.Tokenizers.Training;

/// <summary>The digamma function, the derivative of the logarithm of the gamma function.</summary>
internal static class Digamma
{
    /// <summary>Its value, for a positive number: by recurrence to where the asymptotic series (Abramowitz and Stegun 6.3.18) is exact to double's digits.</summary>
    public static double Of(double value)
    {
        var result = 0.0;
        for (; value < 16; value++)
        {
            result -= 1 / value;
        }

        var square = 1 / (value * value);
        return result + Math.Log(value) - (0.5 / value)
            - (square * ((1.0 / 12) - (square * ((1.0 / 120) - (square * ((1.0 / 252) - (square * ((1.0 / 240) - (square / 132)))))))));
    }
}
