using System.CommandLine;
using Sinter.Tokenizers;

namespace Sinter.Cli.Verbs.Tokenizers;

/// <summary>The arguments that say which tokenizer is trained.</summary>
internal sealed class TrainingArguments
{
    private static readonly SortedDictionary<string, TrainingNormalizer> Normalizers = new(StringComparer.Ordinal)
    {
        ["bert"] = TrainingNormalizer.Bert,
        ["lowercase"] = TrainingNormalizer.Lowercase,
        ["nfc"] = TrainingNormalizer.Nfc,
        ["nfkc"] = TrainingNormalizer.Nfkc,
        ["none"] = TrainingNormalizer.None,
    };

    private static readonly SortedDictionary<string, string> Styles = new(StringComparer.Ordinal) { ["cl100k"] = "cl100k", ["gpt2"] = "gpt2", ["o200k"] = "o200k" };

    private readonly Option<string?> _model = new("--model") { HelpName = "NAME", Description = $"The kind of model: {string.Join(", ", TokenizerModels.ByName.Keys)}; bpe (over bytes) without it." };
    private readonly Option<int?> _size = NumberOption.Whole("--vocab-size", "N", 1, 1 << 24, "The number of tokens, special ones among them; needed for all models but byte.");
    private readonly Option<string?> _style = new("--style") { HelpName = "NAME", Description = $"How bpe cuts text into words first: {string.Join(", ", Styles.Keys)}; gpt2 without it." };
    private readonly Option<int?> _minimumFrequency = NumberOption.Whole("--min-frequency", "N", 1, int.MaxValue, "How often a pair must be seen to become a token (bpe, wordpiece); 2 without it.");
    private readonly Option<string[]> _special = new("--special") { HelpName = "TOKEN", Description = "A special token, such as '<|endoftext|>'; may be given many times. They take the first ids, in this order, in place of those that the model usually has." };
    private readonly Option<string?> _normalizer = new("--normalizer") { HelpName = "NAME", Description = $"How text is changed first: {string.Join(", ", Normalizers.Keys)}; bert for wordpiece, nfkc for unigram and none for the others without it." };
    private readonly Option<bool> _byteFallback = new("--byte-fallback") { Description = "Write characters that the vocabulary lacks as bytes (unigram, char); takes 256 tokens." };
    private readonly Option<double?> _coverage = NumberOption.Real("--character-coverage", "SHARE", 0.5, 1, "The share of the text that the kept characters make up (unigram, wordpiece, char); 1 without it. The rarest are left out.");
    private readonly Option<int?> _longest = NumberOption.Whole("--max-token-length", "N", 1, 1 << 16, "The longest token, in bytes (bpe) or characters; 16 for unigram and any for the others without it.");

    /// <summary>Adds the arguments to a verb.</summary>
    public void AddTo(Verb verb)
    {
        verb.Add(_model);
        verb.Add(_size);
        verb.Add(_style);
        verb.Add(_minimumFrequency);
        verb.Add(_special);
        verb.Add(_normalizer);
        verb.Add(_byteFallback);
        verb.Add(_coverage);
        verb.Add(_longest);
    }

    /// <summary>What was asked for.</summary>
    /// <exception cref="UsageException">A name is not known, or an option does not belong to the model.</exception>
    public TokenizerTrainerOptions Read(ParseResult parsed, int threads)
    {
        var usual = new TokenizerTrainerOptions();
        var model = NamedOption.Read(TokenizerModels.ByName, "--model", parsed.GetValue(_model), TokenizerModel.Bpe);
        Require(parsed.GetValue(_style) is null || model is TokenizerModel.Bpe, "--style says how bpe cuts text; leave it out, or give --model bpe.");
        Require(!parsed.GetValue(_byteFallback) || model is TokenizerModel.Unigram or TokenizerModel.Character, "--byte-fallback is for --model unigram and char; bpe and byte have a token for each byte anyway.");
        Require(parsed.GetValue(_size) is not null || model is TokenizerModel.Byte, "--vocab-size is missing; give the number of tokens, such as 32000.");
        var special = parsed.GetValue(_special) is { Length: > 0 } named ? named : null;
        return new TokenizerTrainerOptions
        {
            Model = model,
            VocabularySize = parsed.GetValue(_size) ?? 256 + (special ?? [.. SpecialTokens.All]).Length,
            Style = NamedOption.Read(Styles, "--style", parsed.GetValue(_style), usual.Style),
            MinimumFrequency = parsed.GetValue(_minimumFrequency) ?? usual.MinimumFrequency,
            SpecialTokens = special,
            Normalizer = parsed.GetValue(_normalizer) is { } normalizer ? NamedOption.Read(Normalizers, "--normalizer", normalizer, default) : null,
            ByteFallback = parsed.GetValue(_byteFallback),
            CharacterCoverage = parsed.GetValue(_coverage) ?? usual.CharacterCoverage,
            MaximumTokenLength = parsed.GetValue(_longest),
            Threads = threads,
        };
    }

    private static void Require(bool holds, string sentence)
    {
        if (!holds)
        {
            throw new UsageException(sentence);
        }
    }
}
