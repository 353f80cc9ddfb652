namespace Sinter.Data.Synthesis;

/// <summary>How a model makes drafts.</summary>
public sealed record CompletionGeneratorOptions
{
    /// <summary>How freely it answers, from 0 to 2.</summary>
    public double Temperature { get; init; } = 0.7;

    /// <summary>The most tokens of one answer.</summary>
    public int MaximumTokens { get; init; } = 1024;

    /// <summary>What seeds of requests derive from; each request has one of its own, the same in every run.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>How often it is asked again where its answer cannot be read.</summary>
    public int Repeats { get; init; } = 2;

    /// <summary>Templates of the user without a response: their prompts are sent as they are, and the answer is the response. Empty to ask for JSON with items of each kind.</summary>
    public IReadOnlyList<SynthesisTemplate> Templates { get; init; } = [];

    /// <summary>Judges what was made; null for none.</summary>
    public CompletionJudge? Judge { get; init; }
}
