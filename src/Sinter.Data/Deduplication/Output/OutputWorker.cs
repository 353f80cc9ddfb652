using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Sinter.Data.Reports;

namespace Sinter.Data.Deduplication;

/// <summary>What one thread does when the duplicates are known: compares documents that go with those that stay, cuts parts out, and writes the lines of both.</summary>
internal sealed class OutputWorker(IDuplicateFinder finder, DocumentStore documents, DeduplicationOptions options, DuplicateSamples documentSamples, DuplicateSamples partSamples, Buffers buffers)
{
    // A longer text is not held from one batch to the next.
    private const int LargestKept = 1 << 22;

    private readonly RecordReader _reader = new(options.ReadingOfRun);
    private readonly IDocumentSketcher? _sketcher = finder.CreateSketcher();
    private readonly ArrayBufferWriter<byte> _sketch = new();

    // Documents that are the same often stand together, or go for one and the same document.
    private int _keptNumber = -1;
    private string _keptText = "";
    private string _keptId = "";

    public OutputBlock Work(OutputBatch batch)
    {
        var block = new OutputBlock(batch, buffers);
        var sketches = batch.Sketches.WrittenSpan;
        var cut = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            var sketchBytes = sizeof(int) + MemoryMarshal.Read<int>(sketches);
            var number = documents.Earlier + batch.First + i;
            var firstCut = cut;
            while (cut < batch.Cuts.Count && batch.Cuts[cut].Document == number)
            {
                cut++;
            }

            Add(batch, i, number, sketches[..sketchBytes], batch.Cuts[firstCut..cut], block);
            sketches = sketches[sketchBytes..];
        }

        if (_keptText.Length > LargestKept)
        {
            (_keptNumber, _keptText, _keptId) = (-1, "", "");
        }

        return block;
    }

    private void Add(OutputBatch batch, int at, int number, ReadOnlySpan<byte> sketch, List<SpanCut> cuts, OutputBlock block)
    {
        var entry = batch.Entries[at];
        var source = block.Counts.Of(entry.Source);
        source.Documents++;
        source.Bytes += entry.TextBytes;
        if (batch.Kept[at] != number && Remove(batch, at, number, block))
        {
            source.Removed++;
            source.RemovedBytes += entry.TextBytes;
        }
        else if (cuts.Count == 0 || !Cut(batch, at, cuts, block, source))
        {
            Keep(batch.Record(at), batch.Id(at), sketch, entry, block);
        }
    }

    private static void Keep(ReadOnlyMemory<byte> record, ReadOnlySpan<byte> id, ReadOnlySpan<byte> sketch, DocumentEntry entry, OutputBlock block)
    {
        block.AddKept(record);
        block.KeptIds.Write(id);
        block.KeptSketches.Write(sketch);
        block.Documents.Add(new KeptDocument(record.Length, id.Length, sketch.Length, entry));
    }

    /// <summary>Takes a document away; false where it is not similar enough to the one that stays.</summary>
    private bool Remove(OutputBatch batch, int at, int number, OutputBlock block)
    {
        var line = batch.Record(at);
        var text = _reader.Read(line, batch.Entries[at].IsPlain != 0).Text;
        Load(batch.Kept[at]);
        var match = finder.Compare(text, _keptText);
        if (match.Similarity < options.MinimumSimilarity)
        {
            block.Counts.NotSimilarEnough++;
            return false;
        }

        block.Counts.AddSimilarity(match.Similarity);
        RemovedLine.WriteDocument(block.Removed, batch.Id(at), finder.Name, _keptId, finder.Measure, match, line.Span.TrimEnd((byte)'\n'));
        block.RemovedLines++;
        block.Members.Add(new ClusterMember(batch.Kept[at], number));
        var rank = StableHash.Of(batch.Id(at));
        if (documentSamples.Wants(rank))
        {
            var detail = string.Create(CultureInfo.InvariantCulture, $"{finder.Measure} {Quantity.Fixed(match.Similarity)}, {Quantity.Whole(match.Length)} characters in common");
            block.DocumentSamples.Add(new DuplicateSample(
                rank, detail, SampleText.Of(Encoding.UTF8.GetString(batch.Id(at)), text, match.Start, match.Length), SampleText.Of(_keptId, _keptText, match.KeptStart, match.KeptLength)));
        }

        return true;
    }

    /// <summary>Cuts parts out of a document; false where nothing was to be cut after all.</summary>
    private bool Cut(OutputBatch batch, int at, List<SpanCut> cuts, OutputBlock block, SourceCounts source)
    {
        var entry = batch.Entries[at];
        var line = batch.Record(at);
        var document = _reader.Read(line, entry.IsPlain != 0);
        var parts = TextCuts.Apart(cuts, document.Text.Length);
        if (parts.Count == 0)
        {
            return false;
        }

        foreach (var part in parts)
        {
            RemovedLine.WritePart(block.Removed, batch.Id(at), finder.Name, documents.Id(part.KeptDocument), part, document.Text.AsSpan(part.Start, part.Length));
            block.RemovedLines++;
        }

        block.Counts.Parts += parts.Count;
        var rest = TextCuts.Without(document.Text, parts);
        Sample(batch, at, document.Text, parts[0], block);
        if (string.IsNullOrWhiteSpace(rest))
        {
            var longest = parts.MaxBy(static part => part.Length);
            var share = (double)parts.Sum(static part => (long)part.Length) / document.Text.Length;
            RemovedLine.WriteDocument(
                block.Removed, batch.Id(at), finder.Name, documents.Id(longest.KeptDocument), finder.Measure, new DuplicateMatch(share, longest.Start, longest.Length, longest.KeptStart, longest.Length), line.Span.TrimEnd((byte)'\n'));
            block.RemovedLines++;
            source.Removed++;
            source.RemovedBytes += entry.TextBytes;
            block.Counts.Emptied++;
            return true;
        }

        var changed = document with { Text = rest, Id = Encoding.UTF8.GetString(batch.Id(at)) };
        var bytes = Encoding.UTF8.GetByteCount(rest);
        source.Cut++;
        source.CutBytes += entry.TextBytes - bytes;

        // What later runs compare with is the text as it is now.
        _sketch.ResetWrittenCount();
        _sketcher?.Sketch(changed, _sketch);
        var sketch = new ArrayBufferWriter<byte>(sizeof(int) + _sketch.WrittenCount);
        SpoolBlock.Append(sketch, _sketch.WrittenSpan);
        var written = new ArrayBufferWriter<byte>(line.Length);
        SourceRecord.WriteLine(written, changed, _reader.TextField(entry.IsPlain != 0));
        Keep(written.WrittenMemory, batch.Id(at), sketch.WrittenSpan, entry with { TextBytes = bytes }, block);
        return true;
    }

    private void Sample(OutputBatch batch, int at, string text, SpanCut part, OutputBlock block)
    {
        var rank = StableHash.Of(batch.Id(at));
        if (partSamples.Wants(rank))
        {
            Load(part.KeptDocument);
            block.PartSamples.Add(new DuplicateSample(
                rank,
                $"{Quantity.Whole(part.Length)} characters",
                SampleText.Of(Encoding.UTF8.GetString(batch.Id(at)), text, part.Start, part.Length),
                SampleText.Of(_keptId, _keptText, part.KeptStart, part.Length)));
        }
    }

    private void Load(int document)
    {
        if (_keptNumber != document)
        {
            _keptText = documents.Text(document);
            _keptId = documents.Id(document);
            _keptNumber = document;
        }
    }
}
