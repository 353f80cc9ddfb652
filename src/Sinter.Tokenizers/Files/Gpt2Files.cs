using System.Globalization;
using System.Text;
using Sinter.Tokenizers.Bpe;

namespace Sinter.Tokenizers.Files;

/// <summary>Reads GPT-2's own pair of files: vocab.json (token to id) and merges.txt (a pair a line, by rank).</summary>
internal static class Gpt2Files
{
    /// <summary>Reads the pair.</summary>
    public static TokenizerDefinition Read(string vocabularyFile, string mergesFile)
    {
        var entries = JsonPart.Load(vocabularyFile).Members().Select(static member => (member.Name, member.Value.Count())).ToList();
        var tokens = DefinitionCheck.ById(vocabularyFile, entries, entries.Count);
        var ids = entries.ToDictionary(static entry => entry.Name, static entry => entry.Item2, StringComparer.Ordinal);
        DefinitionCheck.HasAllBytes(vocabularyFile, ids);
        return new TokenizerDefinition
        {
            Tokens = tokens,
            ModelTokens = tokens.Length,
            Model = new BpeDefinition { Merges = ReadMerges(mergesFile, ids), IsByteLevel = true },
            PreTokenizer = ByteLevelForm.PreTokenizer,
            Decoder = ByteLevelForm.Decoder,
            AddedTokens = ids.TryGetValue(SpecialTokens.EndOfText, out var end) ? [new AddedToken(end, SpecialTokens.EndOfText, Special: true)] : [],
        };
    }

    private static Merge[] ReadMerges(string file, Dictionary<string, int> ids)
    {
        var merges = new List<Merge>();
        using var reader = new StreamReader(new MemoryStream(BoundedFile.Read(file)), Encoding.UTF8);
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            if (text.Length == 0 || text.StartsWith("#version", StringComparison.Ordinal))
            {
                continue;
            }

            var parts = text.Split(' ');
            if (parts.Length != 2 || parts[0].Length == 0 || parts[1].Length == 0)
            {
                throw DefinitionCheck.Error(file, $"line {line} is not two tokens with a space between them");
            }

            merges.Add(DefinitionCheck.Merge(file, string.Create(CultureInfo.InvariantCulture, $"line {line}"), parts[0], parts[1], ids));
        }

        return [.. merges];
    }
}
