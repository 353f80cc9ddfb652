using Sinter.Data.Inputs;

namespace Sinter.Data.Synthesis;

/// <summary>
/// Makes items from documents and writes those that are good: chunks are worked on several at a time; what comes of them is judged, compared with what was kept before, and written in the order of the documents, so that the
/// result is the same at any concurrency. What a model made is kept in a journal until the run is finished without faults: the same command goes on where it was.
/// </summary>
/// <param name="generator">Makes the drafts.</param>
/// <param name="judge">Says which are good.</param>
/// <param name="options">What is made, and how much.</param>
public sealed class SynthesisRun(ISynthesisGenerator generator, ItemJudge judge, SynthesisOptions options)
{
    /// <summary>How many answers in a row that cannot be read are as bad as one refusal.</summary>
    private const int UnreadableOfOneFault = 5;

    /// <summary>Makes the items and writes them.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="inputFormat">The name of their form; null to tell it from content and name.</param>
    /// <param name="files">Where everything is written.</param>
    /// <param name="keepJournal">Whether the journal stays, so that other limits can be tried without asking the model again.</param>
    /// <param name="progress">Is told now and then how far it is.</param>
    /// <param name="cancellation">Ends it with <see cref="OperationCanceledException"/>; the journal stays.</param>
    /// <exception cref="InvalidDataException">No document could be read, or nothing was kept.</exception>
    /// <exception cref="IOException">The model fails on all; the journal stays.</exception>
    public async Task<SynthesisResult> RunAsync(
        IReadOnlyList<InputFile> inputs, string? inputFormat, SynthesisFiles files, bool keepJournal = false, Action<SynthesisResult>? progress = null, CancellationToken cancellation = default)
    {
        options.Check();
        foreach (var kind in options.Kinds)
        {
            if (!generator.Kinds.Contains(kind))
            {
                throw new ArgumentException($"Nothing here makes '{SynthesisKinds.Name(kind)}'; the templates are for {string.Join(", ", generator.Kinds.Select(SynthesisKinds.Name))}.");
            }
        }

        var result = new SynthesisResult();
        using (var journal = generator.IsCostly ? SynthesisJournal.Open(files.Journal, generator.Settings) : null)
        using (var writer = new SynthesisWriter(files, options.Kinds, generator.Name))
        {
            var selection = new ItemSelection(judge, options, writer, result);
            await CollectAsync(Units(inputs, inputFormat, result), journal, selection, result, progress, cancellation).ConfigureAwait(false);
            if (result.Documents == 0)
            {
                throw new InvalidDataException($"Not one document could be read, so '{files.Path}' is not written{(result.FirstBroken is null ? "; the inputs hold none." : $": {result.FirstBroken}")}");
            }

            writer.Complete(result.Kept > 0);
        }

        if (result.Kept == 0)
        {
            throw new InvalidDataException($"Nothing of {result.Documents} documents was kept, so '{files.Path}' is not written: {Why(result)} What was refused, with reasons, is in '{files.Refused}'.");
        }

        // Chunks that were set aside can be asked for again alone, as long as the others are in the journal.
        if (generator.IsCostly && !keepJournal && result.Faults.Count == 0)
        {
            File.Delete(files.Journal);
        }

        return result;
    }

    /// <summary>What would be sent to a model, or made by templates, for the first chunks.</summary>
    public IEnumerable<string> Preview(IReadOnlyList<InputFile> inputs, string? inputFormat, int count)
    {
        options.Check();
        return Units(inputs, inputFormat, new SynthesisResult())
            .Where(static unit => unit.Chunk is not null)
            .Take(count)
            .Select(unit => $"--- {unit.Chunk!.Document.Id}, characters {unit.Chunk.Start} to {unit.Chunk.End}, {SynthesisKinds.Name(unit.Kind)}, {unit.Count} items\n{LogText.Of(generator.Preview(unit.Chunk, unit.Kind, unit.Count), 6000)}");
    }

    /// <summary>Deletes the journal of an earlier run where it is of other settings or damaged, so that a new one can begin; one of the same settings stays, and is gone on with.</summary>
    public void DropOtherJournal(SynthesisFiles files)
    {
        if (generator.IsCostly && File.Exists(files.Journal))
        {
            SynthesisJournal.DropOther(files.Journal, generator.Settings);
        }
    }

    private async Task CollectAsync(IEnumerable<SynthesisUnit> units, SynthesisJournal? journal, ItemSelection selection, SynthesisResult result, Action<SynthesisResult>? progress, CancellationToken cancellation)
    {
        var document = new List<(SynthesisUnit Unit, SynthesisDrafts Drafts)>();
        var faultsInARow = 0;
        await foreach (var (unit, drafts, isResumed) in OrderedTasks.Map(units, (unit, stop) => MakeAsync(unit, journal, stop), options.Concurrency, cancellation).ConfigureAwait(false))
        {
            if (document.Count > 0 && document[0].Unit.DocumentNumber != unit.DocumentNumber)
            {
                selection.Add(document);
                document.Clear();
                progress?.Invoke(result);
                if (result.IsLimited)
                {
                    return;
                }
            }

            document.Add((unit, drafts));
            result.Chunks += unit.Chunk is null ? 0 : 1;
            result.ResumedChunks += isResumed ? 1 : 0;
            result.Requests += drafts.Requests;
            result.PromptTokens += drafts.PromptTokens;
            result.CompletionTokens += drafts.CompletionTokens;

            // A server that refuses will refuse the next one too; an answer that cannot be read may be the fault of its chunk.
            faultsInARow = drafts.Fault is null ? 0 : faultsInARow + (drafts.FaultName == CompletionGenerator.Unreadable ? 1 : UnreadableOfOneFault);
            if (faultsInARow >= options.MostFaultsInARow * UnreadableOfOneFault)
            {
                throw new IOException($"The model failed on one chunk after another, so the rest is not tried; the last time: {drafts.Fault!.TrimEnd('.')}. What was made so far is kept, and the same command goes on from there.");
            }
        }

        if (document.Count > 0)
        {
            selection.Add(document);
        }
    }

    private async Task<(SynthesisUnit Unit, SynthesisDrafts Drafts, bool IsResumed)> MakeAsync(SynthesisUnit unit, SynthesisJournal? journal, CancellationToken cancellation)
    {
        if (unit.Chunk is null)
        {
            return (unit, SynthesisDrafts.None, false);
        }

        var key = journal is null ? "" : unit.Key;
        if (journal?.Find(key) is { } known)
        {
            return (unit, known, true);
        }

        var drafts = await generator.MakeAsync(unit.Chunk, unit.Kind, unit.Count, cancellation).ConfigureAwait(false);
        if (drafts.Fault is null)
        {
            journal?.Add(key, drafts);
        }

        return (unit, drafts, false);
    }

    private IEnumerable<SynthesisUnit> Units(IReadOnlyList<InputFile> inputs, string? inputFormat, SynthesisResult result)
    {
        long number = 0;
        foreach (var outcome in inputs.SelectMany(input => DocumentReader.Read(input, options.Reading, inputFormat)).SelectMany(static block => block.Decode()))
        {
            if (outcome.Document is { } document)
            {
                foreach (var unit in SynthesisUnit.Of(new ChunkedDocument(document, options.Chunks), number, options, generator.IsCostly))
                {
                    yield return unit;
                }

                number++;
            }
            else if (outcome.Broken is { } fault)
            {
                result.Broken++;
                result.FirstBroken ??= fault.ToString();
            }
        }
    }

    private static string Why(SynthesisResult result) =>
        result.FirstFault is { } fault ? fault
        : result.Made == 0 && result.Chunks == 0 ? "they are shorter than a chunk."
        : result.Made == 0 ? "no template found a form that it knows; give templates of your own, or name an endpoint."
        : $"of {result.Made} items most failed the rule {result.Refused.OrderByDescending(static rule => rule.Value).Select(static rule => rule.Key).FirstOrDefault() ?? "of duplicates"}.";
}
