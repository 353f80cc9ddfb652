using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Sinter.Data.Reports;

/// <summary>
/// Collects an interpolated string as markup: literals as written, text encoded, numbers in the invariant culture.
/// Only the types below may stand in a hole; anything else does not compile.
/// </summary>
[InterpolatedStringHandler]
public readonly ref struct HtmlInterpolation
{
    private readonly StringBuilder _builder;

    /// <summary>Called by the compiler.</summary>
    public HtmlInterpolation(int literalLength, int formattedCount) =>
        _builder = new StringBuilder(literalLength + (16 * formattedCount));

    /// <summary>Markup, kept as written.</summary>
    public void AppendLiteral(string value) => _builder.Append(value);

    /// <summary>Text, encoded.</summary>
    public void AppendFormatted(string? value) => _builder.Append(Html.Text(value).ToString());

    /// <summary>Finished markup, kept.</summary>
    public void AppendFormatted(Html value) => _builder.Append(value.ToString());

    /// <summary>Finished pieces, one after another.</summary>
    public void AppendFormatted(IEnumerable<Html> value)
    {
        foreach (var piece in value)
        {
            _builder.Append(piece.ToString());
        }
    }

    /// <summary>A whole number without separators.</summary>
    public void AppendFormatted(int value) => _builder.Append(CultureInfo.InvariantCulture, $"{value}");

    /// <summary>A coordinate, to a hundredth: finer than any screen shows. Must be finite.</summary>
    public void AppendFormatted(double value)
    {
        var rounded = Math.Round(value, 2) + 0.0; // + 0.0 turns -0 into 0
        _builder.Append(CultureInfo.InvariantCulture, $"{rounded:0.##}");
    }

    internal string ToMarkup() => _builder.ToString();
}
