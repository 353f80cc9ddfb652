namespace Sinter.Data.Synthesis;

/// <summary>A sentence that begins with a name of several words is a fact about it: <c>Tell me something about NAME.</c></summary>
internal sealed class FactRule : ITemplateRule
{
    private static readonly string[] Phrasings = ["What do you know about {0}?", "Can you tell me something about {0}?", "What can you say about {0}?"];

    /// <inheritdoc/>
    public string Name => "fact";

    /// <inheritdoc/>
    public SynthesisKind Kind => SynthesisKind.Qa;

    /// <inheritdoc/>
    public int MostOfChunk => 1;

    /// <inheritdoc/>
    public string Description => "A sentence that begins with a name gives 'What do you know about NAME?'.";

    /// <inheritdoc/>
    public IEnumerable<SynthesisDraft> Make(ChunkSentences text, ulong seed)
    {
        foreach (var sentence in text.Sound)
        {
            var words = sentence.Split(' ');
            var count = 0;
            while (count < words.Length && words[count].Length > 1 && char.IsUpper(words[count][0]) && words[count].All(static sign => char.IsLetter(sign) || sign is '-'))
            {
                count++;
            }

            if (count is < 2 or > 4 || count == words.Length || !char.IsLower(words[count][0]) || words[count] is "and" or "or" or "of" or "for")
            {
                continue;
            }

            var name = string.Join(' ', words[..count]);
            if (SentenceRules.IsName(name) && SentenceRules.IsSubject(name) && SentenceRules.StandsAlone(sentence))
            {
                yield return new SynthesisDraft(Kind, Name, Phrasing.Choose(Phrasings, name, seed), sentence);
            }
        }
    }
}
