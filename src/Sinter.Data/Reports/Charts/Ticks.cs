using System.Globalization;

namespace Sinter.Data.Reports;

/// <summary>Round numbers for the ticks of an axis: steps of 1, 2 or 5 times a power of ten, and their labels.</summary>
public static class Ticks
{
    /// <summary>The step that gives about as many ticks as wanted.</summary>
    public static double Step(double minimum, double maximum, int wanted = 5)
    {
        var rough = (maximum - minimum) / wanted;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return (rough / power) switch
        {
            < 1.41 => power, // the geometric means of 1, 2, 5 and 10
            < 3.16 => 2 * power,
            < 7.07 => 5 * power,
            _ => 10 * power,
        };
    }

    /// <summary>The multiples of a step that lie within the ends of a linear axis; fifty at most.</summary>
    public static IReadOnlyList<double> Linear(double minimum, double maximum, double step)
    {
        var first = (long)Math.Ceiling((minimum / step) - 1e-9);
        var last = (long)Math.Floor((maximum / step) + 1e-9);
        var ticks = new List<double>();
        for (var i = first; i <= last && ticks.Count < 50; i++)
        {
            // A product with the step would carry its rounding (0.30000000000000004); a decimal does not.
            ticks.Add(Math.Abs(step) is > 1e-12 and < 1e12 ? (double)(i * (decimal)step) : i * step);
        }

        return ticks;
    }

    /// <summary>The ticks of a logarithmic axis: powers of ten, with 2 and 5 between them where there is room; never more than ten.</summary>
    public static IReadOnlyList<double> Logarithmic(double minimum, double maximum)
    {
        var decades = Math.Log10(maximum / minimum);
        double[] within = decades > 3 ? [1] : [1, 2, 5];
        var stride = Math.Max(1, (int)Math.Ceiling(decades / 9));
        var ticks = new List<double>();
        for (var power = (int)Math.Floor(Math.Log10(minimum)); Math.Pow(10, power) <= maximum; power += stride)
        {
            ticks.AddRange(within.Select(f => f * Math.Pow(10, power)).Where(t => t >= minimum * 0.999999 && t <= maximum * 1.000001));
        }

        return ticks;
    }

    /// <summary>The labels of these ticks, all in the same unit and with the same number of decimals.</summary>
    public static IReadOnlyList<string> Labels(IReadOnlyList<double> ticks, Func<double, string>? write = null)
    {
        if (write is not null)
        {
            return [.. ticks.Select(write)];
        }

        var largest = ticks.Select(Math.Abs).DefaultIfEmpty().Max();
        if (largest is > 0 and < 1e-4 or >= 1e15)
        {
            return [.. ticks.Select(t => Quantity.Number(t))];
        }

        var (unit, name) = largest switch
        {
            < 1e4 => (1.0, ""),
            < 1e6 => (1e3, "k"),
            < 1e9 => (1e6, "M"),
            _ => (1e9, "G"),
        };
        var decimals = Enumerable.Range(0, 7).FirstOrDefault(d => ticks.All(t => Math.Abs(Math.Round(t / unit, d) - (t / unit)) < 1e-9), 7);
        var format = "#,0." + new string('0', decimals);
        return [.. ticks.Select(t => t == 0 ? "0" : (t / unit).ToString(format, CultureInfo.InvariantCulture) + (name.Length == 0 ? "" : Quantity.Space + name))];
    }

    internal static IReadOnlyList<double> Of(AxisScale scale) => scale.Axis.Logarithmic
        ? Logarithmic(scale.Minimum, scale.Maximum)
        : Linear(scale.Minimum, scale.Maximum, scale.Step);
}
