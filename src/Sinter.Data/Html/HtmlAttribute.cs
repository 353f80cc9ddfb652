using System.Collections.Frozen;

namespace Sinter.Data.Html;

/// <summary>The attributes that extraction reads; parsing passes over all others.</summary>
internal enum HtmlAttribute : byte
{
    None,
    Alt,
    AltText,
    AriaHidden,
    Class,
    Content,
    DateTime,
    Display,
    Hidden,
    Href,
    Id,
    ItemProp,
    Lang,
    Name,
    Property,
    Rel,
    Role,
    Start,
    Style,
    Title,
    Type,
}

/// <summary>The table of the attributes.</summary>
internal static class HtmlAttributes
{
    private static readonly FrozenDictionary<string, HtmlAttribute>.AlternateLookup<ReadOnlySpan<char>> Lookup = Enum.GetValues<HtmlAttribute>()
        .Where(attribute => attribute is not (HtmlAttribute.None or HtmlAttribute.AriaHidden))
        .Select(attribute => (Name: attribute.ToString(), attribute))
        .Append((Name: "aria-hidden", attribute: HtmlAttribute.AriaHidden))
        .Append((Name: "xml:lang", attribute: HtmlAttribute.Lang))
        .ToFrozenDictionary(pair => pair.Name, pair => pair.attribute, StringComparer.OrdinalIgnoreCase)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The attribute of a name in either case; <see cref="HtmlAttribute.None"/> where it is of no interest.</summary>
    public static HtmlAttribute Of(ReadOnlySpan<char> name) => Lookup.TryGetValue(name, out var attribute) ? attribute : HtmlAttribute.None;
}
