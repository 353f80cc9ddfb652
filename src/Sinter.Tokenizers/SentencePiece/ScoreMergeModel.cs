using Sinter.Tokenizers.Files;
using Sinter.Tokenizers.Models;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Text;
using Sinter.Tokenizers.Unigram;

namespace Sinter.Tokenizers.SentencePiece;

/// <summary>
/// SentencePiece's BPE for any pieces: neighbours that spell a piece merge, the highest score first and of equal scores the leftmost; characters that are no piece take part;
/// a piece that is not used is taken apart again as it was put together. Where pieces allow it, merging pairs of ids does the same faster.
/// </summary>
internal sealed class ScoreMergeModel(IReadOnlyList<ScoredPiece> pieces, ByteTrie trie, ByteTrie? symbols, UnknownText unknownText) : TokenModel
{
    private readonly float[] _scores = [.. pieces.Select(static piece => piece.Score)];
    private readonly bool[] _isUnused = [.. pieces.Select(static piece => piece.Kind == PieceKind.Unused)];

    /// <inheritdoc/>
    public override TextSplitter? Cut { get; } = CutOf(pieces, unknownText.Fuses);

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<byte> piece, ModelScratch scratch, TokenList output)
    {
        var work = scratch.Of<ScoreMergeScratch>();
        work.Begin(piece.Length);
        for (var start = 0; start < piece.Length;)
        {
            var symbol = symbols is null ? 0 : symbols.LongestPrefix(piece[start..], out _);
            var length = symbol > 0 ? symbol : UnigramModel.CharacterLength(piece, start);
            work.Add(start, length, isFixed: symbol > 0);
            start += length;
        }

        for (var right = work.Next(0); right < piece.Length; right = work.Next(right))
        {
            Offer(piece, work, work.Previous(right), right);
        }

        while (work.TryTake(out var left, out var end))
        {
            if (work.IsAlive(left) && work.Next(left) is var right && right < piece.Length && work.Next(right) == end)
            {
                work.Join(left);
                Offer(piece, work, work.Previous(left), left);
                Offer(piece, work, left, work.Next(left));
            }
        }

        var unknown = 0;
        for (var start = 0; start < piece.Length; start = work.Next(start))
        {
            Emit(piece, start, work.Next(start), work, output, ref unknown);
        }

        unknownText.Flush(output, ref unknown);
    }

    /// <summary>Queues the merge of the symbols that begin at two places, if they spell a piece.</summary>
    private void Offer(ReadOnlySpan<byte> text, ScoreMergeScratch work, int left, int right)
    {
        if (left < 0 || right >= text.Length || work.IsFixed(left) || work.IsFixed(right))
        {
            return;
        }

        var end = work.Next(right);
        if (Find(text[left..end]) is >= 0 and var id)
        {
            work.Offer(_scores[id], left, end);
            if (_isUnused[id])
            {
                work.Parts[text[left..end].ToArray()] = right - left;
            }
        }
    }

    private void Emit(ReadOnlySpan<byte> text, int start, int end, ScoreMergeScratch work, TokenList output, ref int unknown)
    {
        var id = Find(text[start..end]);
        if (id < 0)
        {
            unknownText.Add(text[start..end], output, ref unknown);
        }
        else if (_isUnused[id] && work.Parts.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(text[start..end], out var left))
        {
            Emit(text, start, start + left, work, output, ref unknown);
            Emit(text, start + left, end, work, output, ref unknown);
        }
        else
        {
            unknownText.Flush(output, ref unknown);
            output.Add(id, end - start);
        }
    }

    private int Find(ReadOnlySpan<byte> text) => trie.LongestPrefix(text, out var id) == text.Length ? id : -1;

    /// <summary>How an unused piece is taken apart is decided by the whole text, as far as words go; then, and where unknown characters become one token, text is cut before ▁ only.</summary>
    private static TextSplitter? CutOf(IReadOnlyList<ScoredPiece> pieces, bool fuses)
    {
        var texts = pieces.Select(static piece => piece.Text).ToArray();
        return !fuses && !pieces.Any(static piece => piece.Kind == PieceKind.Unused) ? new PairSplitter(texts)
            : MetaspaceSplitter.Suits(texts) ? MetaspaceSplitter.Instance
            : null;
    }
}
