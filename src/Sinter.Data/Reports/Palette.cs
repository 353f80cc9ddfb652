namespace Sinter.Data.Reports;

/// <summary>
/// The colours of a page, each for light and dark. The six of series follow Okabe and Ito's order of hues (told apart
/// with every common form of colour blindness), darkened or lightened until each stands out from its background.
/// </summary>
internal static class Palette
{
    /// <summary>CSS variables: name, light value, dark value.</summary>
    public static readonly (string Name, string Light, string Dark)[] Colours =
    [
        ("page", "#fbfaf8", "#14161a"),
        ("surface", "#ffffff", "#1b1e23"),
        ("ink", "#1d2126", "#e8eaed"),
        ("muted", "#5d656f", "#a2aab4"),
        ("line", "#e4e2dd", "#30353c"),
        ("grid", "#eeece8", "#282c33"),
        ("track", "#f0eeea", "#262a31"),
        ("c1", "#1565b8", "#6cb2ff"),
        ("c2", "#c04a00", "#ff9e58"),
        ("c3", "#0a7a5c", "#4ecfa5"),
        ("c4", "#9a3d86", "#e69ad2"),
        ("c5", "#86690a", "#e3c14f"),
        ("c6", "#5b6470", "#aab3be"),
        ("good", "#137342", "#5fd394"),
        ("warn", "#8d5a00", "#f0b94a"),
        ("bad", "#b4281f", "#ff8f86"),
        ("good-soft", "#eaf5ee", "#182a20"),
        ("warn-soft", "#fbf3e0", "#2d2615"),
        ("bad-soft", "#fcecea", "#331d1c"),
    ];

    /// <summary>How many colours there are for series before they repeat.</summary>
    public const int SeriesColours = 6;

    /// <summary>The CSS class of the series with this index.</summary>
    public static string SeriesClass(int index) => "s" + ((index % SeriesColours) + 1);

    /// <summary>The two blocks of CSS variables.</summary>
    public static string Css() =>
        ":root{color-scheme:light dark;" + Variables(c => c.Light) + "}\n" +
        "@media screen and (prefers-color-scheme:dark){:root{" + Variables(c => c.Dark) + "}}\n";

    private static string Variables(Func<(string Name, string Light, string Dark), string> pick) =>
        string.Concat(Colours.Select(c => $"--{c.Name}:{pick(c)};"));
}
