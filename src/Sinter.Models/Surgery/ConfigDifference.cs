using System.Collections;
using System.Globalization;
using System.Reflection;

namespace Sinter.Models.Surgery;

/// <summary>The first setting in which two descriptions differ.</summary>
/// <param name="Name">What it is called in <see cref="ModelConfig"/>.</param>
/// <param name="First">Its value in the first, as text.</param>
/// <param name="Second">Its value in the second, as text.</param>
internal sealed record ConfigDifference(string Name, string First, string Second)
{
    // A number that went through a square root and back differs in its last digits.
    private const double Tolerance = 1e-9;

    private static readonly PropertyInfo[] Settings =
    [
        .. typeof(ModelConfig).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static property => property.CanWrite).OrderBy(static property => property.MetadataToken),
    ];

    /// <summary>The first setting that differs, in the order of <see cref="ModelConfig"/>; null where none does.</summary>
    /// <param name="first">A description.</param>
    /// <param name="second">Another.</param>
    /// <param name="except">Settings that may differ.</param>
    public static ConfigDifference? Find(ModelConfig first, ModelConfig second, params IReadOnlyCollection<string> except)
    {
        foreach (var setting in Settings)
        {
            var (a, b) = (setting.GetValue(first), setting.GetValue(second));
            if (!except.Contains(setting.Name) && !AreSame(a, b))
            {
                return new ConfigDifference(setting.Name, Text(a), Text(b));
            }
        }

        return null;
    }

    private static bool AreSame(object? a, object? b) => (a, b) switch
    {
        (double x, double y) => Math.Abs(x - y) <= Tolerance * Math.Max(Math.Abs(x), Math.Abs(y)),
        (IEnumerable<string> x, IEnumerable<string> y) => x.SequenceEqual(y, StringComparer.Ordinal),
        _ => Equals(a, b),
    };

    private static string Text(object? value) => value switch
    {
        null => "nothing",
        string text => text,
        IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(Text))}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
