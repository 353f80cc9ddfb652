using Sinter.Tokenizers.Bpe;
using Sinter.Tokenizers.Decoders;
using Sinter.Tokenizers.Normalizers;
using Sinter.Tokenizers.PostProcessors;
using Sinter.Tokenizers.PreTokenizers;
using Sinter.Tokenizers.SentencePiece;
using Sinter.Tokenizers.Text;
using Sinter.Tokenizers.WordPiece;

namespace Sinter.Tokenizers.Files;

/// <summary>Reads the vocabulary of a GGUF file, under the keys <c>tokenizer.*</c>: byte-level BPE (gpt2), SentencePiece's BPE (llama) and Unigram (t5), and WordPiece (bert).</summary>
internal sealed class GgufVocabularyFile
{
    private const string Keys = "tokenizer.ggml.";
    private const int DefaultUnknown = 0;

    private readonly string _file;
    private readonly GgufHeader _header;
    private readonly string[] _tokens;
    private readonly PieceKind[] _kinds;

    private GgufVocabularyFile(string file)
    {
        (_file, _header) = (file, GgufHeader.Read(file));
        _tokens = _header.Array<string>(Keys + "tokens") ?? throw DefinitionCheck.Error(file, $"the file has no {Keys}tokens; it holds no vocabulary");
        _kinds = new PieceKind[_tokens.Length];
        Array.Fill(_kinds, PieceKind.Normal);
        if (_header.Integers(Keys + "token_type") is { } types)
        {
            CheckLength("token_type", types.Length);
            _kinds = Array.ConvertAll(types, static type => Enum.IsDefined((PieceKind)type) ? (PieceKind)type : PieceKind.Unused);
        }
    }

    /// <summary>Reads the tokenizer of a file.</summary>
    public static Tokenizer Read(string file)
    {
        var vocabulary = new GgufVocabularyFile(file);
        return new Tokenizer(vocabulary.Define())
        {
            EndOfText = vocabulary.Id("eos_token_id"),
            BeginningOfText = vocabulary.Id("bos_token_id"),
        };
    }

    /// <summary>Reads what a tokenizer_config.json would say: the special tokens and the chat template.</summary>
    public static TokenizerConfig ReadConfig(string file)
    {
        var vocabulary = new GgufVocabularyFile(file);
        return new TokenizerConfig
        {
            BosToken = Text("bos_token_id"),
            EosToken = Text("eos_token_id"),
            PadToken = Text("padding_token_id"),
            UnkToken = Text("unknown_token_id"),
            ChatTemplate = vocabulary._header.Text("tokenizer.chat_template"),
            ContextLength = vocabulary._header.Text("general.architecture") is { } family && vocabulary._header.Integer(family + ".context_length") is > 0 and <= int.MaxValue and var length
                ? (int)length
                : null,
        };

        string? Text(string key) => vocabulary.Id(key) is { } id ? vocabulary._tokens[id] : null;
    }

    private TokenizerDefinition Define() => _header.Text(Keys + "model") switch
    {
        "gpt2" => DefineByteLevel(),
        "llama" => DefineSentencePiece(SentencePieceType.Bpe, addsBeginning: true, addsEnd: false),
        "t5" => DefineSentencePiece(SentencePieceType.Unigram, addsBeginning: false, addsEnd: true),
        "bert" => DefineWordPiece(),
        var model => throw DefinitionCheck.Error(_file, $"{Keys}model is '{model}'; Sinter reads gpt2, llama, t5 and bert"),
    };

    /// <summary>Some vocabularies, Falcon's among them, have no tokens for bytes that UTF-8 does not use much; such a byte is left out.</summary>
    private TokenizerDefinition DefineByteLevel()
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var id = 0; id < _tokens.Length; id++)
        {
            if (!ids.TryAdd(_tokens[id], id))
            {
                throw DefinitionCheck.Error(_file, $"tokens {ids[_tokens[id]]} and {id} are both '{_tokens[id]}'; every token must differ");
            }
        }

        var name = _header.Text(Keys + "pre");
        var cut = name is null ? null : GgufCut.Find(name);
        return new TokenizerDefinition
        {
            Tokens = DefinitionCheck.ById(_file, [.. ids.Select(static entry => (entry.Key, entry.Value))], _tokens.Length),
            ModelTokens = _tokens.Length,
            AddedTokens = Added(PieceKind.Control, PieceKind.UserDefined),
            Model = new BpeDefinition { Merges = Merges(ids), IsByteLevel = true, IgnoresMerges = cut?.IgnoresMerges ?? false },
            PreTokenizer = (cut ?? GgufCut.Default).PreTokenizer(),
            PostProcessor = Frame(cut?.AddsBeginning ?? false, addsEnd: false),
            Decoder = ByteLevelForm.Decoder,
            Assumption = cut is null && name != "default" ? $"'{Path.GetFileName(_file)}' does not say in a way that is known here how text is cut ({Keys}pre is '{name}'), so it is cut as llama.cpp does by default." : null,
        };
    }

    private TokenizerDefinition DefineSentencePiece(SentencePieceType type, bool addsBeginning, bool addsEnd)
    {
        var scores = _header.Array<float>(Keys + "scores") ?? throw DefinitionCheck.Error(_file, $"the file has no {Keys}scores, by which its pieces are chosen");
        CheckLength("scores", scores.Length);
        var unknown = Id("unknown_token_id") ?? DefaultUnknown;

        // There is one unknown token. Others of the kind fill the vocabulary up and are never used.
        var pieces = _tokens.Select((text, id) => new ScoredPiece(text, scores[id], id == unknown ? PieceKind.Unknown : _kinds[id] == PieceKind.Unknown ? PieceKind.Unused : _kinds[id])).ToArray();
        ScoredVocabulary.Check(_file, pieces);
        var model = new SentencePieceDefinition { Type = type, Pieces = pieces, ByteFallback = Array.IndexOf(_kinds, PieceKind.Byte) >= 0 };
        var spaces = new SentencePieceSpaces(AddsPrefix: Flag("add_space_prefix") ?? true, RemovesExtra: Flag("remove_extra_whitespaces") ?? false);
        return ScoredVocabulary.Define(model, new SentencePieceNormalizer(spaces, ReadMap(), model.UserDefined)) with { PostProcessor = Frame(addsBeginning, addsEnd) };
    }

    /// <summary>The file writes words with ▁ before them and their continuations bare, where BERT's own has ## before continuations.</summary>
    private TokenizerDefinition DefineWordPiece()
    {
        var definition = new WordPieceDefinition();
        var tokens = _tokens.Select((token, id) => token.StartsWith(Metaspace.Symbol) ? token[1..]
            : _kinds[id] != PieceKind.Normal || (token.StartsWith('[') && token.EndsWith(']')) ? token
            : definition.ContinuingPrefix + token).ToArray();
        var unknown = tokens[Id("unknown_token_id") ?? throw DefinitionCheck.Error(_file, $"the file has no {Keys}unknown_token_id, which words become that it cannot write")];
        return new TokenizerDefinition
        {
            Tokens = DefinitionCheck.ById(_file, [.. tokens.Index().Select(static entry => (entry.Item, entry.Index))], tokens.Length),
            ModelTokens = tokens.Length,
            AddedTokens = Added(PieceKind.Control),
            Model = definition with { UnknownToken = unknown },
            Normalizer = new BertNormalizer(),
            PreTokenizer = new BertPreTokenizer(),
            PostProcessor = Frame(Id("cls_token_id") ?? Id("bos_token_id"), Id("seperator_token_id") ?? Id("eos_token_id")),
            Decoder = new WordPieceDecoder(),
        };
    }

    private Merge[] Merges(Dictionary<string, int> ids)
    {
        var merges = _header.Array<string>(Keys + "merges") ?? throw DefinitionCheck.Error(_file, $"the file has no {Keys}merges, which byte-level BPE needs");
        return [.. merges.Select((merge, i) =>
        {
            var space = merge.IndexOf(' ', 1);
            return space > 0
                ? DefinitionCheck.Merge(_file, $"{Keys}merges[{i}]", merge[..space], merge[(space + 1)..], ids)
                : throw DefinitionCheck.Error(_file, $"{Keys}merges[{i}] is '{merge}', expected two tokens with a space between them");
        })];
    }

    private CharacterMap? ReadMap()
    {
        var map = _header.Array<byte>(Keys + "precompiled_charsmap") ?? Array.ConvertAll(_header.Array<sbyte>(Keys + "precompiled_charsmap") ?? [], static value => (byte)value);
        return map.Length == 0 ? null : CharacterMap.Read(map, what => DefinitionCheck.Error(_file, $"the table {Keys}precompiled_charsmap {what}"));
    }

    private AddedToken[] Added(params PieceKind[] kinds) =>
        [.. _tokens.Index().Where(entry => kinds.Contains(_kinds[entry.Index])).Select(entry => new AddedToken(entry.Index, entry.Item, Special: _kinds[entry.Index] == PieceKind.Control))];

    private TemplateProcessing? Frame(bool addsBeginning, bool addsEnd) => Frame(
        Flag("add_bos_token") ?? addsBeginning ? Id("bos_token_id") : null,
        Flag("add_eos_token") ?? addsEnd ? Id("eos_token_id") : null);

    private TemplateProcessing? Frame(int? first, int? last)
    {
        if (first is null && last is null)
        {
            return null;
        }

        TemplatePiece[] before = first is { } begin ? [new(_tokens[begin], 0, 0)] : [];
        TemplatePiece[] after = last is { } end ? [new(_tokens[end], 0, 0)] : [];
        return new TemplateProcessing(
            [.. before, new(null, 0, 0), .. after],
            [.. before, new(null, 0, 0), .. after, new(null, 1, 1), .. after.Select(static piece => piece with { Type = 1 })],
            [.. new[] { first, last }.OfType<int>().Distinct().Select(id => new TemplateToken(_tokens[id], [id], [_tokens[id]]))]);
    }

    private bool? Flag(string key) => _header.Flag(Keys + key);

    /// <summary>The id of a special token, or null where the file names none.</summary>
    private int? Id(string key) => _header.Integer(Keys + key) switch
    {
        null => null,
        >= 0 and var id when id < _tokens.Length => (int)id,
        var id => throw DefinitionCheck.Error(_file, $"{Keys}{key} is {id}, but there are only {_tokens.Length} tokens"),
    };

    private void CheckLength(string key, int length)
    {
        if (length != _tokens.Length)
        {
            throw DefinitionCheck.Error(_file, $"{Keys}{key} has {length} items and {Keys}tokens {_tokens.Length}; they must be as many");
        }
    }
}
