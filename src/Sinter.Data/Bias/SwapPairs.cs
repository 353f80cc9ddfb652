namespace Sinter.Data.Bias;

/// <summary>English words that name a gender, with those that name the other; and the words that show where a noun phrase does not go on.</summary>
internal static class SwapPairs
{
    private const string Pairs =
        """
        he she|himself herself|man woman|men women|boy girl|boys girls|boyhood girlhood|manhood womanhood|male female|males females|masculine feminine|masculinity femininity
        father mother|fathers mothers|fatherly motherly|fatherhood motherhood|dad mom|dads moms|daddy mommy|daddies mommies|papa mama|son daughter|sons daughters|brother sister|brothers sisters
        brotherhood sisterhood|husband wife|husbands wives|uncle aunt|uncles aunts|nephew niece|nephews nieces|grandfather grandmother|grandfathers grandmothers|grandpa grandma|grandson granddaughter
        grandsons granddaughters|stepfather stepmother|stepson stepdaughter|stepbrother stepsister|godfather godmother|godson goddaughter|fiancé fiancée|bridegroom bride|bridegrooms brides
        boyfriend girlfriend|boyfriends girlfriends|widower widow|widowers widows|gentleman lady|gentlemen ladies|sir madam|lord dame|lords dames|king queen
        kings queens|prince princess|princes princesses|duke duchess|dukes duchesses|baron baroness|barons baronesses|emperor empress|emperors empresses|tsar tsarina
        actor actress|actors actresses|waiter waitress|waiters waitresses|steward stewardess|stewards stewardesses|hero heroine|heroes heroines|heir heiress|heirs heiresses
        gods goddesses|priest priestess|priests priestesses|monk nun|monks nuns|abbot abbess|wizard witch|wizards witches|sorcerer sorceress|murderer murderess|headmaster headmistress
        schoolboy schoolgirl|schoolboys schoolgirls|cowboy cowgirl|cowboys cowgirls|landlord landlady|landlords landladies|masseur masseuse|alumnus alumna|alumni alumnae|guy gal|guys gals
        """;

    // Nouns of -man and -men; their partners end in -woman and -women.
    private const string Stems =
        "air alder anchor assembly business camera cattle chair clergy congress council country crafts dairy door english fire fisher fore french frontiers horse hunts irish jury kins lay mail middle "
        + "noble oars ombuds police post sales scots service show spokes sports states super tribes vestry washer weather welsh work yachts";

    private static readonly HashSet<string> Others = new(
        ("a about above across after again against all alone along also always am an and any anymore anyway anything are around as at away back be because been before behind being below beneath beside besides between beyond "
        + "but by can could did do does down during each either enough even ever everything except for from had has have he her here him his how however i if in instead into is it its just later like may me "
        + "might must my near never no nor not nothing now of off often on once only onto or our out over please quickly rather said she should since slowly so some something sometimes somewhere soon still such than that "
        + "the their them then there these they this those though through throughout till to today together tomorrow tonight too toward towards under underneath unless until up upon us was we were what when whenever where "
        + "which while who whom whose why will with within without would yesterday yet you your").Split(' '),
        StringComparer.Ordinal);

    /// <summary>The partner of each word; her and his, which have two, are not among them.</summary>
    public static IReadOnlyDictionary<string, string> Partners { get; } = Make();

    /// <summary>Whether a word that follows <c>her</c> or <c>his</c> shows that no noun does.</summary>
    public static bool EndsNounPhrase(ReadOnlySpan<char> word) => Others.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);

    private static Dictionary<string, string> Make()
    {
        var partners = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["him"] = "her",
            ["hers"] = "his",
            ["mr"] = "mrs",
            ["mrs"] = "mr",
            ["ms"] = "mr",
            ["mum"] = "dad",
            ["mums"] = "dads",
            ["hostess"] = "host",
            ["countess"] = "count",
        };
        foreach (var pair in Pairs.Split(['|', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            var space = pair.IndexOf(' ', StringComparison.Ordinal);
            Add(pair[..space], pair[(space + 1)..]);
        }

        foreach (var stem in Stems.Split(' '))
        {
            Add(stem + "man", stem + "woman");
            Add(stem + "men", stem + "women");
        }

        return partners;

        void Add(string male, string female)
        {
            partners.TryAdd(male, female);
            partners.TryAdd(female, male);
        }
    }
}
