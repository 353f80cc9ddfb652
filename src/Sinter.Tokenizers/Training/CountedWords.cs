namespace Sinter.Tokenizers.Training;

/// <summary>Distinct words of a text and how often each was seen, in the order of their bytes, which no number of threads and no order of texts changes.</summary>
internal sealed class CountedWords
{
    private readonly byte[] _bytes;
    private readonly int[] _starts;
    private readonly long[] _times;

    private CountedWords(byte[] bytes, int[] starts, long[] times) => (_bytes, _starts, _times) = (bytes, starts, times);

    /// <summary>How many words there are.</summary>
    public int Count => _times.Length;

    /// <summary>How many bytes they have together.</summary>
    public int Bytes => _starts[^1];

    /// <summary>A word.</summary>
    public ReadOnlySpan<byte> Word(int index) => _bytes.AsSpan(_starts[index].._starts[index + 1]);

    /// <summary>How often a word was seen.</summary>
    public long Times(int index) => _times[index];

    /// <summary>The words of a counter.</summary>
    public static CountedWords Of(WordCounter counter)
    {
        var order = new (ReadOnlyMemory<byte> Word, long Times)[counter.Count];
        var filled = 0;
        counter.ForEach((word, times) => order[filled++] = (word, times));
        Array.Sort(order, static (a, b) => a.Word.Span.SequenceCompareTo(b.Word.Span));

        var bytes = new byte[order.Sum(static entry => (long)entry.Word.Length)];
        var starts = new int[order.Length + 1];
        var times = new long[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i].Word.Span.CopyTo(bytes.AsSpan(starts[i]));
            starts[i + 1] = starts[i] + order[i].Word.Length;
            times[i] = order[i].Times;
        }

        return new CountedWords(bytes, starts, times);
    }
}
