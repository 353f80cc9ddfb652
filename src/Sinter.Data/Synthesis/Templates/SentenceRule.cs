using System.Text.RegularExpressions;

namespace Sinter.Data.Synthesis;

/// <summary>A rule that makes a question of each sentence that has a certain form.</summary>
/// <param name="name">The name of the rule.</param>
/// <param name="kind">What it makes.</param>
/// <param name="description">What it does, in one line.</param>
/// <param name="pattern">The form of the sentence. It is matched in time in proportion to the text, whatever the text is.</param>
/// <param name="make">The prompt and the answer for a match; null where it is none on a closer look.</param>
internal sealed class SentenceRule(string name, SynthesisKind kind, string description, string pattern, Func<Match, ChunkSentences, ulong, (string Prompt, string Response)?> make) : ITemplateRule
{
    private readonly Regex _form = new(pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking);

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public SynthesisKind Kind => kind;

    /// <inheritdoc/>
    public string Description => description;

    /// <inheritdoc/>
    public IEnumerable<SynthesisDraft> Make(ChunkSentences text, ulong seed)
    {
        foreach (var sentence in text.Sound)
        {
            if (_form.Match(sentence) is { Success: true } match && make(match, text, seed) is var (prompt, response))
            {
                yield return new SynthesisDraft(kind, name, prompt, response);
            }
        }
    }
}
