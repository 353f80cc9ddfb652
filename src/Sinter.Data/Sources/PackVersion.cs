using System.Globalization;

namespace Sinter.Data.Sources;

/// <summary>
/// The version of a pack, ordered as semantic versions are: by its numbers, a preview before the release, previews by their parts, numbers as numbers.
/// </summary>
internal sealed record PackVersion(string Text, Version Numbers, string Preview) : IComparable<PackVersion>
{
    /// <summary>Reads <c>10.0.0</c> or <c>10.0.0-rc.1.25451.107</c>; null where it is no version.</summary>
    public static PackVersion? TryParse(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return Version.TryParse(dash < 0 ? text : text[..dash], out var numbers) ? new PackVersion(text, numbers, dash < 0 ? "" : text[(dash + 1)..]) : null;
    }

    /// <inheritdoc/>
    public int CompareTo(PackVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = Numbers.CompareTo(other.Numbers);
        if (order != 0 || Preview.Length == 0 || other.Preview.Length == 0)
        {
            return order != 0 ? order : other.Preview.Length.CompareTo(0) - Preview.Length.CompareTo(0);
        }

        return Preview.Split('.').Zip(other.Preview.Split('.'), ComparePart).FirstOrDefault(part => part != 0, Preview.Length.CompareTo(other.Preview.Length));
    }

    private static int ComparePart(string left, string right) =>
        int.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out var leftNumber) && int.TryParse(right, NumberStyles.None, CultureInfo.InvariantCulture, out var rightNumber)
            ? leftNumber.CompareTo(rightNumber)
            : string.CompareOrdinal(left, right);
}
