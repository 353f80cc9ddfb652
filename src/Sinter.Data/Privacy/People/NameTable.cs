using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Sinter.Tokenizers.Unicode;

namespace Sinter.Data.Privacy.People;

/// <summary>What is known of a word as a part of a name.</summary>
[Flags]
internal enum NameParts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A given name that is little else.</summary>
    Given = 1,

    /// <summary>A given name that is a word or a place as often.</summary>
    WeakGiven = 2,

    /// <summary>A surname that is little else.</summary>
    Surname = 4,

    /// <summary>A surname that is a word or a place as often.</summary>
    WeakSurname = 8,

    /// <summary>A surname that stands before the given name, as in China, Japan and Korea.</summary>
    LeadingSurname = 16,

    /// <summary>Any given name.</summary>
    AnyGiven = Given | WeakGiven,

    /// <summary>Any surname.</summary>
    AnySurname = Surname | WeakSurname,
}

/// <summary>The names that are known, looked up by word: written with a capital first letter or in capitals only, with their accents or without.</summary>
internal static class NameTable
{
    private const int LongestName = 24;

    private static readonly FrozenDictionary<string, NameParts> Table = Build();
    private static readonly FrozenDictionary<string, NameParts>.AlternateLookup<ReadOnlySpan<char>> Lookup = Table.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The number of spellings that are known.</summary>
    public static int Count => Table.Count;

    /// <summary>What is known of a word.</summary>
    public static NameParts Of(ReadOnlySpan<char> word)
    {
        if (word.Length is < 2 or > LongestName)
        {
            return NameParts.None;
        }

        if (Lookup.TryGetValue(word, out var parts))
        {
            return parts;
        }

        // ANNA is looked up as Anna; Anna-Lena and McDonald are in the table as they are spelled, so other mixed words are unknown.
        if (!char.IsUpper(word[1]) || !char.IsUpper(word[^1]))
        {
            return NameParts.None;
        }

        Span<char> title = stackalloc char[LongestName];
        title[0] = word[0];
        for (var i = 1; i < word.Length; i++)
        {
            title[i] = word[i - 1] is '-' or '\'' ? word[i] : char.ToLowerInvariant(word[i]);
        }

        return Lookup.TryGetValue(title[..word.Length], out parts) ? parts : NameParts.None;
    }

    /// <summary>The words of a list.</summary>
    public static string[] Words(string list) => list.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);

    private static FrozenDictionary<string, NameParts> Build()
    {
        var table = new Dictionary<string, NameParts>(StringComparer.Ordinal);
        foreach (var locale in NameLocale.All)
        {
            var leading = locale.SurnameFirst ? NameParts.LeadingSurname : NameParts.None;
            Add(locale.GivenNames, NameParts.Given);
            Add(locale.WeakGivenNames, NameParts.WeakGiven);
            Add(locale.Surnames, NameParts.Surname | leading);
            Add(locale.WeakSurnames, NameParts.WeakSurname | leading);
        }

        // A name that is weak in one language is weak in all.
        return table.ToFrozenDictionary(
            pair => pair.Key,
            pair => pair.Value & ~((pair.Value & NameParts.WeakGiven) != NameParts.None ? NameParts.Given : NameParts.None) & ~((pair.Value & NameParts.WeakSurname) != NameParts.None ? NameParts.Surname : NameParts.None),
            StringComparer.Ordinal);

        void Add(string names, NameParts parts)
        {
            foreach (var name in Words(names))
            {
                table[name] = table.GetValueOrDefault(name) | parts;
                if (WithoutAccents(name) is var plain && plain != name && !CommonWords.Contains(plain))
                {
                    table[plain] = table.GetValueOrDefault(plain) | parts;
                }
            }
        }
    }

    /// <summary>A name as it is written where the letters of its language are missing.</summary>
    public static string WithoutAccents(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var letter in UnicodeNormalizer.Normalize(name, UnicodeForm.Nfd))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
            {
                plain.Append(letter switch
                {
                    'ß' => "ss",
                    'ø' => "o",
                    'Ø' => "O",
                    'ł' => "l",
                    'Ł' => "L",
                    'đ' => "d",
                    'Đ' => "D",
                    'ı' => "i",
                    _ => letter.ToString(),
                });
            }
        }

        return plain.ToString();
    }
}
