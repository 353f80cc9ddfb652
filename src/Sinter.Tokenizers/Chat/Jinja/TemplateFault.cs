using System.Globalization;

namespace Sinter.Tokenizers.Jinja;

/// <summary>The complaints about a template that cannot be read.</summary>
internal static class TemplateFault
{
    /// <summary>The error that says so of a line of the template.</summary>
    public static InvalidDataException Error(int line, FormattableString what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The chat template, line {line}: {what.ToString(CultureInfo.InvariantCulture)}."));
}
