using System.Text.Json.Nodes;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Training;

/// <summary>Learns a byte-level BPE model. Ids are the special tokens, the 256 bytes in order of the characters that write them, then the merges.</summary>
internal static class BpeLearner
{
    /// <summary>Learns the model.</summary>
    public static JsonObject Learn(CountedWords words, TokenizerTrainerOptions options, Action<int> report, CancellationToken cancellation)
    {
        List<string> tokens = [.. options.AllSpecialTokens];
        var byteIds = AddBytes(tokens);
        var text = new SymbolText();
        text.SetWidth(tokens.Count - 1, 1);
        for (var i = 0; i < words.Count; i++)
        {
            foreach (var value in words.Word(i))
            {
                text.Add(byteIds[value]);
            }

            text.EndWord(words.Times(i));
        }

        var merges = new MergeLearner(text, tokens, id => id < options.AllSpecialTokens.Count)
        {
            MinimumFrequency = options.MinimumFrequency,
            MaximumTokenLength = options.MaximumTokenLength ?? int.MaxValue,
        }.Learn(options.VocabularySize, report, cancellation);
        return ModelJson.Bpe(tokens, merges);
    }

    /// <summary>The model that has a token for each byte and no more.</summary>
    public static JsonObject Bytes(TokenizerTrainerOptions options)
    {
        List<string> tokens = [.. options.AllSpecialTokens];
        AddBytes(tokens);
        return ModelJson.Bpe(tokens, []);
    }

    /// <summary>Adds a token for each byte, and gives their ids by byte.</summary>
    private static int[] AddBytes(List<string> tokens)
    {
        var ids = new int[256];
        foreach (var value in ByteAlphabet.InCharOrder())
        {
            ids[value] = tokens.Count;
            tokens.Add(ByteAlphabet.ToChar(value).ToString());
        }

        return ids;
    }
}
