using System.Buffers;
using System.Text;
using System.Text.Json;
using Sinter.Tokenizers.Bpe;
using Sinter.Tokenizers.Normalizers;
using Sinter.Tokenizers.PreTokenizers;
using Sinter.Tokenizers.SentencePiece;
using Sinter.Tokenizers.Text;
using Sinter.Tokenizers.Unicode;
using Sinter.Tokenizers.Unigram;
using Sinter.Tokenizers.WordPiece;

namespace Sinter.Tokenizers.Files;

/// <summary>
/// What of a tokenizer is peculiar to its model, as GGUF vocabularies have it. llama.cpp's tokenizers have their normalisation and their cuts built in, chosen by a name or a
/// flag; a tokenizer that does otherwise is refused, for its text would silently become other tokens.
/// </summary>
internal sealed record GgufPieces
{
    /// <summary>The name of WordPiece in GGUF files.</summary>
    public const string WordPiece = "bert";

    private static readonly Lazy<Dictionary<string, string>> NamesOfCuts = new(CutsByForm);

    /// <summary>The kind of model: gpt2, llama, t5 or bert.</summary>
    public required string Model { get; init; }

    /// <summary>The texts of the tokens, by id.</summary>
    public required string[] Tokens { get; init; }

    /// <summary>What the tokens are, by id.</summary>
    public required PieceKind[] Kinds { get; init; }

    /// <summary>The scores, by id, or null.</summary>
    public float[]? Scores { get; init; }

    /// <summary>The merges of a byte-level model by rank, each two tokens with a space between them, or null.</summary>
    public string[]? Merges { get; init; }

    /// <summary>llama.cpp's name for how text is cut, or null.</summary>
    public string? Cut { get; init; }

    /// <summary>Whether text gets a space before it, or null where the kind does not say.</summary>
    public bool? AddsSpacePrefix { get; init; }

    /// <summary>Whether runs of spaces become one, or null where the kind does not say.</summary>
    public bool? RemovesExtraSpaces { get; init; }

    /// <summary>SentencePiece's table of replacements, or null.</summary>
    public byte[]? CharacterMap { get; init; }

    /// <summary>The pieces of a tokenizer.</summary>
    /// <exception cref="InvalidDataException">llama.cpp has nothing that does the same.</exception>
    public static GgufPieces Of(TokenizerDefinition definition) => definition.Model switch
    {
        BpeDefinition { IsByteLevel: true } model => ByteLevel(definition, model),
        BpeDefinition { ContinuingPrefix: null, EndSuffix: null } model => MergedCharacters(definition, model),
        SentencePieceDefinition { Type: SentencePieceType.Bpe } model => SentencePieces("llama", definition, model),
        SentencePieceDefinition { Type: SentencePieceType.Unigram } model => SentencePieces("t5", definition, model),
        UnigramDefinition model => Unigram(definition, model),
        WordPieceDefinition model => WordPieces(definition, model),
        _ => throw Refusal("is of a kind that llama.cpp does not have"),
    };

    private static GgufPieces ByteLevel(TokenizerDefinition definition, BpeDefinition model)
    {
        if (definition.Normalizer is { } normalizer && Form(normalizer.Write) != Form(new UnicodeFormNormalizer(UnicodeForm.Nfc).Write))
        {
            throw Refusal("changes text before it is cut in a way that llama.cpp does not");
        }

        var form = definition.PreTokenizer is { } cut ? Form(cut.Write) : "";
        return new GgufPieces
        {
            Model = "gpt2",
            Cut = NamesOfCuts.Value.GetValueOrDefault(form + model.IgnoresMerges) ?? throw Refusal("cuts text in a way that llama.cpp has no name for"),
            Tokens = Texts(definition),
            Kinds = KindsOf(definition),
            Merges = Array.ConvertAll(model.Merges, merge => $"{definition.Tokens[merge.Left]} {definition.Tokens[merge.Right]}"),
        };
    }

    /// <summary>
    /// BPE over characters as tokenizer.json files of Llama have it. llama.cpp knows no merges here: any two neighbours may become one token, the one with the highest score first.
    /// The scores are the ranks, and the merges must be all that spell a token.
    /// </summary>
    private static GgufPieces MergedCharacters(TokenizerDefinition definition, BpeDefinition model)
    {
        var scores = new float[definition.Tokens.Length];
        var ranked = new HashSet<int>();
        foreach (var merge in model.Merges)
        {
            if (ranked.Add(merge.Result))
            {
                scores[merge.Result] = -ranked.Count;
            }
        }

        var kinds = KindsOf(definition, model.UnknownToken, model.ByteFallback);
        var pieces = definition.Tokens.Select((text, id) => new ScoredPiece(text, scores[id], kinds[id])).ToArray();
        if (!ScoredVocabulary.DeriveMerges(pieces).ToHashSet().SetEquals(model.Merges))
        {
            throw Refusal("has other merges than its tokens would have by themselves, which is how llama.cpp forms them");
        }

        var (addsPrefix, removesExtra) = Spaces(definition);
        return new GgufPieces { Model = "llama", Tokens = Texts(definition), Kinds = kinds, Scores = scores, AddsSpacePrefix = addsPrefix, RemovesExtraSpaces = removesExtra };
    }

    private static GgufPieces SentencePieces(string name, TokenizerDefinition definition, SentencePieceDefinition model)
    {
        var normalizer = definition.Normalizer as SentencePieceNormalizer;
        if (normalizer is { Spaces: { Escapes: false } or { AsSuffix: true } })
        {
            throw Refusal("treats spaces in a way that llama.cpp does not");
        }

        var kinds = KindsOf(definition);
        var scores = new float[definition.Tokens.Length];
        for (var id = 0; id < model.Pieces.Count; id++)
        {
            (kinds[id], scores[id]) = (model.Pieces[id].Kind, model.Pieces[id].Score);
        }

        return new GgufPieces
        {
            Model = name,
            Tokens = Texts(definition),
            Kinds = kinds,
            Scores = scores,
            AddsSpacePrefix = normalizer?.Spaces.AddsPrefix ?? false,
            RemovesExtraSpaces = normalizer?.Spaces.RemovesExtra ?? false,
            CharacterMap = normalizer?.Map?.Blob.ToArray(),
        };
    }

    private static GgufPieces Unigram(TokenizerDefinition definition, UnigramDefinition model)
    {
        var scores = new float[definition.Tokens.Length];
        for (var id = 0; id < model.Scores.Length; id++)
        {
            scores[id] = (float)model.Scores[id];
        }

        var (addsPrefix, removesExtra) = Spaces(definition);
        return new GgufPieces
        {
            Model = "t5",
            Tokens = Texts(definition),
            Kinds = KindsOf(definition, model.UnknownId is { } id0 ? definition.Tokens[id0] : null, model.ByteFallback),
            Scores = scores,
            AddsSpacePrefix = addsPrefix,
            RemovesExtraSpaces = removesExtra,
            CharacterMap = Map(definition.Normalizer),
        };
    }

    /// <summary>In GGUF files words begin with ▁ and their continuations stand bare, where BERT's own have ## before continuations.</summary>
    private static GgufPieces WordPieces(TokenizerDefinition definition, WordPieceDefinition model)
    {
        if (definition.Normalizer is null || Form(definition.Normalizer.Write) is var form && form != Form(new BertNormalizer().Write) && form != Form(new BertNormalizer(stripAccents: true).Write))
        {
            throw Refusal("does not change text to lower case without accents as BERT's uncased models do, and llama.cpp always does");
        }

        var kinds = KindsOf(definition, model.UnknownToken);
        var tokens = Texts(definition);
        for (var id = 0; id < tokens.Length; id++)
        {
            tokens[id] = kinds[id] != PieceKind.Normal || (tokens[id].StartsWith('[') && tokens[id].EndsWith(']')) ? tokens[id]
                : tokens[id].StartsWith(model.ContinuingPrefix, StringComparison.Ordinal) ? tokens[id][model.ContinuingPrefix.Length..]
                : Metaspace.Symbol + tokens[id];
        }

        return new GgufPieces { Model = WordPiece, Tokens = tokens, Kinds = Array.ConvertAll(kinds, static kind => kind == PieceKind.Unknown ? PieceKind.Control : kind) };
    }

    /// <summary>Whether a space goes before text, and whether runs of spaces become one, of a tokenizer that shows spaces as ▁.</summary>
    private static (bool AddsPrefix, bool RemovesExtra) Spaces(TokenizerDefinition definition)
    {
        if (definition is { PreTokenizer: MetaspacePreTokenizer cut, Normalizer: null or PrecompiledNormalizer })
        {
            var scheme = JsonElement.Parse(Form(cut.Write)).GetProperty("prepend_scheme").GetString();
            return (scheme != MetaspacePreTokenizer.Name(PrependScheme.Never), false);
        }

        if (definition.PreTokenizer is null && definition.Normalizer is { } normalizer)
        {
            var form = Form(normalizer.Write);
            foreach (var (addsPrefix, removesExtra) in ((bool, bool)[])[(false, false), (true, false), (false, true), (true, true)])
            {
                if (form == Form(new MetaspaceNormalizer(addsPrefix, removesExtra).Write))
                {
                    return (addsPrefix, removesExtra);
                }
            }

            // One step alone stands without a sequence round it.
            if (form == Form(new ReplaceNormalizer(TextPattern.Literal(" "), Metaspace.Text).Write))
            {
                return (false, false);
            }
        }

        throw Refusal("changes or cuts text in a way that llama.cpp does not");
    }

    private static byte[]? Map(Normalizer? normalizer) => normalizer is PrecompiledNormalizer
        ? JsonElement.Parse(Form(normalizer.Write)).GetProperty("precompiled_charsmap").GetBytesFromBase64()
        : null;

    private static string[] Texts(TokenizerDefinition definition) => [.. definition.Tokens.Select(static (token, id) => token.Length > 0 ? token : $"[PAD{id}]")];

    private static PieceKind[] KindsOf(TokenizerDefinition definition, string? unknown = null, bool hasBytes = false)
    {
        var kinds = Array.ConvertAll(definition.Tokens, static token => token.Length > 0 ? PieceKind.Normal : PieceKind.Unused);
        foreach (var token in definition.AddedTokens)
        {
            kinds[token.Id] = token.Special ? PieceKind.Control : PieceKind.UserDefined;
        }

        for (var id = 0; id < kinds.Length; id++)
        {
            kinds[id] = definition.Tokens[id] == unknown ? PieceKind.Unknown
                : hasBytes && ByteFallbackToken.Read(definition.Tokens[id]) >= 0 ? PieceKind.Byte
                : kinds[id];
        }

        return kinds;
    }

    /// <summary>llama.cpp's names by the form of the cut and whether merges are ignored.</summary>
    private static Dictionary<string, string> CutsByForm()
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, cut) in GgufCut.All)
        {
            names.TryAdd(Form(cut.PreTokenizer().Write) + cut.IgnoresMerges, name);
        }

        // StarCoder's own files, whose digits are cut by a step of another name.
        names.TryAdd(Form(new SequencePreTokenizer([new DigitsPreTokenizer(individual: true), ByteLevelForm.PreTokenizer]).Write) + false, "starcoder");
        return names;
    }

    private static string Form(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        // What a file says of offsets changes no token.
        return Encoding.UTF8.GetString(buffer.WrittenSpan).Replace("\"trim_offsets\":false", "\"trim_offsets\":true", StringComparison.Ordinal);
    }

    private static InvalidDataException Refusal(string what) => new($"The tokenizer {what}, so the model cannot be written as GGUF with it.");
}
