using System.Text.RegularExpressions;

namespace Sinter.Data.Synthesis;

/// <summary>Rewrites of English sentences that keep what they mean: parts change their places, and the passive becomes active. No word is replaced by another.</summary>
internal static class ParaphraseRules
{
    private const string Clause = @"[^,;:()""]";

    private static readonly string[] Phrasings = ["Say this in other words: {0}", "Rewrite this sentence without changing what it means: {0}", "Rephrase this: {0}", "Put this differently: {0}"];

    /// <summary>The rules.</summary>
    public static IReadOnlyList<ITemplateRule> All { get; } =
    [
        new SentenceRule(
            "active", SynthesisKind.Paraphrase, "'X was founded by Y in 1842.' becomes 'Y founded X in 1842.'.",
            $@"^(?<s>{Clause}{{2,60}}?) (?:was|were) (?<p>founded|invented|discovered|composed|designed|painted|proposed|published|developed|created|established|introduced|coined|formulated|translated|edited|produced|built|won|defeated|directed|led|commanded|described|named|recorded|used|adopted|supported|followed|attacked|destroyed|replaced|acquired|captured|organized|released) by (?<y>{Clause}{{3,60}}?)(?<e>(?: in (?:1[0-9]{{3}}|20[0-9]{{2}}))?)\.$",
            static (match, text, seed) => SentenceRules.IsSubject(match.Groups["s"].Value) && !SentenceRules.RefersBack(match.Groups["s"].Value) && char.IsUpper(match.Groups["y"].Value[0]) && !match.Groups["y"].Value.Contains(" in ", StringComparison.Ordinal)
                ? Ask(match, $"{TextTools.Capital(match.Groups["y"].Value)} {match.Groups["p"].Value} {Inside(text, match.Groups["s"].Value)}{match.Groups["e"].Value}.", seed)
                : null),
        new SentenceRule(
            "inversion", SynthesisKind.Paraphrase, "'Paris is the capital of France.' becomes 'The capital of France is Paris.'.",
            $@"^(?<s>{Clause}{{2,60}}?) (?<v>is|was) (?<d>the {Clause}{{6,90}})\.$",
            static (match, text, seed) => SentenceRules.IsSubject(match.Groups["s"].Value) && !SentenceRules.RefersBack(match.Value) && !IsSame(match.Groups["d"].Value)
                ? Ask(match, $"{TextTools.Capital(match.Groups["d"].Value)} {match.Groups["v"].Value} {Inside(text, match.Groups["s"].Value)}.", seed)
                : null),
        new SentenceRule(
            "time-last", SynthesisKind.Paraphrase, "'In 1842, X did Y.' becomes 'X did Y in 1842.'.",
            $@"^In (?<a>(?:the )?(?:(?:early|late|mid-?) ?)?(?:[A-Z][a-z]+ )?(?:1[0-9]{{3}}|20[0-9]{{2}})s?), (?<s>{Clause}{{12,160}})\.$",
            static (match, text, seed) => !HasTime(match.Groups["s"].Value) && !Joins(match.Groups["s"].Value) ? Ask(match, $"{TextTools.Capital(match.Groups["s"].Value)} in {match.Groups["a"].Value}.", seed) : null),
        new SentenceRule(
            "time-first", SynthesisKind.Paraphrase, "'X did Y in 1842.' becomes 'In 1842, X did Y.'.",
            $@"^(?<s>{Clause}{{15,160}}) in (?<a>(?:the )?(?:(?:early|late|mid-?) ?)?(?:[A-Z][a-z]+ )?(?:1[0-9]{{3}}|20[0-9]{{2}})s?)\.$",
            static (match, text, seed) => SentenceRules.StandsAlone(match.Value) && !HasTime(match.Groups["s"].Value) && !Joins(match.Groups["s"].Value)
                ? Ask(match, $"In {match.Groups["a"].Value}, {Inside(text, match.Groups["s"].Value)}.", seed)
                : null),
        new SentenceRule(
            "clause-last", SynthesisKind.Paraphrase, "'Although A, B.' becomes 'B, although A.'.",
            $@"^(?<c>Although|While|Because|If|When|After|Before|Since|Unless|Until|Though) (?<a>{Clause}{{8,120}}), (?<s>{Clause}{{8,140}})\.$",
            static (match, _, seed) => match.Groups["c"].Value.ToLowerInvariant() is var conjunction && !SentenceRules.RefersBack(match.Groups["s"].Value) && match.Groups["s"].Value.Split(' ')[0] is not ("and" or "or" or "but" or "which" or "who" or "whose" or "that" or "including" or "such")
                ? Ask(match, $"{TextTools.Capital(match.Groups["s"].Value)}{(conjunction is "although" or "while" or "though" ? "," : "")} {conjunction} {match.Groups["a"].Value}.", seed)
                : null),
        new SentenceRule(
            "clause-first", SynthesisKind.Paraphrase, "'B because A.' becomes 'Because A, B.'.",
            $@"^(?<s>{Clause}{{10,140}}?),? (?<c>because|although|unless) (?<a>[a-z]{Clause}{{8,120}})\.$",
            static (match, text, seed) => SentenceRules.StandsAlone(match.Value) && !SentenceRules.RefersBack(match.Groups["a"].Value) && !match.Groups["a"].Value.StartsWith("of ", StringComparison.Ordinal) && !Joins(match.Groups["s"].Value)
                ? Ask(match, $"{TextTools.Capital(match.Groups["c"].Value)} {match.Groups["a"].Value}, {Inside(text, match.Groups["s"].Value)}.", seed)
                : null),
    ];

    private static (string, string)? Ask(Match match, string rewritten, ulong seed) => (Phrasing.Choose(Phrasings, match.Value, seed), rewritten);

    private static string Inside(ChunkSentences text, string phrase) => text.Chunk.Owner.Words.Inside(phrase);

    /// <summary>Such as <c>the same</c>, <c>the most</c>, which do not begin a sentence well; and what holds a clause, whose end is not the end of the phrase.</summary>
    private static bool IsSame(string phrase) =>
        phrase.StartsWith("the same", StringComparison.Ordinal) || phrase.StartsWith("the most ", StringComparison.Ordinal) || phrase.StartsWith("the case", StringComparison.Ordinal)
        || phrase.Contains(" and ", StringComparison.Ordinal) || phrase.Contains(" while ", StringComparison.Ordinal) || phrase.Contains(" because ", StringComparison.Ordinal) || phrase.Contains(" but ", StringComparison.Ordinal);

    /// <summary>Whether a clause names a time already, so that another one must keep its place.</summary>
    private static bool HasTime(string clause) =>
        clause.Contains(" is ", StringComparison.Ordinal) || clause.Contains(" are ", StringComparison.Ordinal) || clause.Contains(" in 1", StringComparison.Ordinal) || clause.Contains(" in 2", StringComparison.Ordinal) || clause.Contains(" until ", StringComparison.Ordinal) || clause.Contains(" when ", StringComparison.Ordinal)
        || clause.Contains(" from ", StringComparison.Ordinal) || clause.Contains(" before ", StringComparison.Ordinal) || clause.Contains(" after ", StringComparison.Ordinal) || clause.Contains(" since ", StringComparison.Ordinal);

    /// <summary>Whether a clause is two, so that what ends the sentence may belong to the second alone.</summary>
    private static bool Joins(string clause) =>
        clause.Contains(" and ", StringComparison.Ordinal) || clause.Contains(" but ", StringComparison.Ordinal) || clause.Contains(" which ", StringComparison.Ordinal) || clause.Contains(" who ", StringComparison.Ordinal)
        || clause.Contains(" that ", StringComparison.Ordinal) || clause.Contains(" while ", StringComparison.Ordinal) || clause.Contains(" or ", StringComparison.Ordinal);
}
