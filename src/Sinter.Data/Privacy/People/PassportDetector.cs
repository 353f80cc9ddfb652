namespace Sinter.Data.Privacy.People;

/// <summary>Finds the numbers of passports: after words that name one, and the lines that machines read, by their check digits (ICAO 9303).</summary>
internal sealed class PassportDetector : IPersonalDetector
{
    private const int FewestDigits = 5;

    private static readonly NearbyWords Passports = new(
        "passport|reisepass|passnummer|passnr|pass-nr|passeport|pasaporte|passaporto|paspoort|paszport|passaporte|pasaport|passnumret|passi|pas nummer|pass nr|pass no|pass nº|pass-no|pasu|паспорт|护照|護照|旅券|パスポート|여권|útlevél|pașaport");

    /// <inheritdoc/>
    public IReadOnlyList<string> Kinds { get; } = [PersonalKinds.Passport];

    /// <inheritdoc/>
    public PersonalAnchors Anchors => PersonalAnchors.Number;

    /// <inheritdoc/>
    public void Find(ReadOnlySpan<char> text, PersonalAnchors anchor, int start, int end, List<PersonalSpan> found)
    {
        if (end - start > MachineReadableZone.LongestLine)
        {
            return;
        }

        if (MachineReadableZone.TryFind(text, start, end, out var zoneStart, out var zoneEnd))
        {
            found.Add(new(zoneStart, zoneEnd - zoneStart, PersonalKinds.Passport, 0.99f));
            return;
        }

        var first = start;
        while (first > 0 && start - first < 4 && char.IsAsciiLetterUpper(text[first - 1]))
        {
            first--;
        }

        // C01X00T47 has letters between its digits; the number is looked at from the first.
        var last = end;
        while (last < text.Length && last - first < 12 && (char.IsAsciiLetterUpper(text[last]) || char.IsAsciiDigit(text[last])))
        {
            last++;
        }

        if (last - first is < 7 or > 10 || (first > 0 && (char.IsLetterOrDigit(text[first - 1]) || text[first - 1] is '-' or '_')) || (last < text.Length && (char.IsLetterOrDigit(text[last]) || text[last] is '_')))
        {
            return;
        }

        var digits = 0;
        foreach (var letter in text[first..last])
        {
            digits += char.IsAsciiDigit(letter) ? 1 : 0;
        }

        if (digits >= FewestDigits && Passports.Before(text, first, 48))
        {
            found.Add(new(first, last - first, PersonalKinds.Passport, Passports.Before(text, first, 28) ? 0.9f : 0.7f));
        }
    }
}
