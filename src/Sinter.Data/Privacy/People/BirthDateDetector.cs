using System.Buffers;

namespace Sinter.Data.Privacy.People;

/// <summary>Finds dates of birth: dates that words for birth stand before, nearer than words for other events.</summary>
internal sealed class BirthDateDetector : IPersonalDetector
{
    private const int Reach = 48;

    private static readonly SearchValues<char> FieldSigns = SearchValues.Create(" \r\n\t:|");

    private static readonly NearbyWords Births = new(
        "born|dob|d.o.b|date of birth|birth date|birthdate|birthday|date_of_birth|birth_date|b. |geboren|geb.|geb |geburtsdatum|geburtstag|né le|née le|né(e) le|nés le|née|né en|né à|née à|nés à|naissance|nacido|nacida|nació|nacimiento|f. nac|nato|nata|nascita|" +
        "geboortedatum|geboren op|urodzon|ur.|urodzenia|född|födelsedatum|födelsedag|nascido|nascida|nasceu|nascimento|doğum|doğumlu|født|fødselsdato|fødselsdag|syntynyt|syntymäaika|s. |生年月日|出生|生まれ|생년월일|출생|родился|родилась|рождения|narozen|született");

    private static readonly NearbyWords Others = new(
        "died|death|deceased|expires|expiry|issued|issue date|valid|until|hired|joined|signed|invoice|since|gestorben|verstorben|ausgestellt|gültig|décédé|délivré|valable|fallecido|murió|expedición|caduca|deceduto|scadenza|rilasciat|overleden|geldig|zmarł|ważny|" +
        "död|utfärdad|faleceu|emissão|validade|ölüm|married|verheiratet|marié|appointment|termin");

    /// <inheritdoc/>
    public IReadOnlyList<string> Kinds { get; } = [PersonalKinds.BirthDate];

    /// <inheritdoc/>
    public PersonalAnchors Anchors => PersonalAnchors.Number;

    /// <inheritdoc/>
    public void Find(ReadOnlySpan<char> text, PersonalAnchors anchor, int start, int end, List<PersonalSpan> found)
    {
        if (end - start > 8 || (start > 0 && text[start - 1] is not (' ' or '\t' or '\n' or ':' or '(' or '"' or '*' or '=' or '>' or '|' or ',' or '-' or '\'' or '\u00A0' or '：' or '[')))
        {
            return;
        }

        if (!DateForm.TryRead(text, start, end, out var dateStart, out var dateEnd) || (dateEnd < text.Length && char.IsAsciiLetterOrDigit(text[dateEnd])))
        {
            return;
        }

        var birth = Births.LastBefore(text, dateStart, Reach);
        if (birth >= 0 && birth > Others.LastBefore(text, dateStart, Reach))
        {
            // Behind the end of a line or of a sentence the word belongs to something else, but for a field whose value is in the next line.
            var between = text[birth..dateStart];
            var apart = between.Contains('\n') || between.IndexOf(". ", StringComparison.Ordinal) > 0;
            if (!apart || !between.ContainsAnyExcept(FieldSigns))
            {
                found.Add(new(dateStart, dateEnd - dateStart, PersonalKinds.BirthDate, apart ? 0.6f : 0.92f));
            }
        }
    }
}
