using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sinter.Data.Cleaning;

/// <summary>What two documents must have in common to count as duplicates.</summary>
public enum DuplicateKey
{
    /// <summary>The body: the prose without the heading (<see cref="Document.Body"/>).</summary>
    Body,

    /// <summary>The whole text.</summary>
    Text,
}

/// <summary>
/// Keeps the first of all documents with the same text, and drops the others, naming the one that was kept.
/// By default the body decides: documents that differ in their heading alone, such as the overloads of a method that are told in the same words,
/// teach a model nothing twice, and one of them in training would give away the others in the test.
/// </summary>
public sealed class ExactDeduplicationStep : IVerdictStep
{
    /// <summary>The reason of the drops of this step.</summary>
    public const string Duplicate = "duplicate";

    // The first 128 bits of SHA-256: two different texts do not meet in it, not even texts that were made to.
    private readonly Dictionary<UInt128, string> _kept = [];

    /// <summary>What decides.</summary>
    public DuplicateKey Key { get; init; }

    /// <inheritdoc/>
    public string Name => "exactDeduplication";

    /// <inheritdoc/>
    public bool NeedsOrder => true;

    /// <inheritdoc/>
    public Verdict Judge(Document document)
    {
        // Documents that are nothing but a heading would all have the same body.
        var byBody = Key == DuplicateKey.Body && !document.Body.IsEmpty;
        var compared = byBody ? document.Body : document.Text;
        return _kept.TryAdd(HashOf(compared), document.Id)
            ? Verdict.Keep(document)
            : Verdict.Drop(Duplicate, $"the same {(compared.Length < document.Text.Length ? "body" : "text")} as {_kept[HashOf(compared)]}");
    }

    private static UInt128 HashOf(ReadOnlySpan<char> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
