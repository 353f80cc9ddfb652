using System.Collections.Frozen;

namespace Sinter.Data.Privacy.People;

/// <summary>
/// Finds user names: <c>@name</c> where it is no e-mail address, annotation, decorator, rule of a style sheet or package; the pages of people on known sites; what follows
/// <c>username:</c> and the like.
/// </summary>
internal sealed class HandleDetector : IPersonalDetector
{
    private const int Longest = 39;

    // What stands after @ in source code, style sheets and documentation.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> CodeWords = NameTable.Words(
        """
        media import charset font-face keyframes supports page namespace layer container property apply include mixin extend use forward if else each function return param params throws throw type typedef author since version see
        deprecated link inheritdoc override nullable notnull nonnull test before after beforeeach aftereach beforeall afterall autowired service component controller repository entity table column id bean configuration requestmapping
        getmapping postmapping restcontroller staticmethod classmethod property dataclass abstractmethod pytest app functools click decorator lru_cache cached_property injectable input output ngmodule viewchild hostlistener
        safevarargs suppresswarnings functionalinterface interface implementation end protocol synthesize selector class objc escaping available discardableresult main state binding published observedobject environment example returns brief file
        internal private public protected static const todo fixme ts-ignore ts-expect-error babel types angular vue react latest next here everyone channel all home work
        """).ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    // Sites whose first part of the path is a user, with what stands before it.
    private static readonly (string Site, string Before)[] Sites =
    [
        ("github.com", ""), ("gitlab.com", ""), ("bitbucket.org", ""), ("twitter.com", ""), ("x.com", ""), ("instagram.com", ""), ("facebook.com", ""), ("t.me", ""), ("tiktok.com", "@"), ("youtube.com", "@"), ("medium.com", "@"),
        ("linkedin.com", "in/"), ("reddit.com", "user/"), ("reddit.com", "u/"), ("soundcloud.com", ""), ("pinterest.com", ""), ("twitch.tv", ""), ("keybase.io", ""), ("huggingface.co", ""), ("kaggle.com", ""), ("patreon.com", ""),
        ("steamcommunity.com", "id/"), ("vk.com", ""), ("threads.net", "@"), ("bsky.app", "profile/"), ("mastodon.social", "@"), ("npmjs.com", "~"), ("stackoverflow.com", "users/"),
    ];

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> SitePages = NameTable.Words(
        """
        about login signup join explore search settings help terms privacy features pricing topics trending orgs organizations marketplace sponsors notifications share intent hashtag home i status watch channel playlist
        results feed groups pages events legal blog news jobs in company school u user r p reel stories tv docs datasets models spaces tos contact apps security enterprise collections sharer dialog policies press
        """).ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly NearbyWords Fields = new(
        "username|user name|user-name|user_name|userid|user id|user|login|login name|nickname|nick|handle|screen name|screen_name|benutzername|nutzername|benutzer|nom d'utilisateur|utilisateur|identifiant|pseudo|usuario|nombre de usuario|utente|" +
        "nome utente|gebruikersnaam|gebruiker|nazwa użytkownika|użytkownik|användarnamn|användare|usuário|nome de usuário|kullanıcı adı|kullanıcı|twitter|instagram|telegram|github|gitlab|discord|skype|snapchat|tiktok|mastodon|insta|steam|psn");

    /// <inheritdoc/>
    public IReadOnlyList<string> Kinds { get; } = [PersonalKinds.Handle];

    /// <inheritdoc/>
    public PersonalAnchors Anchors => PersonalAnchors.At | PersonalAnchors.Scheme | PersonalAnchors.Assignment;

    /// <inheritdoc/>
    public void Find(ReadOnlySpan<char> text, PersonalAnchors anchor, int start, int end, List<PersonalSpan> found)
    {
        switch (anchor)
        {
            case PersonalAnchors.At:
                FindMention(text, start, found);
                break;
            case PersonalAnchors.Scheme:
                FindProfile(text, end, found);
                break;
            default:
                FindField(text, start, found);
                break;
        }
    }

    private static void FindMention(ReadOnlySpan<char> text, int at, List<PersonalSpan> found)
    {
        var before = at > 0 ? text[at - 1] : ' ';
        if (!(char.IsWhiteSpace(before) || before is '(' or '[' or '"' or ',' or '“' or '.' or ':' or '>' or '<' or '—' or '|' or '‘' or ';') || !TryReadName(text, at + 1, out var end))
        {
            return;
        }

        var name = text[(at + 1)..end];
        var after = end < text.Length ? text[end] : ' ';
        var decorated = after is '(' or '/' or '{' or '[' or '=' || (after == '@' && name.Length > 0) || (after == '.' && end + 1 < text.Length && char.IsLetter(text[end + 1]));
        if (name.Length < 2 || CodeWords.Contains(name) || decorated || !name.ContainsAnyInRange('A', 'z'))
        {
            return;
        }

        // On a line of its own, or before a declaration, a word after @ is an annotation; Java and Kotlin write them in camel case.
        var score = 0.8f;
        var reach = Math.Max(0, at - 200);
        var lineStart = reach + text[reach..at].LastIndexOf('\n') + 1;
        if (text[lineStart..at].IsWhiteSpace())
        {
            score = after is '\n' or '\r' || end == text.Length ? 0.45f : IsDeclaration(text, end) ? 0.2f : 0.65f;
        }

        if (text[lineStart..at].TrimStart().StartsWith("*", StringComparison.Ordinal) || text[lineStart..at].TrimStart().StartsWith("//", StringComparison.Ordinal))
        {
            score = 0.3f;
        }

        found.Add(new(at, end - at, PersonalKinds.Handle, score));
    }

    private static bool IsDeclaration(ReadOnlySpan<char> text, int end)
    {
        var rest = text[end..Math.Min(text.Length, end + 24)].TrimStart(' ');
        foreach (var word in (ReadOnlySpan<string>)["public ", "private ", "protected ", "static ", "final ", "class ", "def ", "async ", "void ", "var ", "val ", "fun ", "func ", "interface ", "export ", "override ", "let ", "String ", "int "])
        {
            if (rest.StartsWith(word, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static void FindProfile(ReadOnlySpan<char> text, int hostStart, List<PersonalSpan> found)
    {
        foreach (var prefix in (ReadOnlySpan<string>)["www.", "m.", "mobile.", "old.", "de.", "fr."])
        {
            if (text[hostStart..].StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                hostStart += prefix.Length;
                break;
            }
        }

        foreach (var (site, before) in Sites)
        {
            var rest = text[hostStart..];
            if (!rest.StartsWith(site, StringComparison.OrdinalIgnoreCase) || !rest[site.Length..].StartsWith("/", StringComparison.Ordinal) || !rest[(site.Length + 1)..].StartsWith(before, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var start = hostStart + site.Length + 1 + before.Length;
            if (TryReadName(text, start, out var end) && end - start >= 2 && (before.Length > 0 || !SitePages.Contains(text[start..end])) && !IsNumber(text[start..end]))
            {
                // A repository or a post below a page tells less of its owner than the page itself.
                found.Add(new(start, end - start, PersonalKinds.Handle, 0.85f));
                return;
            }
        }
    }

    private static void FindField(ReadOnlySpan<char> text, int sign, List<PersonalSpan> found)
    {
        var labelEnd = sign;
        while (labelEnd > 0 && sign - labelEnd < 3 && text[labelEnd - 1] is ' ' or '"' or '\'' or '*')
        {
            labelEnd--;
        }

        // The last letter turns nearly all places away.
        if (labelEnd == 0 || !char.IsLetter(text[labelEnd - 1]) || Fields.LastBefore(text, labelEnd, 20) != labelEnd)
        {
            return;
        }

        var start = sign + 1;
        while (start < text.Length && start - sign < 5 && text[start] is ' ' or '"' or '\'' or '*' or '>')
        {
            start++;
        }

        var at = start < text.Length && text[start] == '@';
        if (!TryReadName(text, at ? start + 1 : start, out var end) || end - start < 3 || (end < text.Length && text[end] is '(' or '@' or '/' or ':' or '\\'))
        {
            return;
        }

        var name = text[start..end];
        if (CodeWords.Contains(name) || (end < text.Length && text[end] == '.' && end + 1 < text.Length && char.IsLetterOrDigit(text[end + 1])) || IsPlaceholder(name))
        {
            return;
        }

        // A value with digits or dividing signs looks like a user name, a plain capital word or a sentence does not.
        var marked = at || name.ContainsAnyInRange('0', '9') || name.ContainsAny("_-.");
        var sentence = start != sign + 1 && end + 1 < text.Length && text[end] == ' ' && char.IsLetter(text[end + 1]);
        found.Add(new(start, end - start, PersonalKinds.Handle, marked ? 0.85f : sentence ? 0.3f : char.IsUpper(name[0]) ? 0.5f : 0.65f));
    }

    private static bool IsPlaceholder(ReadOnlySpan<char> name) => name is "null" or "true" or "false" or "undefined" or "None" or "nil" or "string" or "str" or "root" or "admin" or "required" or "optional" or "unknown" or "anonymous";

    private static bool IsNumber(ReadOnlySpan<char> name) => !name.ContainsAnyExceptInRange('0', '9');

    // Letters and digits of ASCII, and single dots, hyphens and underscores between them.
    private static bool TryReadName(ReadOnlySpan<char> text, int start, out int end)
    {
        end = start;
        while (end < text.Length && end - start <= Longest && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '-' || (text[end] == '.' && end + 1 < text.Length && char.IsAsciiLetterOrDigit(text[end + 1]) && end > start)))
        {
            end++;
        }

        while (end > start && text[end - 1] is '-' or '.')
        {
            end--;
        }

        return end > start && end - start <= Longest && !(end < text.Length && char.IsLetter(text[end]));
    }
}
