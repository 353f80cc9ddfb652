using System.Buffers;
using System.Text;
using System.Text.Json;
using Sinter.Data.Reading;
using Sinter.Data.Sources;

namespace Sinter.Data.Deduplication;

/// <summary>What one thread does in the first pass: decodes blocks, sketches their documents, and gives their lines back.</summary>
internal sealed class SpoolWorker(IDocumentSketcher? sketcher, DeduplicationOptions options, Buffers buffers)
{
    private readonly ArrayBufferWriter<byte> _sketch = new();

    public SpoolBlock Work(int source, RecordBlock block)
    {
        var result = new SpoolBlock(buffers) { Source = source, InputBytes = block.Bytes };
        foreach (var outcome in block.Decode())
        {
            if (outcome.Document is { } document)
            {
                Add(document, result);
            }
            else if (outcome.Broken is { } fault)
            {
                WriteBroken(fault, result.Broken);
                result.BrokenRecords++;
            }
            else
            {
                result.PassedOver.Add(outcome.PassedOver!);
            }
        }

        return result;
    }

    /// <summary>Writes a record that could not be read as a line, as all verbs of the data do.</summary>
    public static void WriteBroken(BrokenInput fault, ArrayBufferWriter<byte> output)
    {
        using (var json = new Utf8JsonWriter(output, DocumentJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("source"u8, fault.Source);
            json.WriteNumber("place"u8, fault.Line);
            json.WriteString("reason"u8, fault.Reason);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private void Add(Document document, SpoolBlock block)
    {
        var (records, ids) = (block.Records.WrittenCount, block.Ids.WrittenCount);
        SourceRecord.WriteLine(block.Records, document, options.Reading.TextField);
        Encoding.UTF8.GetBytes(document.Id, block.Ids);
        _sketch.ResetWrittenCount();
        sketcher?.Sketch(document, _sketch);
        SpoolBlock.Append(block.Sketches, _sketch.WrittenSpan);
        block.Documents.Add(new SpoolDocument(
            block.Records.WrittenCount - records,
            block.Ids.WrittenCount - ids,
            options.Keep.RankOf(document),
            Encoding.UTF8.GetByteCount(document.Text),
            document.Source,
            document.Record is null));
    }
}
