using System.Runtime.InteropServices;
using Sinter.Tokenizers.Bpe;

namespace Sinter.Tokenizers.Unigram;

/// <summary>What finding the best path works in: for each place of the text, in bytes, the best way to it.</summary>
internal sealed class UnigramScratch
{
    /// <summary>The words met before: the bits of <see cref="UnigramModel"/>'s bound on the score before them, then their ids.</summary>
    public WordCache Words { get; } = new();

    /// <summary>The best way to each place.</summary>
    public Step[] Best { get; private set; } = new Step[WordCache.LongestWord + 1];

    /// <summary>By how much the best way to each place of a short word beats the second.</summary>
    public double[] Gaps { get; } = new double[WordCache.LongestWord + 1];

    /// <summary>The ends of the tokens on the path, from the last to the first.</summary>
    public int[] Ends { get; private set; } = new int[WordCache.MostIds + 1];

    /// <summary>A word's entry for <see cref="Words"/>.</summary>
    public int[] Entry { get; } = new int[WordCache.MostIds + 1];

    /// <summary>Makes room for a text of so many bytes.</summary>
    public void Reserve(int length)
    {
        if (Best.Length <= length)
        {
            Best = new Step[Math.Max(length + 1, Best.Length * 2)];
            Ends = new int[Best.Length];
        }
    }

    /// <summary>The last token on the best way to a place.</summary>
    [StructLayout(LayoutKind.Auto)]
    public struct Step
    {
        /// <summary>The sum of the scores of the way's tokens.</summary>
        public double Score;

        /// <summary>Where the token begins; negative for a place that nothing has reached.</summary>
        public int Start;

        /// <summary>The token.</summary>
        public int Id;
    }
}
