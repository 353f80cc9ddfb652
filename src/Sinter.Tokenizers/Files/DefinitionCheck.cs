using System.Globalization;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Files;

/// <summary>What every tokenizer file must hold for its tokens to be used, checked in one place for all formats.</summary>
internal static class DefinitionCheck
{
    /// <summary>Lays tokens out by id; every id from 0 must be there once.</summary>
    public static string[] ById(string file, IReadOnlyCollection<(string Token, int Id)> entries)
    {
        var tokens = new string[entries.Count];
        foreach (var (token, id) in entries)
        {
            if (id >= tokens.Length)
            {
                throw Error(file, $"token '{token}' has the id {id}, but there are only {tokens.Length} tokens; ids must run from 0 without a hole");
            }

            if (tokens[id] is { } other)
            {
                throw Error(file, $"tokens '{other}' and '{token}' have the same id {id}; every token needs its own");
            }

            tokens[id] = token;
        }

        return tokens;
    }

    /// <summary>The merge of two tokens into their joined text; <paramref name="place"/> says where in the file it stands.</summary>
    public static Merge Merge(string file, string place, string left, string right, IReadOnlyDictionary<string, int> ids)
    {
        return new Merge(Id(left), Id(right), Id(left + right));

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
