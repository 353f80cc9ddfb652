using System.Buffers;

namespace Sinter.Data.Cleaning.Normalisation;

/// <summary>What lines look like that belong to a page and not to its text.</summary>
internal static class BoilerplateRules
{
    /// <summary>A line of more characters is text.</summary>
    public const int LongestLine = 400;

    private const int LongestButtons = 80;
    private const int LongestItem = 30;
    private const int FewestMenuItems = 4;

    private static readonly SearchValues<string> Cookies = SearchValues.Create(["cookie"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Consent = SearchValues.Create(
        ["we use", "uses cookies", "use of cookies", "accept", "consent", "by continuing", "cookie policy", "cookie settings", "verwendet", "verwenden", "akzeptieren", "zustimm", "utilise", "utilisons",
            "acceptez", "utiliza", "utilizamos", "aceptar", "utilizza", "accett", "aceitar", "gebruik"],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Rights = SearchValues.Create(
        ["all rights reserved", "alle rechte vorbehalten", "tous droits r\u00E9serv\u00E9s", "todos los derechos reservados", "tutti i diritti riservati", "todos os direitos reservados", "alle rechten voorbehouden"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>What buttons and links say as a whole.</summary>
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> ButtonTexts = new HashSet<string>(
        [
            "share", "share this", "share this article", "share this post", "share this page", "share on", "share via", "tweet", "tweet this", "pin it", "email this", "print", "print this page", "follow us", "follow us on", "like us on facebook",
            "facebook", "twitter", "linkedin", "whatsapp", "pinterest", "reddit", "telegram", "instagram", "tumblr", "youtube", "rss", "share on facebook", "share on twitter", "share on linkedin", "share on whatsapp",
            "skip to content", "skip to main content", "back to top", "go to top", "read more", "read more...", "continue reading", "learn more", "see more", "show more", "load more", "view all", "see all", "click here",
            "log in", "login", "sign in", "sign up", "log out", "register", "my account", "create account", "forgot password?", "subscribe", "subscribe now", "unsubscribe", "newsletter", "sign up for our newsletter",
            "menu", "main menu", "toggle navigation", "navigation", "search", "close", "home", "next", "previous", "next post", "previous post", "older posts", "newer posts", "next page", "previous page",
            "leave a comment", "leave a reply", "post a comment", "add a comment", "reply", "report abuse", "permalink", "related posts", "related articles", "you may also like", "advertisement", "sponsored",
            "add to cart", "add to wishlist", "view cart", "checkout", "contact us", "about us", "privacy policy", "terms of use", "terms of service", "terms and conditions", "cookie policy", "sitemap", "site map",
            "teilen", "weiterlesen", "mehr lesen", "mehr erfahren", "anmelden", "abmelden", "registrieren", "zum inhalt springen", "nach oben", "startseite", "impressum", "datenschutz", "kontakt", "suche", "drucken", "warenkorb",
            "partager", "lire la suite", "en savoir plus", "connexion", "se connecter", "s'inscrire", "accueil", "aller au contenu", "imprimer", "mentions l\u00E9gales", "rechercher", "plan du site",
            "compartir", "leer m\u00E1s", "iniciar sesi\u00F3n", "reg\u00EDstrate", "inicio", "buscar", "aviso legal", "condividi", "leggi tutto", "accedi", "registrati", "cerca", "compartilhar", "leia mais", "entrar", "delen", "lees meer", "inloggen",
        ],
        StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<char> ItemSeparators = SearchValues.Create("|\u00B7\u2022\u2502");
    private static readonly SearchValues<char> CrumbSeparators = SearchValues.Create(">\u00BB\u203A\u2192");

    /// <summary>Whether a line is nothing but buttons, alone or with separators between them.</summary>
    public static bool IsButtons(ReadOnlySpan<char> line)
    {
        if (line.Length > LongestButtons)
        {
            return false;
        }

        foreach (var item in line.SplitAny(ItemSeparators))
        {
            var text = line[item].Trim().TrimStart("+<>\u00AB\u00BB\u2190\u2192\u2191# ").TrimEnd(":>\u00AB\u00BB\u2190\u2192\u2191\u2026 ");
            if (!ButtonTexts.Contains(text))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a line is a path through a site: short items with arrows between them, and no sentence.</summary>
    public static bool IsBreadcrumb(ReadOnlySpan<char> line) => CountItems(line, CrumbSeparators, ">") >= 3 && !EndsSentence(line);

    /// <summary>Whether a line is a menu: short items with bars or dots between them, and no sentence.</summary>
    public static bool IsMenu(ReadOnlySpan<char> line) => CountItems(line, ItemSeparators, "|") >= FewestMenuItems && !line.StartsWith('|') && !EndsSentence(line);

    /// <summary>Whether a line says whose the page is.</summary>
    public static bool IsFooter(ReadOnlySpan<char> line)
    {
        var marked = line[0] == '\u00A9' || line.StartsWith("(c) ", StringComparison.OrdinalIgnoreCase) || line.StartsWith("copyright", StringComparison.OrdinalIgnoreCase);
        return (marked && HoldsYear(line) && line.Length <= LongestLine / 2) || (line.ContainsAny(Rights) && (marked || line.Contains('\u00A9') || line.Length <= LongestLine / 4));
    }

    /// <summary>Whether a line tells of cookies and asks for consent.</summary>
    public static bool IsNotice(ReadOnlySpan<char> line) => line.ContainsAny(Cookies) && line.ContainsAny(Consent);

    /// <summary>How many items there are; 0 where one is too long to be one, or is empty in the middle.</summary>
    private static int CountItems(ReadOnlySpan<char> line, SearchValues<char> separators, string plain)
    {
        if (!line.ContainsAny(separators))
        {
            return 0;
        }

        var items = 0;
        foreach (var range in line.SplitAny(separators))
        {
            var item = line[range].Trim();
            if (item.Length > LongestItem || (item.IsEmpty && items > 0 && range.End.Value < line.Length))
            {
                return 0;
            }

            items += item.IsEmpty ? 0 : 1;
        }

        // Letters make a menu; numbers with bars between them may be a table.
        return HoldsLetter(line) && !line.Contains(plain + plain, StringComparison.Ordinal) ? items : 0;
    }

    private static bool HoldsLetter(ReadOnlySpan<char> line)
    {
        foreach (var character in line)
        {
            if (char.IsLetter(character))
            {
                return true;
            }
        }

        return false;
    }

    private static bool EndsSentence(ReadOnlySpan<char> line) => SentenceEnds.At(line.TrimEnd("\"'\u201D)"));

    private static bool HoldsYear(ReadOnlySpan<char> line)
    {
        for (var i = 0; i + 4 <= line.Length; i++)
        {
            if (line[i] is '1' or '2' && line[i + 1] is '9' or '0' && char.IsAsciiDigit(line[i + 2]) && char.IsAsciiDigit(line[i + 3]))
            {
                return true;
            }
        }

        return false;
    }
}
