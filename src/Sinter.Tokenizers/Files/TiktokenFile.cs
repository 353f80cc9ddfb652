using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Sinter.Tokenizers.Bpe;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Files;

/// <summary>
/// Reads and writes tiktoken's ranks: a token a line, its bytes in base64, a space, and its rank, which is its id. Adjacent parts of a piece merge where a token is
/// what they spell, the lowest rank first and of equal ranks the leftmost, and a piece that is a token becomes it at once.
/// </summary>
internal static class TiktokenFile
{
    /// <summary>The longest token, in bytes; each place in a token may be a merge. The longest in common use has 128.</summary>
    private const int LongestToken = 256;

    /// <summary>Ranks are below this.</summary>
    private const int MostRanks = 1 << 20;

    private const int MostMerges = 1 << 22;

    /// <summary>Reads a file.</summary>
    public static TokenizerDefinition Read(string file)
    {
        var entries = ReadRanks(file);
        if (entries.Count == 0)
        {
            throw DefinitionCheck.Error(file, $"the file holds no rank; expected a token in base64, a space and its rank on each line");
        }

        var lastRank = entries.Max(static entry => entry.Id);
        var encoding = TiktokenEncoding.Of(file, entries.Count, lastRank);
        AddedToken[] special = [.. (encoding?.SpecialTokens ?? []).Select(static token => new AddedToken(token.Id, token.Text, Special: true))];
        var ids = Ids(file, entries);
        var tokens = DefinitionCheck.ById(file, [.. entries, .. special.Select(static token => (token.Content, token.Id))], lastRank + 1);
        DefinitionCheck.HasAllBytes(file, ids);
        return new TokenizerDefinition
        {
            Tokens = tokens,
            ModelTokens = lastRank + 1,
            AddedTokens = special,
            Model = new BpeDefinition { Merges = Merges(file, tokens, ids), IsByteLevel = true, IgnoresMerges = true, RanksByResult = true },
            PreTokenizer = ByteLevelForm.Cutting(encoding?.Pattern ?? KnownPatterns.Cl100k),
            Decoder = ByteLevelForm.Decoder,
            Assumption = encoding is null
                ? $"'{Path.GetFileName(file)}' is none of the encodings that are known, so text is cut as cl100k_base cuts it and there are no special tokens."
                : null,
        };
    }

    /// <summary>
    /// Writes the ranks of a byte-level tokenizer. What cuts text and the special tokens have no place in such a file. A tokenizer whose own merges are fewer than
    /// all pairs that spell a token, as a trained one's are, gives other ids in rare words when its ranks are read.
    /// </summary>
    /// <exception cref="NotSupportedException">The tokenizer is not byte-level BPE whose ids go in the order of its merges.</exception>
    public static void Write(TokenizerDefinition definition, Stream stream)
    {
        if (definition.Model is not BpeDefinition { IsByteLevel: true } model || definition.Normalizer is not null)
        {
            throw new NotSupportedException("Only a byte-level BPE tokenizer without normalisation can be written as tiktoken's ranks.");
        }

        for (var i = 1; i < model.Merges.Length; i++)
        {
            if (model.Merges[i].Result < model.Merges[i - 1].Result)
            {
                throw new NotSupportedException("The ids of this tokenizer do not go in the order of its merges, so tiktoken, whose ranks are ids, would encode otherwise.");
            }
        }

        var special = definition.IsSpecial();
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        for (var id = 0; id < definition.ModelTokens; id++)
        {
            if (!special[id] && ByteAlphabet.Read(definition.Tokens[id]) is { } bytes)
            {
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Convert.ToBase64String(bytes)} {id}"));
            }
        }
    }

    private static List<(string Token, int Id)> ReadRanks(string file)
    {
        ReadOnlySpan<byte> content = BoundedFile.Read(file);
        var entries = new List<(string Token, int Id)>();
        Span<byte> token = stackalloc byte[LongestToken];
        var number = 0;
        foreach (var range in content.Split((byte)'\n'))
        {
            number++;
            var line = content[range].TrimEnd((byte)'\r');
            if (line.IsEmpty)
            {
                continue;
            }

            var space = line.IndexOf((byte)' ');
            var rank = line[(space + 1)..];
            if (space <= 0
                || Base64.DecodeFromUtf8(line[..space], token, out _, out var length) != OperationStatus.Done
                || length == 0
                || !Utf8Parser.TryParse(rank, out int id, out var digits) || digits != rank.Length || id is < 0 or >= MostRanks)
            {
                throw DefinitionCheck.Error(file, $"line {number} is not a token of 1 to {LongestToken} bytes in base64, a space and a rank below {MostRanks}");
            }

            entries.Add((ByteAlphabet.Write(token[..length]), id));
        }

        return entries;
    }

    private static Dictionary<string, int> Ids(string file, List<(string Token, int Id)> entries)
    {
        var ids = new Dictionary<string, int>(entries.Count, StringComparer.Ordinal);
        foreach (var (token, id) in entries)
        {
            if (!ids.TryAdd(token, id))
            {
                throw DefinitionCheck.Error(file, $"the token '{token}' has the ranks {ids[token]} and {id}; a token has one rank");
            }
        }

        return ids;
    }

    /// <summary>Every pair of tokens that spells a token, by what it spells.</summary>
    private static Merge[] Merges(string file, string[] tokens, Dictionary<string, int> ids)
    {
        var parts = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        var merges = new List<Merge>(ids.Count * 2);
        for (var id = 0; id < tokens.Length; id++)
        {
            var token = tokens[id];
            if (!ids.TryGetValue(token, out var rank) || rank != id)
            {
                continue; // a special token
            }

            for (var cut = 1; cut < token.Length; cut++)
            {
                if (parts.TryGetValue(token.AsSpan(0, cut), out var left) && parts.TryGetValue(token.AsSpan(cut), out var right))
                {
                    merges.Add(new Merge(left, right, id));
                }
            }

            if (merges.Count >= MostMerges)
            {
                throw DefinitionCheck.Error(file, $"more than {MostMerges} pairs of its tokens spell another; no vocabulary of a language does that");
            }
        }

        return [.. merges];
    }
}
