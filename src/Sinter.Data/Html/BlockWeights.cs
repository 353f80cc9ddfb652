namespace Sinter.Data.Html;

/// <summary>The weights of the features.</summary>
internal static class BlockWeights
{
    public static readonly float[] Weights = new float[BlockFeatures.Count + 1];

    public static float Odds(ReadOnlySpan<float> features)
    {
        var odds = Weights[^1];
        for (var i = 0; i < features.Length; i++)
        {
            odds += features[i] * Weights[i];
        }

        return odds;
    }
}
