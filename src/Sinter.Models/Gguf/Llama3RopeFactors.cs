using Sinter.Tensors.Operations;

namespace Sinter.Models.Gguf;

/// <summary>
/// The tensor by which GGUF files tell how Llama 3.1 stretches its rotary frequencies: for each pair of a head the number that its frequency is divided by. The file does not say
/// from which factors the numbers come, so reading tries to find them again.
/// </summary>
internal static class Llama3RopeFactors
{
    private const double Tolerance = 1e-3;

    /// <summary>The numbers of a description, one a pair.</summary>
    public static float[] Of(ModelConfig config, RotaryScaling scaling)
    {
        var factors = new float[config.RotarySize / 2];
        for (var pair = 0; pair < factors.Length; pair++)
        {
            var frequency = Frequency(pair, config.RotarySize, config.RopeBase);
            factors[pair] = (float)(frequency / scaling.Scale(frequency, pair, config.RotarySize, config.RopeBase));
        }

        return factors;
    }

    /// <summary>The description that gives the numbers of a file.</summary>
    /// <param name="path">The file that messages name.</param>
    /// <param name="factors">The numbers.</param>
    /// <param name="ropeBase">The base of the frequencies.</param>
    /// <exception cref="InvalidDataException">No scaling of Llama 3's kind gives them.</exception>
    public static Llama3RotaryScaling Find(string path, float[] factors, double ropeBase)
    {
        var factor = (double)factors.Max();
        var found = Candidates(factors, factor, ropeBase).FirstOrDefault(scaling => Gives(scaling, factors, ropeBase));
        return found ?? throw new InvalidDataException($"'{path}' stretches rotary frequencies by numbers ({GgufTensorNames.RopeFactors}) that no scaling of the kind llama3 gives; Sinter cannot describe it.");
    }

    // The published models; then what two pairs that are neither kept nor stretched fully tell: 1 / number = (1 - s) / factor + s, where s = (context / wave - low) / (high - low).
    private static IEnumerable<Llama3RotaryScaling> Candidates(float[] factors, double factor, double ropeBase)
    {
        yield return new Llama3RotaryScaling(factor);
        var blended = factors.Index().Where(entry => entry.Item > 1 + Tolerance && entry.Item < factor - Tolerance).Select(entry =>
        {
            var share = ((1 / (double)entry.Item) - (1 / factor)) / (1 - (1 / factor));
            return (Turns: Frequency(entry.Index, 2 * factors.Length, ropeBase) / (2 * Math.PI), Share: share);
        }).ToArray();
        if (blended.Length >= 2)
        {
            // Only ratios can be told; the low factor of all published models is 1.
            var slope = (blended[0].Share - blended[^1].Share) / (blended[0].Turns - blended[^1].Turns);
            var low = (slope * blended[0].Turns) - blended[0].Share;
            var high = 1 + (1 / low);
            yield return new Llama3RotaryScaling(factor, 1, Math.Round(high, 2), (int)Math.Round(slope * (high - 1)));
        }
    }

    private static bool Gives(Llama3RotaryScaling scaling, float[] factors, double ropeBase)
    {
        for (var pair = 0; pair < factors.Length; pair++)
        {
            var frequency = Frequency(pair, 2 * factors.Length, ropeBase);
            if (!(Math.Abs((frequency / scaling.Scale(frequency, pair, 2 * factors.Length, ropeBase)) - factors[pair]) <= Tolerance * factors[pair]))
            {
                return false;
            }
        }

        return true;
    }

    private static double Frequency(int pair, int size, double ropeBase) => Math.Pow(ropeBase, -2.0 * pair / size);
}
