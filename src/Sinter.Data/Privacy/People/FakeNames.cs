using System.Collections.Immutable;

namespace Sinter.Data.Privacy.People;

/// <summary>
/// Names of people who are nobody, chosen by number: the same number gives the same name in every run. The locales take turns, so that the given name and the surname of one
/// number belong to the same language. Only names that are little else than names are given.
/// </summary>
public static class FakeNames
{
    private static readonly ImmutableArray<(string[] Given, string[] Surnames)> Locales = [.. NameLocale.All.Select(locale => (NameTable.Words(locale.GivenNames), NameTable.Words(locale.Surnames)))];

    /// <summary>The number of languages that take turns.</summary>
    public static int LocaleCount => Locales.Length;

    /// <summary>A given name.</summary>
    public static string GivenName(ulong index) => Choose(Locales[(int)(index % (ulong)Locales.Length)].Given, index / (ulong)Locales.Length);

    /// <summary>A surname of the language of the given name of the same number.</summary>
    public static string Surname(ulong index)
    {
        // The bits that chose the given name must not choose the surname too, or each given name would have only a few surnames.
        var (locale, rest) = (index % (ulong)Locales.Length, index / (ulong)Locales.Length);
        return Choose(Locales[(int)locale].Surnames, (rest * 0x9E3779B97F4A7C15) >> 20);
    }

    /// <summary>Given name and surname, in this order.</summary>
    public static string FullName(ulong index) => $"{GivenName(index)} {Surname(index)}";

    private static string Choose(string[] names, ulong index) => names[(int)(index % (ulong)names.Length)];
}
