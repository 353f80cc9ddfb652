namespace Sinter.Data.Cleaning;

/// <summary>
/// Runs documents through steps in order. Documents go in batches: within one, a step works on all cores unless it needs order.
/// The kept documents come out in the order in which they came in, and everything is the same at any number of threads.
/// A pipeline is run once, for steps such as deduplication remember what they saw.
/// </summary>
public sealed class CleaningPipeline
{
    private const int BatchDocuments = 2048;

    private readonly IReadOnlyList<IVerdictStep> _steps;
    private readonly ParallelOptions _parallel;
    private readonly int _samplesPerReason;
    private readonly long[] _in;
    private readonly long[] _changed;
    private readonly SortedDictionary<(int Step, string Reason), DropTally> _drops = new(Comparer<(int Step, string Reason)>.Create(
        (left, right) => left.Step != right.Step ? left.Step.CompareTo(right.Step) : string.CompareOrdinal(left.Reason, right.Reason)));

    private bool _started;
    private long _documentsIn;
    private long _documentsOut;
    private long _documentsBroken;
    private long _documentsDropped;
    private long _bytesIn;
    private long _bytesOut;

    /// <summary>Takes the steps; <paramref name="threads"/> 0 means all cores.</summary>
    /// <exception cref="ArgumentException">Two steps have one name.</exception>
    public CleaningPipeline(IReadOnlyList<IVerdictStep> steps, int threads = 0, int samplesPerReason = 5, CancellationToken cancellation = default)
    {
        _steps = steps;
        _samplesPerReason = samplesPerReason;
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = threads <= 0 ? Environment.ProcessorCount : threads, CancellationToken = cancellation };
        _in = new long[steps.Count];
        _changed = new long[steps.Count];
        if (steps.GroupBy(step => step.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"The cleaning step '{twice.Key}' is there twice; a step may be there once.", nameof(steps));
        }
    }

    /// <summary>
    /// The documents that the steps keep, cleaned, as they are asked for; each dropped one is given to <paramref name="dropped"/>, in the order in which they came in
    /// within a step and a batch.
    /// </summary>
    public IEnumerable<Document> Run(IEnumerable<Document> documents, Action<DroppedDocument>? dropped = null)
    {
        if (_started)
        {
            throw new InvalidOperationException("A cleaning pipeline runs once, because its steps remember what they saw; make a new one with new steps.");
        }

        _started = true;
        return RunBatches(documents, dropped);
    }

    /// <summary>What was done so far; whole when all kept documents were asked for.</summary>
    public CleaningReport Report() => new()
    {
        DocumentsIn = _documentsIn,
        DocumentsOut = _documentsOut,
        DocumentsDropped = _documentsDropped,
        DocumentsBroken = _documentsBroken,
        BytesIn = _bytesIn,
        BytesOut = _bytesOut,
        Steps = [.. _steps.Select((step, i) => new StepCounts(step.Name, _in[i], _changed[i], i + 1 < _steps.Count ? _in[i + 1] : _documentsOut))],
        Drops = [.. _drops.Values.Select(tally => tally.ToCounts())],
    };

    private IEnumerable<Document> RunBatches(IEnumerable<Document> documents, Action<DroppedDocument>? dropped)
    {
        foreach (var batch in documents.Chunk(BatchDocuments))
        {
            _documentsIn += batch.Length;
            _bytesIn += batch.Sum(document => document.Utf8Bytes);
            var kept = batch;
            for (var i = 0; i < _steps.Count; i++)
            {
                kept = RunStep(i, kept, dropped);
            }

            _documentsOut += kept.Length;
            _bytesOut += kept.Sum(document => document.Utf8Bytes);
            foreach (var document in kept)
            {
                yield return document;
            }
        }
    }

    private Document[] RunStep(int index, Document[] documents, Action<DroppedDocument>? dropped)
    {
        var step = _steps[index];
        var verdicts = new (Verdict Verdict, bool IsBroken)[documents.Length];
        if (step.NeedsOrder)
        {
            for (var i = 0; i < documents.Length; i++)
            {
                verdicts[i] = Judge(step, documents[i]);
            }
        }
        else
        {
            Parallel.For(0, documents.Length, _parallel, i => verdicts[i] = Judge(step, documents[i]));
        }

        _in[index] += documents.Length;
        var kept = new List<Document>(documents.Length);
        for (var i = 0; i < documents.Length; i++)
        {
            var (verdict, isBroken) = verdicts[i];
            if (verdict.Kept is { } document)
            {
                kept.Add(document);
                _changed[index] += ReferenceEquals(document, documents[i]) ? 0 : 1;
                continue;
            }

            var drop = new DroppedDocument(documents[i], step.Name, verdict.Reason, verdict.Detail);
            Count(index, drop, isBroken);
            dropped?.Invoke(drop);
        }

        return [.. kept];
    }

    private void Count(int step, DroppedDocument drop, bool isBroken)
    {
        if (isBroken)
        {
            _documentsBroken++;
        }
        else
        {
            _documentsDropped++;
        }

        if (!_drops.TryGetValue((step, drop.Reason), out var tally))
        {
            tally = _drops[(step, drop.Reason)] = new DropTally(drop.Step, drop.Reason, _samplesPerReason);
        }

        tally.Add(drop, drop.Document.Utf8Bytes);
    }

    private static (Verdict Verdict, bool IsBroken) Judge(IVerdictStep step, Document document)
    {
        try
        {
            var verdict = step.Judge(document);
            return verdict.Kept is null && string.IsNullOrEmpty(verdict.Reason)
                ? (Verdict.Drop(CleaningReport.BrokenReason, "The step neither kept the document nor gave a reason to drop it."), true)
                : (verdict, false);
        }
        catch (Exception fault) when (fault is not (OutOfMemoryException or OperationCanceledException))
        {
            // A document that a rule cannot cope with must not stop the run, nor be lost silently.
            return (Verdict.Drop(CleaningReport.BrokenReason, fault.Message), true);
        }
    }
}
