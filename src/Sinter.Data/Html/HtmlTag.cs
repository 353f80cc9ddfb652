using System.Collections.Frozen;

namespace Sinter.Data.Html;

/// <summary>The elements that parsing or extraction treats in a way of its own, by the names of the HTML standard; any other is <see cref="Unknown"/>.</summary>
internal enum HtmlTag : byte
{
    Unknown,
    Text,
    A,
    Abbr,
    Acronym,
    Address,
    Annotation,
    Applet,
    Area,
    Article,
    Aside,
    Audio,
    B,
    Base,
    Basefont,
    Bdi,
    Bdo,
    Bgsound,
    Big,
    Blockquote,
    Body,
    Br,
    Button,
    Canvas,
    Caption,
    Center,
    Cite,
    Code,
    Col,
    Colgroup,
    Data,
    Datalist,
    Dd,
    Del,
    Desc,
    Details,
    Dfn,
    Dialog,
    Dir,
    Div,
    Dl,
    Dt,
    Em,
    Embed,
    Fieldset,
    Figcaption,
    Figure,
    Font,
    Footer,
    Foreignobject,
    Form,
    Frame,
    Frameset,
    H1,
    H2,
    H3,
    H4,
    H5,
    H6,
    Head,
    Header,
    Hgroup,
    Hr,
    Html,
    I,
    Iframe,
    Image,
    Img,
    Input,
    Ins,
    Kbd,
    Keygen,
    Label,
    Legend,
    Li,
    Link,
    Listing,
    Main,
    Map,
    Mark,
    Marquee,
    Math,
    Menu,
    Meta,
    Meter,
    Mi,
    Mn,
    Mo,
    Ms,
    Mtext,
    Nav,
    Nobr,
    Noembed,
    Noframes,
    Noscript,
    Object,
    Ol,
    Optgroup,
    Option,
    Output,
    P,
    Param,
    Picture,
    Plaintext,
    Pre,
    Progress,
    Q,
    Rb,
    Rp,
    Rt,
    Rtc,
    Ruby,
    S,
    Samp,
    Script,
    Search,
    Section,
    Select,
    Slot,
    Small,
    Source,
    Span,
    Strike,
    Strong,
    Style,
    Sub,
    Summary,
    Sup,
    Svg,
    Table,
    Tbody,
    Td,
    Template,
    Textarea,
    Tfoot,
    Th,
    Thead,
    Time,
    Title,
    Tr,
    Track,
    Tt,
    U,
    Ul,
    Var,
    Video,
    Wbr,
    Xmp,
}

/// <summary>What the HTML standard says of an element.</summary>
[Flags]
internal enum TagTraits : ushort
{
    None = 0,

    /// <summary>Has no content and no end tag.</summary>
    Void = 1,

    /// <summary>Of the category "special": an end tag of another sort does not close it.</summary>
    Special = 2,

    /// <summary>Parts text by its layout.</summary>
    Block = 4,

    /// <summary>Its start tag ends an open paragraph.</summary>
    ClosesParagraph = 8,

    /// <summary>Of the category "formatting".</summary>
    Formatting = 16,

    /// <summary>Its content is text to its end tag, without character references.</summary>
    RawText = 32,

    /// <summary>Its content is text to its end tag, with character references.</summary>
    EscapableRawText = 64,

    /// <summary>May stand in the head.</summary>
    Head = 128,

    /// <summary>Bounds the scope in which an end tag looks for its element.</summary>
    Scope = 256,

    /// <summary>Ends by itself where an element round it ends.</summary>
    ImpliedEnd = 512,
}

/// <summary>The table of the elements.</summary>
internal static class HtmlTags
{
    private static readonly TagTraits[] Traits = MakeTraits();

    private static readonly FrozenDictionary<string, HtmlTag> ByName = Enum.GetValues<HtmlTag>()
        .Where(tag => tag > HtmlTag.Text)
        .ToFrozenDictionary(tag => tag.ToString(), tag => tag == HtmlTag.Image ? HtmlTag.Img : tag, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, HtmlTag>.AlternateLookup<ReadOnlySpan<char>> Lookup = ByName.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The element of a name in either case.</summary>
    public static HtmlTag Of(ReadOnlySpan<char> name) => Lookup.TryGetValue(name, out var tag) ? tag : HtmlTag.Unknown;

    /// <summary>Whether the element has any of the traits.</summary>
    public static bool Has(this HtmlTag tag, TagTraits traits) => (Traits[(int)tag] & traits) != TagTraits.None;

    private static TagTraits[] MakeTraits()
    {
        var traits = new TagTraits[256];
        Add(TagTraits.Void, "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr");
        Add(TagTraits.Special, "address applet area article aside base basefont bgsound blockquote body br button caption center col colgroup dd details dir div dl dt embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe img input keygen li link listing main marquee menu meta nav noembed noframes noscript object ol p param plaintext pre script search section select source style summary table tbody td template textarea tfoot th thead title tr track ul wbr xmp");
        Add(TagTraits.Block, "address applet article aside audio blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html iframe legend li listing main marquee menu nav noscript object ol optgroup option p plaintext pre search section select summary table tbody td textarea tfoot th thead tr ul video xmp");
        Add(TagTraits.ClosesParagraph, "address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li listing main menu nav ol p plaintext pre search section summary table ul xmp");
        Add(TagTraits.Formatting, "a b big code em font i nobr s small strike strong tt u");
        Add(TagTraits.RawText, "iframe noembed noframes script style xmp");
        Add(TagTraits.EscapableRawText, "textarea title");
        Add(TagTraits.Head, "base basefont bgsound head link meta noframes noscript script style template title");
        Add(TagTraits.Scope, "applet caption html marquee object table td template th");
        Add(TagTraits.ImpliedEnd, "dd dt li optgroup option p rb rp rt rtc");
        return traits;

        void Add(TagTraits trait, string names)
        {
            foreach (var name in names.Split(' '))
            {
                traits[(int)ByEnumName(name)] |= trait;
            }
        }

        static HtmlTag ByEnumName(string name) => Enum.Parse<HtmlTag>(name, ignoreCase: true);
    }
}
