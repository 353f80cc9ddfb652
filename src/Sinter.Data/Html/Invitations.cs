using System.Buffers;

namespace Sinter.Data.Html;

/// <summary>Phrases by which pages invite readers to other pages or to a deal, in the languages that most pages are in. They are evidence, not a verdict.</summary>
internal static class Invitations
{
    private const int LongestText = 400;

    private static readonly string[] Beginnings =
    [
        "related", "read more", "read also", "read next", "also read", "see also", "see more", "more on", "more from", "watch", "click here", "follow us", "follow me", "subscribe", "sign up", "share this",
        "advertisement", "sponsored", "don't miss", "what to read next", "recommended", "you may also", "you might also", "most popular", "trending", "tags", "filed under", "posted in", "copyright", "©",
        "all rights reserved", "lire aussi", "à lire aussi", "voir aussi", "lesen sie auch", "mehr zum thema", "siehe auch", "leggi anche", "lee también", "lea también", "ver más", "leia também", "leia mais",
        "saiba mais", "lees ook", "läs också", "les også", "læs også", "czytaj", "zobacz", "читайте также", "ещё по теме", "смотрите также", "関連", "관련", "相关", "相關", "baca juga",
    ];

    private static readonly SearchValues<string> Phrases = SearchValues.Create(
        [
            "click here", "subscribe", "sign up", "newsletter", "follow us", "follow me on", "like us on", "share this", "share on", "all rights reserved", "copyright", "privacy policy", "terms of use", "terms of service",
            "cookie", "log in", "leave a comment", "your email", "add a comment", "read the full", "download the app", "get the app", "join our", "support our", "affiliate", "editing by", "reporting by",
            "contributed to this report", "inscrivez-vous", "abonnez-vous", "newsletter", "alle rechte vorbehalten", "suscríbete", "inscreva-se", "todos os direitos", "todos los derechos", "iscriviti", "подпис", "прав защищены",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a text begins as a pointer to something else does.</summary>
    public static bool Begins(ReadOnlySpan<char> text)
    {
        if (text.Length <= LongestText)
        {
            text = text.TrimStart("([»>*- ");
            foreach (var beginning in Beginnings)
            {
                if (text.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether a short text holds such a phrase.</summary>
    public static bool Holds(ReadOnlySpan<char> text) => text.Length <= LongestText && text.IndexOfAny(Phrases) >= 0;
}
