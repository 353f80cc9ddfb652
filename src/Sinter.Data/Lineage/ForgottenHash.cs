using System.Security.Cryptography;
using System.Text;

namespace Sinter.Data.Lineage;

/// <summary>
/// How receipts and lists name what was forgotten, so that they do not hold it: SHA-256, or HMAC-SHA-256 where there is a key. Without a key whoever guesses an id can see
/// that it stands in the list; with one only who has the key can.
/// </summary>
/// <param name="key">The key; null for none.</param>
public sealed class ForgottenHash(byte[]? key)
{
    private const int LeastKeyBytes = 16;

    /// <summary>Whether there is a key.</summary>
    public bool IsKeyed => key is not null;

    /// <summary>With the key that is the content of a file, or without one where <paramref name="path"/> is null.</summary>
    /// <exception cref="InvalidDataException">The file has fewer than 16 bytes.</exception>
    public static ForgottenHash OfKeyFile(string? path)
    {
        if (path is null)
        {
            return new ForgottenHash(null);
        }

        var key = File.ReadAllBytes(path);
        return key.Length >= LeastKeyBytes ? new ForgottenHash(key)
            : throw new InvalidDataException($"The key '{path}' has {key.Length} bytes, expected at least {LeastKeyBytes}; make one of random bytes.");
    }

    /// <summary>The hash of an id, in small hexadecimal digits.</summary>
    public string OfId(ReadOnlySpan<char> id) => Of("id\n", id);

    /// <summary>
    /// The hash of a text by its letters and digits alone, in small letters: other spaces, punctuation and capitals do not hide it. Null where it has none.
    /// </summary>
    public string? OfText(string text)
    {
        var letters = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                letters.Append(Rune.ToLowerInvariant(rune));
            }
        }

        return letters.Length == 0 ? null : Of("text\n", letters.ToString());
    }

    /// <summary>The hash of what was searched for in texts.</summary>
    public string OfMatch(string match) => Of("match\n", match);

    private string Of(string kind, ReadOnlySpan<char> value)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(kind, value));
        return Convert.ToHexStringLower(key is null ? SHA256.HashData(bytes) : HMACSHA256.HashData(key, bytes));
    }
}
