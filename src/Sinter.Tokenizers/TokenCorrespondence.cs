using System.Text.Unicode;

namespace Sinter.Tokenizers;

/// <summary>Tells which tokens of one tokenizer spell those of another, so that a model can go from one to the other with what it knows.</summary>
public static class TokenCorrespondence
{
    /// <summary>
    /// For each token of the new tokenizer the old tokens that it begins from: the one of the same text; of the beginning and the end of text the old ones, whatever they
    /// are called; else those that the old tokenizer makes of its text, byte by byte where it is no whole text. None for a special token, or a text, that the old tokenizer
    /// does not know.
    /// </summary>
    /// <param name="old">The tokenizer of the model.</param>
    /// <param name="tokenizer">The new one.</param>
    public static IReadOnlyList<IReadOnlyList<int>> Of(Tokenizer old, Tokenizer tokenizer)
    {
        var bySpelling = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var id = old.VocabularySize - 1; id >= 0; id--)
        {
            if (old.HasToken(id) && !old.IsSpecial(id))
            {
                // Of several tokens of one spelling the first is found.
                bySpelling[Spelling(old, id)] = id;
            }
        }

        return [.. Enumerable.Range(0, tokenizer.VocabularySize).Select(id => Origins(old, tokenizer, id, bySpelling))];
    }

    private static IReadOnlyList<int> Origins(Tokenizer old, Tokenizer tokenizer, int id, Dictionary<string, int> bySpelling)
    {
        if (!tokenizer.HasToken(id))
        {
            return [];
        }

        var name = tokenizer.Token(id);
        if (tokenizer.IsSpecial(id))
        {
            var same = id < old.VocabularySize && old.HasToken(id) && string.Equals(old.Token(id), name, StringComparison.Ordinal) ? id : old.TokenId(name);
            return (same ?? (id == tokenizer.BeginningOfText ? old.BeginningOfText : id == tokenizer.EndOfText ? old.EndOfText : null)) is { } known ? [known] : [];
        }

        var spelling = Spelling(tokenizer, id);

        // Of several tokens of one spelling that of the same name is meant, such as the byte 0x41 and the letter A.
        foreach (var candidate in (ReadOnlySpan<int?>)[id, old.TokenId(name)])
        {
            if (candidate is { } same && same < old.VocabularySize && old.HasToken(same) && !old.IsSpecial(same)
                && string.Equals(old.Token(same), name, StringComparison.Ordinal) && string.Equals(Spelling(old, same), spelling, StringComparison.Ordinal))
            {
                return [same];
            }
        }

        return bySpelling.TryGetValue(spelling, out var found) ? [found] : Spelled(old, tokenizer.TokenBytes(id), bySpelling);
    }

    private static List<int> Spelled(Tokenizer old, ReadOnlySpan<byte> text, Dictionary<string, int> bySpelling)
    {
        if (Utf8.IsValid(text))
        {
            var ids = new List<int>();
            old.EncodeUtf8(text, ids);
            ids.RemoveAll(id => id == old.UnknownToken);
            return ids;
        }

        var bytes = new List<int>();
        foreach (var one in text)
        {
            if (bySpelling.TryGetValue(((char)one).ToString(), out var id))
            {
                bytes.Add(id);
            }
        }

        return bytes;
    }

    /// <summary>The bytes that a token spells, each as one character.</summary>
    private static string Spelling(Tokenizer tokenizer, int id) => string.Create(tokenizer.TokenBytes(id).Length, (tokenizer, id), static (text, token) =>
    {
        var bytes = token.tokenizer.TokenBytes(token.id);
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = (char)bytes[i];
        }
    });
}
