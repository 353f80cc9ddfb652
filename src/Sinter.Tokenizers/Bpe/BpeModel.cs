using Sinter.Tokenizers.Models;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Bpe;

/// <summary>Turns a piece of text into ids by merging adjacent symbols, the lowest rank first and of equal ranks the leftmost.</summary>
internal sealed class BpeModel : TokenModel
{
    private readonly SymbolTable _symbols;
    private readonly MergeTable _merges;
    private readonly TokenIndex? _wholeTokens;

    /// <summary>Makes the model of a definition.</summary>
    public BpeModel(BpeDefinition model, TokenizerDefinition definition)
    {
        var special = definition.IsSpecial();

        // Plain text must never become a special token, whatever the file says.
        _merges = new MergeTable([.. model.Merges.Where(merge => !special[merge.Result])], model.RanksByResult);
        _symbols = SymbolTable.Of(model, definition, special);
        _wholeTokens = model.IgnoresMerges ? new TokenIndex(definition, model.IsByteLevel, special) : null;
        Cut = CutOf(model, definition);
    }

    /// <inheritdoc/>
    public override TextSplitter? Cut { get; }

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<byte> piece, ModelScratch scratch, TokenList output)
    {
        if (_wholeTokens is not null && _wholeTokens.Find(piece) is >= 0 and var whole)
        {
            output.Add(whole, piece.Length);
            return;
        }

        var ids = Merge(piece, scratch.Of<BpeScratch>());
        if (!output.TracksLengths)
        {
            output.AddRange(ids);
            return;
        }

        foreach (var id in ids)
        {
            var length = _symbols.Length(id, piece);
            output.Add(id, length);
            piece = piece[length..];
        }
    }

    private ReadOnlySpan<int> Merge(ReadOnlySpan<byte> piece, BpeScratch scratch)
    {
        var symbols = scratch.Symbols(piece.Length);
        var count = _symbols.Read(piece, symbols);
        return symbols.AsSpan(0, scratch.Merger.Merge(symbols.AsSpan(0, count), _merges));
    }

    /// <summary>Where the symbols are characters, a cut that no merge crosses. Unknown characters in a row that become one token must not be cut apart; then only before ▁.</summary>
    private static TextSplitter? CutOf(BpeDefinition model, TokenizerDefinition definition)
    {
        if (model.IsByteLevel || model.ContinuingPrefix is not null || model.EndSuffix is not null || model.IgnoresMerges)
        {
            return null;
        }

        var knowsAll = model.ByteFallback && ByteFallbackToken.Ids(definition.Tokens) is not null;
        return knowsAll || !model.FusesUnknown || model.UnknownToken is null ? new PairSplitter(definition.Tokens)
            : MetaspaceSplitter.Suits(definition.Tokens) ? MetaspaceSplitter.Instance
            : null;
    }
}
