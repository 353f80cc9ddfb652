namespace Sinter.Data.Privacy.NationalIds;

/// <summary>
/// The national numbers that are known. The scores follow one rule: what a form with its check digits lets through by chance. One digit in ten and no form of its own stays
/// below 0.3, a date and a check digit reach about 0.5, and two check digits, or a form that is used for nothing else, more.
/// </summary>
internal static class NationalIdTable
{
    /// <summary>One for each kind of number and strength of its check.</summary>
    public static IReadOnlyList<NationalIdRule> Rules { get; } =
    [
        new("us", AmericanIds.SocialSecurity, "ssn|social security|soc sec|social sec|seguro social|ss#|tax id|taxpayer", new("000-00-0000", 0.65f), new("000 00 0000", 0.4f), new("000000000", 0.1f)),
        new("us", AmericanIds.IndividualTaxpayer, "itin|taxpayer|tax id|irs", new("000-00-0000", 0.6f), new("000 00 0000", 0.35f), new("000000000", 0.1f)),
        new("ca", AmericanIds.SocialInsurance, "sin|social insurance|nas|assurance sociale", new("000-000-000", 0.4f), new("000 000 000", 0.35f), new("000000000", 0.12f)),
        new("br", AmericanIds.Cpf, "cpf|cadastro de pessoa|contribuinte", new("000.000.000-00", 0.97f), new("000000000-00", 0.8f), new("00000000000", 0.45f)),
        new("mx", AmericanIds.Curp, "curp|clave única", new NumberForm("AAAA000000AAAAAAX0", 0.97f)),

        new("uk", BritishAndIrishIds.NationalInsurance, "nino|national insurance|ni number|ni no|nin", new("AA000000A", 0.8f), new("AA 00 00 00 A", 0.9f), new("AA-00-00-00-A", 0.9f), new("AA 000000 A", 0.85f)),
        new("uk", BritishAndIrishIds.HealthService, "nhs|health service|patient", new("000 000 0000", 0.35f), new("000-000-0000", 0.15f), new("0000000000", 0.12f)),
        new("ie", BritishAndIrishIds.PublicService, "pps|ppsn|personal public service|uimhir", new("0000000A", 0.4f), new("0000000AA", 0.55f)),

        new("de", WestEuropeanIds.GermanTax, "steuer-id|steuerid|steuer id|steueridentifikation|steuerliche identifikation|idnr|id-nr|identifikationsnummer|steuernummer|tin|tax id", new("00 000 000 000", 0.8f), new("00000000000", 0.35f), new("00/000/000/000", 0.7f)),
        new("de", WestEuropeanIds.GermanIdentityCard, "personalausweis|ausweis|ausweisnummer|identity card|id card|seriennummer", new NumberForm("AXXXXXXXX0", 0.3f)),
        new("at", WestEuropeanIds.AustrianInsurance, "sozialversicherung|svnr|sv-nr|sv-nummer|versicherungsnummer", new("0000 000000", 0.6f), new("0000000000", 0.2f), new("0000-000000", 0.5f)),
        new("ch", WestEuropeanIds.SwissInsurance, "ahv|avs|sozialversicherung|assurance sociale|versichertennummer|numéro avs", new("000.0000.0000.00", 0.97f), new("0000000000000", 0.6f), new("000 0000 0000 00", 0.9f)),
        new("fr", WestEuropeanIds.FrenchRegister, "sécu|sécurité sociale|securite sociale|nir|insee|numéro de sécurité|n° ss|assuré", new("0 00 00 00 000 000 00", 0.98f), new("000000000000000", 0.75f), new("0 00 00 0A 000 000 00", 0.98f), new("000000A00000000", 0.95f), new("0000000000000 00", 0.85f), new("000000A000000 00", 0.95f), new("0 00 00 00 000 000-00", 0.97f), new("0-00-00-00-000-000-00", 0.97f), new("0.00.00.00.000.000.00", 0.97f)),
        new("be", WestEuropeanIds.BelgianRegister, "rijksregister|registre national|nationalregister|insz|niss|numéro national|national register", new("00.00.00-000.00", 0.98f), new("00000000000", 0.5f), new("00.00.00 000.00", 0.95f), new("000000-000-00", 0.8f), new("000000 000 00", 0.75f)),
        new("nl", WestEuropeanIds.DutchService, "bsn|burgerservicenummer|burger service|sofinummer|sofi|persoonsnummer", new("000000000", 0.14f), new("0000.00.000", 0.6f), new("0000 00 000", 0.45f), new("000.000.000", 0.2f), new("000 000 000", 0.2f), new("00.00.00.000", 0.4f)),

        new("es", SouthEuropeanIds.SpanishIdentity, "dni|nie|nif|documento nacional|identidad|extranjero", new("00000000A", 0.75f), new("00000000-A", 0.85f), new("00.000.000-A", 0.95f), new("00.000.000A", 0.9f), new("00000000 A", 0.6f), new("A0000000A", 0.65f), new("A-0000000-A", 0.9f), new("A0000000-A", 0.8f)),
        new("it", SouthEuropeanIds.CodiceFiscale, "codice fiscale|c.f.|cod. fisc|fiscale|cf", new("AAAAAAXXAXXAXXXA", 0.98f), new("AAA AAA 00A00 A000A", 0.97f)),
        new("pt", SouthEuropeanIds.PortugueseTax, "nif|contribuinte|número de identificação fiscal|n.º fiscal|nº fiscal", new("000000000", 0.12f), new("000 000 000", 0.25f)),
        new("tr", SouthEuropeanIds.TurkishIdentity, "kimlik|tckn|t.c.|tc kimlik|tc no|vatandaşlık", new NumberForm("00000000000", 0.45f)),

        new("se", NorthEuropeanIds.Swedish, "personnummer|person nr|pnr|personnr|samordningsnummer|födelsenummer|personal number", new("000000-0000", 0.75f), new("000000+0000", 0.9f), new("00000000-0000", 0.9f), new("000000000000", 0.6f), new("0000000000", 0.25f), new("000000 0000", 0.45f)),
        new("no", NorthEuropeanIds.Norwegian, "fødselsnummer|personnummer|fnr|d-nummer|fodselsnummer|født", new("000000 00000", 0.9f), new("00000000000", 0.7f), new("000000-00000", 0.85f)),
        new("dk", NorthEuropeanIds.DanishChecked, "cpr|personnummer|cpr-nr|cpr-nummer", new("000000-0000", 0.65f), new("0000000000", 0.15f), new("000000 0000", 0.4f)),
        new("dk", NorthEuropeanIds.Danish, "cpr|personnummer|cpr-nr|cpr-nummer", new("000000-0000", 0.4f), new("000000 0000", 0.2f), new("0000000000", 0.1f)),
        new("fi", NorthEuropeanIds.Finnish, "henkilötunnus|hetu|personbeteckning|sotu|personal identity", new("000000-000X", 0.9f), new("000000+000X", 0.95f), new("000000A000X", 0.93f)),
        new("ee", NorthEuropeanIds.Baltic, "isikukood|asmens kodas|asmens|personal code", new NumberForm("00000000000", 0.4f)),

        new("pl", EastEuropeanIds.Pesel, "pesel|ewidencyjny|identyfikacyjn", new("00000000000", 0.55f), new("000000 00000", 0.6f), new("000000-00000", 0.6f)),
        new("cz", EastEuropeanIds.BirthNumber, "rodné číslo|rodne cislo|rodného čísla|r.č.|rč|rodné čísla", new("000000/0000", 0.93f), new("0000000000", 0.2f)),
        new("ro", EastEuropeanIds.Cnp, "cnp|cod numeric|codul numeric", new NumberForm("0000000000000", 0.55f)),
        new("bg", EastEuropeanIds.Egn, "егн|egn|единен граждански", new NumberForm("0000000000", 0.2f)),

        new("kr", AsianAndPacificIds.KoreanChecked, "주민등록번호|주민번호|외국인등록번호|주민등록|rrn|resident registration|jumin", new("000000-0000000", 0.95f), new("0000000000000", 0.4f), new("000000 0000000", 0.8f)),
        new("kr", AsianAndPacificIds.Korean, "주민등록번호|주민번호|외국인등록번호|주민등록|rrn|resident registration|jumin", new("000000-0000000", 0.7f), new("0000000000000", 0.12f)),
        new("jp", AsianAndPacificIds.JapaneseIndividual, "マイナンバー|個人番号|my number|mynumber|individual number", new("0000 0000 0000", 0.3f), new("0000-0000-0000", 0.3f), new("000000000000", 0.12f)),
        new("cn", AsianAndPacificIds.ChineseResident, "身份证|身份證|公民身份|居民身份|identity card|resident id|shenfenzheng|id number", new("000000000000000000", 0.85f), new("00000000000000000A", 0.97f)),
        new("in", AsianAndPacificIds.Aadhaar, "aadhaar|aadhar|adhaar|आधार|uidai|uid", new("0000 0000 0000", 0.4f), new("0000-0000-0000", 0.4f), new("000000000000", 0.13f)),
        new("tw", AsianAndPacificIds.Taiwanese, "身分證|身份證|統一編號|national id|id number", new NumberForm("A000000000", 0.5f)),
        new("sg", AsianAndPacificIds.Singaporean, "nric|fin|identity card", new NumberForm("A0000000A", 0.75f)),
        new("au", AsianAndPacificIds.AustralianTax, "tfn|tax file", new("000 000 000", 0.3f), new("000000000", 0.12f), new("000-000-000", 0.3f)),
        new("za", AsianAndPacificIds.SouthAfrican, "id number|identity number|rsa id|id no|south africa", new("0000000000000", 0.45f), new("000000 0000 000", 0.75f), new("000000 0000 00 0", 0.75f)),
    ];
}
