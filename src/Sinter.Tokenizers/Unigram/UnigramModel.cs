using System.Runtime.CompilerServices;
using Sinter.Tokenizers.Bpe;
using Sinter.Tokenizers.Models;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.SentencePiece;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Unigram;

/// <summary>
/// Turns text into the ids whose scores have the highest sum (Viterbi over the tokens that the text holds; Kudo, 2018). A character that no token covers alone counts as
/// one unknown token of a score below all others. Of equal sums the one found first counts, and sums are rounded as the reference rounds them, since
/// ties are common (<c>!!!</c> is <c>!!</c> and <c>!</c> in two orders) and rounding decides them.
/// </summary>
internal sealed class UnigramModel : TokenModel
{
    /// <summary>Stands for an unknown character among the ids of a path.</summary>
    private const int UnknownMark = -1;

    private readonly ByteTrie _trie;
    private readonly double[] _scores;
    private readonly int[] _lengths;
    private readonly UnknownText _unknown;
    private readonly double _unknownScore;
    private readonly bool _single;
    private readonly bool _cuts;

    /// <summary>Makes the model.</summary>
    /// <param name="tokens">The tokens that text may become, with their ids and scores.</param>
    /// <param name="count">How many ids there are.</param>
    /// <param name="unknown">What becomes of unknown characters.</param>
    /// <param name="unknownScore">The score of an unknown character.</param>
    /// <param name="single">Whether sums have single precision, as in SentencePiece; else double, as in Hugging Face's library.</param>
    public UnigramModel(IReadOnlyCollection<(byte[] Text, int Id, double Score)> tokens, int count, UnknownText unknown, double unknownScore, bool single)
    {
        _trie = new ByteTrie(tokens.Select(static token => (token.Text, token.Id)));
        _scores = new double[count];
        _lengths = new int[count];
        foreach (var (text, id, score) in tokens)
        {
            _scores[id] = score;
            _lengths[id] = text.Length;
        }

        (_unknown, _unknownScore, _single) = (unknown, unknownScore, single);
        _cuts = !tokens.Any(static token => HoldsSpaceWithin(token.Text));
    }

    /// <summary>How sums are rounded; a type rather than a value, so that each has its own code.</summary>
    private interface IArithmetic
    {
        /// <summary>Whether sums are kept in single precision.</summary>
        static abstract bool IsSingle { get; }

        /// <summary>Whether it is noted by how much the best way leads.</summary>
        static abstract bool MeasuresGaps { get; }
    }

    /// <summary>The memory of what finds tokens, in bytes.</summary>
    public long Size => _trie.Size + (_scores.Length * 12L);

    /// <inheritdoc/>
    public override bool CutsItself => true;

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<byte> piece, ModelScratch scratch, TokenList output)
    {
        var work = scratch.Of<UnigramScratch>();
        var sum = 0.0;
        var unknown = 0;
        for (var start = 0; start < piece.Length;)
        {
            // No token crosses such a place, so words are encoded apart and remembered; only the rounding of sums carries over from word to word.
            var end = _cuts ? MetaspaceSplitter.Instance.NextEnd(piece, start) : piece.Length;
            var word = piece[start..end];
            if (word.Length > WordCache.LongestWord || word.Length == piece.Length)
            {
                EncodeWord(word, work, output, ref sum, ref unknown);
            }
            else
            {
                EncodeRemembered(word.Length <= WordKey.Longest ? WordKey.OfShort(piece, start, word.Length) : WordKey.OfLong(word), word, work, output, ref sum, ref unknown);
            }

            start = end;
        }

        _unknown.Flush(output, ref unknown);
    }

    private void EncodeRemembered(in WordKey key, ReadOnlySpan<byte> word, UnigramScratch work, TokenList output, ref double sum, ref int unknown)
    {
        var count = work.Words.Copy(key, word, ref work.Entry[0]);
        var entry = count > 0 ? work.Entry.AsSpan(0, count) : Remember(key, word, work);
        if (Math.Abs(sum) > BitConverter.Int32BitsToSingle(entry[0]))
        {
            EncodeWord(word, work, output, ref sum, ref unknown);
            return;
        }

        _unknown.Flush(output, ref unknown);
        foreach (var id in entry[1..])
        {
            sum = Rounded(sum + _scores[id]);
            output.Add(id, _lengths[id]);
        }
    }

    /// <summary>
    /// Encodes a word as if nothing stood before it, and keeps its ids with the largest sum before it, in absolute value, that cannot change them: each of the path's additions
    /// errs by at most half a unit in the last place of the largest sum, and at each of its places the best way leads by a gap.
    /// </summary>
    private ReadOnlySpan<int> Remember(in WordKey key, ReadOnlySpan<byte> word, UnigramScratch work)
    {
        FindBest<Measured>(word, 0, work);
        var (gap, largest, count) = (double.PositiveInfinity, 0.0, 0);
        for (var end = word.Length; end > 0; end = work.Best[end].Start)
        {
            // Unknown characters are counted across words, so that such a word is never taken as it is kept.
            gap = Math.Min(gap, work.Best[end].Id == UnknownMark ? double.NegativeInfinity : work.Gaps[end]);
            largest = Math.Max(largest, Math.Abs(work.Best[end].Score));
            work.Ends[count++] = end;
        }

        var unit = _single ? 1.0 / (1 << 23) : 1.0 / (1L << 52);
        var bound = (float)((gap / (2 * word.Length * unit)) - (2 * largest));
        work.Entry[0] = BitConverter.SingleToInt32Bits(bound);
        for (var i = 0; i < count; i++)
        {
            work.Entry[count - i] = work.Best[work.Ends[i]].Id;
        }

        var entry = work.Entry.AsSpan(0, count + 1);
        work.Words.Add(key, word, entry);
        return entry;
    }

    private void EncodeWord(ReadOnlySpan<byte> word, UnigramScratch work, TokenList output, ref double sum, ref int unknown)
    {
        TextEncoder.ThrowIfTooLong(word.Length);
        work.Reserve(word.Length);
        if (_single)
        {
            FindBest<SinglePrecision>(word, sum, work);
        }
        else
        {
            FindBest<DoublePrecision>(word, sum, work);
        }

        sum = work.Best[word.Length].Score;
        var count = 0;
        for (var end = word.Length; end > 0; end = work.Best[end].Start)
        {
            work.Ends[count++] = end;
        }

        while (--count >= 0)
        {
            var end = work.Ends[count];
            ref readonly var step = ref work.Best[end];
            if (step.Id != UnknownMark)
            {
                _unknown.Flush(output, ref unknown);
                output.Add(step.Id, end - step.Start);
            }
            else
            {
                _unknown.Add(word[step.Start..end], output, ref unknown);
            }
        }
    }

    /// <summary>Finds the best way to each place of a text, from a sum of what stands before it.</summary>
    private void FindBest<TArithmetic>(ReadOnlySpan<byte> text, double from, UnigramScratch work)
        where TArithmetic : struct, IArithmetic
    {
        var best = work.Best.AsSpan(0, text.Length + 1);
        best.Fill(new UnigramScratch.Step { Start = -1 });
        best[0].Score = from;
        var gaps = TArithmetic.MeasuresGaps ? work.Gaps.AsSpan(0, text.Length + 1) : default;
        if (TArithmetic.MeasuresGaps)
        {
            gaps.Fill(double.PositiveInfinity);
        }

        for (var start = 0; start < text.Length;)
        {
            var here = best[start].Score;
            var next = start + CharacterLength(text, start);
            var isKnown = false;
            var node = ByteTrie.Root;
            for (var end = start; end < text.Length;)
            {
                node = _trie.Step(node, text[end++]);
                if (node < 0)
                {
                    break;
                }

                var id = _trie.Value(node);
                if (id >= 0)
                {
                    isKnown |= end == next;
                    Offer<TArithmetic>(ref best[end], gaps, end, start, id, _scores[id] + here);
                }
            }

            if (!isKnown)
            {
                var score = TArithmetic.IsSingle ? (float)(_unknownScore + here) : _unknownScore + here;
                Offer<TArithmetic>(ref best[next], gaps, next, start, UnknownMark, score);
            }

            start = next;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Offer<TArithmetic>(ref UnigramScratch.Step step, Span<double> gaps, int end, int start, int id, double score)
        where TArithmetic : struct, IArithmetic
    {
        if (TArithmetic.MeasuresGaps && step.Start >= 0)
        {
            gaps[end] = score > step.Score ? score - step.Score : Math.Min(gaps[end], step.Score - score);
        }

        if (step.Start < 0 || score > step.Score)
        {
            step.Score = TArithmetic.IsSingle ? (float)score : score;
            step.Start = start;
            step.Id = id;
        }
    }

    private double Rounded(double value) => _single ? (float)value : value;

    /// <summary>The bytes of the character at a place; of one that is damaged, those that are there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int CharacterLength(ReadOnlySpan<byte> text, int at)
    {
        var lead = text[at];
        if (lead < 0xC0)
        {
            return 1;
        }

        var expected = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        var length = 1;
        while (length < expected && at + length < text.Length && (text[at + length] & 0xC0) == 0x80)
        {
            length++;
        }

        return length;
    }

    private static bool HoldsSpaceWithin(ReadOnlySpan<byte> token)
    {
        while (token.StartsWith(Metaspace.Utf8))
        {
            token = token[Metaspace.Utf8.Length..];
        }

        return token.IndexOf(Metaspace.Utf8) >= 0;
    }

    private readonly struct SinglePrecision : IArithmetic
    {
        public static bool IsSingle => true;

        public static bool MeasuresGaps => false;
    }

    private readonly struct DoublePrecision : IArithmetic
    {
        public static bool IsSingle => false;

        public static bool MeasuresGaps => false;
    }

    private readonly struct Measured : IArithmetic
    {
        public static bool IsSingle => false;

        public static bool MeasuresGaps => true;
    }
}
