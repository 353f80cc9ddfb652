namespace Sinter.Evaluation.Metrics;

/// <summary>Checks of what is put in, each told in one sentence.</summary>
internal static class Lengths
{
    /// <summary>Two lists that belong together have as many items.</summary>
    /// <exception cref="ArgumentException">They have not.</exception>
    public static void MustMatch(int first, string firstName, int second, string secondName)
    {
        if (first != second)
        {
            throw new ArgumentException($"There are {first} {firstName} and {second} {secondName}; as many of the one as of the other are expected.");
        }
    }

    /// <summary>Rows of numbers, one a class, that are finite.</summary>
    /// <exception cref="ArgumentException">A row has another length or holds what is no finite number.</exception>
    public static void MustBeRows(IReadOnlyList<float[]> rows, int classes, string name)
    {
        for (var item = 0; item < rows.Count; item++)
        {
            if (rows[item].Length != classes)
            {
                throw new ArgumentException($"Item {item} has {rows[item].Length} {name} and there are {classes} classes; one for each is expected.");
            }

            foreach (var value in rows[item])
            {
                if (!float.IsFinite(value))
                {
                    throw new ArgumentException($"Item {item} has a value among its {name} that is not a finite number.");
                }
            }
        }
    }

    /// <summary>Probabilities of classes, which are within 0 and 1 and sum to 1.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static void MustBeProbabilities(IReadOnlyList<float[]> rows, int classes)
    {
        const double Tolerance = 1e-3;
        MustBeRows(rows, classes, "probabilities");
        for (var item = 0; item < rows.Count; item++)
        {
            var sum = 0.0;
            foreach (var value in rows[item])
            {
                sum += value is >= 0 and <= 1.0001f ? value : double.NaN;
            }

            if (!(Math.Abs(sum - 1) <= Tolerance))
            {
                throw new ArgumentException($"The probabilities of item {item} are not all within 0 and 1 with a sum of 1; give the probabilities of all classes, not their logits.");
            }
        }
    }
}
