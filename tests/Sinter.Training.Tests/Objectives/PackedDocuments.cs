using Sinter.Data.Packing;
using Sinter.Tensors.Randomness;

namespace Sinter.Training.Tests.Objectives;

/// <summary>Documents in sequences, in memory: each begins and ends with the end of text, as packed ones do, unless it says otherwise; what is left over is padding.</summary>
internal sealed class PackedDocuments : ISequenceSource
{
    public const int End = 0;
    private readonly int[][][] _sequences;

    /// <summary>Packs documents as they come.</summary>
    /// <param name="context">The length of a sequence.</param>
    /// <param name="sequences">The tokens of the documents of each, ends of text included.</param>
    public PackedDocuments(int context, params int[][][] sequences)
    {
        (ContextLength, _sequences) = (context, sequences);
    }

    public int ContextLength { get; }

    public int VocabularySize => 1000;

    public string TokenizerFingerprint => "none";

    public string OrderFingerprint => "none";

    /// <summary>Random words between ends of text.</summary>
    public static int[] Document(int words, ulong seed, int vocabulary = 800)
    {
        var random = new RandomStream(seed, "document");
        return [End, .. Enumerable.Range(0, words).Select(_ => 1 + (int)random.NextBelow(vocabulary)), End];
    }

    public void Read(long place, Span<int> tokens, Span<int> targets, Span<int> documentStarts)
    {
        tokens.Clear();
        targets.Fill(-1);
        var start = 0;
        foreach (var document in _sequences[place % _sequences.Length])
        {
            document.CopyTo(tokens[start..]);
            document.AsSpan(1).CopyTo(targets[start..]);
            documentStarts.Slice(start, document.Length).Fill(start);
            start += document.Length;
        }

        documentStarts[start..].Fill(start);
    }
}
