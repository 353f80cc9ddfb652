namespace Sinter.Data.Synthesis;

/// <summary>Makes drafts of one kind from one chunk. The same chunk, kind and settings give the same drafts, as far as a model that is asked allows. Any number of threads may use it.</summary>
public interface ISynthesisGenerator
{
    /// <summary>What stands in the metadata as the generator: <c>templates</c>, or the name of a model.</summary>
    string Name { get; }

    /// <summary>Whether what it made is worth keeping in a journal, since it costs time or money to make again.</summary>
    bool IsCostly { get; }

    /// <summary>What the drafts depend on besides chunk and kind, as one text; a journal of other settings is not gone on with.</summary>
    string Settings { get; }

    /// <summary>The kinds that it can make.</summary>
    IReadOnlyList<SynthesisKind> Kinds { get; }

    /// <summary>Makes drafts.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="kind">What is wanted.</param>
    /// <param name="count">How many are wanted; more may be given, so that there is a choice.</param>
    /// <param name="cancellation">Ends it with <see cref="OperationCanceledException"/>.</param>
    Task<SynthesisDrafts> MakeAsync(SourceChunk chunk, SynthesisKind kind, int count, CancellationToken cancellation);

    /// <summary>What would be sent to a model for a chunk, or what the templates make of it: for people to look at.</summary>
    string Preview(SourceChunk chunk, SynthesisKind kind, int count);
}
