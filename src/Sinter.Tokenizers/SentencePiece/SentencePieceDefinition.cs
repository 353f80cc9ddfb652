using System.Text;
using System.Text.Json;
using Sinter.Tokenizers.Bpe;
using Sinter.Tokenizers.Files;
using Sinter.Tokenizers.Models;
using Sinter.Tokenizers.Text;
using Sinter.Tokenizers.Unigram;

namespace Sinter.Tokenizers.SentencePiece;

/// <summary>
/// A model as a SentencePiece .model tells of it. It encodes as SentencePiece does, which is not always what Hugging Face's library makes of the same pieces: symbols that
/// the user defined are found in normalised text, Unigram sums have single precision, merges go by the scores of what they make.
/// </summary>
internal sealed record SentencePieceDefinition : ModelDefinition
{
    /// <summary>The kind of model.</summary>
    public required SentencePieceType Type { get; init; }

    /// <summary>The pieces, by id.</summary>
    public required IReadOnlyList<ScoredPiece> Pieces { get; init; }

    /// <summary>Whether unknown characters are written as byte tokens.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>All fields of the file but the pieces, as they stand there, to be written back: settings of the trainer and the normalizer, samples.</summary>
    public IReadOnlyList<(int Field, byte[] Message)> Settings { get; init; } = [];

    /// <summary>The id of unknown text, or -1.</summary>
    public int UnknownId => Ids(PieceKind.Unknown).FirstOrDefault(-1);

    /// <summary>The symbols that the user defined.</summary>
    public IReadOnlyCollection<string> UserDefined => [.. Ids(PieceKind.UserDefined).Select(id => Pieces[id].Text)];

    /// <inheritdoc/>
    public override TokenModel Compile(TokenizerDefinition definition)
    {
        var userDefined = Trie(PieceKind.UserDefined);
        var unknown = new UnknownText(UnknownId, ByteFallback ? ByteFallbackToken.Ids([.. Pieces.Select(static piece => piece.Text)]) : null);
        switch (Type)
        {
            case SentencePieceType.Unigram:
                return CompileUnigram(unknown);
            case SentencePieceType.Bpe when MergesByPairs():
                var merging = BpeInJson().Compile(definition);
                return userDefined is null ? merging : new UserDefinedSymbolModel(merging, userDefined);
            case SentencePieceType.Bpe:
                return new ScoreMergeModel(Pieces, Trie(PieceKind.Normal, PieceKind.UserDefined, PieceKind.Unused)!, userDefined, unknown);
            default:
                return new WholePieceModel(Trie(PieceKind.Normal, PieceKind.UserDefined, PieceKind.Unused), userDefined, unknown, words: Type == SentencePieceType.Word);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TokenizerDefinition definition)
    {
        ModelDefinition inJson = Type == SentencePieceType.Unigram
            ? new UnigramDefinition { Scores = [.. Pieces.Select(static piece => (double)piece.Score)], UnknownId = UnknownId, ByteFallback = ByteFallback }
            : BpeInJson();
        inJson.Write(writer, definition);
    }

    /// <inheritdoc/>
    /// <remarks>A Unigram vocabulary finds such symbols itself, by their high score; as added tokens they would cut the text, and each part would get a space before it.</remarks>
    public override IReadOnlyList<AddedToken> ListedTokens(TokenizerDefinition definition) => Type == SentencePieceType.Unigram ? definition.AddedTokens :
        [.. definition.AddedTokens.Concat(Ids(PieceKind.UserDefined).Select(id => new AddedToken(id, Pieces[id].Text, Special: false))).OrderBy(static token => token.Id)];

    /// <summary>The scores are single-precision numbers, and of symbols that the user defined what SentencePiece makes of the highest of them.</summary>
    private UnigramModel CompileUnigram(UnknownText unknown)
    {
        var normal = Ids(PieceKind.Normal).Select(id => Pieces[id].Score).ToArray();
        var lowest = normal.Length == 0 ? float.MaxValue : normal.Min();
        var highest = Math.Max(1.17549435e-38f, normal.Length == 0 ? 0 : normal.Max()); // the reference begins at the smallest normal number
        var tokens = Ids(PieceKind.Normal, PieceKind.UserDefined).Select(id =>
        {
            var text = Encoding.UTF8.GetBytes(Pieces[id].Text);
            return (text, id, Pieces[id].Kind == PieceKind.Normal ? Pieces[id].Score : (text.Length * highest) - 0.1);
        }).ToArray();
        return new UnigramModel(tokens, Pieces.Count, unknown, lowest - UnigramDefinition.UnknownPenalty, single: true);
    }

    private BpeDefinition BpeInJson() => new()
    {
        Merges = Type == SentencePieceType.Bpe ? ScoredVocabulary.DeriveMerges(Pieces) : [],
        RanksByResult = true,
        UnknownToken = UnknownId < 0 ? null : Pieces[UnknownId].Text,
        FusesUnknown = true,
        ByteFallback = ByteFallback,
    };

    /// <summary>
    /// Whether merging pairs of ids, of which the one that makes the lowest id goes first, comes to what SentencePiece does: its scores fall from id to id,
    /// no piece may be made only to be taken apart again, and every character of a piece is a piece.
    /// </summary>
    private bool MergesByPairs()
    {
        var characters = new HashSet<string>(StringComparer.Ordinal);
        var merged = new List<ScoredPiece>();
        foreach (var piece in Pieces.Where(static piece => piece.Kind is PieceKind.Normal))
        {
            if (Rune.GetRuneAt(piece.Text, 0).Utf16SequenceLength == piece.Text.Length)
            {
                characters.Add(piece.Text);
            }
            else
            {
                merged.Add(piece);
            }
        }

        return !Ids(PieceKind.Unused).Any()
            && Enumerable.Range(1, Math.Max(0, merged.Count - 1)).All(i => merged[i].Score < merged[i - 1].Score)
            && merged.TrueForAll(piece => piece.Text.EnumerateRunes().All(rune => characters.Contains(rune.ToString())));
    }

    private IEnumerable<int> Ids(params PieceKind[] kinds) => Enumerable.Range(0, Pieces.Count).Where(id => kinds.Contains(Pieces[id].Kind));

    private ByteTrie? Trie(params PieceKind[] kinds) =>
        Ids(kinds).ToArray() is { Length: > 0 } ids ? new ByteTrie(ids.Select(id => (Encoding.UTF8.GetBytes(Pieces[id].Text), id))) : null;
}
