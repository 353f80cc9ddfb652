namespace Sinter.Tokenizers.Text;

/// <summary>The regular expressions that most byte-level tokenizers cut text with, each written out as a scanner, which is many times faster than any engine.</summary>
internal static class KnownPatterns
{
    /// <summary>GPT-2's.</summary>
    public const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>That of cl100k and Llama 3.</summary>
    public const string Cl100k = AnyCaseContraction + @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}" + Cl100kRest;

    /// <summary>That of o200k.</summary>
    public const string O200k = CapitalsThenSmall + AnyCaseContraction + "?|" + CapitalsOrSmall + AnyCaseContraction + @"?|\p{N}{1,3}" + O200kRest;

    /// <summary>That of Qwen 2.</summary>
    public const string Qwen2 = AnyCaseContraction + @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}" + Cl100kRest;

    /// <summary>That of Mistral's Tekken.</summary>
    public const string Tekken = CapitalsThenSmall + "|" + CapitalsOrSmall + @"|\p{N}" + O200kRest;

    private const string AnyCaseContraction = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    private const string Cl100kRest = @"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string O200kRest = @"| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string CapitalsThenSmall = @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+";
    private const string CapitalsOrSmall = @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*";

    private static readonly Dictionary<string, TextSplitter> Splitters = new(StringComparer.Ordinal)
    {
        [Gpt2] = Gpt2Splitter.Instance,
        [@"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"] = Gpt2Splitter.Instance,
        [@"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"] = Gpt2Splitter.Instance,
        [Cl100k] = Cl100kSplitter.Instance,
        [Qwen2] = Cl100kSplitter.SingleNumbers,
        [O200k] = O200kSplitter.Instance,
        [Tekken] = O200kSplitter.Tekken,
    };

    /// <summary>The scanner of an expression; null where there is none.</summary>
    public static TextSplitter? Find(string pattern) => Splitters.GetValueOrDefault(pattern);

    /// <summary>The scanner and the expression of a style: <c>gpt2</c>, <c>cl100k</c> or <c>o200k</c>.</summary>
    /// <exception cref="ArgumentException">There is no such style.</exception>
    public static (TextSplitter Splitter, string Pattern) ByName(string name) => name switch
    {
        "gpt2" => (Gpt2Splitter.Instance, Gpt2),
        "cl100k" => (Cl100kSplitter.Instance, Cl100k),
        "o200k" => (O200kSplitter.Instance, O200k),
        _ => throw new ArgumentException($"There is no style '{name}'; the styles are gpt2, cl100k and o200k.", nameof(name)),
    };
}
