using System.Collections.Frozen;

namespace Sinter.Data.Privacy.People;

/// <summary>A word of a text that may be a part of a name.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Parts">What is known of it.</param>
/// <param name="IsInitial">Whether it is one letter with or without a dot, which then belongs to it.</param>
/// <param name="IsCommon">Whether it is a word that begins sentences, a month, or another word that no name ends with.</param>
internal readonly record struct NameWord(int Start, int End, NameParts Parts, bool IsInitial, bool IsCommon)
{
    private const int Longest = 40;

    // Endings that surnames have and other capital words seldom do.
    private static readonly string[] SurnameEndings =
    [
        "sson", "sdóttir", "ović", "ovic", "ovich", "evich", "enko", "czyk", "wicz", "wski", "wska", "ński", "ńska", "nski", "opoulos", "oglu", "oğlu", "shvili", "adze", "escu", "eanu", "ová", "idis", "akis", "dottir", "yan",
    ];

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Particles =
        NameTable.Words("van der den de von zu zur zum di da do dos das del della dello degli du la le los las bin ibn bint al el ter ten te 't af ben abu y e i e san d'").ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Common = NameTable.Words(
        """
        The A An And But Or If In On At By For From To Of With As Is Are Was Were Be Been It Its He She They We You I My Your His Her Our Their This That These Those There Here What When Where Why How Who Which While Then Than
        So Not No Yes All Some Any Each Every Most Many More Much Few After Before During Since Until Because Although However Also Only Just Even Still Again Now Today Tomorrow Yesterday Please Thanks Thank Hello Dear Hi Let Can
        Could Would Should Will May Might Must Do Does Did Has Have Had Get Got Go Going Come See Say Said One Two Three Four Five Six Seven Eight Nine Ten First Second Third Last Next New Old Good Bad Big Great Best
        January February March April May June July August September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Wed Thu Fri Sat Sun
        Januar Februar März Mai Juni Juli Oktober Dezember Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag Janvier Février Mars Avril Juin Juillet Août Septembre Octobre Novembre Décembre
        American British English French German Italian Spanish Dutch Polish Swedish Russian Chinese Japanese Korean Indian African European Asian Turkish Portuguese Canadian Australian Irish Scottish Christian Muslim Jewish
        America Europe Africa Asia London Paris Berlin Madrid Rome Amsterdam Warsaw Stockholm Lisbon Istanbul Moscow Delhi Tokyo Seoul Beijing Cairo York Boston Chicago California Texas Germany France Spain Italy England Poland Sweden Portugal
        Turkey Russia India Japan Korea China Canada Mexico Brazil Australia Ireland Scotland Wales Britain Street Avenue Road University College School Hospital Church Museum Park Bridge Station Airport Company Inc Ltd LLC GmbH Corp
        Corporation Group Team Club United Party Committee Council Department Office Ministry Government Bank Trust Foundation Institute Association Society Center Centre House City County State River Lake Mountain Island Sea Ocean Day Night
        Week Month Year Morning Evening Christmas Easter God Lord King Queen Prince Princess President Doctor Professor Director Manager Chapter Section Figure Table Page Volume Part Book Report Order Invoice Number Date Time Phone
        Email Address Name Street Windows Linux Google Microsoft Apple Amazon Facebook Twitter Internet Web Online Court Case Law Act Bill Award Prize Cup League World Olympic Games War Battle Army Navy Air Force Road
        Der Die Das Den Dem Des Ein Eine Und Oder Aber Wenn Als Ist Sind War Waren Er Sie Es Wir Ihr Ich Mein Sein Nach Vor Mit Von Zu Bei Aus Auf Für Über Unter Durch Heute Hier Dort Bitte Danke Herr Frau
        Le La Les Un Une Des Du Et Ou Mais Si Est Sont Il Elle Ils Elles Nous Vous Je Mon Ma Son Sa Ce Cette Dans Sur Pour Par Avec Sans Après Avant Merci Bonjour Monsieur Madame
        El Los Las Una Y O Pero Es Son Él Ella Ellos Mi Su En Con Por Para Sin Después Antes Gracias Hola Señor Señora Lo Gli Uno E Ma Se Sono Lui Lei Noi Voi Mio Suo Con Su Di Da Dopo Prima Grazie Ciao
        De Het Een En Maar Als Zijn Hij Zij Wij Ik Mijn Op Voor Door Na Om W Z I Ale Jest Są On Ona Oni Mój Jego Po Dla Przed Och Men Är Han Hon Vi Jag Min På För Med Från O Os As Um Uma Mas São Ele Ela Eu Meu Em No Na Para Com
        Hotel Restaurant Café Cafe Festival Tour Band Orchestra Album Song Film Movie Show Series Season Episode Game Music Art Science History Division District Province Region Republic Kingdom Empire Union Federation North South East West
        Northern Southern Eastern Western Central Upper Lower Saint St Mount Fort Port Cape Point Square Tower Palace Castle Temple Cathedral Theatre Theater Stadium Library Gallery Academy Press News Times Post Journal Magazine Review
        Android Chrome Firefox Oracle Adobe Intel Python Java Docker Kubernetes Error Warning Info Debug Total Note Dept Tel Fax Mobile Ref Subject Re Fwd Born Signed Kind Best
        """).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>A word that begins at a place; false where none that can be a part of a name does.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, int start, out NameWord word)
    {
        word = default;
        if (start >= text.Length || !char.IsUpper(text[start]))
        {
            return false;
        }

        var end = start + 1;
        var joined = false;
        for (; end < text.Length && end - start <= Longest; end++)
        {
            if (char.IsLetter(text[end]) || char.GetUnicodeCategory(text[end]) == System.Globalization.UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            // O'Brien and Jean-Pierre are one word, Anna's is two; the second part of Korean names (Min-jun) is often small.
            if (text[end] is '-' or '\'' or '’' && end + 1 < text.Length && (char.IsUpper(text[end + 1]) || (text[end] == '-' && char.IsLower(text[end + 1]) && !joined)))
            {
                joined = true;
                continue;
            }

            break;
        }

        if (end - start > Longest || (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is '_' or '@')))
        {
            return false;
        }

        if (end - start == 1)
        {
            var dotted = end < text.Length && text[end] == '.';
            word = new(start, dotted ? end + 1 : end, NameParts.None, IsInitial: true, IsCommon: false);
            return true;
        }

        var letters = text[start..end];
        var parts = NameTable.Of(letters);
        parts = parts == NameParts.None ? OfShape(letters, joined) : parts;
        word = new(start, end, parts, IsInitial: false, IsCommon: parts == NameParts.None && IsCommonWord(letters));
        return true;
    }

    /// <summary>Goes over particles such as <c>van der</c>, at most three; gives where the word after them begins, or <paramref name="start"/> where there are none.</summary>
    public static int SkipParticles(ReadOnlySpan<char> text, int start)
    {
        var place = start;
        for (var count = 0; count < 3; count++)
        {
            var end = place;
            while (end < text.Length && end - place < 6 && (char.IsLower(text[end]) || text[end] == '\''))
            {
                end++;
            }

            if (end == place || !Particles.Contains(text[place..end]))
            {
                break;
            }

            if (end < text.Length && text[end] is ' ' or '-')
            {
                place = end + 1;
            }
            else if (text[end - 1] == '\'')
            {
                place = end;
            }
            else
            {
                break;
            }
        }

        return place < text.Length && char.IsUpper(text[place]) ? place : start;
    }

    private static bool IsCommonWord(ReadOnlySpan<char> letters)
    {
        if (Common.Contains(letters))
        {
            return true;
        }

        if (letters.Length > 14 || !char.IsUpper(letters[1]))
        {
            return false;
        }

        Span<char> title = stackalloc char[letters.Length];
        letters.ToLowerInvariant(title);
        title[0] = letters[0];
        return Common.Contains(title);
    }

    // What a word that is not in the lists looks like.
    private static NameParts OfShape(ReadOnlySpan<char> letters, bool joined)
    {
        if (joined && letters.IndexOfAny('-', '\'', '’') is var at && at < letters.Length - 1)
        {
            if (letters[at] != '-')
            {
                return at == 1 && letters[0] is 'O' or 'D' or 'N' or 'L' ? NameParts.Surname : NameParts.None;
            }

            var (first, second) = (NameTable.Of(letters[..at]), NameTable.Of(letters[(at + 1)..]));
            return (first & NameParts.AnyGiven) != 0 && (second & NameParts.AnyGiven) != 0 ? NameParts.Given
                : (first & NameParts.AnySurname) != 0 && (second & NameParts.AnySurname) != 0 ? NameParts.Surname
                : NameParts.None;
        }

        if (letters.Length >= 5 && ((letters.StartsWith("Mc", StringComparison.Ordinal) && char.IsUpper(letters[2])) || (letters.StartsWith("Mac", StringComparison.Ordinal) && char.IsUpper(letters[3]))))
        {
            return NameParts.Surname;
        }

        foreach (var ending in SurnameEndings)
        {
            if (letters.Length > ending.Length + 2 && letters.EndsWith(ending, StringComparison.Ordinal))
            {
                return NameParts.WeakSurname;
            }
        }

        return NameParts.None;
    }
}
