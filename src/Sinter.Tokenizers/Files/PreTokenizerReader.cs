using Sinter.Tokenizers.PreTokenizers;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Files;

/// <summary>Reads the <c>pre_tokenizer</c> of a tokenizer.json.</summary>
internal static class PreTokenizerReader
{
    private const string Known =
        "ByteLevel, Split, Sequence, BertPreTokenizer, Whitespace, WhitespaceSplit, Metaspace, Punctuation, Digits, CharDelimiterSplit, UnicodeScripts and FixedLength";

    /// <summary>The pre-tokenizer, or null where there is none.</summary>
    public static PreTokenizer? Read(JsonPart part) => part.IsNull ? null : ReadStep(part);

    private static PreTokenizer ReadStep(JsonPart part) => part["type"].Text() switch
    {
        "ByteLevel" => new ByteLevelPreTokenizer(part["add_prefix_space"].FlagOrTrue(), part["trim_offsets"].FlagOrTrue(), part["use_regex"].FlagOrTrue()),
        "Split" => new SplitPreTokenizer(TextPattern.Read(part["pattern"]), ReadBehavior(part["behavior"]), part["invert"].Flag()),
        "Sequence" => ReadSequence(part),
        "BertPreTokenizer" => new BertPreTokenizer(),
        "Whitespace" => new WhitespacePreTokenizer(),
        "WhitespaceSplit" => new WhitespaceSplitPreTokenizer(),
        "Metaspace" => new MetaspacePreTokenizer(part["replacement"].Character(), ReadScheme(part), part["split"].FlagOrTrue()),
        "Punctuation" => new PunctuationPreTokenizer(part["behavior"].IsNull ? SplitBehavior.Isolated : ReadBehavior(part["behavior"])),
        "Digits" => new DigitsPreTokenizer(part["individual_digits"].Flag()),
        "CharDelimiterSplit" or "Delimiter" => new CharDelimiterSplitPreTokenizer(part["delimiter"].Character()),
        "UnicodeScripts" => new UnicodeScriptsPreTokenizer(),
        "FixedLength" => ReadFixedLength(part["length"]),
        var other => throw part["type"].Error($"is '{other}', which is no pre-tokenizer that Sinter knows; it knows {Known}"),
    };

    private static SequencePreTokenizer ReadSequence(JsonPart part)
    {
        try
        {
            return new SequencePreTokenizer([.. part["pretokenizers"].Items().Select(ReadStep)]);
        }
        catch (FormatException error)
        {
            throw new InvalidDataException(part.Error(error.Message).Message, error);
        }
    }

    private static SplitBehavior ReadBehavior(JsonPart part) => part.Text() switch
    {
        "Removed" => SplitBehavior.Removed,
        "Isolated" => SplitBehavior.Isolated,
        "MergedWithPrevious" => SplitBehavior.MergedWithPrevious,
        "MergedWithNext" => SplitBehavior.MergedWithNext,
        "Contiguous" => SplitBehavior.Contiguous,
        _ => throw part.Error($"is {part.Shown()}, expected Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous"),
    };

    /// <summary>The scheme, which older files write as <c>add_prefix_space</c>.</summary>
    public static PrependScheme ReadScheme(JsonPart part)
    {
        var scheme = part["prepend_scheme"];
        return scheme.TextOrNull() switch
        {
            null => part["add_prefix_space"].FlagOrTrue() ? PrependScheme.Always : PrependScheme.Never,
            "always" => PrependScheme.Always,
            "first" => PrependScheme.First,
            "never" => PrependScheme.Never,
            _ => throw scheme.Error($"is {scheme.Shown()}, expected always, first or never"),
        };
    }

    private static FixedLengthPreTokenizer ReadFixedLength(JsonPart part)
    {
        var length = part.IsNull ? 5 : part.Count();
        return length > 0 ? new FixedLengthPreTokenizer(length) : throw part.Error("is 0, expected how many characters a piece has");
    }
}
