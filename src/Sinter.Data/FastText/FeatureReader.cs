using System.Runtime.CompilerServices;

namespace Sinter.Data.FastText;

/// <summary>
/// Finds the features of a line as fastText does: words between ASCII white space, <c>&lt;/s&gt;</c> at the end, the n-grams of characters of each word between
/// <c>&lt;</c> and <c>&gt;</c>, and runs of words. What begins with the prefix of labels is no word. Bytes need not be UTF-8: a character is a byte and the continuation bytes
/// behind it.
/// </summary>
internal sealed class FeatureReader
{
    private readonly FastTextVocabulary _vocabulary;
    private readonly NgramRows _ngrams;
    private readonly int _shortest;
    private readonly int _longest;
    private readonly int _longestRun;
    private readonly byte[] _labelPrefix;

    /// <summary>Begins with a model's vocabulary and settings.</summary>
    public FeatureReader(FastTextVocabulary vocabulary, NgramRows ngrams, FastTextSettings settings, byte[] labelPrefix)
    {
        _vocabulary = vocabulary;
        _ngrams = ngrams;
        _labelPrefix = labelPrefix;
        _shortest = settings.MinimumNgram;
        _longest = ngrams.Rows == 0 ? 0 : settings.MaximumNgram;
        _longestRun = ngrams.Rows == 0 ? 1 : Math.Max(1, settings.WordNgrams);
    }

    /// <summary>Reads one line, and answers with the bytes that belong to it. A line ends behind its line feed, at a word <c>&lt;/s&gt;</c>, or with the text.</summary>
    public int ReadLine(ReadOnlySpan<byte> text, FeatureBuffer buffer)
    {
        if (buffer.Runs.Length < _longestRun - 1)
        {
            buffer.Runs = new ulong[_longestRun - 1];
        }

        var words = 0;
        var tokens = new LineTokens(text);
        while (tokens.MoveNext())
        {
            AddToken(tokens.Token, tokens.Hash, buffer, ref words);
        }

        return tokens.Read;
    }

    /// <summary>The n-grams of characters of a word, without the word itself.</summary>
    public void AddNgrams(ReadOnlySpan<byte> word, FeatureBuffer buffer)
    {
        if (_longest <= 0 || word.SequenceEqual(FastTextVocabulary.EndOfLine))
        {
            return;
        }

        var text = buffer.Bracket(word);
        var firstRow = _vocabulary.Words;
        for (var start = 0; start < text.Length; start++)
        {
            if (IsContinuation(text[start]))
            {
                continue;
            }

            var hash = FastTextHash.Start;
            var end = start;
            for (var characters = 1; characters <= _longest && end < text.Length; characters++)
            {
                do
                {
                    hash = FastTextHash.Add(hash, text[end++]);
                }
                while (end < text.Length && IsContinuation(text[end]));

                var isBracket = characters == 1 && (start == 0 || end == text.Length);
                if (characters >= _shortest && !isBracket)
                {
                    var row = _ngrams.Find(hash);
                    if (row >= 0)
                    {
                        buffer.AddNgram(firstRow + row);
                    }
                }
            }
        }
    }

    private void AddToken(ReadOnlySpan<byte> token, uint hash, FeatureBuffer buffer, ref int words)
    {
        buffer.Tokens++;
        var entry = _vocabulary.Find(token, hash);
        if (entry >= _vocabulary.Words)
        {
            buffer.AddLabel(entry - _vocabulary.Words);
            return;
        }

        if (entry >= 0)
        {
            buffer.AddWord(entry);
        }
        else if (token.StartsWith(_labelPrefix))
        {
            return;
        }
        else
        {
            buffer.AddUnknown(token, hash, this);
        }

        if (_longestRun > 1)
        {
            AddRuns(hash, buffer, Math.Min(words++, _longestRun - 1));
        }
    }

    /// <summary>Every run that ended at the word before goes on with this word, and a new one begins.</summary>
    private void AddRuns(uint hash, FeatureBuffer buffer, int running)
    {
        var runs = buffer.Runs;
        var word = (ulong)(int)hash; // As the original: widened as a signed number.
        for (var run = 0; run < running; run++)
        {
            runs[run] = (runs[run] * FastTextHash.WordFactor) + word;
            var row = _ngrams.Find(runs[run]);
            if (row >= 0)
            {
                buffer.AddNgram(_vocabulary.Words + row);
            }
        }

        var kept = Math.Min(running, runs.Length - 1);
        runs.AsSpan(0, kept).CopyTo(runs.AsSpan(1));
        runs[0] = word;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;
}
