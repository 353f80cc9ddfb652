using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Text;
using Sinter.Tokenizers.Files;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.PostProcessors;

namespace Sinter.Tokenizers;

/// <summary>
/// Text to token ids and back: BPE over bytes or characters, Unigram, WordPiece, whole words, with the normalisation and the cuts that its file names. It owns its
/// vocabulary, never changes after it was made, and may be used by any number of threads at once. Encoding adds no token that is not in the text unless asked.
/// </summary>
public sealed partial class Tokenizer
{
    /// <summary>The longest text encoded at once, in bytes of UTF-8; it bounds the memory that one call takes.</summary>
    private const int LongestText = 1 << 29;

    private readonly TokenizerDefinition _definition;
    private readonly Dictionary<string, int> _idOfToken;
    private readonly TextDecoder _decoder;
    private readonly TextEncoder _encoder;
    private readonly ConcurrentBag<EncodingScratch> _scratch = [];
    private readonly Lazy<string> _fingerprint;

    internal Tokenizer(TokenizerDefinition definition)
    {
        _definition = definition;
        _idOfToken = definition.IdOfToken();
        _decoder = new TextDecoder(definition);
        _encoder = new TextEncoder(definition);
        EndOfText = FirstSpecial("<|endoftext|>", "</s>", "<|end_of_text|>", "<eos>", "[SEP]");
        BeginningOfText = FirstSpecial("<s>", "<|begin_of_text|>", "<bos>", "[CLS]");
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

    /// <summary>The id of the token for what the vocabulary cannot write, or null where there is none.</summary>
    public int? UnknownToken => _definition.Model.UnknownToken is { } token ? TokenId(token) : null;

    /// <summary>The added tokens, by id.</summary>
    public IReadOnlyList<AddedToken> AddedTokens => _definition.AddedTokens;

    /// <summary>What had to be taken for granted because the file does not say it, as a sentence for the user; null for nothing.</summary>
    public string? Assumption => _definition.Assumption;

    /// <summary>What it is made of, in words for people.</summary>
    public TokenizerDescription Describe() => TokenizerDescription.Of(_definition);

    internal TokenizerDefinition Definition => _definition;

    /// <summary>The way of text to ids.</summary>
    internal TextEncoder Encoder => _encoder;

    /// <summary>
    /// Loads a tokenizer: a Hugging Face tokenizer.json, GPT-2's vocab.json with merges.txt beside it, BERT's vocab.txt, tiktoken's ranks, a SentencePiece .model,
    /// the vocabulary of a .gguf, a llama2.c tokenizer .bin, or a folder that holds one of these.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such file, or no tokenizer in the folder.</exception>
    /// <exception cref="InvalidDataException">The file is no tokenizer that Sinter can read; the message says why.</exception>
    public static Tokenizer Load(string path) => TokenizerFiles.Load(path);

    /// <summary>Writes the tokenizer as a Hugging Face tokenizer.json. The file appears when it is complete.</summary>
    /// <param name="path">The file to write; an existing one is replaced.</param>
    public void Save(string path) => AtomicFile.Write(path, stream => TokenizerJsonWriter.Write(_definition, stream));

    /// <summary>Writes the tokenizer as a SentencePiece .model. The file appears when it is complete.</summary>
    /// <param name="path">The file to write; an existing one is replaced.</param>
    /// <exception cref="NotSupportedException">A .model cannot tell what this tokenizer does; the message says why.</exception>
    public void SaveSentencePiece(string path) => SentencePieceFile.Write(_definition, path);

    /// <summary>Writes the ranks of a byte-level BPE as tiktoken reads them; the cut and the special tokens have no place there. The file appears when it is complete.</summary>
    /// <param name="path">The file to write; an existing one is replaced.</param>
    /// <exception cref="NotSupportedException">It is no byte-level BPE, or its ids do not follow its merges; the message says so.</exception>
    public void SaveTiktoken(string path) => AtomicFile.Write(path, stream => TiktokenFile.Write(_definition, stream));

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
    /// <exception cref="ArgumentOutOfRangeException">The id is not in the vocabulary.</exception>
    public string Token(int id) => _decoder.HasToken(id) ? _definition.Tokens[id] : throw _decoder.Missing(id);

    /// <summary>Whether there is a token with this id.</summary>
    public bool HasToken(int id) => _decoder.HasToken(id);

    /// <summary>Whether an id is that of a special token.</summary>
    public bool IsSpecial(int id) => _decoder.IsSpecial(id);

    /// <summary>The bytes that a token stands for within a text, special or not.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is not in the vocabulary.</exception>
    public ReadOnlySpan<byte> TokenBytes(int id) => _decoder.Of(id, first: false);

    /// <summary>Encodes text. A lone surrogate is encoded as U+FFFD.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="allowSpecial">Whether a special token written out in the text becomes that token. Leave it false for text of users.</param>
    /// <exception cref="ArgumentException">The text is too long, or holds a single word that is.</exception>
    public int[] Encode(string text, bool allowSpecial = false)
    {
        var scratch = Rent(tracksOffsets: false);
        Encode(text, scratch, allowSpecial);
        var ids = scratch.Tokens.Ids.ToArray();
        Return(scratch);
        return ids;
    }

    /// <summary>Encodes text and appends the ids to <paramref name="output"/>. A lone surrogate is encoded as U+FFFD.</summary>
    /// <exception cref="ArgumentException">The text is too long, or holds a single word that is.</exception>
    public void Encode(ReadOnlySpan<char> text, List<int> output, bool allowSpecial = false)
    {
        var scratch = Rent(tracksOffsets: false);
        Encode(text, scratch, allowSpecial);
        output.AddRange(scratch.Tokens.Ids);
        Return(scratch);
    }

    /// <summary>
    /// Encodes bytes that are meant to be UTF-8 and appends the ids. Bytes that are not UTF-8 keep their value where the tokenizer has
    /// tokens for bytes, so that <see cref="DecodeBytes"/> gives them back.
    /// </summary>
    /// <exception cref="ArgumentException">The text is too long, or holds a single word that is.</exception>
    public void EncodeUtf8(ReadOnlySpan<byte> utf8, List<int> output, bool allowSpecial = false)
    {
        ThrowIfTooLong(utf8.Length);
        foreach (var part in Parts(utf8, allowSpecial))
        {
            var scratch = Rent(tracksOffsets: false);
            EncodeUtf8(utf8[part.Start..part.End], scratch, allowSpecial, []);
            output.AddRange(scratch.Tokens.Ids);
            Return(scratch);
        }
    }

    /// <summary>
    /// Encodes a long text on several threads, with the same ids as on one: it is cut where no token and no cut into words is changed by it. A tokenizer that normalises
    /// text, or whose cut looks too far for that, uses one thread.
    /// </summary>
    /// <param name="utf8">Bytes that are meant to be UTF-8.</param>
    /// <param name="threads">How many threads at most, at least 1.</param>
    /// <param name="allowSpecial">Whether a special token written out in the text becomes that token.</param>
    /// <exception cref="ArgumentException">The text is too long, or holds a single word that is.</exception>
    public int[] EncodeUtf8(ReadOnlyMemory<byte> utf8, int threads, bool allowSpecial = false)
    {
        ThrowIfTooLong(utf8.Length);
        var parts = Parts(utf8.Span, allowSpecial);
        var ids = new int[parts.Count][];
        ForEach(parts.Count, threads, (i, scratch) =>
        {
            EncodeUtf8(utf8.Span[parts[i].Start..parts[i].End], scratch, allowSpecial, []);
            ids[i] = scratch.Tokens.Ids.ToArray();
        });
        return ids.Length == 1 ? ids[0] : Joined(ids);
    }

    /// <summary>Encodes texts on several threads; a lone surrogate is encoded as U+FFFD.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="threads">How many threads at most, at least 1.</param>
    /// <param name="allowSpecial">Whether special tokens written out in the texts become those tokens.</param>
    /// <returns>The ids of each text.</returns>
    /// <exception cref="ArgumentException">A text is too long, or holds a single word that is.</exception>
    public int[][] EncodeAll(IReadOnlyList<string> texts, int threads, bool allowSpecial = false)
    {
        var ids = new int[texts.Count][];
        ForEach(texts.Count, threads, (i, scratch) =>
        {
            Encode(texts[i], scratch, allowSpecial);
            ids[i] = scratch.Tokens.Ids.ToArray();
        });
        return ids;
    }

    /// <summary>Encodes text, and says of each id which UTF-16 characters of the text it stands for.</summary>
    /// <exception cref="ArgumentException">The text is too long, or holds a single word that is.</exception>
    public EncodedText EncodeWithOffsets(string text, bool allowSpecial = false)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var encoded = EncodeWithOffsets(utf8, allowSpecial);
        CharacterOffsets.Translate(utf8, encoded.Offsets);
        return encoded;
    }

    /// <summary>Encodes bytes that are meant to be UTF-8, and says of each id which bytes it stands for.</summary>
    /// <exception cref="ArgumentException">The text is too long, or holds a single word that is.</exception>
    public EncodedText EncodeWithOffsets(ReadOnlySpan<byte> utf8, bool allowSpecial = false) => EncodeWithOffsets(utf8, allowSpecial, []);

    /// <summary>Encodes bytes of UTF-8 with their offsets in bytes; in the stretches of <paramref name="plain"/>, which are in order, special tokens are text like any other.</summary>
    internal EncodedText EncodeWithOffsets(ReadOnlySpan<byte> utf8, bool allowSpecial, ReadOnlySpan<TextRange> plain)
    {
        var scratch = Rent(tracksOffsets: true);
        EncodeUtf8(utf8, scratch, allowSpecial, plain);
        var encoded = new EncodedText(scratch.Tokens.Ids.ToArray(), [.. scratch.Offsets]);
        Return(scratch);
        return encoded;
    }

    /// <summary>Puts the special tokens round ids that the tokenizer's file asks for, such as a beginning of text; nothing where it asks for none.</summary>
    public int[] AddSpecialTokens(ReadOnlySpan<int> ids) => Frame(_definition.PostProcessor?.Single ?? TokenFrame.Bare, ids, []).Ids;

    /// <summary>Joins two texts with the special tokens that the tokenizer's file asks for, and says of each id to which of them it belongs (BERT's token types).</summary>
    public (int[] Ids, int[] Types) AddSpecialTokens(ReadOnlySpan<int> first, ReadOnlySpan<int> second) =>
        Frame(_definition.PostProcessor?.Pair ?? TokenFrame.BarePair, first, second);

    /// <summary>The text of ids. What is not UTF-8 becomes U+FFFD; use a <see cref="StreamingDecoder"/> where the ids of one character may come apart.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is not in the vocabulary.</exception>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecial = true)
    {
        var buffer = TextDecoder.Rent(ids.Length);
        var text = Encoding.UTF8.GetString(_decoder.Decode(ids, skipSpecial, ref buffer));
        ArrayPool<byte>.Shared.Return(buffer);
        return text;
    }

    /// <summary>The bytes of ids, exactly.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is not in the vocabulary.</exception>
    public byte[] DecodeBytes(ReadOnlySpan<int> ids, bool skipSpecial = true)
    {
        var buffer = TextDecoder.Rent(ids.Length);
        var bytes = _decoder.Decode(ids, skipSpecial, ref buffer).ToArray();
        ArrayPool<byte>.Shared.Return(buffer);
        return bytes;
    }

    /// <summary>A decoder for ids that come one at a time.</summary>
    public StreamingDecoder CreateStreamingDecoder(bool skipSpecial = true) => new(this, skipSpecial);

    /// <summary>An encoder for text that comes in pieces, or is too long to be held at once.</summary>
    /// <param name="allowSpecial">Whether a special token written out in the text becomes that token.</param>
    /// <param name="threads">How many threads encode long pieces; 0 for one a core. The ids do not depend on it.</param>
    public StreamingEncoder CreateStreamingEncoder(bool allowSpecial = false, int threads = 1) => new(this, allowSpecial, threads);

    /// <summary>The way of ids to bytes.</summary>
    internal TextDecoder Decoder => _decoder;

    /// <summary>Something to encode with; give it back.</summary>
    internal EncodingScratch Rent(bool tracksOffsets)
    {
        var scratch = _scratch.TryTake(out var kept) ? kept : new EncodingScratch();
        scratch.Clear(tracksOffsets);
        return scratch;
    }

    /// <summary>Takes it back.</summary>
    internal void Return(EncodingScratch scratch)
    {
        scratch.Trim();
        _scratch.Add(scratch);
    }

    /// <summary>Encodes text into a scratch that was rented.</summary>
    internal void EncodeUtf8(ReadOnlySpan<byte> utf8, EncodingScratch scratch, bool allowSpecial, ReadOnlySpan<TextRange> plain)
    {
        ThrowIfTooLong(utf8.Length);
        _encoder.Encode(utf8, allowSpecial, plain, scratch);
    }

    private void Encode(ReadOnlySpan<char> text, EncodingScratch scratch, bool allowSpecial)
    {
        ThrowIfTooLong(text.Length);
        var utf8 = scratch.Utf8(Encoding.UTF8.GetByteCount(text));
        var length = Encoding.UTF8.GetBytes(text, utf8);
        EncodeUtf8(utf8.AsSpan(0, length), scratch, allowSpecial, []);
    }

    private List<TextRange> Parts(ReadOnlySpan<byte> utf8, bool allowSpecial) =>
        utf8.Length > TextCutter.PartLength && _encoder.Cutter is { } cutter ? cutter.Cut(utf8, allowSpecial) : [new TextRange(0, utf8.Length)];

    /// <summary>Does work of so many numbers, each once, with a scratch that is empty.</summary>
    private void ForEach(int count, int threads, Action<int, EncodingScratch> work)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        try
        {
            Parallel.For(
                0,
                count,
                new ParallelOptions { MaxDegreeOfParallelism = threads },
                () => Rent(tracksOffsets: false),
                (i, _, scratch) =>
                {
                    scratch.Clear(tracksOffsets: false);
                    work(i, scratch);
                    return scratch;
                },
                Return);
        }
        catch (AggregateException faults)
        {
            ExceptionDispatchInfo.Throw(faults.InnerExceptions[0]);
        }
    }

    private static int[] Joined(int[][] parts)
    {
        var joined = GC.AllocateUninitializedArray<int>(parts.Sum(static part => part.Length));
        var length = 0;
        foreach (var part in parts)
        {
            part.CopyTo(joined, length);
            length += part.Length;
        }

        return joined;
    }

    private static (int[] Ids, int[] Types) Frame(TokenFrame frame, ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        var (ids, types) = (new List<int>(), new List<int>());
        foreach (var part in frame.Parts)
        {
            if (part.Id is { } special)
            {
                ids.Add(special);
            }
            else
            {
                ids.AddRange(part.Text == 0 ? first : second);
            }

            types.AddRange(Enumerable.Repeat(part.Type, ids.Count - types.Count));
        }

        return ([.. ids], [.. types]);
    }

    private int? FirstSpecial(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_idOfToken.TryGetValue(name, out var id) && _decoder.IsSpecial(id))
            {
                return id;
            }
        }

        return null;
    }

    private static void ThrowIfTooLong(int length)
    {
        if (length > LongestText)
        {
            throw new ArgumentException($"The text has more than {LongestText >> 20} MiB; encode it in parts.");
        }
    }
}
