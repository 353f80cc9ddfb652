using Sinter.Data.Packing;
using Sinter.Tensors.Randomness;
using Sinter.Training.Objectives;

namespace Sinter.Training.Tests.Objectives;

/// <summary>Sequences as packing gives them: documents one after another, then padding.</summary>
internal static class Sequences
{
    public const int Padding = 0;

    /// <summary>A sequence of the documents.</summary>
    public static PackedSequence Of(int time, params int[][] documents)
    {
        var sequence = new PackedSequence(time);
        sequence.Targets.AsSpan().Fill(-1);
        sequence.Tokens.AsSpan().Clear();
        var at = 0;
        foreach (var document in documents)
        {
            document.CopyTo(sequence.Tokens, at);
            document.AsSpan(1).CopyTo(sequence.Targets.AsSpan(at));
            sequence.DocumentStarts.AsSpan(at, document.Length).Fill(at);
            at += document.Length;
        }

        sequence.DocumentStarts.AsSpan(at).Fill(at);
        return sequence;
    }

    /// <summary>Random tokens from <paramref name="from"/> up to below <paramref name="to"/>.</summary>
    public static int[] Document(int length, int from, int to, ulong seed = 1)
    {
        var random = new RandomStream(seed, "document");
        return [.. Enumerable.Range(0, length).Select(_ => from + (int)random.NextBelow(to - from))];
    }

    /// <summary>What an objective makes of a sequence.</summary>
    public static ObjectiveBatch Fill(Objective objective, PackedSequence sequence, long place = 0)
    {
        var batch = new ObjectiveBatch(objective, 1, sequence.Tokens.Length);
        batch.Read(new One(sequence), place, 0);
        return batch;
    }

    /// <summary>The same sequence at every place.</summary>
    public sealed class One(PackedSequence sequence) : ISequenceSource
    {
        public int ContextLength => sequence.Tokens.Length;

        public int VocabularySize => sequence.Tokens.Max() + 1;

        public string TokenizerFingerprint => "";

        public string OrderFingerprint => "";

        public void Read(long place, Span<int> tokens, Span<int> targets, Span<int> documentStarts)
        {
            sequence.Tokens.CopyTo(tokens);
            sequence.Targets.CopyTo(targets);
            sequence.DocumentStarts.CopyTo(documentStarts);
        }
    }
}
