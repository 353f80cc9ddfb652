using System.Text;
using Sinter.Tokenizers.Bpe;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers;

/// <summary>Chooses the parts of a <see cref="Tokenizer"/> that a definition calls for.</summary>
internal static class TokenizerCompiler
{
    /// <summary>The tokens' ids.</summary>
    public static Dictionary<string, int> IdOfToken(TokenizerDefinition definition)
    {
        var ids = new Dictionary<string, int>(definition.Tokens.Length, StringComparer.Ordinal);
        for (var id = 0; id < definition.Tokens.Length; id++)
        {
            ids[definition.Tokens[id]] = id;
        }

        return ids;
    }

    /// <summary>Where text is cut before merging.</summary>
    public static TextSplitter Splitter(TokenizerDefinition definition)
    {
        if (definition.Metaspace is null)
        {
            return Gpt2Splitter.Instance;
        }

        return MetaspaceSplitter.Suits(definition.Tokens) ? MetaspaceSplitter.Instance : WholeText.Instance;
    }

    /// <summary>What text is before merging.</summary>
    public static SymbolTable Symbols(TokenizerDefinition definition, Dictionary<string, int> idOfToken, bool[] isSpecial)
    {
        var byteIds = new int[256];
        if (definition.Metaspace is null)
        {
            for (var value = 0; value < byteIds.Length; value++)
            {
                byteIds[value] = idOfToken[ByteAlphabet.ToChar((byte)value).ToString()];
            }

            return SymbolTable.OfBytes(byteIds);
        }

        for (var value = 0; value < byteIds.Length; value++)
        {
            byteIds[value] = definition.ByteFallback && idOfToken.TryGetValue(ByteFallbackToken.Write(value), out var id) ? id : -1;
        }

        var unknownId = definition.UnknownToken is { } unknown ? idOfToken[unknown] : -1;
        return SymbolTable.OfCharacters(Characters(definition, isSpecial), byteIds, unknownId, definition.FusesUnknown);
    }

    /// <summary>The merges, less those into a special token: plain text must never become one, whatever the file says.</summary>
    public static Merge[] Merges(TokenizerDefinition definition, bool[] isSpecial) =>
        [.. definition.Merges.Where(merge => !isSpecial[merge.Result])];

    private static Dictionary<int, int> Characters(TokenizerDefinition definition, bool[] isSpecial)
    {
        var characters = new Dictionary<int, int>();
        for (var id = 0; id < definition.ModelTokens; id++)
        {
            var token = definition.Tokens[id];
            if (!isSpecial[id] && Rune.DecodeFromUtf16(token, out var rune, out var length) == System.Buffers.OperationStatus.Done && length == token.Length)
            {
                characters[rune.Value] = id;
            }
        }

        return characters;
    }
}
