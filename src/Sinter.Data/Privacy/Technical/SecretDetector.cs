using System.Buffers;
using System.Collections.Frozen;

namespace Sinter.Data.Privacy;

/// <summary>
/// Texts by chance that stand where a secret is expected: the value after <c>password =</c>, <c>"api_key":</c> and the like, and after <c>Bearer</c> and <c>Basic</c>.
/// A password has 6 signs or more of two classes (letters, digits, others) and at least 2.3 bits a sign of Shannon's entropy; a key or token 10 or more, a digit, and at least 2.8
/// bits where it is hexadecimal, else 3.1. Hashes and numbers in prose, and data of images, have no such name before them.
/// </summary>
internal sealed class SecretDetector : IPersonalDetector
{
    private const int LongestName = 64;
    private const int LongestValue = 512;
    private const int ShortestPassword = 6;
    private const int ShortestKey = 10;
    private const double BitsOfPassword = 2.3;
    private const double BitsOfHex = 2.8;
    private const double BitsOfKey = 3.1;

    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n\"'`<>,;)}]|\u00a0");

    private static readonly SearchValues<char> HexSigns = SearchValues.Create("0123456789abcdefABCDEF-");

    private static readonly SearchValues<char> Gaps = SearchValues.Create("*xX.-_•");

    private static readonly FrozenSet<string> Passwords = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "password", "passwd", "pwd", "passphrase", "passcode", "pass", "pw", "passwort", "kennwort", "passe", "contraseña", "contrasena", "wachtwoord", "hasło", "haslo", "lösenord", "senha", "пароль", "암호", "비밀번호", "パスワード", "密码");

    private static readonly FrozenSet<string> Keys = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "secret", "token", "apikey", "accesskey", "secretkey", "privatekey", "authtoken", "accesstoken", "clientsecret", "credential", "credentials", "signingkey", "encryptionkey", "masterkey", "authorization", "apitoken", "schlüssel", "geheimnis");

    // What makes a key a secret one.
    private static readonly FrozenSet<string> BeforeKey = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "api", "access", "secret", "private", "auth", "encryption", "signing", "master", "account", "shared", "app", "license", "webhook", "deploy", "service", "admin", "consumer", "storage");

    public IReadOnlyList<string> Kinds { get; } = [PersonalKinds.Secret];

    public PersonalAnchors Anchors => PersonalAnchors.Assignment | PersonalAnchors.CapitalWord;

    public void Find(ReadOnlySpan<char> text, PersonalAnchors anchor, int start, int end, List<PersonalSpan> found)
    {
        if (anchor == PersonalAnchors.CapitalWord)
        {
            if (end - start is 6 or 5 && text[start..end] is "Bearer" or "Basic" && end < text.Length && text[end] == ' ')
            {
                AddKey(text, end + 1, ValueEnd(text, end + 1), 20, found);
            }

            return;
        }

        var name = Name(text, start);
        if (name == SecretName.None)
        {
            return;
        }

        // ":=", "=>" and "==" are signs of assignment or comparison too.
        var at = end;
        while (at < text.Length && at - end < 4 && text[at] is ' ' or '\t' or '=' or '>' or '"' or '\'' or '`' or '\u00a0')
        {
            at++;
        }

        var last = ValueEnd(text, at);
        if (name == SecretName.Password)
        {
            AddPassword(text, at, last, found);
        }
        else
        {
            AddKey(text, at, last, ShortestKey, found);
        }
    }

    private enum SecretName
    {
        None,
        Password,
        Key,
    }

    /// <summary>What the name before a sign of assignment says.</summary>
    private static SecretName Name(ReadOnlySpan<char> text, int sign)
    {
        var end = sign;
        while (end > 0 && sign - end < 3 && text[end - 1] is ' ' or '\t' or '"' or '\'' or '`' or ']' or '*')
        {
            end--;
        }

        var word = WordBefore(text, end);
        if (word.Length == 0)
        {
            return SecretName.None;
        }

        if (Passwords.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word) || EndsInPassword(word))
        {
            return SecretName.Password;
        }

        if (Keys.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word))
        {
            return SecretName.Key;
        }

        // "api_key", "API key", "secretAccessKey": a key is secret by the word before it.
        if (!word.EndsWith("key", StringComparison.OrdinalIgnoreCase))
        {
            return EndsLike(word) ? SecretName.Key : SecretName.None;
        }

        if (word.Length > 3)
        {
            foreach (var part in BeforeKey)
            {
                if (word[..^3].EndsWith(part, StringComparison.OrdinalIgnoreCase))
                {
                    return SecretName.Key;
                }
            }

            return SecretName.None;
        }

        var before = end - word.Length;
        return before > 0 && text[before - 1] is '_' or '-' or ' ' or '.' && BeforeKey.GetAlternateLookup<ReadOnlySpan<char>>().Contains(WordBefore(text, before - 1)) ? SecretName.Key : SecretName.None;
    }

    /// <summary>The letters that end at a place; none where there are too many.</summary>
    private static ReadOnlySpan<char> WordBefore(ReadOnlySpan<char> text, int end)
    {
        var start = end;
        while (start > 0 && end - start <= LongestName && CharacterClasses.Is(text[start - 1], CharacterClass.Letter))
        {
            start--;
        }

        return end - start <= LongestName ? text[start..end] : [];
    }

    private static bool EndsInPassword(ReadOnlySpan<char> word) => word.EndsWith("Password", StringComparison.Ordinal) || word.EndsWith("PASSWORD", StringComparison.Ordinal) || word.EndsWith("password", StringComparison.Ordinal);

    private static bool EndsLike(ReadOnlySpan<char> word) =>
        word.EndsWith("Secret", StringComparison.Ordinal) || word.EndsWith("Token", StringComparison.Ordinal) || word.EndsWith("SECRET", StringComparison.Ordinal) || word.EndsWith("TOKEN", StringComparison.Ordinal);

    private static int ValueEnd(ReadOnlySpan<char> text, int start)
    {
        if (start >= text.Length)
        {
            return start;
        }

        var rest = text.Slice(start, Math.Min(text.Length - start, LongestValue + 1));
        var length = rest.IndexOfAny(Ends);
        length = length < 0 ? rest.Length : length;
        if (length > LongestValue)
        {
            return start;
        }

        while (length > 0 && rest[length - 1] is '.' or ':' or '?')
        {
            length--;
        }

        return start + length;
    }

    private static void AddPassword(ReadOnlySpan<char> text, int start, int end, List<PersonalSpan> found)
    {
        var value = text[start..end];
        if (value.Length >= ShortestPassword && !IsCode(value) && Classes(value) >= 2 && Entropy.BitsPerSign(value) >= BitsOfPassword)
        {
            found.Add(new PersonalSpan(start, value.Length, PersonalKinds.Secret, Classes(value) >= 3 || value.Length >= 12 ? 0.9f : 0.75f));
        }
    }

    private static void AddKey(ReadOnlySpan<char> text, int start, int end, int shortest, List<PersonalSpan> found)
    {
        var value = text[start..end];
        if (value.Length < shortest || IsCode(value) || value.IndexOfAnyInRange('0', '9') < 0)
        {
            return;
        }

        var isHex = value.IndexOfAnyExcept(HexSigns) < 0;
        if (Entropy.BitsPerSign(value) >= (isHex ? BitsOfHex : value.Length < 16 ? BitsOfKey - 0.3 : BitsOfKey))
        {
            found.Add(new PersonalSpan(start, value.Length, PersonalKinds.Secret, value.Length >= 16 ? 0.9f : 0.7f));
        }
    }

    /// <summary>Letters, digits, others: how many of these a value holds.</summary>
    private static int Classes(ReadOnlySpan<char> value)
    {
        var seen = 0;
        foreach (var unit in value)
        {
            seen |= CharacterClasses.Is(unit, CharacterClass.Letter) ? 1 : char.IsAsciiDigit(unit) ? 2 : 4;
        }

        return int.PopCount(seen);
    }

    /// <summary>Whether a value is rather a call, a path to a value, an address or a gap to fill in.</summary>
    private static bool IsCode(ReadOnlySpan<char> value) =>
        value[0] is '$' or '{' or '%' or '[' or '(' or '/' or '&' || value.Contains('(') || value.Contains("://", StringComparison.Ordinal) || value.IndexOfAnyExcept(Gaps) < 0
        || value.StartsWith("your", StringComparison.OrdinalIgnoreCase) || value.Contains("process.env", StringComparison.Ordinal) || value.Contains("os.environ", StringComparison.Ordinal);
}
