namespace Sinter.Data.Synthesis;

/// <summary>Fills a template of the user.</summary>
internal sealed class UserTemplateRule(SynthesisTemplate template) : ITemplateRule
{
    private const int MostKeywords = 5;

    private readonly bool _eachSentence = template.Uses("sentence");
    private readonly bool _eachKeyword = template.Uses("keyword");

    /// <inheritdoc/>
    public string Name => template.Name;

    /// <inheritdoc/>
    public SynthesisKind Kind => template.Kind;

    /// <inheritdoc/>
    public string Description => template.Prompt;

    /// <inheritdoc/>
    public IEnumerable<SynthesisDraft> Make(ChunkSentences text, ulong seed)
    {
        foreach (var sentence in _eachSentence ? text.Sound : [""])
        {
            foreach (var keyword in _eachKeyword ? text.Keywords : [""])
            {
                if (Fill(template.Parts, text, sentence, keyword) is { } prompt
                    && (template.ResponseParts is null ? "" : Fill(template.ResponseParts, text, sentence, keyword)) is { } response
                    && (template.RejectedParts is null ? "" : Fill(template.RejectedParts, text, sentence, keyword)) is { } rejected)
                {
                    yield return new SynthesisDraft(template.Kind, template.Name, prompt, response, template.RejectedParts is null ? null : rejected);
                }
            }
        }
    }

    private static string? Fill(IReadOnlyList<(string Text, bool IsPlaceholder)> parts, ChunkSentences text, string sentence, string keyword)
    {
        var filled = new string[parts.Count];
        for (var i = 0; i < filled.Length; i++)
        {
            var value = parts[i].IsPlaceholder ? Value(parts[i].Text, text, sentence, keyword) : parts[i].Text;
            if (value is null || (parts[i].IsPlaceholder && value.Length == 0))
            {
                return null;
            }

            filled[i] = value;
        }

        return string.Concat(filled).Trim() is { Length: > 0 } whole ? whole : null;
    }

    private static string? Value(string placeholder, ChunkSentences text, string sentence, string keyword) => placeholder switch
    {
        "text" => text.Chunk.Text,
        "sentence" => sentence,
        "first_sentence" => text.All.Count > 0 ? text.All[0] : null,
        "rest" => text.All.Count > 1 ? string.Join(' ', text.All.Skip(1)) : null,
        "title" => text.Chunk.Title,
        "heading" => text.Chunk.Heading,
        "keyword" => keyword,
        "keywords" => string.Join(", ", text.Keywords.Take(MostKeywords)),
        "source" => text.Chunk.Document.Source,
        _ => text.Chunk.Document.Id,
    };
}
