using Sinter.Data.Inputs;
using Sinter.Data.Reading;

namespace Sinter.Data.Bias;

/// <summary>Counts groups of people and the words near them in documents; where it is asked, writes the documents swapped or balanced, and counts again.</summary>
/// <param name="options">What is counted and written.</param>
/// <param name="settings">How the inputs are read.</param>
/// <param name="format">The name of their form; null to tell it from content and name.</param>
public sealed class BiasRun(BiasOptions options, ReadSettings settings, string? format = null)
{
    private readonly ReadSettings _settings = settings with { KeepRecords = true };

    /// <summary>Runs it. In the folder are then <c>report.html</c>, <c>report.json</c> and, where documents were asked for, <c>documents.jsonl</c>.</summary>
    /// <param name="inputs">The documents; they are read twice where some are written.</param>
    /// <param name="folder">The folder, which is made where there is none.</param>
    /// <param name="progress">Told how many bytes of text were read, in all passes together.</param>
    /// <param name="cancellation">Ends it with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InvalidDataException">The documents cannot be balanced as they were to be.</exception>
    public BiasResult Run(IReadOnlyList<InputFile> inputs, string folder, Action<long>? progress = null, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(folder);
        var (before, starts) = (New(), new List<int>());
        var bytes = 0L;
        foreach (var (block, part) in OrderedParallel.Map(Blocks(inputs), static () => 0, (_, block) => (block, Count(block)), Threads, cancellation))
        {
            starts.Add(before.Main.Count);
            before.Add(part);
            progress?.Invoke(bytes += block.Bytes);
        }

        var tests = options.Vectors is { } vectors ? AttributePairs.Test(vectors, options.Groups, options.Seed) : [];
        var result = new BiasResult(before.Associations, null, before.Broken, 0, 0, 0, tests);
        if (options.Writes)
        {
            result = Write(inputs, folder, result, before, starts, read => progress?.Invoke(bytes + read), cancellation);
        }

        BiasReport.Write(folder, options, result);
        return result;
    }

    private int Threads => options.Threads > 0 ? options.Threads : Environment.ProcessorCount;

    private BiasCounts New() => new(new AssociationCounts(options.Groups, options.Window));

    private IEnumerable<RecordBlock> Blocks(IReadOnlyList<InputFile> inputs) => inputs.SelectMany(input => DocumentReader.Read(input, _settings, format));

    private BiasCounts Count(RecordBlock block)
    {
        var part = New();
        foreach (var outcome in block.Decode())
        {
            part.Broken += outcome.Broken is null ? 0 : 1;
            if (outcome.Document is { } document)
            {
                part.Add(document, options);
            }
        }

        return part;
    }

    private BiasResult Write(
        IReadOnlyList<InputFile> inputs, string folder, BiasResult result, BiasCounts before, List<int> starts, Action<long> progress, CancellationToken cancellation)
    {
        var taken = options.Balance is null ? null : Balance(before);
        var after = new AssociationCounts(options.Groups, options.Window);
        var bytes = 0L;
        using var file = AtomicFile.Create(Path.Combine(folder, "documents.jsonl"));
        foreach (var (block, lines) in OrderedParallel.Map(
            Blocks(inputs).Select((block, at) => (Block: block, At: at)),
            static () => 0,
            (_, item) => (item.Block, Rewrite(item.Block, item.At < starts.Count ? starts[item.At] : int.MaxValue, before, taken)),
            Threads,
            cancellation))
        {
            file.Stream.Write(lines.Lines.WrittenSpan);
            after.Add(lines.Counts);
            result = result with { Written = result.Written + lines.Written, Swapped = result.Swapped + lines.Swapped, Swaps = result.Swaps + lines.Swaps };
            progress(bytes += block.Bytes);
        }

        file.Complete();
        return result with { After = after };
    }

    private AugmentedLines Rewrite(RecordBlock block, int document, BiasCounts before, int[]? taken)
    {
        var lines = new AugmentedLines(options, _settings);
        foreach (var read in block.Decode().Select(static outcome => outcome.Document).OfType<Document>())
        {
            if (document >= before.Hashes.Count)
            {
                throw new InvalidDataException("The input has more documents than when it was read first; inputs may not change while they are read.");
            }

            lines.Add(read, before.Hashes[document], taken?[document] ?? 1);
            document++;
        }

        return lines;
    }

    private int[] Balance(BiasCounts before)
    {
        var shares = options.Groups.Select(group =>
            !string.Equals(group.Set, options.Balance, StringComparison.Ordinal) ? 0 : options.Shares.Count == 0 ? 1 : options.Shares.GetValueOrDefault(group.Name)).ToList();
        try
        {
            return BalancedSample.Choose([.. before.Main], [.. before.Hashes], shares, options.UpSample);
        }
        catch (ArgumentException fault)
        {
            throw new InvalidDataException($"The documents cannot be balanced by '{options.Balance}'. {fault.Message}", fault);
        }
    }
}
