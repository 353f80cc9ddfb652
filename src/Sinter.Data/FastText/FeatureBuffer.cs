namespace Sinter.Data.FastText;

/// <summary>Where <see cref="FeatureReader"/> puts what it finds in a line, and the room that it works in. One thread uses it at a time.</summary>
internal abstract class FeatureBuffer
{
    private byte[] _bracketed = new byte[256];

    /// <summary>The known words.</summary>
    public int[] Words { get; protected set; } = new int[1024];

    /// <summary>How many known words there are.</summary>
    public int WordCount { get; protected set; }

    /// <summary>The rows of n-grams in the input matrix.</summary>
    public int[] Ngrams { get; protected set; } = new int[4096];

    /// <summary>How many n-grams there are.</summary>
    public int NgramCount { get; protected set; }

    /// <summary>How many tokens were read, labels and unknown words too.</summary>
    public long Tokens { get; set; }

    /// <summary>The hashes of the runs of words that end at the last word, the shortest first.</summary>
    public ulong[] Runs { get; set; } = [];

    /// <summary>Adds a known word.</summary>
    public void AddWord(int word)
    {
        if (WordCount == Words.Length)
        {
            MakeRoom();
        }

        Words[WordCount++] = word;
    }

    /// <summary>Adds the row of an n-gram.</summary>
    public void AddNgram(int row)
    {
        if (NgramCount == Ngrams.Length)
        {
            MakeRoom();
        }

        Ngrams[NgramCount++] = row;
    }

    /// <summary>A word stands in the line that the vocabulary lacks.</summary>
    public virtual void AddUnknown(ReadOnlySpan<byte> word, uint hash, FeatureReader reader) => reader.AddNgrams(word, this);

    /// <summary>A label stands in the line.</summary>
    public virtual void AddLabel(int label)
    {
    }

    /// <summary>Puts brackets around a word.</summary>
    public ReadOnlySpan<byte> Bracket(ReadOnlySpan<byte> word)
    {
        if (_bracketed.Length < word.Length + 2)
        {
            _bracketed = new byte[Math.Max(word.Length + 2, _bracketed.Length * 2)];
        }

        _bracketed[0] = (byte)'<';
        word.CopyTo(_bracketed.AsSpan(1));
        _bracketed[word.Length + 1] = (byte)'>';
        return _bracketed.AsSpan(0, word.Length + 2);
    }

    /// <summary>Makes room for at least one more word and one more n-gram.</summary>
    protected abstract void MakeRoom();
}
