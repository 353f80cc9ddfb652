using Sinter.Tokenizers.PreTokenizers;

namespace Sinter.Tokenizers.Files;

/// <summary>Reads the <c>pre_tokenizer</c> of a tokenizer.json. H1 replaces this.</summary>
internal static class PreTokenizerReader
{
    /// <summary>The pre-tokenizer, or null where there is none.</summary>
    public static PreTokenizer? Read(JsonPart part) => part.IsNull ? null : part["type"].Text() switch
    {
        "ByteLevel" => new ByteLevelPreTokenizer(part["add_prefix_space"].Flag()),
        var other => throw part["type"].Error($"is {other}; Sinter reads ByteLevel here"),
    };
}
