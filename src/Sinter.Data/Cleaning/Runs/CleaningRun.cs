using System.Diagnostics;
using System.Text.Json;
using Sinter.Data.Reading;
using Sinter.Data.Shards;

namespace Sinter.Data.Cleaning;

/// <summary>
/// Cleans inputs into a folder: kept and dropped documents in shards, records that could not be read, and the scores of every document. Blocks of input are decoded and judged on
/// all cores and written in the order of the input. The state is noted now and then; a run that was killed goes on from there to the same bytes.
/// </summary>
/// <param name="folder">Where the results go.</param>
/// <param name="sources">The inputs, in order.</param>
/// <param name="chain">The steps.</param>
/// <param name="options">How it works.</param>
/// <param name="plugins">The assemblies of the user's steps, to be named in the settings.</param>
public sealed class CleaningRun(CleaningFolder folder, IReadOnlyList<BlockSource> sources, CleaningChain chain, CleaningOptions options, IReadOnlyList<string> plugins)
{
    private readonly List<ShardWriter> _writers = [];
    private readonly long[] _ticks = new long[chain.Workers.Count + 2];
    private CleaningProgress _noted = new() { Fingerprint = "" };
    private SampleKeeper _samples = new(0, []);
    private PassedOverCounts _passedOver = new();

    /// <summary>Whether this run continued an earlier one.</summary>
    public bool Resumed { get; private set; }

    /// <summary>Does what is left to do. False where all was done before.</summary>
    /// <param name="progress">Is told now and then how far the run is.</param>
    /// <param name="cancellation">Stops the run; what was done is kept, and the same call goes on.</param>
    /// <exception cref="InvalidDataException">The folder holds something else, or was changed since.</exception>
    /// <exception cref="IOException">Another process works there, or the disk is full.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public bool Run(Action<CleaningState>? progress = null, CancellationToken cancellation = default)
    {
        var settings = CleaningSettings.Of(sources, chain, options, plugins);
        var fingerprint = settings.Fingerprint();
        if (IsDone(fingerprint))
        {
            return false;
        }

        // Looked at again once it is ours: another process may have begun or ended meanwhile.
        using var held = Hold();
        if (IsDone(fingerprint))
        {
            return false;
        }

        settings.Save(folder);
        _noted = CleaningProgress.Read(folder) is { } noted && string.Equals(noted.Fingerprint, fingerprint, StringComparison.Ordinal) ? noted : new CleaningProgress { Fingerprint = fingerprint };
        Resumed = _noted.InputBytes > 0;
        _samples = new SampleKeeper(options.SamplesPerRule, _noted.Samples);
        _passedOver = new PassedOverCounts(_noted.PassedOver.ByReason);
        try
        {
            var kept = Open(folder.Kept, options.Format, _noted.Kept);
            var dropped = Open(folder.Dropped, DroppedFormat(options.Format), _noted.Dropped);
            var broken = Open(folder.Broken, JsonLinesShards.Plain, _noted.Broken);
            var scores = Open(folder.Scores, new ScoreShards(chain), _noted.Scores);
            RecallKept();
            Process(new Outputs(kept, dropped, broken, scores), progress, cancellation);
            // The last shards of all writers are made at once, as they may be most of the data.
            foreach (var writer in _writers)
            {
                writer.Seal();
            }

            foreach (var writer in _writers)
            {
                writer.Complete();
            }

            // The spools are needed until it is noted that no shard is open any more.
            _noted = _noted with { Kept = kept.Position, Dropped = dropped.Position, Broken = broken.Position, Scores = scores.Position };
            _noted.Save(folder);
            foreach (var writer in _writers)
            {
                writer.Release();
            }
        }
        finally
        {
            foreach (var writer in _writers)
            {
                writer.Dispose();
            }
        }

        var record = CleaningRecord.Of(_noted);
        CleaningReportWriter.Write(folder, folder.Root, settings, chain, record);
        record.Save(folder);
        File.Delete(folder.Progress);
        return true;
    }

    /// <summary>Text alone would lose why a document was dropped, so dropped documents are then lines of JSON.</summary>
    private static IShardFormat DroppedFormat(IShardFormat format) => format is JsonLinesShards ? format : JsonLinesShards.Gzip;

    /// <summary>Whether the folder holds this very cleaning, finished; refuses a folder that holds anything else.</summary>
    private bool IsDone(string fingerprint)
    {
        if (File.Exists(folder.Root))
        {
            throw new InvalidDataException($"'{folder}' is a file; name a folder to write to.");
        }

        if (File.Exists(folder.Settings))
        {
            return string.Equals(CleaningSettings.Read(folder).Fingerprint(), fingerprint, StringComparison.Ordinal) ? File.Exists(folder.Record)
                : throw new InvalidDataException($"'{folder}' holds a cleaning of other inputs or with other steps; name another folder, or replace it with --overwrite.");
        }

        return folder.Strangers().Any() ? throw new InvalidDataException($"'{folder}' is not empty and holds no cleaning; name a new folder.") : false;
    }

    private FileStream Hold()
    {
        Directory.CreateDirectory(folder.Root);
        try
        {
            return new FileStream(folder.Lock, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException fault) when (FileInUse.Is(fault))
        {
            throw new IOException($"Another process cleans into '{folder}'; wait until it ends, or name another folder.", fault);
        }
    }

    private ShardWriter Open(string path, IShardFormat format, ShardPosition position)
    {
        var writer = new ShardWriter(path, format, options.ShardBytes, position);
        _writers.Add(writer);
        return writer;
    }

    /// <summary>Steps that compare documents must know those that were kept before the run was cut short.</summary>
    private void RecallKept()
    {
        if (chain.Ordered.Count > 0 && _noted.Kept.Records > 0)
        {
            foreach (var document in DocumentShards.ReadWithSpool(folder.Kept).Take((int)Math.Min(int.MaxValue, _noted.Kept.Records)))
            {
                foreach (var step in chain.Ordered)
                {
                    step.Ordered!.FindEarlier(document);
                }
            }
        }
    }

    private void Process(Outputs outputs, Action<CleaningState>? progress, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var secondsBefore = _noted.Seconds;
        var inputBytes = _noted.InputBytes;
        var sinceCommit = 0L;
        var (source, block) = (_noted.Source, _noted.Block);
        try
        {
            foreach (var result in OrderedParallel.Map(
                Blocks(), () => new BlockWorker(chain, options, _samples), static (worker, item) => worker.Work(item.Source, item.Block), options.Workers, cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                (source, block) = result.Source == source ? (source, block + 1) : (result.Source, 1);
                inputBytes += result.InputBytes;
                sinceCommit += result.InputBytes;
                Write(result, outputs);
                if (sinceCommit >= options.CommitBytes)
                {
                    sinceCommit = 0;
                    Note();
                }

                progress?.Invoke(new CleaningState(inputBytes, outputs.Scores.Position.Records, outputs.Kept.Position.Records));
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped between two blocks: what was done is not done again.
            Note();
            throw;
        }

        Note();

        IEnumerable<(int Source, RecordBlock Block)> Blocks()
        {
            for (var i = _noted.Source; i < sources.Count; i++)
            {
                foreach (var item in sources[i].Read().Skip(i == _noted.Source ? (int)_noted.Block : 0))
                {
                    yield return (i, item);
                }
            }
        }

        // The positions are of what is on the disk: the writers are flushed first.
        void Note()
        {
            foreach (var writer in _writers)
            {
                writer.Flush();
            }

            _noted = _noted with
            {
                Source = source,
                Block = block,
                Kept = outputs.Kept.Position,
                Dropped = outputs.Dropped.Position,
                Broken = outputs.Broken.Position,
                Scores = outputs.Scores.Position,
                PassedOver = new PassedOverCounts(_passedOver.ByReason),
                InputBytes = inputBytes,
                Seconds = secondsBefore + clock.Elapsed.TotalSeconds,
                StepSeconds = StepSeconds(),
                Samples = _samples.Samples,
            };
            _noted.Save(folder);
            foreach (var writer in _writers)
            {
                writer.Release();
            }
        }
    }

    private double[] StepSeconds()
    {
        var before = _noted.StepSeconds;
        var seconds = _ticks.Select((ticks, i) => (i < before.Length ? before[i] : 0) + ((double)ticks / Stopwatch.Frequency)).ToArray();
        Array.Clear(_ticks);
        return seconds;
    }

    private void Write(BlockResult result, Outputs outputs)
    {
        for (var i = 0; i < _ticks.Length; i++)
        {
            _ticks[i] += result.Ticks[i];
        }

        foreach (var sample in result.Samples)
        {
            _samples.Add(sample);
        }

        outputs.Broken.Append(result.Broken.WrittenSpan, result.BrokenRecords);
        _passedOver.Add(result.PassedOver);
        var scores = new System.Buffers.ArrayBufferWriter<byte>();
        if (chain.Ordered.Count == 0)
        {
            outputs.Kept.Append(result.Kept.WrittenSpan, result.Documents.Count(static document => document.KeptBytes > 0));
            outputs.Dropped.Append(result.Dropped.WrittenSpan, result.Documents.Count(static document => document.DroppedBytes > 0));
            foreach (var document in result.Documents)
            {
                document.Row.Write(scores);
            }
        }
        else
        {
            var kept = result.Kept.WrittenSpan;
            var dropped = result.Dropped.WrittenSpan;
            foreach (var document in result.Documents)
            {
                WriteOrdered(document, kept[..document.KeptBytes], dropped[..document.DroppedBytes], outputs).Write(scores);
                kept = kept[document.KeptBytes..];
                dropped = dropped[document.DroppedBytes..];
            }
        }

        outputs.Scores.Append(scores.WrittenSpan, result.Documents.Count);
    }

    private ScoreRow WriteOrdered(JudgedDocument judged, ReadOnlySpan<byte> kept, ReadOnlySpan<byte> dropped, Outputs outputs)
    {
        if (judged.Document is not { } document)
        {
            outputs.Dropped.Append(dropped, 1);
            return judged.Row;
        }

        foreach (var step in chain.Ordered)
        {
            var rule = step.Rules[0];
            var earlier = step.Ordered!.FindEarlier(document);
            judged.Row.Scores[rule.Index] = earlier is null ? 0 : 1;
            if (earlier is not null)
            {
                var detail = $"repeats {earlier}";
                var line = new System.Buffers.ArrayBufferWriter<byte>();
                using var json = new Utf8JsonWriter(Stream.Null, DocumentJson.Options);
                DroppedJson.Write(json, line, document, step.Name, rule.Name, detail);
                outputs.Dropped.Append(line.WrittenSpan, 1);
                var rank = StableHash.Of(document.Id);
                if (_samples.Wants(rule.Name, rank))
                {
                    _samples.Add(SampleKeeper.Cut(rule.Name, rank, document.Id, detail, document.Text, []));
                }

                return judged.Row with { DroppedBy = rule.Index };
            }
        }

        outputs.Kept.Append(kept, 1);
        if (_samples.Wants("", StableHash.Of(document.Id)))
        {
            _samples.Add(SampleKeeper.Kept(StableHash.Of(document.Id), judged.Read!, document));
        }

        return judged.Row;
    }

    private sealed record Outputs(ShardWriter Kept, ShardWriter Dropped, ShardWriter Broken, ShardWriter Scores);
}
