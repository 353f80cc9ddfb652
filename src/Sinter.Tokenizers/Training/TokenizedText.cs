using Sinter.Tokenizers.Bpe;
using Sinter.Tokenizers.Models;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Text;
using Sinter.Tokenizers.WordPiece;

namespace Sinter.Tokenizers.Training;

/// <summary>Words written in the tokens of a model, for merging to go on from there.</summary>
internal sealed class TokenizedText(TokenizerDefinition definition)
{
    private readonly bool _isByteLevel = definition.Model is BpeDefinition { IsByteLevel: true };
    private readonly string _prefix = ContinuingPrefix(definition.Model);
    private readonly bool[] _isFixed = IsFixed(definition);

    /// <summary>What the tokens of a model that continue a word begin with; empty for nothing.</summary>
    public static string ContinuingPrefix(ModelDefinition model) => model switch
    {
        BpeDefinition bpe => bpe.ContinuingPrefix ?? "",
        WordPieceDefinition wordPiece => wordPiece.ContinuingPrefix,
        _ => "",
    };

    /// <summary>Writes the words.</summary>
    public SymbolText Write(CountedWords words, TokenModel model)
    {
        var text = new SymbolText();
        for (var id = 0; id < definition.Tokens.Length; id++)
        {
            text.SetWidth(id, Math.Max(1, Inner(id).Length));
        }

        var scratch = new ModelScratch();
        var tokens = new TokenList();
        for (var i = 0; i < words.Count; i++)
        {
            if (words.Word(i).Length > TextEncoder.LongestPiece)
            {
                continue;
            }

            tokens.Clear(tracksLengths: false);
            model.Encode(words.Word(i), scratch, tokens);
            Write(tokens.Ids, words.Times(i), text);
        }

        return text;
    }

    private void Write(ReadOnlySpan<int> ids, long times, SymbolText text)
    {
        var before = -1;
        foreach (var id in ids)
        {
            if (before >= 0 && (_isFixed[id] || _isFixed[before] || !Belong(before, id)))
            {
                text.EndWord(times);
            }

            text.Add(id);
            before = id;
        }

        text.EndWord(times);
    }

    /// <summary>Whether two tokens may become one: over characters, letters stay apart from all else, as the cuts of bytes keep them.</summary>
    private bool Belong(int left, int right) => _isByteLevel
        || char.IsLetter(Inner(left)[^1]) == char.IsLetter(Inner(right)[0])
        || Inner(left)[^1] is UnigramText.SpaceMark
        || char.IsSurrogate(Inner(right)[0]);

    private string Inner(int id)
    {
        var token = definition.Tokens[id];
        return _prefix.Length > 0 && token.Length > _prefix.Length && token.StartsWith(_prefix, StringComparison.Ordinal) ? token[_prefix.Length..] : token;
    }

    /// <summary>The tokens that never merge: added ones, the unknown one, and bytes that stand for parts of a character.</summary>
    private static bool[] IsFixed(TokenizerDefinition definition)
    {
        var isFixed = new bool[definition.Tokens.Length];
        foreach (var token in definition.AddedTokens)
        {
            isFixed[token.Id] = true;
        }

        for (var id = 0; id < isFixed.Length; id++)
        {
            isFixed[id] |= ByteFallbackToken.Read(definition.Tokens[id]) >= 0
                || string.Equals(definition.Tokens[id], definition.Model.UnknownToken, StringComparison.Ordinal)
                || (definition.Model is Unigram.UnigramDefinition unigram && unigram.UnknownId == id);
        }

        return isFixed;
    }
}
