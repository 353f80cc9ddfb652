namespace Sinter.Models.Surgery;

/// <summary>Merges the values of one tensor of several models. Sums are kept in double precision, so that a model merged with itself stays what it is.</summary>
internal static class TensorMerge
{
    // Above it the sines of an arc are too small to divide by.
    private const double NearlyParallel = 0.9995;

    /// <summary>The weighted mean.</summary>
    /// <param name="first">The first model's values; the result.</param>
    /// <param name="others">The other models' values, at least as long.</param>
    /// <param name="weights">One for each model, the first's first; their sum is not 0.</param>
    public static void Mean(Span<float> first, float[][] others, double[] weights)
    {
        var sum = weights.Sum();
        for (var i = 0; i < first.Length; i++)
        {
            var value = first[i] * weights[0];
            for (var model = 0; model < others.Length; model++)
            {
                value += others[model][i] * weights[model + 1];
            }

            first[i] = (float)(value / sum);
        }
    }

    /// <summary>
    /// (sin((1 - t) ω) a + sin(t ω) b) / sin ω, where ω is the angle between the two tensors as vectors (Shoemake 1985); (1 - t) a + t b where they are nearly parallel, or
    /// one is zero.
    /// </summary>
    /// <param name="a">The first model's values; the result.</param>
    /// <param name="b">The second model's, as many.</param>
    /// <param name="t">How far from the first to the second.</param>
    public static void Slerp(Span<float> a, ReadOnlySpan<float> b, double t)
    {
        double dot = 0, aa = 0, bb = 0;
        for (var i = 0; i < a.Length; i++)
        {
            dot += (double)a[i] * b[i];
            aa += (double)a[i] * a[i];
            bb += (double)b[i] * b[i];
        }

        var norms = Math.Sqrt(aa) * Math.Sqrt(bb);
        var cosine = norms > 0 ? Math.Clamp(dot / norms, -1, 1) : 1;
        var (first, second) = (1 - t, t);
        if (Math.Abs(cosine) < NearlyParallel)
        {
            var angle = Math.Acos(cosine);
            (first, second) = (Math.Sin((1 - t) * angle) / Math.Sin(angle), Math.Sin(t * angle) / Math.Sin(angle));
        }

        for (var i = 0; i < a.Length; i++)
        {
            a[i] = (float)((a[i] * first) + (b[i] * second));
        }
    }

    /// <summary>The base plus the weighted sum of the models' differences.</summary>
    /// <param name="start">The base's values; the result.</param>
    /// <param name="models">The models' values, at least as long.</param>
    /// <param name="weights">A factor for each model.</param>
    /// <param name="filters">What of each model's differences counts.</param>
    public static void AddSum(Span<float> start, float[][] models, double[] weights, DeltaFilter[] filters)
    {
        for (var i = 0; i < start.Length; i++)
        {
            double value = start[i];
            for (var model = 0; model < models.Length; model++)
            {
                value += weights[model] * filters[model].Next((double)models[model][i] - start[i]);
            }

            start[i] = (float)value;
        }
    }

    /// <summary>The base plus, for each weight, the mean of those differences whose sign is that of the sum of all.</summary>
    /// <inheritdoc cref="AddSum"/>
    public static void AddElected(Span<float> start, float[][] models, double[] weights, DeltaFilter[] filters)
    {
        Span<double> deltas = models.Length <= 64 ? stackalloc double[models.Length] : new double[models.Length];
        for (var i = 0; i < start.Length; i++)
        {
            double sum = 0;
            for (var model = 0; model < deltas.Length; model++)
            {
                deltas[model] = filters[model].Next((double)models[model][i] - start[i]);
                sum += weights[model] * deltas[model];
            }

            double agreed = 0, shares = 0;
            for (var model = 0; model < deltas.Length; model++)
            {
                if (deltas[model] != 0 && (deltas[model] > 0) == (sum > 0) && sum != 0)
                {
                    agreed += weights[model] * deltas[model];
                    shares += weights[model];
                }
            }

            if (shares > 0)
            {
                start[i] = (float)(start[i] + (agreed / shares));
            }
        }
    }
}
