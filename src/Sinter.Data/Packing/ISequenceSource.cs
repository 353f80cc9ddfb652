namespace Sinter.Data.Packing;

/// <summary>
/// Token sequences of one length, each read by its place: a packed data set, or a view over one or several (<see cref="ShuffledSequences"/>, <see cref="SequenceMixture"/>). What stands at a
/// place never changes, so a number is all that a training must keep to go on with the very next sequence. Reading is safe from several threads.
/// </summary>
public interface ISequenceSource
{
    /// <summary>The tokens of a sequence.</summary>
    int ContextLength { get; }

    /// <summary>The number of token ids.</summary>
    int VocabularySize { get; }

    /// <summary>The fingerprint of the tokenizer that gave the ids.</summary>
    string TokenizerFingerprint { get; }

    /// <summary>
    /// SHA-256, in lower-case hexadecimal, of all that decides which sequence stands at which place: counts, seeds and weights, not the tokens, some of which may be forgotten since
    /// (<see cref="Lineage.Forgetting"/>).
    /// </summary>
    string OrderFingerprint { get; }

    /// <summary>Reads the sequence at a place into spans of the context length; see <see cref="PackedDataset.Read"/>.</summary>
    void Read(long place, Span<int> tokens, Span<int> targets, Span<int> documentStarts);
}
