namespace Sinter.Data.Tokens;

/// <summary>How much text there was of one kind, and what each of some tokenizers made of it.</summary>
/// <param name="tokenizers">How many tokenizers are compared.</param>
public sealed class MeasuredText(int tokenizers)
{
    private readonly long[] _tokens = new long[tokenizers];
    private readonly long[] _unknown = new long[tokenizers];

    /// <summary>The documents.</summary>
    public long Documents { get; private set; }

    /// <summary>Their size in bytes of UTF-8.</summary>
    public long Bytes { get; private set; }

    /// <summary>Their characters (code points).</summary>
    public long Characters { get; private set; }

    /// <summary>Their words: runs without white space.</summary>
    public long Words { get; private set; }

    /// <summary>The tokens that each tokenizer made, in the order of the tokenizers.</summary>
    public IReadOnlyList<long> Tokens => _tokens;

    /// <summary>How many of them stand for what the tokenizer does not know.</summary>
    public IReadOnlyList<long> Unknown => _unknown;

    /// <summary>Compression: bytes of UTF-8 that a token of a tokenizer stands for; more is better. 0 without tokens.</summary>
    public double BytesPerToken(int tokenizer) => Ratio(Bytes, _tokens[tokenizer]);

    /// <summary>Characters that a token stands for.</summary>
    public double CharactersPerToken(int tokenizer) => Ratio(Characters, _tokens[tokenizer]);

    /// <summary>Fertility: tokens for a word; 1 is the least. It says little of languages that write no spaces.</summary>
    public double TokensPerWord(int tokenizer) => Ratio(_tokens[tokenizer], Words);

    /// <summary>The share of the tokens that stand for what the tokenizer does not know, from 0 to 1.</summary>
    public double UnknownShare(int tokenizer) => Ratio(_unknown[tokenizer], _tokens[tokenizer]);

    internal void AddDocument(string text, long bytes)
    {
        Documents++;
        Bytes += bytes;
        var inWord = false;
        foreach (var character in text)
        {
            Characters += char.IsLowSurrogate(character) ? 0 : 1;
            var space = char.IsWhiteSpace(character);
            Words += !space && !inWord ? 1 : 0;
            inWord = !space;
        }
    }

    internal void AddTokens(int tokenizer, long tokens, long unknown)
    {
        _tokens[tokenizer] += tokens;
        _unknown[tokenizer] += unknown;
    }

    internal void Add(MeasuredText other)
    {
        Documents += other.Documents;
        Bytes += other.Bytes;
        Characters += other.Characters;
        Words += other.Words;
        for (var i = 0; i < _tokens.Length; i++)
        {
            AddTokens(i, other._tokens[i], other._unknown[i]);
        }
    }

    private static double Ratio(long part, long whole) => whole > 0 ? (double)part / whole : 0;
}
