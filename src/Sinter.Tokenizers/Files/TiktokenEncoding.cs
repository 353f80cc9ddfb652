using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Files;

/// <summary>What a file of ranks does not say of itself, for the encodings that OpenAI has published.</summary>
/// <param name="Name">The encoding's name, which is also that of its file.</param>
/// <param name="Ranks">How many ranks its file holds.</param>
/// <param name="LastRank">The last of them.</param>
/// <param name="Pattern">The expression that cuts text.</param>
/// <param name="SpecialTokens">Its special tokens.</param>
internal sealed record TiktokenEncoding(string Name, int Ranks, int LastRank, string Pattern, params (string Text, int Id)[] SpecialTokens)
{
    private static readonly TiktokenEncoding[] Known =
    [
        new("r50k_base", 50256, 50255, KnownPatterns.Gpt2, (EndOfText, 50256)),
        new("p50k_base", 50280, 50280, KnownPatterns.Gpt2, (EndOfText, 50256)),
        new("p50k_edit", 50280, 50280, KnownPatterns.Gpt2, (EndOfText, 50256), (Prefix, 50281), (Middle, 50282), (Suffix, 50283)),
        new("cl100k_base", 100256, 100255, KnownPatterns.Cl100k, (EndOfText, 100257), (Prefix, 100258), (Middle, 100259), (Suffix, 100260), (EndOfPrompt, 100276)),
        new("o200k_base", 199998, 199997, KnownPatterns.O200k, (EndOfText, 199999), (EndOfPrompt, 200018)),
    ];

    private const string EndOfText = Tokenizers.SpecialTokens.EndOfText;
    private const string EndOfPrompt = "<|endofprompt|>";
    private const string Prefix = "<|fim_prefix|>";
    private const string Middle = "<|fim_middle|>";
    private const string Suffix = "<|fim_suffix|>";

    /// <summary>The encoding of a file, by its name or by how many ranks it holds; null where it is none of those that are known.</summary>
    /// <exception cref="InvalidDataException">The file has the name of a known encoding and another number of ranks.</exception>
    public static TiktokenEncoding? Of(string file, int ranks, int lastRank)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (Array.Find(Known, known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } named)
        {
            return Array.Find(Known, known => known.Ranks == ranks && known.LastRank == lastRank);
        }

        return named.Ranks == ranks && named.LastRank == lastRank
            ? named
            : throw DefinitionCheck.Error(file, $"the file has {ranks} ranks up to {lastRank}, and {named.Name} has {named.Ranks} up to {named.LastRank}; it is cut short or another's, so fetch it again or give it another name");
    }
}
