using System.Text.Json;

namespace Sinter.Data.Deduplication;

/// <summary>The last pass: writes what stays, what goes, the groups and the index, in order. It begins anew each time; what it has not finished is written over.</summary>
internal sealed class OutputPass(DeduplicationFolder folder, IDuplicateFinder finder, DeduplicationOptions options)
{
    private readonly DuplicateSamples _documentSamples = new(options.Samples);
    private readonly DuplicateSamples _partSamples = new(options.Samples);

    public DeduplicationCounts Counts { get; } = new();

    public ClusterSizes Clusters { get; } = new();

    public IReadOnlyList<DuplicateSample> DocumentSamples => _documentSamples.Samples;

    public IReadOnlyList<DuplicateSample> PartSamples => _partSamples.Samples;

    public DocumentAmount Kept { get; private set; }

    /// <summary>What the index holds.</summary>
    public SpoolPosition Index { get; private set; }

    public void Run(DocumentStore documents, StoredDocuments own, DuplicateFindings findings, Action<DeduplicationState> progress, CancellationToken cancellation)
    {
        using var members = new SortedRuns<ClusterMember>(Path.Combine(folder.Work, "members"), Math.Min(options.CutBytes, 8L * documents.Count));
        using (var kept = new LineShards(folder.Kept, options.Format, options.ShardBytes))
        using (var removed = new LineShards(folder.Removed, options.Format, options.ShardBytes))
        using (var index = new DocumentWriter(DocumentFiles.In(folder.Index), default))
        {
            var (buffers, done) = (new Buffers(), 0L);
            using var budget = new ByteBudget(options.BlockBytes);
            var batches = OutputBatches.Read(own, documents.Earlier, new Survivors(findings.Clusters, documents), findings.Cuts.Read(), buffers);
            foreach (var block in OrderedParallel.Map(
                budget.Limit(batches, static batch => batch.RecordBytes), () => new OutputWorker(finder, documents, options, _documentSamples, _partSamples, buffers), static (worker, batch) => worker.Work(batch), options.Workers, cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                Write(block, kept, removed, index, members);
                budget.Release(block.RecordBytes);
                done += block.Counts.Sum().Documents;
                progress(new DeduplicationState(DeduplicationPhase.Write, done, own.Count, $"{kept.Records} kept"));
            }

            kept.Complete();
            removed.Complete();
            index.Complete();
            Index = index.Position;
        }

        WriteClusters(documents, members);
    }

    private void Write(OutputBlock block, LineShards kept, LineShards removed, DocumentWriter index, SortedRuns<ClusterMember> members)
    {
        for (var i = 0; i < block.Kept.Count; i++)
        {
            // All are counted with the last piece.
            kept.Append(block.Kept[i].Span, i == block.Kept.Count - 1 ? block.Documents.Count : 0);
        }

        removed.Append(block.Removed.WrittenSpan, block.RemovedLines);
        var ids = block.KeptIds.WrittenSpan;
        var sketches = block.KeptSketches.WrittenSpan;
        long bytes = 0;
        foreach (var document in block.Documents)
        {
            index.Append(document.RecordBytes, ids[..document.IdBytes], sketches[..document.SketchBytes], document.Entry);
            ids = ids[document.IdBytes..];
            sketches = sketches[document.SketchBytes..];
            bytes += document.Entry.TextBytes;
        }

        Kept = new DocumentAmount(Kept.Documents + block.Documents.Count, Kept.Bytes + bytes);
        block.Members.ForEach(members.Add);
        block.DocumentSamples.ForEach(_documentSamples.Add);
        block.PartSamples.ForEach(_partSamples.Add);
        Counts.Add(block.Counts);
        block.Release();
    }

    private void WriteClusters(DocumentStore documents, SortedRuns<ClusterMember> members) => AtomicFile.Write(folder.Clusters, stream =>
    {
        using var json = new Utf8JsonWriter(stream, DocumentJson.Options);
        var cluster = new List<int>();
        foreach (var member in members.Read())
        {
            if (cluster.Count > 0 && cluster[0] != member.Kept)
            {
                WriteCluster(documents, cluster, json, stream);
                cluster.Clear();
            }

            if (cluster.Count == 0)
            {
                cluster.Add(member.Kept);
            }

            cluster.Add(member.Document);
        }

        if (cluster.Count > 0)
        {
            WriteCluster(documents, cluster, json, stream);
        }
    });

    private void WriteCluster(DocumentStore documents, List<int> cluster, Utf8JsonWriter json, Stream stream)
    {
        Clusters.Add(cluster.Count);
        json.WriteStartObject();
        json.WriteString("kept"u8, documents.Id(cluster[0]));
        json.WriteNumber("size"u8, cluster.Count);
        json.WriteStartArray("members"u8);
        foreach (var member in cluster)
        {
            json.WriteStringValue(documents.Id(member));
            if (json.BytesPending > 1 << 16)
            {
                json.Flush();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        json.Reset();
        stream.Write("\n"u8);
    }
}
