using System.Buffers;
using System.Collections.Frozen;

namespace Sinter.Data.Privacy.People;

/// <summary>Words that streets are called by.</summary>
internal static class StreetWords
{
    // 12 Baker Street: the word ends the name of the street.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Last = NameTable.Words(
        """
        Street St Avenue Ave Road Rd Boulevard Blvd Lane Ln Drive Dr Court Ct Square Sq Place Pl Terrace Ter Way Parkway Pkwy Highway Hwy Circle Cir Crescent Close Gardens Grove Mews Row Hill Walk Alley Turnpike Trail Trl Loop
        Broadway Quay Wharf Green Rise Vale View Plaza Pike Expressway Freeway Causeway Esplanade Parade Embankment Run Path
        """).ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    // 12 rue de la Paix: the number comes first.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> AfterNumber = NameTable.Words(
        "rue avenue av av. boulevard bd bd. boul. place pl. allée allee chemin impasse quai route cours square faubourg passage sentier ruelle esplanade").ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    // Calle Mayor 5: the number comes last. Of two letters only what has a dot or a stroke behind it.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> BeforeNumber = NameTable.Words(
        """
        calle c/ avenida avda avda. av. plaza pza pza. paseo pº carrera ronda camino travesía callejón glorieta gran
        via viale piazza piazzale corso largo vicolo strada contrada p.zza v.le
        rua travessa praça alameda estrada r. largo
        ul. ulica ulicy al. aleja aleje alei os. osiedle plac pl.
        """).ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    // Small words within names of streets.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Links = NameTable.Words(
        "de la le les du des et da do dos das del della delle dei degli di y e los las el sur sous aux à św. gen. dr. im. van der den het von zu zum zur am an im auf dem").ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    // Hauptstraße 12, Keizersgracht 100, Storgatan 5: the name ends with the word.
    private static readonly string[] Endings =
    [
        "straße", "strasse", "str.", "str", "weg", "platz", "allee", "gasse", "damm", "ring", "ufer", "steig", "chaussee", "promenade", "pfad", "markt", "berg", "hof", "garten", "graben", "wall", "brücke",
        "straat", "laan", "plein", "gracht", "kade", "dijk", "singel", "steeg", "hof", "dreef", "pad", "weide",
        "caddesi", "cad.", "sokak", "sokağı", "sok.", "bulvarı", "blv.", "mahallesi", "mah.",
        "gatan", "vägen", "gränd", "torget", "stigen", "torg", "gata", "veien", "vegen", "vei", "gate", "gaten", "gade", "vej", "allé", "katu", "tie", "kuja",
    ];

    private static readonly SearchValues<char> LastLetters = SearchValues.Create(string.Concat(Endings.SelectMany(ending => new[] { ending[^1], char.ToUpperInvariant(ending[^1]) }).Distinct()));

    // Endings that are words of their own as often: they need a place name or a word that tells of an address.
    private static readonly FrozenSet<string> WeakEndings = new[] { "markt", "berg", "hof", "garten", "graben", "wall", "brücke", "ring", "damm", "pad", "weide", "tie", "gate", "promenade", "str", "torg", "ufer", "steig", "pfad", "vei", "kuja" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a word ends names of streets that stand behind the number.</summary>
    public static bool EndsStreet(ReadOnlySpan<char> word) => Last.Contains(word);

    /// <summary>Whether a word begins names of streets that stand behind the number.</summary>
    public static bool BeginsAfterNumber(ReadOnlySpan<char> word) => AfterNumber.Contains(word);

    /// <summary>Whether a word begins names of streets that stand before the number.</summary>
    public static bool BeginsBeforeNumber(ReadOnlySpan<char> word) => BeforeNumber.Contains(word);

    /// <summary>Whether a small word may stand within the name of a street.</summary>
    public static bool IsLink(ReadOnlySpan<char> word) => Links.Contains(word);

    /// <summary>Whether a word has an ending that names of streets have; whether other words often have it too.</summary>
    public static bool HasStreetEnding(ReadOnlySpan<char> word, out bool weak)
    {
        weak = false;
        Span<char> lower = stackalloc char[40];
        if (word.Length is < 3 or > 40)
        {
            return false;
        }

        // Most words end otherwise.
        if (!LastLetters.Contains(word[^1]))
        {
            return false;
        }

        lower = lower[..word.ToLowerInvariant(lower)];
        foreach (var ending in Endings)
        {
            if (lower.EndsWith(ending, StringComparison.Ordinal))
            {
                weak = WeakEndings.Contains(ending) || lower.Length == ending.Length;
                return true;
            }
        }

        return false;
    }
}
