using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Sinter.Data.Reading;

namespace Sinter.Data.Cleaning;

/// <summary>What one thread of a cleaning does: decodes blocks, judges their documents, and writes them as lines of JSON.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The writer lives as long as its thread, and holds nothing but memory.")]
internal sealed class BlockWorker(CleaningChain chain, CleaningOptions options, SampleKeeper samples)
{
    private readonly ChainRunner _runner = new(chain, options.ScoreDropped);
    private readonly Utf8JsonWriter _json = new(Stream.Null, DocumentJson.Options);

    public BlockResult Work(int source, RecordBlock block)
    {
        var result = new BlockResult { Source = source, InputBytes = block.Bytes };
        var began = Stopwatch.GetTimestamp();
        var outcomes = block.Decode();
        var decoded = Stopwatch.GetTimestamp();
        long written = 0;
        foreach (var outcome in outcomes)
        {
            if (outcome.Document is { } document)
            {
                written += Judge(document, result);
            }
            else if (outcome.Broken is { } fault)
            {
                _json.Reset(result.Broken);
                _json.WriteStartObject();
                _json.WriteString("source"u8, fault.Source);
                _json.WriteNumber("place"u8, fault.Line);
                _json.WriteString("reason"u8, fault.Reason);
                EndLine(result.Broken);
                result.BrokenRecords++;
            }
            else
            {
                result.PassedOver.Add(outcome.PassedOver!);
            }
        }

        result.Ticks = [decoded - began, .. _runner.TakeTicks(), written];
        return result;
    }

    private long Judge(Document document, BlockResult block)
    {
        var judged = _runner.Run(document);
        var began = Stopwatch.GetTimestamp();
        var row = new ScoreRow
        {
            Id = document.Id,
            DroppedBy = judged.DroppedBy,
            BytesIn = Encoding.UTF8.GetByteCount(document.Text),
            BytesOut = Encoding.UTF8.GetByteCount(judged.Result.Text),
            Tokens = TokenEstimate.Of(judged.Result.Text),
            Language = judged.Result.Metadata.TryGetValue("language", out var language) ? language : "",
            Domain = WebDomain.Of(judged.Result.Metadata.TryGetValue("url", out var url) ? url : ""),
            Scores = judged.Scores,
        };
        var (keptBefore, droppedBefore) = (block.Kept.WrittenCount, block.Dropped.WrittenCount);
        if (judged.IsKept)
        {
            _json.Reset(block.Kept);
            _json.WriteStartObject();
            DocumentJson.WriteFields(_json, judged.Result);
            EndLine(block.Kept);
        }
        else
        {
            WriteDropped(judged, block);
        }

        var isWatched = chain.Ordered.Count > 0 && judged.IsKept;
        block.Documents.Add(new JudgedDocument(row, isWatched ? judged.Result : null, isWatched ? document : null, block.Kept.WrittenCount - keptBefore, block.Dropped.WrittenCount - droppedBefore));
        Sample(document, judged, block);
        return Stopwatch.GetTimestamp() - began;
    }

    private void WriteDropped(ChainResult judged, BlockResult block)
    {
        var (step, reason, detail) = judged.DroppedBy == ChainResult.Broken
            ? ("", DroppedJson.BrokenReason, judged.Fault!)
            : (chain.Rules[judged.DroppedBy].Step, chain.Rules[judged.DroppedBy].Name, CleaningChain.Reason(chain.Rules[judged.DroppedBy], judged.Scores[judged.DroppedBy]));
        DroppedJson.Write(_json, block.Dropped, judged.Result, step, reason, detail);
    }

    private void Sample(Document document, ChainResult judged, BlockResult block)
    {
        var rank = StableHash.Of(document.Id);
        if (judged.IsKept)
        {
            if (chain.Ordered.Count == 0 && samples.Wants("", rank))
            {
                block.Samples.Add(SampleKeeper.Kept(rank, document, judged.Result));
            }

            return;
        }

        var rule = judged.DroppedBy == ChainResult.Broken ? DroppedJson.BrokenReason : chain.Rules[judged.DroppedBy].Name;
        if (!samples.Wants(rule, rank))
        {
            return;
        }

        if (judged.DroppedBy == ChainResult.Broken)
        {
            block.Samples.Add(SampleKeeper.Cut(rule, rank, document.Id, judged.Fault!, document.Text, []));
            return;
        }

        var (text, marks) = _runner.FindEvidence(document, judged.DroppedBy);
        block.Samples.Add(SampleKeeper.Cut(rule, rank, document.Id, CleaningChain.Reason(chain.Rules[judged.DroppedBy], judged.Scores[judged.DroppedBy]), text, marks));
    }

    private void EndLine(System.Buffers.ArrayBufferWriter<byte> buffer)
    {
        _json.WriteEndObject();
        _json.Flush();
        System.Buffers.BuffersExtensions.Write(buffer, "\n"u8);
    }
}
