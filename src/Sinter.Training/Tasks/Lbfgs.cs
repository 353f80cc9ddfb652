namespace Sinter.Training.Tasks;

/// <summary>
/// The minimum of a smooth convex function by L-BFGS (Nocedal 1980; Nocedal and Wright 2006, algorithm 7.5) with a line search that halves its step until the function falls enough (Armijo). Double
/// precision, one thread: the same numbers everywhere.
/// </summary>
internal static class Lbfgs
{
    private const int Memory = 12;

    /// <summary>Computes the function at a point, and writes its gradient.</summary>
    public delegate double Function(ReadOnlySpan<double> point, Span<double> gradient);

    /// <summary>Goes to the minimum.</summary>
    /// <param name="point">Where to begin; in the end the minimum.</param>
    /// <param name="function">The function.</param>
    /// <param name="tolerance">Ends where no element of the gradient is larger.</param>
    /// <param name="mostIterations">Ends after so many.</param>
    /// <param name="cancellation">Ends it between two iterations.</param>
    /// <returns>Iterations, and the largest element of the last gradient.</returns>
    public static (int Iterations, double Gradient) Minimize(double[] point, Function function, double tolerance, int mostIterations, CancellationToken cancellation)
    {
        var gradient = new double[point.Length];
        var (next, nextGradient, direction) = (new double[point.Length], new double[point.Length], new double[point.Length]);
        var pairs = new List<(double[] S, double[] Y, double Rho)>();
        var value = function(point, gradient);
        for (var iteration = 0; iteration < mostIterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            var largest = gradient.Max(Math.Abs);
            if (largest <= tolerance)
            {
                return (iteration, largest);
            }

            Direction(gradient, pairs, direction);
            var slope = Dot(gradient, direction);
            if (slope >= 0)
            {
                // Rounding has spoilt the memory: begin anew along the gradient.
                pairs.Clear();
                Direction(gradient, pairs, direction);
                slope = Dot(gradient, direction);
            }

            var step = pairs.Count == 0 ? 1 / Math.Max(1, Math.Sqrt(-slope)) : 1.0;
            double reached;
            while (true)
            {
                for (var i = 0; i < next.Length; i++)
                {
                    next[i] = point[i] + (step * direction[i]);
                }

                reached = function(next, nextGradient);
                if (reached <= value + (1e-4 * step * slope))
                {
                    break;
                }

                step /= 2;
                if (step < 1e-16)
                {
                    // The function falls no further than its rounding.
                    return (iteration, largest);
                }
            }

            var (s, y) = (new double[point.Length], new double[point.Length]);
            for (var i = 0; i < s.Length; i++)
            {
                s[i] = next[i] - point[i];
                y[i] = nextGradient[i] - gradient[i];
            }

            var curvature = Dot(s, y);
            if (curvature > 1e-300)
            {
                if (pairs.Count == Memory)
                {
                    pairs.RemoveAt(0);
                }

                pairs.Add((s, y, 1 / curvature));
            }

            next.CopyTo(point, 0);
            nextGradient.CopyTo(gradient, 0);
            value = reached;
        }

        return (mostIterations, gradient.Max(Math.Abs));
    }

    /// <summary>The sum of products, in four sums side by side.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0);
        var i = 0;
        for (; i + 4 <= x.Length; i += 4)
        {
            a += x[i] * y[i];
            b += x[i + 1] * y[i + 1];
            c += x[i + 2] * y[i + 2];
            d += x[i + 3] * y[i + 3];
        }

        var sum = a + b + (c + d);
        for (; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    private static void Direction(double[] gradient, List<(double[] S, double[] Y, double Rho)> pairs, double[] direction)
    {
        gradient.CopyTo(direction, 0);
        var factors = new double[pairs.Count];
        for (var i = pairs.Count - 1; i >= 0; i--)
        {
            factors[i] = pairs[i].Rho * Dot(pairs[i].S, direction);
            Add(direction, -factors[i], pairs[i].Y);
        }

        if (pairs is [.., var last])
        {
            var scale = 1 / (last.Rho * Dot(last.Y, last.Y));
            for (var i = 0; i < direction.Length; i++)
            {
                direction[i] *= scale;
            }
        }

        for (var i = 0; i < pairs.Count; i++)
        {
            Add(direction, factors[i] - (pairs[i].Rho * Dot(pairs[i].Y, direction)), pairs[i].S);
        }

        for (var i = 0; i < direction.Length; i++)
        {
            direction[i] = -direction[i];
        }
    }

    private static void Add(double[] to, double factor, double[] what)
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] += factor * what[i];
        }
    }
}
