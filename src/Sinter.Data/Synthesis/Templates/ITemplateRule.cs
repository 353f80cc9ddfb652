namespace Sinter.Data.Synthesis;

/// <summary>Makes drafts of one kind from sentences by a rule, without a model. It holds nothing that changes.</summary>
internal interface ITemplateRule
{
    /// <summary>The name that stands in the metadata.</summary>
    string Name { get; }

    /// <summary>What it makes.</summary>
    SynthesisKind Kind { get; }

    /// <summary>The most drafts that are taken of a chunk: a form that fits nearly everything must not outweigh the others.</summary>
    int MostOfChunk => int.MaxValue;

    /// <summary>What it does, with an example, in one line for people.</summary>
    string Description { get; }

    /// <summary>The drafts of a chunk, in the order of its text.</summary>
    /// <param name="text">The chunk's sentences.</param>
    /// <param name="seed">What phrasings are chosen by.</param>
    IEnumerable<SynthesisDraft> Make(ChunkSentences text, ulong seed);
}
