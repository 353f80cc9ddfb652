using System.Globalization;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Files;

/// <summary>What every tokenizer file must hold for its tokens to be used, checked in one place for all formats.</summary>
internal static class DefinitionCheck
{
    /// <summary>How far behind the model's ids an added token's may lie.</summary>
    private const int LargestGap = 1 << 16;

    /// <summary>Lays tokens out by id; every id below <paramref name="modelTokens"/> must be there, and every one once. What no token has behind them is left empty.</summary>
    public static string[] ById(string file, IReadOnlyCollection<(string Token, int Id)> entries, int modelTokens)
    {
        var limit = Math.Max(modelTokens, entries.Count) + (long)LargestGap;
        if (modelTokens > entries.Count)
        {
            throw Error(file, $"the vocabulary goes up to the id {modelTokens - 1}, but there are only {entries.Count} tokens; ids must run from 0 without a hole");
        }

        if (entries.FirstOrDefault(entry => entry.Id >= limit || entry.Token.Length == 0) is ({ } odd, var oddId))
        {
            throw odd.Length == 0
                ? Error(file, $"the token with the id {oddId} is empty; every token needs a text")
                : Error(file, $"token '{odd}' has the id {oddId}, but there are only {entries.Count} tokens; ids must run from 0 without a hole");
        }

        var tokens = new string[entries.Count == 0 ? 0 : entries.Max(static entry => entry.Id) + 1];
        Array.Fill(tokens, "");
        foreach (var (token, id) in entries)
        {
            if (tokens[id].Length > 0)
            {
                throw Error(file, $"tokens '{tokens[id]}' and '{token}' have the same id {id}; every token needs its own");
            }

            tokens[id] = token;
        }

        var hole = Array.IndexOf(tokens, "", 0, modelTokens);
        return hole < 0 ? tokens : throw Error(file, $"no token has the id {hole}; the ids of the vocabulary must run from 0 without a hole");
    }

    /// <summary>The merge of two tokens into their joined text; <paramref name="place"/> says where in the file it stands; the right one loses its prefix of that length.</summary>
    public static Merge Merge(string file, string place, string left, string right, IReadOnlyDictionary<string, int> ids, int prefixLength = 0)
    {
        return new Merge(Id(left), Id(right), Id(left + right[Math.Min(prefixLength, right.Length)..]));

        int Id(string token) => ids.TryGetValue(token, out var id)
            ? id
            : throw Error(file, $"{place} joins '{left}' and '{right}', but the vocabulary has no token '{token}'");
    }

    /// <summary>A byte-level vocabulary can write every byte.</summary>
    public static void HasAllBytes(string file, IReadOnlyDictionary<string, int> ids)
    {
        for (var value = 0; value < 256; value++)
        {
            var token = ByteAlphabet.ToChar((byte)value).ToString();
            if (!ids.ContainsKey(token))
            {
                throw Error(file, $"the vocabulary has no token '{token}' for the byte 0x{value:X2}; a byte-level vocabulary holds all 256 bytes");
            }
        }
    }

    /// <summary>The error that says so of a file.</summary>
    public static InvalidDataException Error(string file, FormattableString what) =>
        new($"'{file}': {what.ToString(CultureInfo.InvariantCulture)}.");
}
