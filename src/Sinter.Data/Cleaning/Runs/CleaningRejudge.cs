using System.Buffers;
using System.Text.Json;
using Sinter.Data.Shards;

namespace Sinter.Data.Cleaning;

/// <summary>
/// Judges a finished cleaning anew with other limits, from its stored scores: no document is measured a second time. The result is what the whole cleaning would give with
/// those limits, to the byte.
/// </summary>
public static class CleaningRejudge
{
    /// <summary>Checks that only limits differ, so that the stored scores are those that a new cleaning would find.</summary>
    /// <exception cref="InvalidDataException">Something else differs, or the scores are not whole.</exception>
    public static void Check(CleaningResult before, CleaningChain after)
    {
        if (!before.Settings.ScoreDropped)
        {
            throw new InvalidDataException($"The cleaning in '{before.Folder}' did not measure what it had dropped (--stop-at-drop), so its scores cannot be judged anew; clean again.");
        }

        if (before.Settings.Format.StartsWith(".txt", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"The cleaning in '{before.Folder}' has shards of plain text, which hold no ids; clean again with --format jsonl.gz.");
        }

        var limits = after.Rules.SelectMany(static rule => new[] { (rule.Step, rule.Rule.MinimumOption), (rule.Step, rule.Rule.MaximumOption) }).ToHashSet();
        foreach (var (old, now) in before.Chain.Steps.Zip(after.Steps))
        {
            foreach (var (option, value) in now.Options)
            {
                if (!string.Equals(value, old.Options.GetValueOrDefault(option), StringComparison.Ordinal) && !limits.Contains((now.Name, option)))
                {
                    throw new InvalidDataException($"'{now.Name}.{option}' is no limit of a score: it changes what is measured, so the stored scores do not hold; clean again.");
                }
            }
        }
    }

    /// <summary>Counts what the limits of <paramref name="after"/> would keep, and writes nothing. Steps that compare documents keep the verdict that they gave.</summary>
    public static CleaningSummary Count(CleaningResult before, CleaningChain after)
    {
        Check(before, after);
        return CleaningSummary.Of(after, ScoreShards.Read(before.Folder, before.Chain).Select(row => row with { DroppedBy = Judge(after, row) }), before.Summary.Unreadable, before.Summary.PassedOver);
    }

    /// <summary>Writes the cleaning with the limits of <paramref name="after"/> to a new folder.</summary>
    /// <exception cref="InvalidDataException">More than limits differs, or the new folder is not empty.</exception>
    public static void Write(CleaningResult before, CleaningChain after, CleaningFolder folder, CancellationToken cancellation = default)
    {
        Check(before, after);
        if (File.Exists(folder.Root))
        {
            throw new InvalidDataException($"'{folder}' is a file; name a folder to write to.");
        }

        if (Directory.Exists(folder.Root) && Directory.EnumerateFileSystemEntries(folder.Root).Any())
        {
            throw new InvalidDataException($"'{folder}' is not empty; name a new folder.");
        }

        var settings = before.Settings with { Steps = after.ToSettings() };
        var format = ShardFormats.Find(settings.Format[1..]);

        // A cleaning that is cut short goes on; this one begins anew, so nothing of it must stay.
        using var whole = AtomicFolder.Create(folder.Root);
        folder = new CleaningFolder(whole.WorkPath);
        settings.Save(folder);
        using var kept = new ShardWriter(folder.Kept, format, settings.ShardBytes);
        using var dropped = new ShardWriter(folder.Dropped, format, settings.ShardBytes);
        using var broken = new ShardWriter(folder.Broken, JsonLinesShards.Plain, settings.ShardBytes);
        using var scores = new ShardWriter(folder.Scores, new ScoreShards(after), settings.ShardBytes);
        var samples = new SampleKeeper(new CleaningOptions().SamplesPerRule, []);
        using var documents = new KeptAndDropped(before.Folder);
        var line = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(Stream.Null, DocumentJson.Options);
        foreach (var old in ScoreShards.Read(before.Folder, before.Chain))
        {
            cancellation.ThrowIfCancellationRequested();
            var (document, found) = documents.Next(old);
            var (row, detail) = Decide(after, old, document, found);
            line.ResetWrittenCount();
            if (row.IsKept)
            {
                json.Reset(line);
                json.WriteStartObject();
                DocumentJson.WriteFields(json, document);
                json.WriteEndObject();
                json.Flush();
                line.Write("\n"u8);
                kept.Append(line.WrittenSpan, 1);
            }
            else
            {
                var rule = row.DroppedBy == ChainResult.Broken ? null : after.Rules[row.DroppedBy];
                DroppedJson.Write(json, line, document, rule?.Step ?? "", rule?.Name ?? DroppedJson.BrokenReason, detail);
                dropped.Append(line.WrittenSpan, 1);
                var rank = StableHash.Of(row.Id);
                if (samples.Wants(rule?.Name ?? DroppedJson.BrokenReason, rank))
                {
                    samples.Add(SampleKeeper.Cut(rule?.Name ?? DroppedJson.BrokenReason, rank, row.Id, detail, document.Text, []));
                }
            }

            line.ResetWrittenCount();
            row.Write(line);
            scores.Append(line.WrittenSpan, 1);
        }

        foreach (var path in ShardWriter.Files(before.Folder.Broken))
        {
            broken.Append(File.ReadAllBytes(path), before.Summary.Unreadable);
        }

        foreach (var writer in (ShardWriter[])[kept, dropped, broken, scores])
        {
            writer.Complete();
            writer.Release();
        }

        var record = CleaningRecord.Read(before.Folder) with { Samples = samples.Samples };
        CleaningReportWriter.Write(folder, whole.Path, settings, after, record);
        record.Save(folder);
        whole.Complete();
    }

    private static (ScoreRow Row, string Detail) Decide(CleaningChain chain, ScoreRow row, Document document, string found)
    {
        if (row.DroppedBy == ChainResult.Broken)
        {
            return (row, found);
        }

        // What an earlier document repeats depends on which were kept, so those steps look again.
        foreach (var step in chain.Ordered)
        {
            row.Scores[step.Rules[0].Index] = float.NaN;
        }

        var droppedBy = Judge(chain, row);
        if (droppedBy != ChainResult.Kept)
        {
            return (row with { DroppedBy = droppedBy }, CleaningChain.Reason(chain.Rules[droppedBy], row.Scores[droppedBy]));
        }

        foreach (var step in chain.Ordered)
        {
            var earlier = step.Ordered!.FindEarlier(document);
            row.Scores[step.Rules[0].Index] = earlier is null ? 0 : 1;
            if (earlier is not null)
            {
                return (row with { DroppedBy = step.Rules[0].Index }, $"repeats {earlier}");
            }
        }

        return (row with { DroppedBy = ChainResult.Kept }, "");
    }

    private static int Judge(CleaningChain chain, ScoreRow row)
    {
        if (row.DroppedBy == ChainResult.Broken)
        {
            return ChainResult.Broken;
        }

        foreach (var rule in chain.Rules)
        {
            if (!rule.Rule.Allows(row.Scores[rule.Index]))
            {
                return rule.Index;
            }
        }

        return ChainResult.Kept;
    }

    /// <summary>The documents of a cleaning in the order of the input: kept and dropped ones lie apart, each in that order, and the scores say which is next.</summary>
    private sealed class KeptAndDropped(CleaningFolder folder) : IDisposable
    {
        private readonly IEnumerator<(Document Document, string Detail)> _kept = ShardWriter.Files(folder.Kept).SelectMany(DocumentShards.ReadWithDetail).GetEnumerator();
        private readonly IEnumerator<(Document Document, string Detail)> _dropped = ShardWriter.Files(folder.Dropped).SelectMany(DocumentShards.ReadWithDetail).GetEnumerator();

        public (Document Document, string Detail) Next(ScoreRow row)
        {
            var from = row.IsKept ? _kept : _dropped;
            return from.MoveNext() && string.Equals(from.Current.Document.Id, row.Id, StringComparison.Ordinal) ? from.Current
                : throw new InvalidDataException($"The shards of '{folder}' do not fit its scores at the document '{row.Id}'; clean again.");
        }

        public void Dispose()
        {
            _kept.Dispose();
            _dropped.Dispose();
        }
    }
}
