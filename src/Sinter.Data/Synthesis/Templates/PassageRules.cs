using System.Globalization;

namespace Sinter.Data.Synthesis;

/// <summary>Instructions about a whole passage: a summary, a title, its important words, its years, the order of its sentences, its continuation, a passage to a heading, a list.</summary>
internal static class PassageRules
{
    private const int ShortestPassage = 200;
    private const int LongestPassage = 4000;
    private const int LongestResponse = 900;
    private const int LongestSummary = 280;

    private static readonly string[] Summaries = ["Summarise this text in one sentence.\n\n{0}", "What is the main point of this text? Answer in one sentence.\n\n{0}", "Give the gist of this passage in a single sentence.\n\n{0}"];
    private static readonly string[] Titles = ["Give this text a title.\n\n{0}", "What would be a good heading for this passage?\n\n{0}", "Find a short heading for this text.\n\n{0}"];
    private static readonly string[] Keywords = ["Name the three most important terms of this text.\n\n{0}", "Which three terms tell best what this text is about?\n\n{0}"];
    private static readonly string[] Years = ["List the years that this text names, in order of time.\n\n{0}", "Which years does this passage mention? Sort them.\n\n{0}"];
    private static readonly string[] Orders = ["Put these sentences into the order that makes a text.\n\n{0}", "These sentences are mixed up. In which order do they belong?\n\n{0}"];
    private static readonly string[] Continuations = ["Continue this text.\n\n{0}", "How might this text go on?\n\n{0}"];

    /// <summary>The rules.</summary>
    public static IReadOnlyList<ITemplateRule> All { get; } =
    [
        new PassageRule("heading", "A passage under a heading gives 'Write a short passage about ...'; a heading that is a question is asked as it is.", Heading),
        new PassageRule("summary", "The first sentence of a section stands for the section: 'Summarise this text in one sentence.'.", Summary),
        new PassageRule("keywords", "The words that the passage says oftenest: 'Name the three most important terms of this text.'.", KeyTerms),
        new PassageRule("list", "A list under a line that ends in a colon: 'List ...'.", List),
        new PassageRule("title", "The heading of a section: 'Give this text a title.'.", Title),
        new PassageRule("continue", "The second part of a passage: 'Continue this text.'.", Continuation),
        new PassageRule("years", "The years of a passage: 'List the years that this text names, in order of time.'.", YearsInOrder),
        new PassageRule("order", "Sentences mixed: 'Put these sentences into the order that makes a text.'.", Order),
    ];

    private static (string, string)? Heading(ChunkSentences text, ulong seed)
    {
        var chunk = text.Chunk;
        if (chunk.Heading is not { } heading || !chunk.BeginsSection || Prose(text, LongestResponse) is not { } passage)
        {
            return null;
        }

        if (heading.EndsWith('?'))
        {
            return (heading, passage);
        }

        var isTitle = chunk.Title is null || string.Equals(chunk.Title, heading, StringComparison.OrdinalIgnoreCase);
        return (isTitle ? $"Write a short passage about \"{heading}\"." : $"Write a short passage on \"{heading}\" for an article about {chunk.Title}.", passage);
    }

    private static (string, string)? Summary(ChunkSentences text, ulong seed) =>
        text.Chunk.BeginsSection && text.Sound.Count >= 4 && text.All[0] == text.Sound[0] && text.Sound[0].Length <= LongestSummary && SentenceRules.StandsAlone(text.Sound[0]) && Passage(text) is { } passage
            ? (Phrasing.Choose(Summaries, passage, seed), text.Sound[0])
            : null;

    private static (string, string)? Title(ChunkSentences text, ulong seed) =>
        (text.Chunk.Heading ?? text.Chunk.Title) is { } title && text.Chunk.BeginsSection && !title.EndsWith('?') && (title.Contains(' ', StringComparison.Ordinal) || !title.Contains('.', StringComparison.Ordinal)) && Passage(text) is { } passage ? (Phrasing.Choose(Titles, passage, seed), title) : null;

    private static (string, string)? KeyTerms(ChunkSentences text, ulong seed) =>
        text.Keywords.Count >= 3 && text.Sound.Count >= 3 && Passage(text) is { } passage ? (Phrasing.Choose(Keywords, passage, seed), $"{TextTools.Capital(text.Keywords[0])}, {text.Keywords[1]} and {text.Keywords[2]}.") : null;

    private static (string, string)? YearsInOrder(ChunkSentences text, ulong seed)
    {
        if (Passage(text) is not { } passage)
        {
            return null;
        }

        var years = TextTools.Words(passage).Select(range => passage[range])
            .Where(static word => word.Length == 4 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1000 and < 2100)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return years.Count is >= 3 and <= 12 ? (Phrasing.Choose(Years, passage, seed), string.Join(", ", years)) : null;
    }

    private static (string, string)? Order(ChunkSentences text, ulong seed)
    {
        const int sentences = 4;
        if (text.Sound.Count < sentences || !text.Sound.Take(sentences).SequenceEqual(text.All.Take(sentences)) || !SentenceRules.StandsAlone(text.Sound[0]))
        {
            return null;
        }

        // Places by hash; the right order itself is no puzzle.
        var mixed = Enumerable.Range(0, sentences).OrderBy(at => StableHash.Of(text.Sound[at], seed)).ToArray();
        if (mixed.SequenceEqual(Enumerable.Range(0, sentences)))
        {
            Array.Reverse(mixed);
        }

        var lines = string.Join('\n', mixed.Select((at, line) => string.Create(CultureInfo.InvariantCulture, $"{line + 1}. {text.Sound[at]}")));
        var order = string.Join(", ", Enumerable.Range(0, sentences).Select(at => (Array.IndexOf(mixed, at) + 1).ToString(CultureInfo.InvariantCulture)));
        return (Phrasing.Choose(Orders, lines, seed), order);
    }

    private static (string, string)? Continuation(ChunkSentences text, ulong seed)
    {
        const int most = 8;
        var sentences = text.All.Zip(text.Sound).TakeWhile(static pair => pair.First == pair.Second).Take(most).Select(static pair => pair.First).ToList();
        if (sentences.Count < 4 || !SentenceRules.StandsAlone(sentences[0]))
        {
            return null;
        }

        var half = sentences.Count / 2;
        var (first, rest) = (string.Join(' ', sentences.Take(half)), string.Join(' ', sentences.Skip(half)));
        return rest.Length <= LongestResponse ? (Phrasing.Choose(Continuations, first, seed), rest) : null;
    }

    private static (string, string)? List(ChunkSentences text, ulong seed)
    {
        var lines = text.Chunk.Text.Split('\n');
        for (var at = 0; at + 2 < lines.Length; at++)
        {
            var lead = lines[at].Trim();
            if (lead.Length is < 4 or > 200 || lead[^1] != ':' || IsItem(lead))
            {
                continue;
            }

            var items = lines.Skip(at + 1).SkipWhile(string.IsNullOrWhiteSpace).TakeWhile(IsItem).Select(static line => "- " + line.Trim().TrimStart('-', '*', '•', ' ')).ToList();
            if (items.Count < 2 || items.Sum(static item => item.Length) > LongestResponse)
            {
                continue;
            }

            var label = lead[..^1];
            var isLabel = label.Split(' ').Length <= 3;
            return isLabel && text.Chunk.Title is null ? null
                : (isLabel ? $"List the {label.ToLowerInvariant()} of {text.Chunk.Title}." : $"{label}. Which? Answer with a list.", string.Join('\n', items));
        }

        return null;

        static bool IsItem(string line) => line.TrimStart() is { Length: > 3 } trimmed && trimmed[0] is '-' or '*' or '•' && trimmed[1] == ' ';
    }

    /// <summary>The chunk as a passage to ask about; null where it is too short, too long, or holds more than prose.</summary>
    private static string? Passage(ChunkSentences text) =>
        text.Chunk.Text.Length is >= ShortestPassage and <= LongestPassage && text.Sound.Count >= 2 && text.Sound.Count * 4 >= text.All.Count * 3 ? text.Chunk.Text : null;

    /// <summary>The first sound sentences in a row, up to a size; null where there are not two.</summary>
    private static string? Prose(ChunkSentences text, int most)
    {
        var taken = new List<string>();
        var length = 0;
        foreach (var sentence in text.All)
        {
            if (taken.Count >= text.Sound.Count || sentence != text.Sound[taken.Count] || (length += sentence.Length + 1) > most)
            {
                break;
            }

            taken.Add(sentence);
        }

        return taken.Count >= 2 && SentenceRules.StandsAlone(taken[0]) ? string.Join(' ', taken) : null;
    }
}
