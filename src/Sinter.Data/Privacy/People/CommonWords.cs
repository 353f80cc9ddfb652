using System.Collections.Frozen;

namespace Sinter.Data.Privacy.People;

/// <summary>Words that are written with a capital letter and end no name: those that begin sentences, months, nations, places, offices and institutions, in many languages.</summary>
internal static class CommonWords
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Words = NameTable.Words(
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
        Android Chrome Firefox Oracle Adobe Intel Python Java Docker Kubernetes Error Warning Info Debug Total Note Dept Tel Fax Mobile Ref Subject Re Fwd Born Signed Kind Best Hills Heights Springs Gardens Monument Memorial Forest Islands Village Square Union National International Federal Royal Imperial Civil General World High Middle Class Staff Records Studios Awards Building Line Railway Railroad Route Highway Operation Project Program System Service Services Institute Agency Bureau Board Commission Court Crown Cross Gate Wall Jews Jewish Catholic Protestant Roman Greek Latin Arab Germans Americans Indians Renaissance Revolution Era Age Century Edition Volume Issue Act Scene Manager Master Sir Lord Lady Mr Mrs Ms Dr Prof All Everyone Team Folks Sirs Madam
        """).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a word is one of them; in capitals only or with a capital first letter.</summary>
    public static bool Contains(ReadOnlySpan<char> word)
    {
        if (Words.Contains(word))
        {
            return true;
        }

        if (word.Length is < 2 or > 14 || !char.IsUpper(word[1]))
        {
            return false;
        }

        Span<char> title = stackalloc char[14];
        title = title[..word.ToLowerInvariant(title)];
        title[0] = word[0];
        return Words.Contains(title);
    }
}
