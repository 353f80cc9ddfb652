namespace Sinter.Data.Privacy.NationalIds;

/// <summary>Whether a number, without the signs that divide it, follows the rules of its country; its length and where it has letters are right already.</summary>
internal delegate bool NationalIdCheck(ReadOnlySpan<char> number);

/// <summary>A kind of national number of persons.</summary>
/// <param name="Country">The country, by its two letters in lower case.</param>
/// <param name="Check">Its rules.</param>
/// <param name="Words">What it is called where it is used, divided by <c>|</c>.</param>
/// <param name="Forms">How it is written.</param>
internal sealed record NationalIdRule(string Country, NationalIdCheck Check, string Words, params NumberForm[] Forms)
{
    /// <summary>The kind of what it finds.</summary>
    public string Kind { get; } = PersonalKinds.NationalId(Country);

    /// <summary>The words that stand near it.</summary>
    public NearbyWords Context { get; } = new(Words);
}
