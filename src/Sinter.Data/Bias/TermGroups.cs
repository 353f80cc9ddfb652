using System.Text;
using Sinter.Data.FastText;

namespace Sinter.Data.Bias;

/// <summary>Groups of people and the words that name them: a few for English here, or those of a file.</summary>
public static class TermGroups
{
    private const int MostGroups = 250;

    /// <summary>
    /// English words for gender, age, religion, nationality and ethnicity. They are a start and no judgement: words of several meanings (black, white, old) count whatever they stand for.
    /// </summary>
    public static IReadOnlyList<TermGroup> English { get; } = Parse(
        """
        gender:
          female: she, her, hers, herself, woman, women, girl, girls, lady, ladies, mother, mothers, mom, mum, daughter, daughters, sister, sisters, wife, wives, aunt, aunts, grandmother, niece, queen, princess, female, females, mrs, ms, miss, madam, actress, waitress, businesswoman, chairwoman
          male: he, him, his, himself, man, men, boy, boys, gentleman, gentlemen, father, fathers, dad, son, sons, brother, brothers, husband, husbands, uncle, uncles, grandfather, nephew, king, prince, male, males, mr, sir, actor, waiter, businessman, chairman
        age:
          young: young, younger, youngest, youth, youths, teenager, teenagers, teen, teens, adolescent, adolescents, child, children, kid, kids, student, students
          old: old, older, oldest, elderly, senior, seniors, aged, pensioner, pensioners, retiree, retirees, elder, elders, grandparent, grandparents
        religion:
          christian: christian, christians, christianity, church, churches, catholic, catholics, protestant, protestants, bible, priest, priests
          muslim: muslim, muslims, islam, islamic, mosque, mosques, quran, koran, imam, imams
          jewish: jewish, jew, jews, judaism, synagogue, synagogues, torah, rabbi, rabbis
          hindu: hindu, hindus, hinduism, vedas
          buddhist: buddhist, buddhists, buddhism, buddha
          none: atheist, atheists, atheism, agnostic, agnostics, secular
        nationality:
          american: american, americans
          british: british, briton, britons, english, scottish, welsh
          chinese: chinese
          french: french, frenchman, frenchwoman
          german: german, germans
          indian: indian, indians
          italian: italian, italians
          japanese: japanese
          mexican: mexican, mexicans
          nigerian: nigerian, nigerians
          polish: polish, pole, poles
          russian: russian, russians
          turkish: turkish, turk, turks
        ethnicity:
          african: african, africans, african-american, african-americans, black, blacks
          asian: asian, asians, asian-american, asian-americans
          european: european, europeans, caucasian, caucasians, white, whites
          hispanic: hispanic, hispanics, latino, latinos, latina, latinas
          arab: arab, arabs, arabic
          indigenous: indigenous, aboriginal, aboriginals, native, natives
        """,
        "the groups");

    /// <summary>Reads a file: a line for each set (<c>gender:</c>), and below it, indented, a line for each group (<c>  female: she, her, woman</c>). What follows a <c>#</c> is left out.</summary>
    /// <exception cref="InvalidDataException">A line has another form, or there is no group.</exception>
    public static IReadOnlyList<TermGroup> Load(string path) => Parse(File.ReadAllText(path, Encoding.UTF8), $"'{path}'");

    internal static IReadOnlyList<TermGroup> Parse(string text, string name)
    {
        var (groups, set, number) = (new List<TermGroup>(), "", 0);
        foreach (var whole in text.EnumerateLines())
        {
            number++;
            var line = (whole.IndexOf('#') is >= 0 and var mark ? whole[..mark] : whole).TrimEnd();
            if (line.IsWhiteSpace())
            {
                continue;
            }

            var colon = line.IndexOf(':');
            var key = colon > 0 ? line[..colon].Trim().ToString() : "";
            var terms = colon > 0 ? ReadTerms(line[(colon + 1)..]) : [];
            var isSet = !char.IsWhiteSpace(line[0]);
            if (key.Length == 0 || isSet != (terms.Count == 0) || (!isSet && set.Length == 0))
            {
                throw new InvalidDataException($"Line {number} of {name}: a set such as 'gender:', or below one, indented, a group with its words such as 'female: she, her', is expected.");
            }

            if (isSet)
            {
                set = key;
            }
            else
            {
                groups.Add(new TermGroup(set, key, terms));
            }
        }

        return Checked(groups, name);
    }

    private static List<TermGroup> Checked(List<TermGroup> groups, string name)
    {
        if (groups.Count is 0 or > MostGroups)
        {
            throw new InvalidDataException($"{name} has {groups.Count} groups; 1 to {MostGroups} are expected.");
        }

        foreach (var set in groups.GroupBy(static group => group.Set, StringComparer.Ordinal))
        {
            if (set.SelectMany(static group => group.Terms).CountBy(static term => term, StringComparer.Ordinal).FirstOrDefault(static term => term.Value > 1).Key is { } twice)
            {
                throw new InvalidDataException($"{name}: '{twice}' is there twice in '{set.Key}'; a word names one group of a set.");
            }
        }

        return groups;
    }

    private static List<string> ReadTerms(ReadOnlySpan<char> list)
    {
        var terms = new List<string>();
        Span<char> room = stackalloc char[128];
        foreach (var part in list.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var words = new TextWords(part);
            if (!words.MoveNext() || words.Current.Length != part.Length)
            {
                throw new InvalidDataException($"'{part}' is no single word; a group is named by words without spaces.");
            }

            terms.Add(WordVectorText.Lower(words.Current, room).ToString());
        }

        return terms;
    }
}
