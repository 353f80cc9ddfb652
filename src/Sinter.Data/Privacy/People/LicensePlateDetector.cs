namespace Sinter.Data.Privacy.People;

/// <summary>Finds the plates of vehicles: forms that are used for little else, and any form near words that name a plate or a vehicle.</summary>
internal sealed class LicensePlateDetector : IPersonalDetector
{
    private const float LeastScore = 0.2f;

    private static readonly NearbyWords Plates = new(
        "licence plate|license plate|number plate|plate|plates|reg no|reg.|vrm|vrn|kennzeichen|nummernschild|immatricul|plaque|matrícula|matricula|matriculado|targa|targata|targato|kenteken|rejestrac|registreringsnummer|" +
        "reg.nr|regnr|plaka|plakalı|placa|tablic");

    private static readonly NearbyWords Vehicles = new(
        "vehicle|parked|car|van|truck|sedan|driver|motorist|fahrzeug|auto|pkw|wagen|véhicule|voiture|coche|vehículo|veicolo|voertuig|pojazd|samochód|auto|bil|bilen|fordon|carro|araç|registration|registered");

    // A letter stands for those that the country uses: vowels are missing in Spain, I, O and U in France, and so on.
    private static readonly NumberFormIndex<PlateRule> Index = new(
    [
        .. Germany().Select(form => (new PlateRule(""), form)),
        (new PlateRule("IQZ"), new("AA00 AAA", 0.6f)),
        (new PlateRule("IQZ"), new("AA00AAA", 0.3f)),
        (new PlateRule("IOU"), new("AA-000-AA", 0.75f)),
        (new PlateRule("IOU"), new("AA 000 AA", 0.55f)),
        (new PlateRule("IOU"), new("AA000AA", 0.4f)),
        (new PlateRule("AEIOUQ"), new("0000 AAA", 0.35f)),
        (new PlateRule("AEIOUQ"), new("0000-AAA", 0.4f)),
        (new PlateRule("AEIOUQ"), new("0000AAA", 0.25f)),
        (new PlateRule("AEIOU"), new("AA-000-A", 0.5f)),
        (new PlateRule("AEIOU"), new("A-000-AA", 0.5f)),
        (new PlateRule("AEIOU"), new("00-AAA-0", 0.5f)),
        (new PlateRule("AEIOU"), new("0-AAA-00", 0.5f)),
        (new PlateRule(""), new("AAA-00-A", 0.4f)),
        (new PlateRule(""), new("AA-00-AA", 0.5f)),
        (new PlateRule(""), new("00-AA-AA", 0.5f)),
        (new PlateRule(""), new("00-AA-00", 0.35f)),
        (new PlateRule(""), new("AA 00000", 0.2f)),
        (new PlateRule(""), new("AA 0000A", 0.25f)),
        (new PlateRule(""), new("AAA 0000", 0.15f)),
        (new PlateRule(""), new("AAA 00AA", 0.25f)),
        (new PlateRule(""), new("AA 000AA", 0.25f)),
        (new PlateRule("IQVÅ"), new("AAA 000", 0.15f)),
        (new PlateRule("IQVÅ"), new("AAA 00A", 0.3f)),
        (new PlateRule(""), new("AAA-0000", 0.2f)),
        (new PlateRule(""), new("AAA0A00", 0.4f)),
        (new PlateRule(""), new("AAA 000A", 0.2f)),
        (new PlateRule(""), new("0AAA000", 0.3f)),
        (new PlateRule(""), new("AAA000", 0.1f)),
        (new PlateRule(""), new("AAA0000", 0.1f)),
        (new PlateRule(""), new("00 AAA 000", 0.3f)),
        (new PlateRule(""), new("00 AA 0000", 0.3f)),
        (new PlateRule(""), new("00 A 0000", 0.3f)),
    ]);

    /// <inheritdoc/>
    public IReadOnlyList<string> Kinds { get; } = [PersonalKinds.LicensePlate];

    /// <inheritdoc/>
    public PersonalAnchors Anchors => PersonalAnchors.Number;

    /// <inheritdoc/>
    public void Find(ReadOnlySpan<char> text, PersonalAnchors anchor, int start, int end, List<PersonalSpan> found)
    {
        if (end - start > 5)
        {
            return;
        }

        foreach (var (rule, form) in Index.ByDigits(end - start))
        {
            if (start >= form.Lead)
            {
                TryForm(text, start - form.Lead, rule, form, found);
            }
        }

        foreach (var (rule, form) in Index.ByToken(text, start, end, out var first))
        {
            TryForm(text, first, rule, form, found);
        }
    }

    private static void TryForm(ReadOnlySpan<char> text, int start, PlateRule rule, NumberForm form, List<PersonalSpan> found)
    {
        Span<char> plate = stackalloc char[NumberForm.Longest];
        var end = start + form.Pattern.Length;
        if (!form.TryRead(text[start..], plate, out var length) || plate[..length].ContainsAny(rule.Unused) || !form.StandsAlone(text, start, end) || (start > 0 && text[start - 1] is '-' or '/' or '.'))
        {
            return;
        }

        var score = Plates.Near(text, start, end) ? 1 - ((1 - form.Score) * 0.2f) : Vehicles.Near(text, start, end) ? 1 - ((1 - form.Score) * 0.6f) : form.Score;
        if (score >= LeastScore)
        {
            found.Add(new(start, end - start, PersonalKinds.LicensePlate, score));
        }
    }

    // One to three letters for the district, a hyphen, one or two letters and up to four digits; E or H for electric and historic cars.
    private static IEnumerable<NumberForm> Germany()
    {
        foreach (var district in (string[])["A", "AA", "AAA"])
        {
            foreach (var letters in (string[])["A", "AA"])
            {
                for (var digits = 1; digits <= 4; digits++)
                {
                    var number = new string('0', digits);
                    var score = letters.Length + district.Length > 2 ? 0.55f : digits == 4 ? 0.5f : 0.35f;
                    yield return new($"{district}-{letters} {number}", score);
                    yield return new($"{district} {letters} {number}", 0.2f);
                    yield return new($"{district}-{letters}-{number}", 0.3f);
                }
            }
        }
    }

    private sealed record PlateRule(string Unused);
}
