using System.Buffers;
using System.Text;
using System.Text.Json;
using Sinter.Data.Cleaning;
using Sinter.Data.Reading;

namespace Sinter.Data.Decontamination;

/// <summary>Judges the documents of blocks; it belongs to one thread.</summary>
internal sealed class DecontaminationWorker(BenchmarkIndex index, DecontaminationOptions options, ReadSettings settings, GramCensus? census)
{
    private const int LongestEvidence = 400;

    private readonly ContaminationMatcher _matcher = new(index) { Frequent = census };

    public DecontaminationBlock Work(RecordBlock block)
    {
        var result = new DecontaminationBlock(block.Bytes);
        foreach (var outcome in block.Decode())
        {
            if (outcome.Document is { } document)
            {
                result.Documents++;
                result.Bytes += document.Utf8Bytes;
                Judge(document, result);
            }
            else if (outcome.Broken is { } fault)
            {
                result.FirstFault ??= fault.ToString();
                result.BrokenLines++;
                WriteLine(result.Broken, json =>
                {
                    json.WriteString("source"u8, fault.Source);
                    json.WriteNumber("place"u8, fault.Line);
                    json.WriteString("reason"u8, fault.Reason);
                });
            }
            else
            {
                result.PassedOver.Add(outcome.PassedOver!);
            }
        }

        return result;
    }

    private void Judge(Document document, DecontaminationBlock result)
    {
        var matches = _matcher.Match(document.Text);
        var accused = matches.Where(options.Limits.Forbid).ToList();
        if (accused.Count == 0)
        {
            if (matches.Count == 0)
            {
                result.Hosts.Add(document);
            }

            Keep(document, result);
            return;
        }

        result.Findings.Add([.. accused.Select(match => (match.Item, Evidence(document, match)))]);
        var pieces = options.Cutting?.Pieces(document.Text, accused.SelectMany(static match => match.Spans)) ?? [];
        if (pieces.Count == 0 || pieces.Count > options.Cutting!.MaximumPieces)
        {
            result.RemovedDocuments++;
            result.BytesRemoved += document.Utf8Bytes;
            WriteRemoved(document, accused[0], accused.Count, accused[0].Longest, withRecord: true, result);
            return;
        }

        result.CutDocuments++;
        result.BytesRemoved += document.Utf8Bytes - pieces.Sum(piece => (long)Encoding.UTF8.GetByteCount(piece.In(document.Text)));
        foreach (var match in accused)
        {
            WriteRemoved(document, match, accused.Count, match.Longest, withRecord: false, result);
        }

        if (options.Cutting.Split)
        {
            for (var i = 0; i < pieces.Count; i++)
            {
                Keep(DocumentPieces.Piece(document, pieces[i], i + 1, settings), result);
            }
        }
        else
        {
            Keep(document with { Text = string.Join("\n\n", pieces.Select(piece => piece.In(document.Text).ToString())) }, result);
        }
    }

    private void Keep(Document document, DecontaminationBlock result)
    {
        SourceRecord.WriteLine(result.Kept, document, settings.TextField);
        result.KeptLines++;
    }

    private ContaminationEvidence Evidence(Document document, ContaminationMatch match)
    {
        var words = match.Longest.In(document.Text);
        return new ContaminationEvidence(
            document.Id,
            index.Benchmarks[index.BenchmarkOf(match.Item)].Name,
            index.ItemId(match.Item),
            match.Grams,
            match.Share,
            PersonalData.Mask(words.Length <= LongestEvidence ? words.ToString() : string.Concat(words[..LongestEvidence], "…")));
    }

    private void WriteRemoved(Document document, ContaminationMatch match, int items, TextSpan span, bool withRecord, DecontaminationBlock result)
    {
        result.RemovedLines++;
        WriteLine(result.Removed, json =>
        {
            json.WriteString("id"u8, document.Id);
            json.WriteString("benchmark"u8, index.Benchmarks[index.BenchmarkOf(match.Item)].Name);
            json.WriteString("item"u8, index.ItemId(match.Item));
            json.WriteNumber("overlap"u8, match.Grams);
            json.WriteNumber("share"u8, Math.Round(match.Share, 4));
            json.WriteNumber("items"u8, items);
            json.WriteNumber("start"u8, span.Start);
            json.WriteNumber("length"u8, span.Length);
            json.WriteString("evidence"u8, span.In(document.Text));
            if (withRecord)
            {
                var record = new ArrayBufferWriter<byte>();
                SourceRecord.WriteLine(record, document, settings.TextField);
                json.WritePropertyName("record"u8);
                json.WriteRawValue(record.WrittenSpan[..^1], skipInputValidation: true);
            }
        });
    }

    private static void WriteLine(ArrayBufferWriter<byte> output, Action<Utf8JsonWriter> write)
    {
        using (var json = new Utf8JsonWriter(output, DocumentJson.Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }
}
