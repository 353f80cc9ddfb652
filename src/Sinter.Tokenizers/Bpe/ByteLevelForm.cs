using Sinter.Tokenizers.Decoders;
using Sinter.Tokenizers.PreTokenizers;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Bpe;

/// <summary>What stands round the byte-level model of GPT-2.</summary>
internal static class ByteLevelForm
{
    /// <summary>Cuts text as GPT-2 does.</summary>
    public static PreTokenizer PreTokenizer { get; } = new ByteLevelPreTokenizer(addPrefixSpace: false);

    /// <summary>Cuts text by an expression, in the form that Hugging Face writes.</summary>
    public static PreTokenizer Cutting(string pattern) => pattern == KnownPatterns.Gpt2
        ? PreTokenizer
        : new SequencePreTokenizer(
            [new SplitPreTokenizer(TextPattern.Regex(pattern), SplitBehavior.Isolated, invert: false), new ByteLevelPreTokenizer(addPrefixSpace: false, useRegex: false)]);

    /// <summary>Reads the alphabet of bytes.</summary>
    public static TokenDecoder Decoder { get; } = new ByteLevelDecoder();
}
