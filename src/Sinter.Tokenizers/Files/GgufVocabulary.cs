namespace Sinter.Tokenizers.Files;

/// <summary>A tokenizer as the keys <c>tokenizer.*</c> of a GGUF file, as llama.cpp reads them; the inverse of loading a .gguf. It writes no file and knows nothing of the model.</summary>
public static class GgufVocabulary
{
    private const string Prefix = "tokenizer.ggml.";

    /// <summary>
    /// The keys and values, in order. Texts are strings, ids uint, scores float[], kinds of tokens int[]. Runs of spaces, which some vocabularies of SentencePiece's BPE are told to join
    /// into one (<c>remove_extra_whitespaces</c>), stay as they are in llama.cpp.
    /// </summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="config">Names the special tokens and the chat template; where null the tokenizer's own special tokens count.</param>
    /// <param name="size">How many tokens the model has, which may be more than the tokenizer's: the rest become unused tokens. 0 for as many as the tokenizer has.</param>
    /// <exception cref="InvalidDataException">llama.cpp has nothing that encodes as this tokenizer does; the message says what.</exception>
    /// <exception cref="ArgumentException">The model has fewer tokens than the tokenizer.</exception>
    public static IReadOnlyList<KeyValuePair<string, object>> Of(Tokenizer tokenizer, TokenizerConfig? config = null, int size = 0)
    {
        var definition = tokenizer.Definition;
        if (size != 0 && size < definition.Tokens.Length)
        {
            throw new ArgumentException($"The model has {size} tokens and its tokenizer {definition.Tokens.Length}; they do not belong together.", nameof(size));
        }

        config ??= TokenizerConfig.Of(tokenizer, chatTemplate: null, contextLength: null);
        var entries = new List<KeyValuePair<string, object>>();
        var pieces = GgufPieces.Of(definition);
        Add("model", pieces.Model);
        AddIfAny("pre", pieces.Cut);
        Add("tokens", Padded(pieces.Tokens, size, static id => $"[PAD{id}]"));
        AddIfAny("scores", pieces.Scores is null ? null : Padded(pieces.Scores, size, static _ => 0f));
        Add("token_type", Array.ConvertAll(Padded(pieces.Kinds, size, static _ => PieceKind.Unused), static kind => (int)kind));
        AddIfAny("merges", pieces.Merges);
        AddSpecialTokens();
        AddIfAny("add_space_prefix", pieces.AddsSpacePrefix);
        AddIfAny("remove_extra_whitespaces", pieces.RemovesExtraSpaces);
        AddIfAny("precompiled_charsmap", pieces.CharacterMap);
        if (config.ChatTemplate is { } template)
        {
            entries.Add(new("tokenizer.chat_template", template));
        }

        return entries;

        void AddSpecialTokens()
        {
            var (begins, ends) = Frame(tokenizer);
            var first = begins ?? Id(config.BosToken) ?? tokenizer.BeginningOfText;
            var last = ends ?? Id(config.EosToken) ?? tokenizer.EndOfText;
            AddIfAny("bos_token_id", first);
            AddIfAny("eos_token_id", last);
            var unknown = Array.IndexOf(pieces.Kinds, PieceKind.Unknown);
            AddIfAny("unknown_token_id", Id(config.UnkToken) ?? tokenizer.UnknownToken ?? (unknown >= 0 ? unknown : null));
            AddIfAny("padding_token_id", Id(config.PadToken));
            if (pieces.Model == GgufPieces.WordPiece)
            {
                AddIfAny("cls_token_id", first);
                AddIfAny("seperator_token_id", last); // spelled as llama.cpp reads it
                AddIfAny("mask_token_id", tokenizer.TokenId("[MASK]"));
            }

            Add("add_bos_token", begins is not null);
            Add("add_eos_token", ends is not null);
        }

        int? Id(string? token) => token is null ? null : tokenizer.TokenId(token);

        void AddIfAny(string key, object? value)
        {
            if (value is not null)
            {
                Add(key, value is int id ? (uint)id : value);
            }
        }

        void Add(string key, object value) => entries.Add(new(Prefix + key, value));
    }

    /// <summary>The special tokens that the tokenizer puts before and behind a text, where there is one.</summary>
    private static (int? Before, int? Behind) Frame(Tokenizer tokenizer)
    {
        var framed = tokenizer.AddSpecialTokens([-1]);
        var text = Array.IndexOf(framed, -1);
        return text <= 1 && framed.Length - text <= 2
            ? (text == 1 ? framed[0] : null, text == framed.Length - 2 ? framed[^1] : null)
            : throw new InvalidDataException("The tokenizer puts more than one special token before or behind a text, which llama.cpp does not do; the model cannot be written as GGUF with it.");
    }

    private static T[] Padded<T>(T[] items, int size, Func<int, T> fill) => [.. items, .. Enumerable.Range(items.Length, Math.Max(0, size - items.Length)).Select(fill)];
}
