using Sinter.Tensors.Randomness;
using static System.FormattableString;

namespace Sinter.Training.Tasks;

/// <summary>How a linear classifier or regression is fitted.</summary>
public sealed record LinearFitOptions
{
    /// <summary>
    /// The factor of the squared weights (of features of deviation 1) beside the sum of the losses, halved, as 1 / C in scikit-learn; above 0. Null takes of <see cref="Penalties"/> the one with the least
    /// loss on held-out fifths of the rows.
    /// </summary>
    public double? Penalty { get; init; } = 1;

    /// <summary>The penalties that are tried where none is given.</summary>
    public static IReadOnlyList<double> Penalties { get; } = [1, 10, 100, 1e3, 1e4];

    /// <summary>The most iterations.</summary>
    public int MostIterations { get; init; } = 1000;

    /// <summary>Ends where no element of the gradient of the mean loss is larger.</summary>
    public double Tolerance { get; init; } = 1e-6;
}

/// <summary>
/// A linear function of features that was fitted in double precision: multinomial logistic regression, or linear regression with a penalty on squared weights (ridge).
/// </summary>
/// <param name="Weights">[outputs · features].</param>
/// <param name="Biases">[outputs]; zeros where none were fitted.</param>
/// <param name="Iterations">Iterations that it took.</param>
/// <param name="Gradient">The largest element of the last gradient, of the mean loss.</param>
public sealed record LinearFit(double[] Weights, double[] Biases, int Iterations, double Gradient)
{
    private const int Folds = 5;
    private const int FewestHeldOut = 2;
    private const double CoarseTolerance = 1e-4;

    /// <summary>The penalty on squared weights that it was fitted with.</summary>
    public double Penalty { get; private init; }

    /// <summary>Fits classes: the least of the weighted sum of cross-entropies + penalty / 2 · squared weights, over the number of rows.</summary>
    /// <param name="features">The features of each row, all of one length.</param>
    /// <param name="classes">The class of each row.</param>
    /// <param name="count">The number of classes, at least 2.</param>
    /// <param name="weights">How much each row counts; null for all alike.</param>
    /// <param name="hasBias">Whether there are biases, which are not penalised.</param>
    /// <param name="options">How; the defaults where left out.</param>
    /// <param name="cancellation">Ends it between two iterations.</param>
    /// <exception cref="ArgumentException">There are no rows, their lengths differ, or a class is out of range.</exception>
    public static LinearFit Classes(IReadOnlyList<float[]> features, IReadOnlyList<int> classes, int count, IReadOnlyList<double>? weights = null, bool hasBias = true, LinearFitOptions? options = null, CancellationToken cancellation = default)
    {
        if (count < 2 || classes.Count != features.Count || classes.Any(number => (uint)number >= (uint)count))
        {
            throw new ArgumentException(Invariant($"There are {features.Count} rows and {classes.Count} classes of them; expected as many, each from 0 to below {count}, and at least two."), nameof(classes));
        }

        var logits = new double[count];
        return Fit(features, count, weights, hasBias, options ?? new(), (row, outputs, slopes) =>
        {
            var largest = outputs[0];
            foreach (var output in outputs)
            {
                largest = Math.Max(largest, output);
            }

            var sum = 0.0;
            for (var i = 0; i < logits.Length; i++)
            {
                sum += logits[i] = Math.Exp(outputs[i] - largest);
            }

            for (var i = 0; i < logits.Length; i++)
            {
                slopes[i] = (logits[i] / sum) - (i == classes[row] ? 1 : 0);
            }

            return Math.Log(sum) + largest - outputs[classes[row]];
        }, cancellation);
    }

    /// <summary>Fits numbers: the least of the weighted sum of squared errors, halved, + penalty / 2 · squared weights, over the number of rows.</summary>
    /// <inheritdoc cref="Classes"/>
    /// <param name="features">The features of each row, all of one length.</param>
    /// <param name="numbers">The number of each row.</param>
    /// <param name="weights">How much each row counts; null for all alike.</param>
    /// <param name="hasBias">Whether there is a bias, which is not penalised.</param>
    /// <param name="options">How; the defaults where left out.</param>
    /// <param name="cancellation">Ends it between two iterations.</param>
    public static LinearFit Numbers(IReadOnlyList<float[]> features, IReadOnlyList<double> numbers, IReadOnlyList<double>? weights = null, bool hasBias = true, LinearFitOptions? options = null, CancellationToken cancellation = default)
        => numbers.Count != features.Count || !numbers.All(double.IsFinite)
            ? throw new ArgumentException(Invariant($"There are {features.Count} rows and {numbers.Count} numbers of them; expected as many, all finite."), nameof(numbers))
            : Fit(features, 1, weights, hasBias, options ?? new(), (row, outputs, slopes) =>
            {
                slopes[0] = outputs[0] - numbers[row];
                return slopes[0] * slopes[0] / 2;
            }, cancellation);

    /// <summary>The loss of a row, and its slopes for the outputs.</summary>
    private delegate double RowLoss(int row, ReadOnlySpan<double> outputs, Span<double> slopes);

    private static LinearFit Fit(IReadOnlyList<float[]> features, int outputs, IReadOnlyList<double>? weights, bool hasBias, LinearFitOptions options, RowLoss loss, CancellationToken cancellation)
    {
        var rows = features.Count;
        var width = rows == 0 ? 0 : features[0].Length;
        if (rows == 0 || width == 0 || features.Any(row => row.Length != width) || (weights is not null && weights.Count != rows))
        {
            throw new ArgumentException(Invariant($"{rows} rows of features cannot be fitted; give at least one, all of one length, with as many weights or none."), nameof(features));
        }

        if (options.Penalty is { } given && !(double.IsFinite(given) && given > 0))
        {
            throw new ArgumentException(Invariant($"The penalty is {given}; it must be a finite number above 0."), nameof(options));
        }

        var (values, means, deviations) = Standardized(features, width, hasBias);
        var stride = width + (hasBias ? 1 : 0);
        var point = new double[outputs * stride];
        var (row, slopes) = (new double[outputs], new double[outputs]);
        var counted = new double[rows];
        var penalty = options.Penalty ?? Chosen();
        Count(static _ => true);
        var (iterations, gradient) = Lbfgs.Minimize(point, Value, options.Tolerance, options.MostIterations, cancellation);

        // Back to the features as they are: w / deviation, and the bias takes what the means were.
        var (fitted, biases) = (new double[outputs * width], new double[outputs]);
        for (var output = 0; output < outputs; output++)
        {
            biases[output] = hasBias ? point[(output * stride) + width] : 0;
            for (var i = 0; i < width; i++)
            {
                fitted[(output * width) + i] = point[(output * stride) + i] / deviations[i];
                biases[output] -= fitted[(output * width) + i] * means[i];
            }
        }

        return new LinearFit(fitted, biases, iterations, gradient) { Penalty = penalty };

        // Rows that are held out count nothing in the fit.
        void Count(Func<int, bool> fits)
        {
            for (var r = 0; r < rows; r++)
            {
                counted[r] = fits(r) ? weights?[r] ?? 1 : 0;
            }
        }

        double Chosen()
        {
            if (rows < FewestHeldOut * Folds)
            {
                return LinearFitOptions.Penalties[0];
            }

            var order = new RandomStream(0, "folds").Permutation(rows);
            var best = (Loss: double.PositiveInfinity, Penalty: 0.0);
            foreach (var tried in LinearFitOptions.Penalties)
            {
                penalty = tried;
                var heldOut = 0.0;
                for (var fold = 0; fold < Folds; fold++)
                {
                    var held = fold;
                    Count(r => order[r] % Folds != held);
                    Array.Clear(point);
                    Lbfgs.Minimize(point, Value, CoarseTolerance, options.MostIterations, cancellation);
                    for (var r = 0; r < rows; r++)
                    {
                        if (order[r] % Folds == held)
                        {
                            Outputs(point, r);
                            heldOut += (weights?[r] ?? 1) * loss(r, row, slopes);
                        }
                    }
                }

                best = heldOut < best.Loss ? (heldOut, tried) : best;
            }

            Array.Clear(point);
            return best.Penalty;
        }

        void Outputs(ReadOnlySpan<double> at, int r)
        {
            for (var output = 0; output < outputs; output++)
            {
                row[output] = Lbfgs.Dot(at.Slice(output * stride, width), values.AsSpan(r * width, width)) + (hasBias ? at[(output * stride) + width] : 0);
            }
        }

        double Value(ReadOnlySpan<double> at, Span<double> slope)
        {
            slope.Clear();
            var sum = 0.0;
            for (var r = 0; r < rows; r++)
            {
                if (counted[r] == 0)
                {
                    continue;
                }

                Outputs(at, r);
                var x = values.AsSpan(r * width, width);
                var weight = counted[r] / rows;
                sum += weight * loss(r, row, slopes);
                for (var output = 0; output < outputs; output++)
                {
                    var factor = weight * slopes[output];
                    var part = slope.Slice(output * stride, stride);
                    for (var i = 0; i < x.Length; i++)
                    {
                        part[i] += factor * x[i];
                    }

                    if (hasBias)
                    {
                        part[width] += factor;
                    }
                }
            }

            var share = penalty / rows;
            for (var output = 0; output < outputs; output++)
            {
                for (var i = output * stride; i < (output * stride) + width; i++)
                {
                    sum += share / 2 * at[i] * at[i];
                    slope[i] += share * at[i];
                }
            }

            return sum;
        }
    }

    /// <summary>Features of deviation 1, and of mean 0 where a bias can take the means: what is fitted then depends on no feature's size.</summary>
    private static (double[] Values, double[] Means, double[] Deviations) Standardized(IReadOnlyList<float[]> features, int width, bool centres)
    {
        var (means, deviations) = (new double[width], new double[width]);
        for (var i = 0; i < width; i++)
        {
            means[i] = centres ? features.Sum(row => (double)row[i]) / features.Count : 0;
            var variance = features.Sum(row => (row[i] - means[i]) * (row[i] - means[i])) / features.Count;
            deviations[i] = variance > 1e-24 ? Math.Sqrt(variance) : 1;
        }

        var values = new double[features.Count * width];
        for (var row = 0; row < features.Count; row++)
        {
            for (var i = 0; i < width; i++)
            {
                values[(row * width) + i] = (features[row][i] - means[i]) / deviations[i];
            }
        }

        return (values, means, deviations);
    }
}
