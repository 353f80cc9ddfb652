namespace Sinter.Tokenizers;

/// <summary>How a tokenizer is trained.</summary>
public sealed record TokenizerTrainerOptions
{
    private static readonly string[] OfUnigram = ["<unk>", "<s>", "</s>"];
    private static readonly string[] OfWordPiece = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
    private static readonly string[] OfCharacters = ["<unk>", .. Tokenizers.SpecialTokens.All];

    /// <summary>The kind of model.</summary>
    public TokenizerModel Model { get; init; } = TokenizerModel.Bpe;

    /// <summary>The number of tokens wanted, all kinds together. Text with too few pairs or pieces gives fewer.</summary>
    public int VocabularySize { get; init; } = 8192;

    /// <summary>How byte-level BPE cuts text: <c>gpt2</c>, <c>cl100k</c> or <c>o200k</c>.</summary>
    public string Style { get; init; } = "gpt2";

    /// <summary>How text is normalised first; null for what the kind of model usually has: BERT's way for WordPiece, NFKC for Unigram, else none.</summary>
    public TrainingNormalizer? Normalizer { get; init; }

    /// <summary>
    /// The special tokens; they take the first ids, in this order. Null for those that the kind of model usually has: Sinter's own, for WordPiece BERT's, for Unigram
    /// SentencePiece's. A model that needs a token for what it does not know is given one in front if it is not among them.
    /// </summary>
    public IReadOnlyList<string>? SpecialTokens { get; init; }

    /// <summary>How often a pair must be seen to become a token (BPE, WordPiece).</summary>
    public long MinimumFrequency { get; init; } = 2;

    /// <summary>The most characters to keep (WordPiece, Unigram, Character), the rarest go first.</summary>
    public int AlphabetLimit { get; init; } = int.MaxValue;

    /// <summary>The share of the text that the kept characters must make up (WordPiece, Unigram, Character); 1 for all. The others become unknown, or bytes.</summary>
    public double CharacterCoverage { get; init; } = 1;

    /// <summary>The longest token: in bytes for BPE, in characters for WordPiece and Unigram. Null for what is usual: 16 for Unigram, else any.</summary>
    public int? MaximumTokenLength { get; init; }

    /// <summary>Whether characters that are not in the vocabulary are written as bytes (Unigram, Character); it takes 256 tokens.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>
    /// Whether a piece keeps to one script, so that none mixes letters with signs or digits (Unigram). True is SentencePiece's way; false is that of Hugging Face's
    /// trainer, which gives fewer tokens, many of them words with a comma.
    /// </summary>
    public bool SplitsByScript { get; init; } = true;

    /// <summary>How many threads work; 0 for one a core. The result is the same at any number.</summary>
    public int Threads { get; init; }

    /// <summary>The number of threads, at least 1.</summary>
    internal int ThreadCount => Threads == 0 ? Environment.ProcessorCount : Threads;

    /// <summary>The token for what the model does not know, or null for one that knows all.</summary>
    internal string? UnknownToken => Model switch
    {
        TokenizerModel.WordPiece => "[UNK]",
        TokenizerModel.Unigram or TokenizerModel.Character => "<unk>",
        _ => null,
    };

    /// <summary>The special tokens, by id.</summary>
    internal IReadOnlyList<string> AllSpecialTokens
    {
        get
        {
            var tokens = SpecialTokens ?? Model switch
            {
                TokenizerModel.WordPiece => OfWordPiece,
                TokenizerModel.Unigram => OfUnigram,
                TokenizerModel.Character => OfCharacters,
                _ => Tokenizers.SpecialTokens.All,
            };
            return UnknownToken is { } unknown && !tokens.Contains(unknown, StringComparer.Ordinal) ? [unknown, .. tokens] : tokens;
        }
    }

    /// <summary>Says what is wrong with the options, if anything is.</summary>
    /// <exception cref="ArgumentException">An option has no sense.</exception>
    internal void Validate()
    {
        var specialTokens = AllSpecialTokens;
        var bytes = Model is TokenizerModel.Bpe or TokenizerModel.Byte || (ByteFallback && Model is TokenizerModel.Unigram or TokenizerModel.Character) ? 256 : 0;
        CheckRoom(VocabularySize, specialTokens.Count + bytes, specialTokens.Count, bytes > 0 ? "bytes" : "characters");
        Require(MinimumFrequency >= 1, $"The minimum frequency is {MinimumFrequency}; it must be at least 1.");
        Require(AlphabetLimit >= 1, $"The limit of the alphabet is {AlphabetLimit}; it must be at least 1.");
        Require(CharacterCoverage is > 0 and <= 1, $"The character coverage is {CharacterCoverage}; it must be above 0 and at most 1.");
        Require(MaximumTokenLength is null or >= 1, $"The longest token is {MaximumTokenLength}; it must be at least 1.");
        Require(Threads >= 0, $"The number of threads is {Threads}; it must be at least 1, or 0 for one a core.");
        Require(
            !specialTokens.Any(string.IsNullOrEmpty) && specialTokens.Distinct(StringComparer.Ordinal).Count() == specialTokens.Count,
            $"The special tokens must differ and none may be empty.");
        var single = specialTokens.FirstOrDefault(static token => token.Length == 1);
        Require(single is null, $"The special token '{single}' is a single character, which the vocabulary needs for itself; use a longer one.");
    }

    /// <summary>Says if a vocabulary has no room for what it must hold.</summary>
    /// <exception cref="ArgumentException">It has not.</exception>
    internal static void CheckRoom(int size, int needed, int specialTokens, string called) => Require(
        size >= needed,
        $"The vocabulary size is {size}; it must be at least {needed}, for {specialTokens} special tokens and {needed - specialTokens} {called}.");

    private static void Require(bool holds, FormattableString sentence)
    {
        if (!holds)
        {
            throw new ArgumentException(FormattableString.Invariant(sentence));
        }
    }
}
