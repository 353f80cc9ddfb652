using System.Collections.Frozen;
using Sinter.Data.Privacy.NationalIds;

namespace Sinter.Data.Privacy;

/// <summary>Makes another value of the same form from bytes by chance.</summary>
internal delegate string StandInMaker(ReadOnlySpan<char> value, ReplacementBytes bytes);

/// <summary>
/// What takes the place of values of a kind: another of the same form, with right checksums, in ranges that nobody has where there are such. A stand-in is drawn until the finder
/// takes it for the same kind as the value, alone or after the words that the kind is known by.
/// </summary>
internal sealed class StandIns
{
    private const int MostDraws = 2000;
    private const float LeastScore = (float)PersonalFinderOptions.DefaultMinimumScore;

    private static readonly FrozenDictionary<string, StandIns> ByKind = ((StandIns[])
    [
        new(PersonalKinds.Email, NetworkStandIns.Email, ""),
        new(PersonalKinds.Phone, PhoneStandIns.Make, "", "phone: "),
        new(PersonalKinds.Ipv4, NetworkStandIns.Ipv4, "", "IP address "),
        new(PersonalKinds.Ipv6, NetworkStandIns.Ipv6, ""),
        new(PersonalKinds.Mac, NetworkStandIns.Mac, ""),
        new(PersonalKinds.Card, AccountStandIns.Card, "", "card "),
        new(PersonalKinds.Iban, AccountStandIns.Iban, ""),
        new(PersonalKinds.UrlCredentials, KeyStandIns.Url, ""),
        new(PersonalKinds.ServiceKey, KeyStandIns.ServiceKey, "", "AccountKey="),
        new(PersonalKinds.Secret, KeyStandIns.Secret, "password = ", "api_key = ", "Bearer "),
        new(PersonalKinds.CryptoAddress, KeyStandIns.CryptoAddress, ""),
        new(PersonalKinds.Person, PeopleStandIns.Person, "", "Dear ", "Name: ", "Mr. "),
        new(PersonalKinds.BirthDate, PeopleStandIns.BirthDate, "born on ", "geboren am ", "DOB: "),
        new(PersonalKinds.Address, PeopleStandIns.Address, "", "address: "),
        new(PersonalKinds.Handle, Alike, "", "username: ", "https://github.com/"),
        new(PersonalKinds.Passport, Alike, "", "passport no. "),
        new(PersonalKinds.LicensePlate, Alike, "", "license plate "),
        .. NationalIdTable.Rules.DistinctBy(static rule => rule.Kind).Select(static rule => new StandIns(rule.Kind, Alike, ["", .. NationalIdTable.Rules.Where(other => other.Kind == rule.Kind).Select(static other => other.Words.Split('|')[0] + ": ")])),
    ]).ToFrozenDictionary(static own => own._kind, StringComparer.Ordinal);

    private readonly string _kind;
    private readonly StandInMaker _maker;
    private readonly string[] _contexts;

    private StandIns(string kind, StandInMaker maker, params string[] contexts)
    {
        _kind = kind;
        _maker = maker;
        _contexts = contexts;
    }

    /// <summary>The stand-ins of a kind.</summary>
    public static StandIns For(string kind) => ByKind.TryGetValue(kind, out var own) ? own : new StandIns(kind, Alike, "");

    /// <summary>A stand-in for a value: the same for the same value, key and occurrence.</summary>
    public string Make(ReadOnlySpan<char> value, PseudonymKey key, ulong? occurrence)
    {
        var bytes = occurrence is { } number ? key.BytesFor(_kind, "", number) : key.BytesFor(_kind, Canonical(value), 0);
        var original = value.ToString();
        var contexts = Array.FindAll(_contexts, context => IsFound(context, original));
        var standIn = original;
        for (var draws = 0; draws < MostDraws; draws++)
        {
            standIn = _maker(value, bytes);
            if (!standIn.Equals(original, StringComparison.OrdinalIgnoreCase) && Array.TrueForAll(contexts, context => IsFound(context, standIn)))
            {
                break;
            }
        }

        // A value of which nothing can be drawn anew must not stand in for itself.
        return standIn.Equals(original, StringComparison.OrdinalIgnoreCase) ? PersonalMask.Of(value, _kind) : standIn;
    }

    /// <summary>Whether the finder takes a value after some words for one of the kind, as a whole.</summary>
    private bool IsFound(string context, string value)
    {
        var found = PersonalDataFinder.Default.Find(context + value);
        return found.Any(span => span.Kind == _kind && span.Start == context.Length && span.Length == value.Length && span.Score >= LeastScore);
    }

    /// <summary>What makes two writings the same value: letters and digits in lower case, of an e-mail address and a secret all signs; of a number of North America not the 1 before it.</summary>
    private string Canonical(ReadOnlySpan<char> value)
    {
        if (_kind is PersonalKinds.Secret or PersonalKinds.ServiceKey or PersonalKinds.UrlCredentials)
        {
            return value.ToString();
        }

        if (_kind == PersonalKinds.Email)
        {
            return value.ToString().ToLowerInvariant();
        }

        var signs = string.Concat(value.ToString().Where(char.IsLetterOrDigit)).ToLowerInvariant();
        return _kind == PersonalKinds.Phone && signs.Length == 11 && signs[0] == '1' ? signs[1..] : signs;
    }

    /// <summary>Digits for digits and letters for letters.</summary>
    private static string Alike(ReadOnlySpan<char> value, ReplacementBytes bytes)
    {
        var text = value.ToArray();
        foreach (ref var sign in text.AsSpan())
        {
            sign = bytes.Like(sign);
        }

        return new string(text);
    }
}
