using System.Text;

namespace Sinter.Tokenizers.Tests;

/// <summary>Texts and tokenizers that several tests use.</summary>
internal static class TestTexts
{
    // Lazy, since threads that train inside this type's initializer would wait for it for ever.
    private static readonly Lazy<Tokenizer> LazySmall = new(static () => new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 700 })
        .Train(Enumerable.Range(0, 50).Select(static seed => Mixed(seed, 200))));

    private static readonly string[] Pieces =
    [
        " ", "  ", "   ", "\n", "\n\n", "\t", "\r\n", "\u00A0", "\u3000", "\u2028", "\u0085", "\u001C", "'", "''", "'s", "'S", "'re", "'ve", "'ll", "'l", "'r", "'d", "'m", "'t",
        "the", "The", "don't", "we'll", "x", "A", "Straße", "naïve", "e\u0301", "пример", "日本語", "한국어", "العربية", "हिन्दी", "ไทย", "ελληνικά",
        "0", "42", "3.14", "½", "²", "Ⅷ", "٣", "!", "...", "--", "()", "{};", "=>", "€", "→", "\u0000", "\u007F", "\u200B", "\uFEFF", "\uFFFD", "_", "snake_case", "CamelCase", "<|endoftext|>",
    ];

    /// <summary>Pieces of many scripts and kinds, joined at random.</summary>
    public static string Mixed(int seed, int pieces, bool emoji = true)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (var i = 0; i < pieces; i++)
        {
            text.Append(emoji && random.Next(20) == 0 ? "👩‍🚀🦙𝒜𝟙" : Pieces[random.Next(Pieces.Length)]);
        }

        return text.ToString();
    }

    /// <summary>Random bytes, half of them ASCII letters and spaces so that words form.</summary>
    public static byte[] Bytes(int seed, int count)
    {
        var random = new Random(seed);
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
        {
            bytes[i] = (byte)(random.Next(2) == 0 ? "etaoin  "[random.Next(8)] : random.Next(256));
        }

        return bytes;
    }

    /// <summary>A small tokenizer trained on the mixed texts.</summary>
    public static Tokenizer Small => LazySmall.Value;
}
