using System.Text;
using System.Text.Json.Nodes;

namespace Sinter.Tokenizers.Training;

/// <summary>
/// Learns the vocabulary of a WordPiece model as Hugging Face's trainer does: pairs merge as in BPE, over characters of which those that continue a
/// word begin with ##. Ids are the special tokens, the characters, the characters that continue a word, then the tokens learnt. (Hugging Face's
/// order of the third kind, and with it the outcome of its ties, changes from run to run.)
/// </summary>
internal static class WordPieceLearner
{
    /// <summary>What a token that continues a word begins with.</summary>
    public const string Prefix = "##";

    /// <summary>Learns the model.</summary>
    public static JsonObject Learn(CountedWords words, TokenizerTrainerOptions options, Action<int> report, CancellationToken cancellation)
    {
        List<string> tokens = [.. options.AllSpecialTokens];
        var specialTokens = tokens.Count;
        var alphabet = CharacterAlphabet.Of(words, options.AlphabetLimit, options.CharacterCoverage);
        var ids = tokens.Index().ToDictionary(static entry => entry.Item, static entry => entry.Index, StringComparer.Ordinal);
        var first = alphabet.ToDictionary(static rune => rune, rune => Id(rune.ToString()));
        var continuing = new SortedSet<Rune>();
        for (var i = 0; i < words.Count; i++)
        {
            var begins = true;
            foreach (var rune in CharacterAlphabet.Runes(words.Word(i)))
            {
                if (!begins && first.ContainsKey(rune))
                {
                    continuing.Add(rune);
                }

                begins = false;
            }
        }

        var other = continuing.ToDictionary(static rune => rune, rune => Id(Prefix + rune));
        TokenizerTrainerOptions.CheckRoom(options.VocabularySize, tokens.Count, specialTokens, "characters");
        var text = new SymbolText();
        text.SetWidth(tokens.Count - 1, 1);
        for (var i = 0; i < words.Count; i++)
        {
            var known = first;
            foreach (var rune in CharacterAlphabet.Runes(words.Word(i)))
            {
                if (known.TryGetValue(rune, out var id))
                {
                    text.Add(id);
                }

                known = other;
            }

            text.EndWord(words.Times(i));
        }

        _ = new MergeLearner(text, tokens, id => id < specialTokens)
        {
            MinimumFrequency = options.MinimumFrequency,
            MaximumTokenLength = options.MaximumTokenLength ?? int.MaxValue,
            ContinuingPrefix = Prefix,
        }.Learn(options.VocabularySize, report, cancellation);
        return ModelJson.WordPiece(tokens, options.UnknownToken!);

        int Id(string token)
        {
            if (ids.TryAdd(token, tokens.Count))
            {
                tokens.Add(token);
            }

            return ids[token];
        }
    }
}
