namespace Sinter.Tensors.Tests.Optimizers;

/// <summary>
/// All values of the dynamic data type in double precision, listed as the authors' own library does it: seven decades, the larger ones with twice as many
/// values each, these in the middle of equal parts of 0.1 to 1; and 0 and 1.
/// </summary>
internal static class DynamicCodebook
{
    public static double[] Signed { get; } = Make(signed: true);

    public static double[] Unsigned { get; } = Make(signed: false);

    /// <summary>The value nearest to a number.</summary>
    public static double Nearest(double[] values, double number)
    {
        var above = Array.BinarySearch(values, number);
        above = above < 0 ? ~above : above;
        return above == 0 ? values[0]
            : above == values.Length || number - values[above - 1] < values[above] - number ? values[above - 1]
            : values[above];
    }

    private static double[] Make(bool signed)
    {
        var values = new List<double> { 0, 1 };
        for (var i = 0; i < 7; i++)
        {
            var items = signed ? 1 << i : 1 << (i + 1);
            for (var j = 0; j < items; j++)
            {
                var value = Math.Pow(10, i - 6) * (0.1 + (0.9 * (j + 0.5) / items));
                values.Add(value);
                if (signed)
                {
                    values.Add(-value);
                }
            }
        }

        values.Count.ShouldBe(256);
        return [.. values.Order()];
    }
}
