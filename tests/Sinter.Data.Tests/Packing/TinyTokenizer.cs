using Sinter.Data.Packing;
using Sinter.Tokenizers;

namespace Sinter.Data.Tests.Packing;

/// <summary>A byte-level tokenizer of a few merges, and texts to try it on.</summary>
internal static class TinyTokenizer
{
    public static Tokenizer Instance { get; } = new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 300, Threads = 1 }).Train(["the cat and the hat and the bat sat on the mat"]);

    public static int End => Instance.EndOfText!.Value;

    public static PackingOptions Options(int context) => new()
    {
        ContextLength = context,
        VocabularySize = Instance.VocabularySize,
        EndOfText = End,
        TokenizerFingerprint = Instance.Fingerprint,
    };

    /// <summary>Documents of all sizes, an empty one and one of another script among them.</summary>
    public static IReadOnlyList<Document> Documents(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new Document { Id = $"d{i}", Text = i % 11 == 3 ? "" : i % 7 == 2 ? "Ελλάδα 🙂" : string.Join(' ', Enumerable.Range(0, i % 23).Select(word => word % 3 == 0 ? "the cat" : $"hat {word}")) })];
}
