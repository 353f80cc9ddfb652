namespace Sinter.Data.Synthesis;

/// <summary>A rule that makes at most one instruction of a chunk.</summary>
internal sealed class PassageRule(string name, string description, Func<ChunkSentences, ulong, (string Prompt, string Response)?> make) : ITemplateRule
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public SynthesisKind Kind => SynthesisKind.Instruct;

    /// <inheritdoc/>
    public string Description => description;

    /// <inheritdoc/>
    public IEnumerable<SynthesisDraft> Make(ChunkSentences text, ulong seed)
    {
        if (make(text, seed) is var (prompt, response))
        {
            yield return new SynthesisDraft(Kind, name, prompt, response);
        }
    }
}
