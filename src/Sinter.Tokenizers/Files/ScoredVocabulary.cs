using System.Text;
using Sinter.Tokenizers.Bpe;
using Sinter.Tokenizers.Decoders;
using Sinter.Tokenizers.Models;
using Sinter.Tokenizers.Normalizers;
using Sinter.Tokenizers.PostProcessors;
using Sinter.Tokenizers.SentencePiece;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Files;

/// <summary>Turns a vocabulary with scores into one with merges: a piece is the merge of every two pieces that spell it, the highest score first.</summary>
internal static class ScoredVocabulary
{
    /// <summary>The longest piece, in UTF-16 units; each place in a piece may be a merge.</summary>
    private const int LongestPiece = 256;

    /// <summary>The definition of a Llama tokenizer with these pieces.</summary>
    public static TokenizerDefinition Define(string file, IReadOnlyList<ScoredPiece> pieces, bool addsPrefix, bool removesExtraSpaces)
    {
        Check(file, pieces);
        var unknown = pieces.FirstOrDefault(static piece => piece.Kind == PieceKind.Unknown).Text;
        var model = new BpeDefinition
        {
            Merges = DeriveMerges(pieces),
            UnknownToken = unknown,
            FusesUnknown = true,
            ByteFallback = pieces.Any(static piece => piece.Kind == PieceKind.Byte),
        };
        return Define(pieces, model, new MetaspaceNormalizer(addsPrefix, removesExtraSpaces), addsPrefix, beginsWith: "<s>");
    }

    /// <summary>The definition of a tokenizer that encodes as SentencePiece does.</summary>
    public static TokenizerDefinition Define(SentencePieceDefinition model, SentencePieceNormalizer normalizer) => Define(
        model.Pieces,
        model,
        normalizer,
        normalizer.Spaces.AddsPrefix || normalizer.Spaces.RemovesExtra,
        model.Type == SentencePieceType.Bpe ? "<s>" : null);

    private static TokenizerDefinition Define(IReadOnlyList<ScoredPiece> pieces, ModelDefinition model, Normalizer normalizer, bool stripsSpace, string? beginsWith)
    {
        var tokens = pieces.Select(static piece => piece.Text).ToArray();
        var added = pieces.Index()
            .Where(static entry => entry.Item.Kind is PieceKind.Unknown or PieceKind.Control)
            .Select(static entry => new AddedToken(entry.Index, entry.Item.Text, Special: true)).ToArray();
        return new TokenizerDefinition
        {
            Tokens = tokens,
            ModelTokens = tokens.Length,
            AddedTokens = added,
            Model = model,
            Normalizer = normalizer,
            Decoder = Decoder(stripsSpace),
            PostProcessor = BeginsWith(added.FirstOrDefault(token => string.Equals(token.Content, beginsWith, StringComparison.Ordinal))),
        };
    }

    /// <summary>The merges of pieces by their scores. Ties between ways to spell one piece go as in Hugging Face's conversion: the longer left part first.</summary>
    public static Merge[] DeriveMerges(IReadOnlyList<ScoredPiece> pieces)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var id = 0; id < pieces.Count; id++)
        {
            if (pieces[id].Kind == PieceKind.Normal)
            {
                ids.Add(pieces[id].Text, id);
            }
        }

        var parts = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        var merges = new List<Merge>();
        foreach (var (text, result) in ids.OrderByDescending(entry => pieces[entry.Value].Score).ThenBy(static entry => entry.Value))
        {
            for (var cut = text.Length - 1; cut > 0; cut--)
            {
                if (parts.TryGetValue(text.AsSpan(0, cut), out var left) && parts.TryGetValue(text.AsSpan(cut), out var right))
                {
                    merges.Add(new Merge(left, right, result));
                }
            }
        }

        return [.. merges];
    }

    private static DecoderSequence Decoder(bool stripsSpace)
    {
        TokenDecoder[] steps = [new ReplaceDecoder(TextPattern.Literal(Metaspace.Text), " "), new ByteFallbackDecoder(), new FuseDecoder()];
        return new DecoderSequence(stripsSpace ? [.. steps, new StripDecoder(new Rune(' '), 1, 0)] : steps);
    }

    /// <summary>Refuses pieces that cannot be a vocabulary.</summary>
    public static void Check(string file, IReadOnlyList<ScoredPiece> pieces)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var bytes = 0;
        for (var id = 0; id < pieces.Count; id++)
        {
            var piece = pieces[id];
            if (piece.Text.Length is 0 or > LongestPiece)
            {
                throw DefinitionCheck.Error(file, $"token {id} has {piece.Text.Length} characters, expected 1 to {LongestPiece}");
            }

            if (!float.IsFinite(piece.Score))
            {
                throw DefinitionCheck.Error(file, $"token {id} '{piece.Text}' has the score {piece.Score}, expected a finite number");
            }

            if (!ids.TryAdd(piece.Text, id))
            {
                throw DefinitionCheck.Error(file, $"tokens {ids[piece.Text]} and {id} are both '{piece.Text}'; every token must differ");
            }

            bytes += piece.Kind == PieceKind.Byte ? 1 : 0;
        }

        if (bytes is not (0 or 256))
        {
            throw DefinitionCheck.Error(file, $"the vocabulary has tokens for {bytes} bytes, expected all 256 or none");
        }
    }

    /// <summary>Puts a token before every text, as Llama's readers do.</summary>
    private static TemplateProcessing? BeginsWith(AddedToken? token)
    {
        if (token is null)
        {
            return null;
        }

        var (name, first, second) = (token.Content, new TemplatePiece(null, 0, 0), new TemplatePiece(null, 1, 1));
        return new TemplateProcessing(
            [new TemplatePiece(name, 0, 0), first],
            [new TemplatePiece(name, 0, 0), first, new TemplatePiece(name, 0, 1), second],
            [new TemplateToken(name, [token.Id], [name])]);
    }
}
