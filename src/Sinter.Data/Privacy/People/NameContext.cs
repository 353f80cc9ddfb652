using System.Collections.Frozen;

namespace Sinter.Data.Privacy.People;

/// <summary>What stands before a word and says whether a name follows.</summary>
internal enum NameLead
{
    /// <summary>Nothing that says anything.</summary>
    None,

    /// <summary>A title: <c>Dr.</c>, <c>Frau</c>.</summary>
    Title,

    /// <summary>An office or a rank, which stands before other words as well: <c>General</c>, <c>President</c>.</summary>
    Rank,

    /// <summary>A statement of who someone is, which may be one of what something is: <c>it's</c>, <c>ich bin</c>.</summary>
    Statement,

    /// <summary>A greeting: <c>Dear</c>, <c>Hallo</c>.</summary>
    Greeting,

    /// <summary>The writer's own name follows: <c>my name is</c>.</summary>
    Introduction,

    /// <summary>A field of a form: <c>Name:</c>, <c>Patient:</c>.</summary>
    Field,

    /// <summary>The end of a letter, in the line before.</summary>
    Farewell,

    /// <summary>A word before names of places: <c>Lake</c>, <c>Saint</c>.</summary>
    Place,
}

/// <summary>Words before and after names, in many languages.</summary>
internal static class NameContext
{
    // Titles that are shortened, with a dot or without.
    private const string Abbreviations = """
        Mr Mrs Ms Mx Dr Prof Rev Hon Capt Lt Sgt Col Gen Mme Mlle Sr Sra Srta Sig Dott Avv Ing Dhr Mevr Mw Smt Hr Fr Frl Mag
        """;

    private const string Titles = """
        Miss Professor Sir Dame Madam Reverend Herr Herrn Frau Fräulein Monsieur Madame Mademoiselle Maître Señor Señora Señorita Doña Signor Signora Signorina Dottoressa Meneer Mevrouw Pani Pana Panem Panią Fru
        Fröken Senhor Senhora Dona Bayan Sayın Shri Kumari Sheikh Sheikha Imam Rabbi Uncle Aunt Auntie Grandma Grandpa Tante Onkel Oncle Tío Tía Zio Zia Doktor Doctor Docteur Dottore señor señora señorita
        signor signora signorina senhor senhora monsieur madame herr frau fru fröken meneer mevrouw pan pani don doña
        """;

    // Offices, of which many stand before other words too.
    private const string Ranks = """
        Lord Lady Judge Justice Senator Congressman Congresswoman Governor Mayor President Chancellor Minister Captain Lieutenant Sergeant Colonel Major General Officer Detective Inspector Nurse Coach Attorney Don Pan Panu Bay
        Brother Sister Father Mother Cousin King Queen Prince Princess Emperor Pope Bishop Director Chairman Secretary Ambassador Commander Admiral Private Corporal
        """;

    private static readonly FrozenDictionary<string, NameLead>.AlternateLookup<ReadOnlySpan<char>> BeforeSpace = Table(
        StringComparer.Ordinal,
        (NameLead.Title, Abbreviations),
        (NameLead.Title, Titles),
        (NameLead.Rank, Ranks),
        (NameLead.Greeting, """
            Dear Hi Hello Hey Hallo Liebe Lieber Cher Chère Bonjour Salut Hola Querido Querida Estimado Estimada Caro Cara Gentile Ciao Beste Geachte Hoi Drogi Droga Szanowny Szanowna Cześć Hej Kära Käre
            Olá Oi Prezado Prezada Merhaba Sevgili Thanks Danke Merci Gracias Grazie Dank Dziękuję Tack Obrigado Obrigada dear hi hello hey hallo liebe lieber cher chère hola querido querida caro cara beste hoi hej oi thanks
            """),
        (NameLead.Place, "Saint St San Santa São Sankt Sint Lake Mount Mt Fort Port Cape Camp Lago Monte Río Rio Camino Calle Rue Hotel Café Planet FC AC Villa Los Las El Der Die Das Den Dem"),
        (NameLead.Introduction, "heiße heisse appelle llamo chiamo heet heter chamo hedder heiter named nazywam"),
        (NameLead.Statement, "is ist es è é by się to är name's est adım imię it's i'm I'm am bin ben jestem suis soy sono sou met called"));

    private static readonly FrozenDictionary<string, NameLead>.AlternateLookup<ReadOnlySpan<char>> BeforeDot = Table(StringComparer.Ordinal, (NameLead.Title, Abbreviations), (NameLead.Place, "St Mt Ft"));

    private static readonly FrozenDictionary<string, NameLead>.AlternateLookup<ReadOnlySpan<char>> BeforeColon = Table(
        StringComparer.OrdinalIgnoreCase,
        (NameLead.Field, """
            name names fullname patient client customer author authors contact attn attention from to cc bcc sender recipient signed applicant employee manager owner beneficiary tenant landlord witness guardian parent student
            teacher passenger guest user by surname firstname lastname holder cardholder insured assignee reporter reviewer vorname nachname kunde kundin absender empfänger ansprechpartner patientin mieter nom prénom destinataire
            expéditeur auteur nombre apellidos apellido titular remitente paciente cliente nome cognome mittente destinatario paziente intestatario naam voornaam achternaam klant afzender contactpersoon imię nazwisko klient pacjent
            nadawca odbiorca namn förnamn efternamn kund kontakt avsändare sobrenome remetente destinatário soyadı ad soyad isim müşteri hasta kontaktperson
            """));

    private static readonly FrozenDictionary<string, NameLead>.AlternateLookup<ReadOnlySpan<char>> BeforeLineEnd = Table(
        StringComparer.OrdinalIgnoreCase,
        (NameLead.Farewell, """
            regards sincerely faithfully truly best cheers thanks love yours respectfully signed wishes grüßen grüße gruß grüssen cordialement respectueusement bisous amicalement distinguées saludos atentamente abrazo cordialmente
            saluti cordiali abbraccio groet groeten groetjes pozdrawiam poważaniem pozdrowieniami hälsningar hälsning hilsen atenciosamente abraços abraço cumprimentos saygılarımla selamlar sevgiler
            """));

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> After = NameTable.Words(
        """
        said says told asked replied wrote writes answered explained added noted argued claimed insisted agreed smiled laughed nodded shrugged whispered shouted thought called emailed phoned texted lives lived works worked joined
        married died signed sagte sagt meinte fragte antwortete schrieb erklärte wohnt arbeitet dit demanda répondit expliqua habite travaille dijo preguntó respondió vive trabaja ha disse chiese rispose abita lavora zei vroeg woont werkt
        powiedział powiedziała zapytał mieszka sade frågade bor
        """).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> PlaceAfter = NameTable.Words(
        """
        Street Avenue Ave Road Rd Boulevard Blvd Lane Drive Court Square Place Bridge Park Airport Station University College School Academy Institute Hospital Clinic Church Cathedral Museum Gallery Library Theatre Theater
        Stadium Arena Center Centre Foundation Fund Trust Prize Award Medal Cup Trophy Tower Hall House Hotel Building Memorial County City Town Island Islands River Lake Mountain Valley Bay Beach Creek Hills Falls Peak
        Act Law Theorem Syndrome Disease Effect Method Algorithm Inc Ltd LLC GmbH AG Corp Co Company Group Records Studios Press Brothers Sons Bank Straße Platz Allee Universität Schule Stiftung Preis Haus Partners Associates
        """).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What stands right before a place: the word before a space, before a colon, or at the end of the line before.</summary>
    public static NameLead Before(ReadOnlySpan<char> text, int start)
    {
        var end = start;
        while (end > 0 && start - end < 3 && text[end - 1] is ' ' or '\t' or '"' or '\'' or '*')
        {
            end--;
        }

        if (end == 0)
        {
            return NameLead.None;
        }

        switch (text[end - 1])
        {
            case ':':
                return Lead(BeforeColon, text, SkipBack(text, end - 1, " \"'*"));
            case '\n':
                return Lead(BeforeLineEnd, text, SkipBack(text, end, "\r\n ,.!-"));
            case '.' when end < start:
                var title = Lead(BeforeDot, text, end - 1);
                return title != NameLead.None ? title : end > 1 && text[end - 2] == 'M' && (end == 2 || text[end - 3] == ' ') ? NameLead.Title : NameLead.None;
            default:
                if (end == start)
                {
                    return NameLead.None;
                }

                var lead = Lead(BeforeSpace, text, end);
                return lead == NameLead.Statement && IsIntroduction(text[Math.Max(0, end - 20)..end]) ? NameLead.Introduction : lead;
        }
    }

    /// <summary>Whether a word that people do follows a place: <c>said</c>, <c>lives</c>.</summary>
    public static bool ActsAfter(ReadOnlySpan<char> text, int end) => After.Contains(NextWord(text, end));

    /// <summary>Whether a word follows that makes a name one of a place, a company or a thing: <c>Street</c>, <c>Foundation</c>.</summary>
    public static bool ThingAfter(ReadOnlySpan<char> text, int end)
    {
        var rest = text[end..];
        if (rest.StartsWith("'s ", StringComparison.Ordinal) || rest.StartsWith("’s ", StringComparison.Ordinal))
        {
            end += 2;
        }

        return PlaceAfter.Contains(NextWord(text, end));
    }

    /// <summary>Whether a word is a title or an office itself.</summary>
    public static bool IsTitle(ReadOnlySpan<char> word) => BeforeSpace.TryGetValue(word, out var lead) && lead is NameLead.Title or NameLead.Rank;

    private static bool IsIntroduction(ReadOnlySpan<char> text)
    {
        // The last two letters turn nearly all places away.
        if (text.Length < 4 || (char.ToLowerInvariant(text[^2]), char.ToLowerInvariant(text[^1])) is not (('i' or '\'', 's') or ('s', 't') or ('e', 's') or (' ', 'è' or 'é') or ('b', 'y') or ('i', 'ę') or ('ı', 'm') or ('t', 'o') or ('ä', 'r')))
        {
            return false;
        }

        foreach (var phrase in (ReadOnlySpan<string>)["name is", "name's", "naam is", "name ist", "nom est", "nombre es", "nome è", "nome é", "this is", "signed by", "nazywam się", "mam na imię", "adım", "imię to", "namn är"])
        {
            if (text.EndsWith(phrase, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<char> NextWord(ReadOnlySpan<char> text, int end)
    {
        if (end >= text.Length || text[end] != ' ')
        {
            return [];
        }

        var last = end + 1;
        while (last < text.Length && last - end < 20 && char.IsLetter(text[last]))
        {
            last++;
        }

        return text[(end + 1)..last];
    }

    private static NameLead Lead(FrozenDictionary<string, NameLead>.AlternateLookup<ReadOnlySpan<char>> table, ReadOnlySpan<char> text, int end)
    {
        var start = end;
        while (start > 0 && end - start < 20 && (char.IsLetter(text[start - 1]) || text[start - 1] == '\''))
        {
            start--;
        }

        return start < end && table.TryGetValue(text[start..end], out var lead) ? lead : NameLead.None;
    }

    private static int SkipBack(ReadOnlySpan<char> text, int end, string signs)
    {
        for (var left = 6; left > 0 && end > 0 && signs.Contains(text[end - 1]); left--)
        {
            end--;
        }

        return end;
    }

    private static FrozenDictionary<string, NameLead>.AlternateLookup<ReadOnlySpan<char>> Table(StringComparer comparer, params (NameLead Lead, string Words)[] leads) => leads
        .SelectMany(pair => NameTable.Words(pair.Words).Select(word => (word, pair.Lead)))
        .DistinctBy(pair => pair.word, comparer)
        .ToFrozenDictionary(pair => pair.word, pair => pair.Lead, comparer)
        .GetAlternateLookup<ReadOnlySpan<char>>();
}
