using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sinter.Data.Cleaning;

/// <summary>
/// Keeps the first of all documents with the same text, and drops the others, naming the one that was kept.
/// By default the body decides: documents that differ in their heading alone, such as the overloads of a method that are told in the same words,
/// teach a model nothing twice, and one of them in training would give away the others in the test.
/// It remembers 16 bytes and an id for each kept document.
/// </summary>
[CleaningStep("exactDuplicates", "Keeps the first of all documents with the same text.")]
public sealed class ExactDuplicatesStep : IOrderedStep
{
    private const string Body = "body";

    // The first 128 bits of SHA-256: two different texts do not meet in it, not even texts that were made to.
    private readonly Dictionary<UInt128, string> _kept = [];

    /// <summary>What two documents must have in common: <c>body</c> (<see cref="Document.Body"/>) or <c>text</c>.</summary>
    [StepOption("What two documents must have in common: the body without heading lines, or the whole text.", Allowed = [Body, "text"])]
    public string Key { get; init; } = Body;

    /// <inheritdoc/>
    public ScoreRule Rule { get; } = new("duplicate", "1 for a text that an earlier document has") { Maximum = 0 };

    /// <inheritdoc/>
    public string? FindEarlier(Document document)
    {
        // Documents that are nothing but a heading would all have the same body.
        var byBody = Key is Body && !document.Body.IsEmpty;
        ref var earlier = ref CollectionsMarshal.GetValueRefOrAddDefault(_kept, HashOf(byBody ? document.Body : document.Text), out var exists);
        if (exists)
        {
            return earlier;
        }

        earlier = document.Id;
        return null;
    }

    private static UInt128 HashOf(ReadOnlySpan<char> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
