using Sinter.Tokenizers.Bpe;
using Sinter.Tokenizers.PreTokenizers;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Files;

/// <summary>What the name in <c>tokenizer.ggml.pre</c> of a byte-level GGUF vocabulary means; the names are llama.cpp's.</summary>
/// <param name="Patterns">The expressions that cut text, each within the pieces of the one before.</param>
/// <param name="IgnoresMerges">Whether a piece that is a token becomes it at once.</param>
/// <param name="AddsBeginning">Whether a text begins with a special token where the file does not say it.</param>
internal sealed record GgufCut(string[] Patterns, bool IgnoresMerges = false, bool AddsBeginning = false)
{
    private const string EachNumber = @"\p{N}";
    private const string ThreeDigits = "[0-9][0-9][0-9]";
    private const string NotPunctuation = @" ?[^(\s|.,!?…。，、।۔،)]+";

    private static readonly GgufCut Gpt2 = new([KnownPatterns.Gpt2]);
    private static readonly GgufCut SingleNumbers = new([EachNumber, KnownPatterns.Gpt2]);
    private static readonly GgufCut Cl100k = new([KnownPatterns.Cl100k]);
    private static readonly GgufCut Llama3 = new([KnownPatterns.Cl100k], IgnoresMerges: true, AddsBeginning: true);
    private static readonly GgufCut Qwen2 = new([KnownPatterns.Qwen2]);
    private static readonly GgufCut O200k = new([KnownPatterns.O200k]);
    private static readonly GgufCut Bloom = new([NotPunctuation]);

    private static readonly Dictionary<string, GgufCut> Known = Named(
        (Gpt2, "gpt-2 phi-2 mpt olmo jais trillion exaone4 granite-docling gigachat a.x-4.0 mellum modern-bert jina-es jina-de jina-v2-es jina-v2-de jina-v2-code jina-v1-en roberta-bpe"),
        (SingleNumbers, "starcoder refact command-r smollm codeshell exaone minerva-7b mellum2"),
        (Cl100k, "dbrx smaug-bpe chatglm-bpe glm4"),
        (Llama3, "llama-bpe llama3 llama-v3 falcon3 falcon-h1 pixtral midm-2.0 lfm2"),
        (Qwen2, "qwen2 deepseek-r1-qwen stablelm2 megrez hunyuan solar-open grok-2 kormo f2llmv2"),
        (O200k, "gpt-4o llama4 kanana2 talkie minimax-m2"),
        (Bloom, "bloom poro-chat gpt3-finnish"),
        (new([NotPunctuation, EachNumber]), "viking"),
        (new([KnownPatterns.Tekken], IgnoresMerges: true, AddsBeginning: true), "tekken"),
        (new([@"[\p{P}\$\+<=>\^~\|`]+", KnownPatterns.Gpt2, ThreeDigits]), "falcon"));

    /// <summary>How llama.cpp cuts text of a file that names nothing.</summary>
    public static GgufCut Default { get; } = new([@"[\p{P}\$\+<=>\^~\|]+", KnownPatterns.Gpt2, @"\p{N}+", ThreeDigits]);

    /// <summary>All names, each with what it means; of several names for one thing the most usual comes first.</summary>
    public static IEnumerable<KeyValuePair<string, GgufCut>> All => Known;

    /// <summary>What a name means; null for one that is not known.</summary>
    public static GgufCut? Find(string name) => Known.GetValueOrDefault(name);

    /// <summary>The steps that cut text.</summary>
    public PreTokenizer PreTokenizer() => Patterns is [var only]
        ? ByteLevelForm.Cutting(only)
        : new SequencePreTokenizer(
            [
                .. Patterns.Select(static pattern => new SplitPreTokenizer(TextPattern.Regex(pattern), SplitBehavior.Isolated, invert: false)),
                new ByteLevelPreTokenizer(addPrefixSpace: false, useRegex: false),
            ]);

    private static Dictionary<string, GgufCut> Named(params (GgufCut Cut, string Names)[] cuts) =>
        cuts.SelectMany(static entry => entry.Names.Split(' ').Select(name => (name, entry.Cut))).ToDictionary(StringComparer.Ordinal);
}
