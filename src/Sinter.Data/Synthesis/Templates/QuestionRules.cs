using System.Text.RegularExpressions;

namespace Sinter.Data.Synthesis;

/// <summary>Questions that English sentences of common forms answer. Each is careful rather than frequent: a form that cannot be read for sure gives no question.</summary>
internal static class QuestionRules
{
    private const string Subject = @"^(?<s>[^,.;:()\[\]""]{2,70}?)";
    private const string Year = @"(?<y>(?:(?:January|February|March|April|May|June|July|August|September|October|November|December) )?1[0-9]{3}|(?:(?:January|February|March|April|May|June|July|August|September|October|November|December) )?20[0-9]{2})";
    private const string Participles =
        "[a-z]+ed|born|built|made|founded|written|held|given|taken|known|shown|won|sold|sent|led|begun|chosen|drawn|brought|bought|caught|found|kept|left|lost|put|set|shot|spent|split|told|torn|thrown|named|cut|beaten|broken|driven|hidden|overthrown|rebuilt";

    private static readonly HashSet<string> PersonNouns = new(
        ("activist actor actress admiral anarchist anthropologist architect archbishop artist astronaut astronomer athlete author bishop biologist boxer businessman businesswoman chemist chess-player coach commander comedian "
        + "composer conductor cricketer critic cyclist dancer designer dictator diplomat director doctor economist editor emperor empress engineer entrepreneur essayist explorer filmmaker footballer general geographer geologist "
        + "guitarist historian inventor journalist judge jurist king lawyer leader lieutenant linguist magistrate mathematician mayor merchant minister missionary monarch monk musician naturalist naval nobleman novelist nun nurse officer "
        + "painter pathologist philosopher photographer physician physicist pianist pilot playwright poet politician pope preacher president priest prince princess producer professor programmer prophet psychiatrist psychologist queen rapper "
        + "revolutionary ruler sailor saint scholar scientist screenwriter sculptor senator singer soldier songwriter statesman surgeon swimmer teacher theologian theorist trader virologist warrior wrestler writer zoologist").Split(' '),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The rules, the most telling first.</summary>
    public static IReadOnlyList<ITemplateRule> All { get; } =
    [
        new SentenceRule(
            "definition", SynthesisKind.Qa, "'Albedo is the measure of ...' gives 'What is albedo?', or 'Who was ...?' for a person.",
            @"^(?<s>[^,.;:()\[\]""]{2,70}?)(?: \([^()]*\))?,? (?<v>is|are|was|were) (?<d>(?:an?|the|any|one of|a kind of) .+)$",
            Definition),
        new SentenceRule(
            "purpose", SynthesisKind.Qa, "The sentence 'Returns ...' of a documented member gives 'What does NAME do?'.",
            $@"^(?<v>{SentenceRules.MemberVerbs}) .+\.$",
            Purpose),
        new SentenceRule(
            "why", SynthesisKind.Qa, "'X was closed because ...' gives 'Why was X closed?'.",
            Subject + @" (?<v>is|are|was|were) (?<p>[^,;:()""]{3,90}?),? because (?<r>[^;:""]+)\.$",
            Why),
        new SentenceRule(
            "when", SynthesisKind.Qa, "'X was founded in 1842 ...' gives 'When was X founded?'.",
            Subject + $" (?<v>was|were) (?<p>(?:first |officially |originally |formally |finally )?(?:{Participles})(?: [^,;:()\"]{{1,60}}?)?) in {Year}(?:[.,;]| (?:by|at|with|under|as|for|and|when|after|before|during|to|in|near|on) .*|$)",
            When),
        new SentenceRule(
            "who", SynthesisKind.Qa, "'Ada Lovelace wrote ...' gives 'Who wrote ...?'.",
            @"^(?<s>[A-Z][^,.;:()\[\]""]{3,50}?) (?<v>wrote|directed|founded|invented|discovered|composed|designed|painted|starred in|portrayed|proposed|published|led|commanded|developed|created|established|introduced|coined|formulated|proved|demonstrated|translated|edited|produced|recorded|built|won|succeeded|defeated) (?<o>[^;:""]{6,150})\.$",
            Who),
        new SentenceRule(
            "by-whom", SynthesisKind.Qa, "'X was written by Y' gives 'By whom was X written?'.",
            Subject + @" (?<v>was|were) (?<p>written|directed|founded|invented|discovered|composed|designed|painted|proposed|published|led|commanded|developed|created|established|introduced|coined|formulated|translated|edited|produced|built|won|defeated|named|described|succeeded) by (?<y>(?:the )?[A-Z][\w'-]*(?: (?:[A-Z][\w'-]*\.?|of|de|van|von|the|and)){0,6})(?:[.,;]| in .*)",
            ByWhom),
        new SentenceRule(
            "how-many", SynthesisKind.Qa, "'X has 12 districts' gives 'How many districts does X have?'.",
            Subject + @" (?<v>has|have|had|contains|contain|includes|include) (?<n>(?:about |approximately |over |around |nearly |more than |at least )?(?:[0-9][0-9,]*(?:\.[0-9]+)?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)) (?<o>[a-z-]+(?: [a-z-]+)?s)(?:[.,;]| (?:in|of|on|with|for|at|from|that|which|and|as|to) .*)",
            HowMany),
        new SentenceRule(
            "stands-for", SynthesisKind.Qa, "'World Health Organization (WHO)' gives 'What does WHO stand for?'.",
            @"(?<l>(?:[A-Z][A-Za-z'-]*|of|for|the|and|in|de|on) (?:(?:[A-Z][A-Za-z'-]*|of|for|the|and|in|de|on) ){0,7}?[A-Z][A-Za-z'-]*) \((?<a>[A-Z]{2,7})\)",
            StandsFor),
        new FactRule(),
        new ClozeRule(),
    ];

    private static (string, string)? Definition(Match match, ChunkSentences text, ulong seed)
    {
        var (subject, verb, rest) = (match.Groups["s"].Value, match.Groups["v"].Value, match.Groups["d"].Value);
        if (!SentenceRules.IsSubject(subject) || !SentenceRules.StandsAlone(match.Value) || SentenceRules.RefersBack(subject) || rest.StartsWith("the case", StringComparison.Ordinal) || rest.StartsWith("the same", StringComparison.Ordinal))
        {
            return null;
        }

        if (SentenceRules.IsName(subject) && IsPerson(rest))
        {
            return ($"Who {verb} {subject}?", match.Value);
        }

        // To be the first, the only or the largest is a fact and no definition.
        var words = rest.Split(' ');
        if (words[0] == "the" && (words.Length < 2 || words[1].EndsWith("est", StringComparison.Ordinal) || words[1] is "first" or "second" or "third" or "fourth" or "fifth" or "only" or "last" or "next" or "main" or "most" or "least" or "sole"))
        {
            return null;
        }

        // A name may be a person's, whom one does not ask for with what.
        var inside = text.Chunk.Owner.Words.Inside(subject);
        return char.IsUpper(inside[0]) && !inside.StartsWith("The ", StringComparison.Ordinal)
            ? (Phrasing.Choose(["What do you know about {0}?", "Can you tell me something about {0}?", "Tell me about {0} in one sentence."], inside, seed), match.Value)
            : ($"What {verb} {inside}?", match.Value);
    }

    /// <summary>Whether what someone is said to be is a profession or an office: among the first words, and what the phrase is about, not what stands before a noun.</summary>
    private static bool IsPerson(string rest)
    {
        var words = rest.Split(' ');
        for (var i = 1; i < Math.Min(words.Length, 8); i++)
        {
            var word = words[i].TrimEnd(',', '.', ';');
            if (PersonNouns.Contains(word))
            {
                return words[i].Length > word.Length || i + 1 == words.Length || words[i + 1] is "and" or "of" or "who" or "from" or "in" or "whose" or "for" or "at" or "best" or "known" or "to" or "with" or "or" or "by" || PersonNouns.Contains(words[i + 1].TrimEnd(',', '.'));
            }
        }

        return false;
    }

    private static (string, string)? Purpose(Match match, ChunkSentences text, ulong seed) =>
        text.Chunk.Title is { } title && text.Chunk.BeginsSection && text.Sound[0] == match.Value
            ? match.Groups["v"].Value is "Represents" or "Specifies" or "Defines" or "Contains" or "Describes" or "Encapsulates" or "Indicates"
                ? (Phrasing.Choose(["What is {0}?", "What is {0} for?"], title, seed), match.Value)
                : match.Groups["v"].Value is "Occurs" ? ($"When does {title} occur?", match.Value)
                : match.Groups["v"].Value is "Gets" or "Sets" ? (Phrasing.Choose(["What is {0} for?", "Explain {0} in a sentence: what is it for?"], title, seed), match.Value)
                : (Phrasing.Choose(["What does {0} do?", "What is {0} for?", "Can you tell what {0} does?"], title, seed), match.Value)
            : null;

    private static (string, string)? Why(Match match, ChunkSentences text, ulong seed)
    {
        var (subject, verb, predicate, reason) = (match.Groups["s"].Value, match.Groups["v"].Value, match.Groups["p"].Value, match.Groups["r"].Value);
        return SentenceRules.IsSubject(subject) && !SentenceRules.RefersBack(subject + " " + predicate + " " + reason) && !predicate.Contains("also", StringComparison.Ordinal) && !predicate.Contains("not ", StringComparison.Ordinal) && !predicate.EndsWith("only", StringComparison.Ordinal)
            && !predicate.EndsWith("part", StringComparison.Ordinal) && !predicate.EndsWith("mainly", StringComparison.Ordinal)
            ? ($"Why {verb} {text.Chunk.Owner.Words.Inside(subject)} {predicate}?", $"Because {reason}.")
            : null;
    }

    private static (string, string)? When(Match match, ChunkSentences text, ulong seed)
    {
        var (subject, verb, predicate, year) = (match.Groups["s"].Value, match.Groups["v"].Value, match.Groups["p"].Value, match.Groups["y"].Value);
        return SentenceRules.IsSubject(subject) && !SentenceRules.RefersBack(subject + " " + predicate) && !EndsOpen(predicate)
            ? ($"When {verb} {text.Chunk.Owner.Words.Inside(subject)} {predicate}?", $"In {year}.")
            : null;
    }

    private static (string, string)? Who(Match match, ChunkSentences text, ulong seed)
    {
        var (subject, verb, rest) = (match.Groups["s"].Value, match.Groups["v"].Value, match.Groups["o"].Value);
        return SentenceRules.IsName(subject) && SentenceRules.IsSubject(subject, 4) && !SentenceRules.RefersBack(rest) && !rest.StartsWith("that ", StringComparison.Ordinal)
            ? ($"Who {verb} {rest}?", $"{subject}.")
            : null;
    }

    private static (string, string)? ByWhom(Match match, ChunkSentences text, ulong seed)
    {
        var (subject, verb, predicate, maker) = (match.Groups["s"].Value, match.Groups["v"].Value, match.Groups["p"].Value, match.Groups["y"].Value);
        return SentenceRules.IsSubject(subject) && !SentenceRules.RefersBack(subject) && !EndsOpen(maker)
            ? ($"By whom {verb} {text.Chunk.Owner.Words.Inside(subject)} {predicate}?", $"By {maker}.")
            : null;
    }

    private static (string, string)? HowMany(Match match, ChunkSentences text, ulong seed)
    {
        var (subject, verb, number, things) = (match.Groups["s"].Value, match.Groups["v"].Value, match.Groups["n"].Value, match.Groups["o"].Value);
        var auxiliary = verb switch { "has" or "contains" or "includes" => "does", "had" => "did", _ => "do" };
        var plain = verb switch { "has" or "had" => "have", "contains" => "contain", "includes" => "include", _ => verb };
        return SentenceRules.IsSubject(subject) && !SentenceRules.RefersBack(subject) && !StopWords.Contains(things.Split(' ')[0])
            ? ($"How many {things} {auxiliary} {text.Chunk.Owner.Words.Inside(subject)} {plain}?", $"{TextTools.Capital(number)} {things}.")
            : null;
    }

    /// <summary>The long form is cut at its left to the words whose initials are the short form.</summary>
    private static (string, string)? StandsFor(Match match, ChunkSentences text, ulong seed)
    {
        var (words, letters) = (match.Groups["l"].Value.Split(' '), match.Groups["a"].Value);
        var at = letters.Length - 1;
        for (var first = words.Length - 1; first >= 0; first--)
        {
            if (at >= 0 && words[first][0] == letters[at])
            {
                at--;
            }
            else if (char.IsUpper(words[first][0]))
            {
                return null;
            }

            if (at < 0)
            {
                return ($"What does {letters} stand for?", $"{letters} stands for {string.Join(' ', words[first..])}.");
            }
        }

        return null;
    }

    private static bool EndsOpen(string phrase) => StopWords.Contains(phrase.AsSpan(phrase.LastIndexOf(' ') + 1));
}
