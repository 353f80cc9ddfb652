using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Sinter.Data.Reading;
using Sinter.Tokenizers;

namespace Sinter.Data.Packing;

/// <summary>
/// Tokenizes documents on several threads and packs them in the order in which they come, so that the number of threads changes nothing but the time. It owns neither the writer nor the tokenizer.
/// </summary>
/// <param name="writer">Packs the tokens.</param>
/// <param name="tokenizer">Makes them.</param>
/// <param name="beginning">
/// A token that each document begins with, so that the first token of the text has something to be predicted from: a beginning of text, or the end of the text before; null for none.
/// </param>
public sealed class DocumentPacker(PackedDatasetWriter writer, Tokenizer tokenizer, int? beginning)
{
    private const int FirstFaults = 5;
    private const int BlockCharacters = 1 << 20;

    private readonly ConcurrentBag<TokenizedBlock> _kept = [];
    private readonly PassedOverCounts _passedOver = new();
    private readonly List<string> _faults = [];
    private long _documents;
    private long _broken;
    private long _bytes;

    /// <summary>What was packed so far.</summary>
    public DocumentPackingCounts Counts => new(_documents, _broken, _passedOver, _bytes, _faults);

    /// <summary>Packs documents that are at hand.</summary>
    public void Pack(IEnumerable<Document> documents, int threads, Action<DocumentPackingCounts>? progress = null, CancellationToken cancellation = default) =>
        Pack(Blocks(documents), threads, progress, cancellation);

    /// <summary>Packs the documents of inputs. What cannot be read or tokenized, or is not meant to be a document, is counted and left out.</summary>
    /// <param name="blocks">The inputs; see <see cref="Inputs.DocumentReader"/>.</param>
    /// <param name="threads">The threads that read and tokenize; 0 for all cores.</param>
    /// <param name="progress">Is told after each block what was packed.</param>
    /// <param name="cancellation">Ends it with <see cref="OperationCanceledException"/>.</param>
    public void Pack(IEnumerable<RecordBlock> blocks, int threads, Action<DocumentPackingCounts>? progress = null, CancellationToken cancellation = default)
    {
        foreach (var block in OrderedParallel.Map(blocks, () => this, static (packer, block) => packer.Tokenize(block), threads > 0 ? threads : Environment.ProcessorCount, cancellation))
        {
            var tokens = CollectionsMarshal.AsSpan(block.Tokens);
            foreach (var (id, length, bytes) in block.Documents)
            {
                writer.Add(id, tokens[..length], bytes);
                tokens = tokens[length..];
            }

            _documents += block.Documents.Count;
            _broken += block.Faults.Count;
            _bytes += block.Bytes;
            _passedOver.Add(block.PassedOver);
            _faults.AddRange(block.Faults.Take(FirstFaults - _faults.Count));
            _kept.Add(block);
            progress?.Invoke(Counts);
        }
    }

    private static IEnumerable<RecordBlock> Blocks(IEnumerable<Document> documents)
    {
        var waiting = new List<ReadOutcome>();
        var characters = 0;
        foreach (var document in documents)
        {
            waiting.Add(ReadOutcome.Of(document));
            characters += document.Text.Length;
            if (characters >= BlockCharacters)
            {
                yield return Block(waiting, characters);
                (waiting, characters) = ([], 0);
            }
        }

        if (waiting.Count > 0)
        {
            yield return Block(waiting, characters);
        }
    }

    private static RecordBlock Block(List<ReadOutcome> outcomes, long bytes) => new(bytes, () => outcomes);

    private TokenizedBlock Tokenize(RecordBlock block)
    {
        var tokenized = _kept.TryTake(out var kept) ? kept : new TokenizedBlock();
        tokenized.Begin(block.Bytes);
        foreach (var outcome in block.Decode())
        {
            if (outcome.Document is { } document)
            {
                Tokenize(document, tokenized);
            }
            else if (outcome.Broken is { } fault)
            {
                tokenized.Faults.Add(fault.ToString());
            }
            else
            {
                tokenized.PassedOver.Add(outcome.PassedOver!);
            }
        }

        return tokenized;
    }

    private void Tokenize(Document document, TokenizedBlock tokenized)
    {
        var start = tokenized.Tokens.Count;
        try
        {
            if (beginning is { } token)
            {
                tokenized.Tokens.Add(token);
            }

            tokenizer.Encode(document.Text, tokenized.Tokens);
            tokenized.Documents.Add((document.Id, tokenized.Tokens.Count - start, document.Utf8Bytes));
        }
        catch (ArgumentException fault)
        {
            // A text too long for the tokenizer is a broken record like any other.
            tokenized.Tokens.RemoveRange(start, tokenized.Tokens.Count - start);
            tokenized.Faults.Add($"{document.Id}: {fault.Message}");
        }
    }

    /// <summary>A block on its way from a worker to the writer; used again and again.</summary>
    private sealed class TokenizedBlock
    {
        public long Bytes { get; private set; }

        public List<int> Tokens { get; } = [];

        public List<(string Id, int Length, long Bytes)> Documents { get; } = [];

        public List<string> Faults { get; } = [];

        public PassedOverCounts PassedOver { get; private set; } = new();

        public void Begin(long bytes)
        {
            Bytes = bytes;
            Tokens.Clear();
            Documents.Clear();
            Faults.Clear();
            PassedOver = new();
        }
    }
}

/// <summary>What a <see cref="DocumentPacker"/> made of its inputs.</summary>
/// <param name="Documents">The documents that were packed.</param>
/// <param name="Broken">The records that could not be read or tokenized.</param>
/// <param name="PassedOver">The records that are not meant to be documents.</param>
/// <param name="Bytes">The uncompressed bytes of input.</param>
/// <param name="Faults">The first of what could not be read, each one sentence.</param>
public readonly record struct DocumentPackingCounts(long Documents, long Broken, PassedOverCounts PassedOver, long Bytes, IReadOnlyList<string> Faults);
