using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Sinter.Data.Reports;

/// <summary>
/// A piece of finished HTML. The only ways to make one encode whatever text is put in, so a document that
/// holds markup shows as the text it is and can never become part of the page.
/// </summary>
public readonly struct Html
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private readonly string? _markup;

    private Html(string markup) => _markup = markup;

    /// <summary>Nothing at all.</summary>
    public static Html Empty => default;

    /// <summary>True where there is nothing to show.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(_markup);

    /// <summary>
    /// Markup written in place: the literal parts are kept as they stand, every hole is encoded unless it is
    /// itself <see cref="Html"/>. Attribute values need their quotes written.
    /// </summary>
    /// <param name="markup">An interpolated string such as <c>$"&lt;td&gt;{name}&lt;/td&gt;"</c>.</param>
    public static Html Of(HtmlInterpolation markup) => new(markup.ToMarkup());

    /// <summary>Plain text, encoded.</summary>
    public static Html Text(string? text) => string.IsNullOrEmpty(text) ? Empty : new(Encoder.Encode(text));

    /// <summary>The pieces one after another.</summary>
    public static Html Concat(IEnumerable<Html> pieces)
    {
        var builder = new StringBuilder();
        foreach (var piece in pieces)
        {
            builder.Append(piece._markup);
        }

        return new(builder.ToString());
    }

    /// <summary>Two pieces one after the other.</summary>
    public static Html operator +(Html left, Html right) => new(left._markup + right._markup);

    /// <summary>The markup itself.</summary>
    public override string ToString() => _markup ?? "";

    /// <summary>The markup that this library wrote itself, a stylesheet or a script: never text from outside.</summary>
    internal static Html Trusted(string markup) => new(markup);
}
