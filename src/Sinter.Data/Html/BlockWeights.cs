namespace Sinter.Data.Html;

/// <summary>
/// The weights of <see cref="BlockFeatures"/>: logistic regression (L2 penalty 3) on the 84 development pages of the article extraction benchmark, each block weighted by the root
/// of its words and each page by the root of its sum. Every block was also shown without the names of elements, without their tags, and without both (weight 0.3 each), so that no
/// weight leans on what some pages lack. The explicit test <c>BlockWeightFitting</c> fits and prints them.
/// </summary>
internal static class BlockWeights
{
    private static readonly float[] Weights =
    [
        // The block, the one before, the one behind: 12 counts each; then the page round it.
        0.032f, -0.019f, -0.574f, -0.460f, 0.333f, -0.624f, -0.045f, 0.459f, 0.436f, -0.229f, -0.448f, -0.055f,
        -0.039f, -0.133f, -0.160f, -0.219f, 0.015f, -0.344f, -0.138f, 0.125f, 0.317f, -0.360f, -0.303f, -0.195f,
        -0.033f, -0.185f, -0.177f, -0.269f, 0.003f, -0.048f, -0.148f, 0.283f, 0.074f, -0.122f, -0.306f, -0.135f,
        0.206f, 0.317f, -0.018f, 0.367f, 0.919f, 0.591f, 0.362f, 0.624f, 0.423f, 0.451f, -0.341f, -0.840f,
        -0.180f, 0.371f, -0.677f, 0.071f, -0.478f, 0.108f, 0.271f, -0.536f, -0.470f, -0.709f, -1.222f, 0.128f,
        0.452f, -1.203f, 0.397f, 0.752f, 0.226f, -0.786f, 0.505f, -0.517f, -0.637f, -0.459f, 0.399f, 0.394f,

        // Elements round it and its own.
        -0.008f, -0.215f, 0.037f, -0.225f, -0.173f, 0.333f, -0.592f, -0.078f, 0.132f, 0.574f, 0.476f, 0.530f,
        -0.200f, 0.209f, -0.087f, -0.406f, 0.207f, -0.762f, -0.096f, 0.000f, -0.001f, 0.207f,

        // Names of the element and its parent, by the groups of hints.
        -0.165f, -0.158f, 0.008f, -0.187f, -0.326f, 0.174f, -0.058f, -0.157f, -0.052f, 0.001f, -0.306f, -0.367f,
        -0.604f, 0.268f, 0.283f, 0.356f, -0.255f, -0.159f, -0.091f, -0.218f, 0.250f, 0.025f,

        // Names further out.
        -0.112f, -0.160f, -0.104f, -0.246f, -0.288f, -0.059f, -0.133f, -0.023f, -0.081f, -0.119f, -0.328f, -0.039f,
        -0.107f, 0.052f, 0.239f, 0.092f, -0.077f, -0.241f, 0.002f, -0.299f, 0.351f, 0.124f,
    ];

    private const float Intercept = -1.308f;

    /// <summary>The logarithm of the odds that a block is of the main text.</summary>
    /// <param name="features">The features, <see cref="BlockFeatures.Count"/> of them.</param>
    public static float Odds(ReadOnlySpan<float> features)
    {
        var odds = Intercept;
        for (var i = 0; i < features.Length; i++)
        {
            odds += features[i] * Weights[i];
        }

        return odds;
    }
}
