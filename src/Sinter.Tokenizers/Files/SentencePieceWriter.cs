using Sinter.Tokenizers.Bpe;
using Sinter.Tokenizers.SentencePiece;
using Sinter.Tokenizers.Text;
using Sinter.Tokenizers.Unigram;

namespace Sinter.Tokenizers.Files;

/// <summary>
/// Writes a SentencePiece .model. What was read from one is written back with all its settings, and with the tokens that were added since; another tokenizer is written
/// where its steps are such as a .model can tell.
/// </summary>
internal static class SentencePieceWriter
{
    /// <summary>The file's message.</summary>
    /// <exception cref="NotSupportedException">A .model cannot tell of this tokenizer; the message says why.</exception>
    public static byte[] Message(TokenizerDefinition definition)
    {
        var model = definition.Model as SentencePieceDefinition;
        var pieces = model?.Pieces.ToList() ?? Pieces(definition);
        var message = new ProtobufWriter();
        foreach (var piece in pieces.Concat(Added(definition, pieces.Count)))
        {
            message.Bytes(SentencePieceFile.PiecesField, Piece(piece));
        }

        foreach (var (field, setting) in model?.Settings ?? Settings(definition, pieces))
        {
            message.Bytes(field, setting);
        }

        return message.Message.ToArray();
    }

    /// <summary>The error that says why a tokenizer cannot be written.</summary>
    public static NotSupportedException Error(string what) => new($"The tokenizer cannot be written as a SentencePiece .model: {what}; write it as a tokenizer.json.");

    private static ReadOnlySpan<byte> Piece(ScoredPiece piece)
    {
        var message = new ProtobufWriter().Text(1, piece.Text).Float(2, piece.Score);
        return (piece.Kind == PieceKind.Normal ? message : message.Integer(3, (long)piece.Kind)).Message;
    }

    /// <summary>The tokens behind the model's own.</summary>
    private static IEnumerable<ScoredPiece> Added(TokenizerDefinition definition, int from)
    {
        for (var id = from; id < definition.Tokens.Length; id++)
        {
            var token = Array.Find(definition.AddedTokens, token => token.Id == id) ?? throw Error($"no token has the id {id}");
            yield return new ScoredPiece(token.Content.Replace(' ', Metaspace.Symbol), 0, token.Special ? PieceKind.Control : PieceKind.UserDefined);
        }
    }

    /// <summary>The model's own tokens of a tokenizer that was not read from a .model.</summary>
    private static List<ScoredPiece> Pieces(TokenizerDefinition definition)
    {
        var (scores, unknown, hasBytes) = definition.Model switch
        {
            UnigramDefinition unigram => (unigram.Scores, unigram.UnknownId ?? -1, unigram.ByteFallback),
            BpeDefinition { IsByteLevel: false, IgnoresMerges: false, ContinuingPrefix: null, EndSuffix: null } bpe
                => (Scores(bpe.Merges, definition.ModelTokens), Array.IndexOf(definition.Tokens, bpe.UnknownToken), bpe.ByteFallback),
            _ => throw Error("its model is not Unigram, nor BPE over characters"),
        };
        if (unknown < 0)
        {
            throw Error("it has no token for unknown characters, and a .model must have one");
        }

        var kinds = new PieceKind[definition.ModelTokens];
        Array.Fill(kinds, PieceKind.Normal);
        foreach (var token in definition.AddedTokens.Where(token => token.Id < kinds.Length))
        {
            kinds[token.Id] = token.Special ? PieceKind.Control : PieceKind.UserDefined;
        }

        kinds[unknown] = PieceKind.Unknown;
        foreach (var id in hasBytes ? ByteFallbackToken.Ids(definition.Tokens) ?? throw Error("it has tokens for some bytes but not for all 256") : [])
        {
            kinds[id] = PieceKind.Byte;
        }

        var pieces = kinds.Select((kind, id) => new ScoredPiece(definition.Tokens[id], (float)scores[id], kind)).ToList();
        if (definition.Model is BpeDefinition { Merges: var merges } && !ScoredVocabulary.DeriveMerges(pieces).ToHashSet().SetEquals(merges))
        {
            throw Error("SentencePiece merges any two neighbours that spell a token, and its merges are not all of those");
        }

        return pieces;
    }

    /// <summary>Scores under which merges go in their order: less by one for each token that they make, and the least for those that none makes.</summary>
    private static double[] Scores(Merge[] merges, int count)
    {
        var scores = new double[count];
        Array.Fill(scores, -count);
        var order = 0;
        for (var i = 0; i < merges.Length; i++)
        {
            if (i > 0 && merges[i].Result == merges[i - 1].Result)
            {
                continue;
            }

            if (scores[merges[i].Result] != -count)
            {
                throw Error("SentencePiece makes a token at one rank however it is made, and its merges into one token have others between them");
            }

            scores[merges[i].Result] = -order++;
        }

        return scores;
    }

    private static (int Field, byte[] Message)[] Settings(TokenizerDefinition definition, List<ScoredPiece> pieces)
    {
        var type = definition.Model is UnigramDefinition ? SentencePieceType.Unigram : SentencePieceType.Bpe;
        var trainer = new ProtobufWriter().Integer(3, (long)type).Integer(4, definition.Tokens.Length)
            .Flag(35, pieces.Exists(static piece => piece.Kind == PieceKind.Byte))
            .Integer(40, pieces.FindIndex(static piece => piece.Kind == PieceKind.Unknown))
            .Integer(41, Control("<s>")).Integer(42, Control("</s>")).Integer(43, Control("<pad>"))
            .Text(45, pieces.Find(static piece => piece.Kind == PieceKind.Unknown).Text);
        var steps = SentencePieceSteps.Of(definition);
        var normalizer = new ProtobufWriter().Text(1, steps.Map is null ? "identity" : "user_defined");
        if (steps.Map is { } map)
        {
            normalizer.Bytes(2, map);
        }

        normalizer.Flag(3, steps.AddsPrefix).Flag(4, steps.RemovesExtraSpaces).Flag(5, value: true);
        return [(SentencePieceFile.TrainerField, trainer.Message.ToArray()), (SentencePieceFile.NormalizerField, normalizer.Message.ToArray())];

        int Control(string name) => pieces.FindIndex(piece => piece.Kind == PieceKind.Control && string.Equals(piece.Text, name, StringComparison.Ordinal));
    }
}
