namespace Sinter.Data.Privacy.People;

/// <summary>The usual names of people of a language or country, in Latin letters, divided by spaces.</summary>
/// <param name="Code">The language, by its ISO 639 code.</param>
/// <param name="GivenNames">Given names that are little else.</param>
/// <param name="WeakGivenNames">Given names that are words, places or surnames as often: they tell a person only beside something that does.</param>
/// <param name="Surnames">Surnames that are little else.</param>
/// <param name="WeakSurnames">Surnames that are words, places or given names as often.</param>
/// <param name="SurnameFirst">Whether the surname usually stands before the given name.</param>
internal sealed record NameLocale(string Code, string GivenNames, string WeakGivenNames, string Surnames, string WeakSurnames, bool SurnameFirst = false)
{
    /// <summary>All locales, in an order that does not change: what is chosen by number stays chosen.</summary>
    public static IReadOnlyList<NameLocale> All { get; } = [.. EuropeanNames.Locales, .. WorldNames.Locales];
}
