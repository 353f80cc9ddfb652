using System.Globalization;
using Sinter.Data.Language;

namespace Sinter.Data.Synthesis;

/// <summary>Judges items by rules, against the chunk that they were made of. It holds nothing that changes, and any number of threads may use it.</summary>
public sealed class ItemJudge
{
    private const int FewestCharactersForLanguage = 60;
    private const float SureLanguage = 0.6f;

    private static readonly string[] Orders = ["fill", "complete", "name", "list", "explain", "describe", "tell", "give", "what", "which", "find", "say", "compare", "define", "state", "summarise", "summarize", "write", "how", "why", "who", "when", "where"];

    private readonly Dictionary<string, double> _limits = new(StringComparer.Ordinal);
    private readonly bool _ownTemplates;

    /// <summary>Begins.</summary>
    /// <param name="limits">Limits that replace those of the rules, for all kinds.</param>
    /// <param name="ownTemplates">Whether the items are of templates of the user, of which it is not asked that they be questions.</param>
    /// <exception cref="InvalidDataException">A rule is unknown, or a limit is no number.</exception>
    public ItemJudge(IReadOnlyDictionary<string, double>? limits = null, bool ownTemplates = false)
    {
        _ownTemplates = ownTemplates;
        foreach (var (name, limit) in limits ?? new Dictionary<string, double>())
        {
            _ = JudgeRule.Find(name);
            _limits[name] = double.IsFinite(limit) ? limit : throw new InvalidDataException($"The limit of the rule '{name}' is no number; give one.");
        }
    }

    /// <summary>Judges an item.</summary>
    public Judgement Judge(SynthesisDraft draft, SourceChunk chunk)
    {
        var scores = new List<(JudgeRule, double)>();
        foreach (var rule in JudgeRule.All)
        {
            var isSet = _limits.TryGetValue(rule.Name, out var limit);
            limit = isSet ? limit : rule.Limits[(int)draft.Kind];
            if (double.IsNaN(limit) || (_ownTemplates && !isSet && rule.Name is ("questionMark" or "leak" or "grounded" or "numbers")))
            {
                continue;
            }

            if (Measure(rule.Name, draft, chunk) is not { } score)
            {
                continue;
            }

            scores.Add((rule, score));
            if (rule.IsMost ? score > limit : score < limit)
            {
                return new Judgement(scores, rule, string.Create(CultureInfo.InvariantCulture, $"{rule.Name} is {score:0.###}, {(rule.IsMost ? "at most" : "at least")} {limit:0.###} is allowed ({rule.Meaning}{Detail(rule.Name, draft)})"));
            }
        }

        return new Judgement(scores, null, null);
    }

    private static string Detail(string rule, SynthesisDraft draft) => rule switch
    {
        "score" when draft.Remark is { } remark => $": {remark}",
        "leak" => $": '{CompletionPrompts.Leaks.FirstOrDefault(leak => Holds(draft.Prompt, leak) || Holds(draft.Response, leak))}'",
        _ => "",
    };

    private static double? Measure(string rule, SynthesisDraft draft, SourceChunk chunk) => rule switch
    {
        "promptLength" or "promptMost" => draft.Prompt.Length,
        "length" => draft.Rejected is null ? draft.Response.Length : Math.Min(draft.Response.Length, draft.Rejected.Length),
        "most" => Math.Max(draft.Response.Length, draft.Rejected?.Length ?? 0),
        "questionMark" => IsAsking(draft.Prompt) ? 1 : 0,
        "leak" => LeakCount(draft, chunk),
        "echo" => IsEcho(draft) ? 1 : 0,
        "grounded" => Grounded(draft, chunk),
        "numbers" => Numbers(draft, chunk),
        "repetition" => Repetition(draft.Response),
        "same" => draft.Rejected is { } worse ? WordOverlap.RougeL(draft.Response, worse) : WordOverlap.RougeL(draft.Prompt[(draft.Prompt.IndexOf(": ", StringComparison.Ordinal) is var at && at >= 0 ? at + 2 : 0)..], draft.Response),
        "language" => Language(draft, chunk),
        _ => draft.Score,
    };

    private static bool IsAsking(string prompt) =>
        prompt.Contains('?', StringComparison.Ordinal) || prompt.Contains('\uFF1F', StringComparison.Ordinal) || prompt.Contains('\u061F', StringComparison.Ordinal) || prompt.Contains(ClozeRule.Gap, StringComparison.Ordinal)
        || Orders.Contains(prompt.Split(' ', 2)[0].ToLowerInvariant(), StringComparer.Ordinal);

    /// <summary>How many tell-tale phrases it has that the source itself does not. A prompt that holds its text may speak of it.</summary>
    private static double LeakCount(SynthesisDraft draft, SourceChunk chunk)
    {
        var holdsText = draft.Prompt.Contains("\n\n", StringComparison.Ordinal);
        return CompletionPrompts.Leaks.Count(leak => !Holds(chunk.Text, leak) && ((!holdsText && Holds(draft.Prompt, leak)) || Holds(draft.Response, leak)));
    }

    private static bool Holds(string text, string phrase) => text.Contains(phrase, StringComparison.OrdinalIgnoreCase);

    private static bool IsEcho(SynthesisDraft draft)
    {
        var (prompt, answer) = (TextTools.Normalised(draft.Prompt), TextTools.Normalised(draft.Response));
        return answer.Length == 0 || (!draft.Prompt.Contains("\n\n", StringComparison.Ordinal) && $" {prompt} ".Contains($" {answer} ", StringComparison.Ordinal));
    }

    /// <summary>The share of the answer's content words that the source, its title and heading, or the prompt has, endings aside; 1 where the answer has none, such as a number in words.</summary>
    private static double Grounded(SynthesisDraft draft, SourceChunk chunk)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in (string?[])[chunk.Text, chunk.Title, chunk.Heading, draft.Kind == SynthesisKind.Instruct ? draft.Prompt : null])
        {
            foreach (var word in text is null ? [] : TextTools.LowerWords(text))
            {
                known.Add(Stem(word));
            }
        }

        var words = TextTools.LowerWords(draft.Response).Where(static word => word.Length > 2 && !StopWords.Contains(word)).ToList();
        return words.Count == 0 ? 1 : (double)words.Count(word => known.Contains(Stem(word))) / words.Count;
    }

    /// <summary>The first letters tell a word well enough: founded, founder and founding are alike here.</summary>
    private static string Stem(string word) => word.Length > 6 ? word[..Math.Max(5, word.Length - 3)] : word.Length > 3 && word[^1] == 's' ? word[..^1] : word;

    private static double Numbers(SynthesisDraft draft, SourceChunk chunk)
    {
        var numbers = TextTools.LowerWords(draft.Response).Where(static word => char.IsAsciiDigit(word[0])).ToList();
        if (numbers.Count == 0)
        {
            return 1;
        }

        var known = new HashSet<string>(TextTools.LowerWords(chunk.Text + "\n" + chunk.Title + "\n" + draft.Prompt).Select(Plain), StringComparer.Ordinal);
        return (double)numbers.Count(number => known.Contains(Plain(number))) / numbers.Count;

        static string Plain(string number) => number.Replace(",", "", StringComparison.Ordinal);
    }

    private static double Repetition(string answer)
    {
        var words = WordOverlap.Hashes(answer);
        if (words.Length < 6)
        {
            return 0;
        }

        var seen = new HashSet<(ulong, ulong, ulong)>();
        for (var i = 2; i < words.Length; i++)
        {
            seen.Add((words[i - 2], words[i - 1], words[i]));
        }

        return 1 - ((double)seen.Count / (words.Length - 2));
    }

    /// <summary>Null where the item or the source is too short to tell, or its language is not sure.</summary>
    private static double? Language(SynthesisDraft draft, SourceChunk chunk)
    {
        var item = draft.Prompt + " " + draft.Response;
        if (item.Length < FewestCharactersForLanguage || chunk.Text.Length < FewestCharactersForLanguage)
        {
            return null;
        }

        var (own, source) = (LanguageIdentifier.Default.Identify(item), LanguageIdentifier.Default.Identify(chunk.Text));
        return own.Probability < SureLanguage || source.Probability < SureLanguage ? null : own.Code == source.Code ? 1 : 0;
    }
}
