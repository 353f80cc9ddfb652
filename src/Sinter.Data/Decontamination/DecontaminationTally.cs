using System.Collections;
using Sinter.Data.Reading;

namespace Sinter.Data.Decontamination;

/// <summary>Adds up what became of the blocks, in their order.</summary>
internal sealed class DecontaminationTally(BenchmarkIndex index)
{
    private const int EvidenceOfBenchmark = 5;

    private readonly BitArray _itemsFound = new(index.Items);
    private readonly long[] _documents = new long[index.Benchmarks.Count];
    private readonly List<ContaminationEvidence>[] _evidence = [.. index.Benchmarks.Select(static _ => new List<ContaminationEvidence>())];
    private readonly PassedOverCounts _passedOver = new();
    private long _read;
    private long _cut;
    private long _removed;
    private long _broken;
    private long _bytes;
    private long _bytesRemoved;
    private string? _firstFault;

    public HostDocuments Hosts { get; } = new();

    public void Add(DecontaminationBlock block)
    {
        _read += block.Documents;
        _cut += block.CutDocuments;
        _removed += block.RemovedDocuments;
        _broken += block.BrokenLines;
        _bytes += block.Bytes;
        _bytesRemoved += block.BytesRemoved;
        _firstFault ??= block.FirstFault;
        _passedOver.Add(block.PassedOver);
        Hosts.Add(block.Hosts);
        foreach (var document in block.Findings)
        {
            foreach (var benchmark in document.GroupBy(found => index.BenchmarkOf(found.Item)))
            {
                _documents[benchmark.Key]++;
                if (_evidence[benchmark.Key].Count < EvidenceOfBenchmark)
                {
                    _evidence[benchmark.Key].Add(benchmark.First().Evidence);
                }
            }

            foreach (var (item, _) in document)
            {
                _itemsFound[item] = true;
            }
        }
    }

    public DecontaminationResult ToResult(IReadOnlyList<PlantedRecall> recalls, int frequentGrams)
    {
        var items = new int[index.Benchmarks.Count];
        for (var item = 0; item < index.Items; item++)
        {
            items[index.BenchmarkOf(item)] += _itemsFound[item] ? 1 : 0;
        }

        return new DecontaminationResult
        {
            Documents = _read,
            Clean = _read - _cut - _removed,
            Cut = _cut,
            Removed = _removed,
            Broken = _broken,
            FirstFault = _firstFault,
            PassedOver = _passedOver,
            Bytes = _bytes,
            BytesRemoved = _bytesRemoved,
            Findings = [.. index.Benchmarks.Select((benchmark, i) => new BenchmarkFinding(benchmark, items[i], _documents[i]))],
            Recalls = recalls,
            Evidence = [.. _evidence.SelectMany(static evidence => evidence)],
            CommonGrams = index.CommonGrams,
            FrequentGrams = frequentGrams,
            BenchmarkFaults = [.. index.Faults.Take(20).Select(static fault => fault.ToString())],
        };
    }
}
