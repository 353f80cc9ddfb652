using Sinter.Data.Synthesis;

namespace Sinter.Cli.Verbs.Data;

/// <summary>What makes drafts, with the models that it asks.</summary>
/// <param name="generator">Makes the drafts.</param>
/// <param name="models">The models; they belong to this object.</param>
internal sealed class SynthesisMaking(ISynthesisGenerator generator, params ITextCompletion[] models) : IDisposable
{
    /// <summary>Makes the drafts.</summary>
    public ISynthesisGenerator Generator { get; } = generator;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var model in models.Distinct())
        {
            (model as IDisposable)?.Dispose();
        }
    }
}
