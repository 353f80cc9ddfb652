using Sinter.Tokenizers;

namespace Sinter.Inference.Tests;

/// <summary>A tokenizer whose tokens are the 256 bytes and Sinter's special tokens, and models that say a text with it.</summary>
internal static class ByteTokenizer
{
    public static Tokenizer Instance { get; } = Reloaded(new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 260 }).Train(["a"]));

    public static int End { get; } = Instance.TokenId(SpecialTokens.EndOfText)!.Value;

    /// <summary>A model that goes on from any prompt with the text, again and again the character after the last one said, then ends.</summary>
    public static ScriptedModel Saying(string text, int contextLength = 1000, int promptLength = 0)
    {
        int[] said = [.. Instance.Encode(text), End];
        return new ScriptedModel(260, contextLength, sequence => said[Math.Min(sequence.Count - promptLength, said.Length - 1)]);
    }

    /// <summary>A model that answers each question of a chat with the question in upper case.</summary>
    public static ScriptedModel Shouting(int contextLength = 1000)
    {
        int user = Instance.TokenId(SpecialTokens.User)!.Value, assistant = Instance.TokenId(SpecialTokens.Assistant)!.Value;
        return new ScriptedModel(260, contextLength, sequence =>
        {
            var tokens = sequence.ToList();
            int from = tokens.LastIndexOf(user) + 1, to = tokens.LastIndexOf(assistant);
            int[] answer = [.. Instance.Encode(Instance.Decode(tokens.ToArray().AsSpan(from, to - from)).ToUpperInvariant()), End];
            return answer[tokens.Count - to - 1];
        });
    }

    /// <summary>Read from its tokenizer.json alone it has no beginning of text, so that a prompt is as many tokens as it has bytes.</summary>
    private static Tokenizer Reloaded(Tokenizer tokenizer)
    {
        var path = Path.GetTempFileName();
        tokenizer.Save(path);
        var reloaded = Tokenizer.Load(path);
        File.Delete(path);
        return reloaded;
    }
}
