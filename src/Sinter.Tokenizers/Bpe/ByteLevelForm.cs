using Sinter.Tokenizers.Decoders;
using Sinter.Tokenizers.PreTokenizers;

namespace Sinter.Tokenizers.Bpe;

/// <summary>What stands round the byte-level model of GPT-2.</summary>
internal static class ByteLevelForm
{
    /// <summary>Cuts text as GPT-2 does.</summary>
    public static PreTokenizer PreTokenizer { get; } = new ByteLevelPreTokenizer(addPrefixSpace: false);

    /// <summary>Reads the alphabet of bytes.</summary>
    public static TokenDecoder Decoder { get; } = new ByteLevelDecoder();
}
