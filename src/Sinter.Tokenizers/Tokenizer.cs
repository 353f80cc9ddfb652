using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Sinter.Tokenizers.Bpe;
using Sinter.Tokenizers.Files;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers;

/// <summary>
/// Text to token ids and back: byte-level BPE as GPT-2 has it, or SentencePiece BPE as Llama has it. It owns its vocabulary, never changes
/// after it was made, and may be used by any number of threads at once. Encoding adds no token that is not in the text.
/// </summary>
public sealed class Tokenizer
{
    /// <summary>The longest text encoded at once, in bytes of UTF-8; it bounds the memory that one call takes.</summary>
    private const int LongestText = 1 << 29;

    private readonly TokenizerDefinition _definition;
    private readonly Dictionary<string, int> _idOfToken;
    private readonly TokenBytes _tokenBytes;
    private readonly bool[] _isSpecial;
    private readonly AddedTokenMatcher _plainTokens;
    private readonly AddedTokenMatcher _allTokens;
    private readonly TextSplitter _splitter;
    private readonly BpeModel _model;
    private readonly ConcurrentBag<BpeWorkspace> _workspaces = [];
    private readonly Lazy<string> _fingerprint;

    internal Tokenizer(TokenizerDefinition definition)
    {
        _definition = definition;
        _idOfToken = TokenizerCompiler.IdOfToken(definition);
        _tokenBytes = new TokenBytes(definition);
        _isSpecial = new bool[definition.Tokens.Length];
        foreach (var token in definition.AddedTokens)
        {
            _isSpecial[token.Id] = token.Special;
        }

        _plainTokens = new AddedTokenMatcher(definition.AddedTokens.Where(static token => !token.Special));
        _allTokens = new AddedTokenMatcher(definition.AddedTokens);
        _splitter = TokenizerCompiler.Splitter(definition);
        _model = new BpeModel(TokenizerCompiler.Symbols(definition, _idOfToken, _isSpecial), new MergeTable(TokenizerCompiler.Merges(definition, _isSpecial)));
        EndOfText = FirstSpecial("<|endoftext|>", "</s>", "<|end_of_text|>", "<eos>");
        BeginningOfText = FirstSpecial("<s>", "<|begin_of_text|>", "<bos>");
        _fingerprint = new Lazy<string>(() => TokenizerJsonWriter.Fingerprint(definition));
    }

    /// <summary>The number of tokens; ids run from 0 to one less.</summary>
    public int VocabularySize => _definition.Tokens.Length;

    /// <summary>SHA-256, in lower-case hex, of the tokenizer.json that <see cref="Save"/> writes: equal for tokenizers that encode and decode alike.</summary>
    public string Fingerprint => _fingerprint.Value;

    /// <summary>The id of the token that ends a document or an answer, or null where there is none.</summary>
    public int? EndOfText { get; internal init; }

    /// <summary>The id of the token that a text begins with for models that were trained so, or null.</summary>
    public int? BeginningOfText { get; internal init; }

    /// <summary>The added tokens, by id.</summary>
    public IReadOnlyList<AddedToken> AddedTokens => _definition.AddedTokens;

    internal TokenizerDefinition Definition => _definition;

    /// <summary>
    /// Loads a tokenizer: a Hugging Face tokenizer.json, GPT-2's vocab.json with merges.txt beside it, a llama2.c tokenizer .bin,
    /// a SentencePiece .model, or a folder that holds one of these.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such file, or no tokenizer in the folder.</exception>
    /// <exception cref="InvalidDataException">The file is no tokenizer that Sinter can read; the message says why.</exception>
    public static Tokenizer Load(string path) => TokenizerFiles.Load(path);

    /// <summary>Writes the tokenizer as a Hugging Face tokenizer.json. The file appears when it is complete.</summary>
    /// <param name="path">The file to write; an existing one is replaced.</param>
    public void Save(string path) => AtomicFile.Write(path, stream => TokenizerJsonWriter.Write(_definition, stream));

    /// <summary>Writes tokenizer.json and tokenizer_config.json into a model folder, which is made if need be.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="chatTemplate">The chat template of the model, or null for none.</param>
    /// <param name="contextLength">The most tokens that the model takes, or null to leave it open.</param>
    public void SaveFolder(string folder, ChatTemplate? chatTemplate = null, int? contextLength = null)
    {
        Directory.CreateDirectory(folder);
        Save(Path.Combine(folder, TokenizerFiles.TokenizerJson));
        TokenizerConfig.Of(this, chatTemplate, contextLength).Save(Path.Combine(folder, TokenizerFiles.TokenizerConfigJson));
    }

    /// <summary>The id of a token as it is written in the file (<c>Ġthe</c>, <c>▁the</c>, <c>&lt;|endoftext|&gt;</c>), or null.</summary>
    public int? TokenId(string token) => _idOfToken.TryGetValue(token, out var id) ? id : null;

    /// <summary>The token of an id as it is written in the file.</summary>
    public string Token(int id) => _definition.Tokens[Checked(id)];

    /// <summary>Whether an id is that of a special token.</summary>
    public bool IsSpecial(int id) => _isSpecial[Checked(id)];

    /// <summary>Encodes text. A lone surrogate is encoded as U+FFFD.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="allowSpecial">Whether a special token written out in the text becomes that token. Leave it false for text of users.</param>
    public int[] Encode(string text, bool allowSpecial = false)
    {
        var workspace = Rent();
        workspace.Ids.Clear();
        Encode(text, workspace, workspace.Ids, allowSpecial);
        int[] ids = [.. workspace.Ids];
        Return(workspace);
        return ids;
    }

    /// <summary>Encodes text and appends the ids to <paramref name="output"/>. A lone surrogate is encoded as U+FFFD.</summary>
    public void Encode(ReadOnlySpan<char> text, List<int> output, bool allowSpecial = false)
    {
        var workspace = Rent();
        Encode(text, workspace, output, allowSpecial);
        Return(workspace);
    }

    /// <summary>
    /// Encodes bytes that are meant to be UTF-8 and appends the ids. Bytes that are not UTF-8 keep their value where the tokenizer has
    /// tokens for bytes, so that <see cref="DecodeBytes"/> gives them back.
    /// </summary>
    public void EncodeUtf8(ReadOnlySpan<byte> utf8, List<int> output, bool allowSpecial = false)
    {
        var workspace = Rent();
        EncodeUtf8(utf8, workspace, output, allowSpecial);
        Return(workspace);
    }

    /// <summary>The text of ids. What is not UTF-8 becomes U+FFFD; use a <see cref="StreamingDecoder"/> where the ids of one character may come apart.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is not in the vocabulary.</exception>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecial = true)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, DecodedLength(ids, skipSpecial)));
        var text = Encoding.UTF8.GetString(DecodeInto(ids, skipSpecial, buffer));
        ArrayPool<byte>.Shared.Return(buffer);
        return text;
    }

    /// <summary>The bytes of ids, exactly.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is not in the vocabulary.</exception>
    public byte[] DecodeBytes(ReadOnlySpan<int> ids, bool skipSpecial = true)
    {
        var buffer = new byte[DecodedLength(ids, skipSpecial)];
        var decoded = DecodeInto(ids, skipSpecial, buffer);
        return decoded.Length == buffer.Length ? buffer : decoded.ToArray();
    }

    /// <summary>A decoder for ids that come one at a time.</summary>
    public StreamingDecoder CreateStreamingDecoder(bool skipSpecial = true) => new(this, skipSpecial);

    /// <summary>Whether decoded text loses the leading space that encoding put before it.</summary>
    internal bool StripsLeadingSpace => _definition.Metaspace is { AddsPrefix: true };

    /// <summary>The bytes of one token; empty for a special token that is skipped.</summary>
    internal ReadOnlySpan<byte> BytesOf(int id, bool skipSpecial) => skipSpecial && IsSpecial(id) ? [] : _tokenBytes[Checked(id)];

    private void Encode(ReadOnlySpan<char> text, BpeWorkspace workspace, List<int> output, bool allowSpecial)
    {
        ThrowIfTooLong(text.Length);
        var utf8 = workspace.Utf8(Encoding.UTF8.GetByteCount(text));
        var length = Encoding.UTF8.GetBytes(text, utf8);
        EncodeUtf8(utf8.AsSpan(0, length), workspace, output, allowSpecial);
    }

    private void EncodeUtf8(ReadOnlySpan<byte> utf8, BpeWorkspace workspace, List<int> output, bool allowSpecial)
    {
        ThrowIfTooLong(utf8.Length);
        var matcher = allowSpecial ? _allTokens : _plainTokens;
        var position = 0;
        while (!matcher.IsEmpty && matcher.Find(utf8, position, out var start, out var end) is { } token)
        {
            EncodeStretch(utf8[position..start], workspace, output);
            output.Add(token.Id);
            position = end;
        }

        EncodeStretch(utf8[position..], workspace, output);
    }

    /// <summary>Encodes text in which no added token lies.</summary>
    private void EncodeStretch(ReadOnlySpan<byte> utf8, BpeWorkspace workspace, List<int> output)
    {
        if (_definition.Metaspace is { } metaspace)
        {
            var normalized = workspace.Normalized(Metaspace.MaximumLength(utf8.Length));
            utf8 = normalized.AsSpan(0, metaspace.Normalize(utf8, normalized));
        }

        for (var start = 0; start < utf8.Length;)
        {
            var end = _splitter.NextEnd(utf8, start);
            _model.Encode(utf8[start..end], workspace, output);
            start = end;
        }
    }

    private int DecodedLength(ReadOnlySpan<int> ids, bool skipSpecial)
    {
        var length = 0;
        foreach (var id in ids)
        {
            length = checked(length + BytesOf(id, skipSpecial).Length);
        }

        return length;
    }

    private ReadOnlySpan<byte> DecodeInto(ReadOnlySpan<int> ids, bool skipSpecial, Span<byte> buffer)
    {
        var length = 0;
        foreach (var id in ids)
        {
            var bytes = BytesOf(id, skipSpecial);
            bytes.CopyTo(buffer[length..]);
            length += bytes.Length;
        }

        var decoded = buffer[..length];
        return StripsLeadingSpace && decoded.StartsWith(" "u8) ? decoded[1..] : decoded;
    }

    private int? FirstSpecial(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_idOfToken.TryGetValue(name, out var id) && _isSpecial[id])
            {
                return id;
            }
        }

        return null;
    }

    private int Checked(int id) => (uint)id < (uint)VocabularySize
        ? id
        : throw new ArgumentOutOfRangeException(
            nameof(id),
            string.Create(CultureInfo.InvariantCulture, $"Token {id} is not in this vocabulary, whose ids run from 0 to {VocabularySize - 1}."));

    private static void ThrowIfTooLong(int length)
    {
        if (length > LongestText)
        {
            throw new ArgumentException($"The text has more than {LongestText >> 20} MiB; encode it in parts.");
        }
    }

    private BpeWorkspace Rent() => _workspaces.TryTake(out var workspace) ? workspace : new BpeWorkspace();

    private void Return(BpeWorkspace workspace)
    {
        workspace.Trim();
        _workspaces.Add(workspace);
    }
}
