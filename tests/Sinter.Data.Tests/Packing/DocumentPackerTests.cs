using Sinter.Data.Inputs;
using Sinter.Data.Packing;
using Sinter.Data.Reading;

namespace Sinter.Data.Tests.Packing;

public sealed class DocumentPackerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(PackingOrder.BestFit)]
    [InlineData(PackingOrder.InOrder)]
    [InlineData(PackingOrder.Concatenate)]
    public void Every_token_of_every_document_is_a_target_once_and_the_texts_come_back(PackingOrder order)
    {
        var documents = TinyTokenizer.Documents(200);
        var manifest = Pack("set", documents, order, threads: 2, beginning: TinyTokenizer.End);
        using var data = PackedDataset.Open(_folder.File("set"));

        int[] tokens = new int[32], targets = new int[32], starts = new int[32];
        var found = documents.Select(_ => new SortedDictionary<int, int>()).ToList();
        for (var sequence = 0L; sequence < data.Sequences; sequence++)
        {
            data.Read(sequence, tokens, targets, starts);
            foreach (var segment in data.Segments(sequence))
            {
                for (var i = segment.Start; i < segment.Start + segment.Length; i++)
                {
                    if (targets[i] >= 0)
                    {
                        found[segment.Document].TryAdd(segment.DocumentOffset + (i - segment.Start) + 1, targets[i]).ShouldBeTrue("no token is predicted twice");
                    }
                }
            }
        }

        for (var i = 0; i < documents.Count; i++)
        {
            // An empty text is nothing but the end of the one before it, which nothing predicts.
            int[] expected = documents[i].Text.Length == 0 ? [] : [.. TinyTokenizer.Instance.Encode(documents[i].Text), TinyTokenizer.End];
            found[i].Values.ShouldBe(expected);
            TinyTokenizer.Instance.Decode([.. found[i].Values]).ShouldBe(documents[i].Text);
        }

        manifest.TextBytes.ShouldBe(documents.Sum(document => document.Utf8Bytes));
        data.DocumentIds().ShouldBe(documents.Select(document => document.Id));
    }

    [Fact]
    public void The_files_are_the_same_bytes_at_any_number_of_threads()
    {
        var path = _folder.File("docs.txt", string.Join("\n\n", Enumerable.Range(0, 3000).Select(i => $"the cat {i} and the hat\non the mat {i * i}")));
        Dictionary<string, byte[]> Files(int threads)
        {
            var settings = new ReadSettings { TextUnit = TextUnit.Paragraph, BlockBytes = 5000 };
            using (var writer = new PackedDatasetWriter(_folder.File("set"), TinyTokenizer.Options(64) with { ShardBytes = 20_000 }))
            {
                new DocumentPacker(writer, TinyTokenizer.Instance, TinyTokenizer.End).Pack(DocumentReader.Read(InputFile.OfPath(path, "docs.txt"), settings), threads);
                writer.Complete();
            }

            return Directory.GetFiles(_folder.File("set")).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes);
        }

        var one = Files(1);
        one.Keys.Order(StringComparer.Ordinal).Take(4).ShouldBe(["documents.jsonl", "manifest.json", "pack.json", "shard-00000.tokens"]);
        var three = Files(3);
        three.Keys.ShouldBe(one.Keys, ignoreOrder: true);
        foreach (var name in one.Keys)
        {
            three[name].ShouldBe(one[name], name);
        }
    }

    [Fact]
    public void What_cannot_be_read_is_counted_and_left_out()
    {
        var path = _folder.File("docs.jsonl", "{\"id\":\"a\",\"text\":\"the cat\"}\n{broken\n{\"id\":\"b\"}\n{\"id\":\"c\",\"text\":\"the hat\"}\n");
        using var writer = new PackedDatasetWriter(_folder.File("set"), TinyTokenizer.Options(16));
        var packer = new DocumentPacker(writer, TinyTokenizer.Instance, beginning: null);
        packer.Pack(DocumentReader.Read(InputFile.OfPath(path, "docs.jsonl"), ReadSettings.Default), threads: 1);
        writer.Complete().Documents.ShouldBe(2);

        packer.Counts.Documents.ShouldBe(2);
        packer.Counts.Broken.ShouldBe(2);
        packer.Counts.Faults[0].ShouldStartWith("docs.jsonl, 2: ");
    }

    [Fact]
    public void A_stop_leaves_the_folder_as_it_was()
    {
        Pack("set", TinyTokenizer.Documents(20), PackingOrder.BestFit, threads: 1, beginning: null);
        var before = File.ReadAllBytes(Path.Combine(_folder.File("set"), PackedManifest.FileName));
        using var stop = new CancellationTokenSource();
        using (var writer = new PackedDatasetWriter(_folder.File("set"), TinyTokenizer.Options(16)))
        {
            Should.Throw<OperationCanceledException>(() => new DocumentPacker(writer, TinyTokenizer.Instance, null).Pack(Endless(), threads: 2, counts => stop.Cancel(), stop.Token));
        }

        File.ReadAllBytes(Path.Combine(_folder.File("set"), PackedManifest.FileName)).ShouldBe(before);
        Directory.GetFileSystemEntries(_folder.Path).ShouldBe([_folder.File("set")]);
    }

    private static IEnumerable<Document> Endless()
    {
        for (var i = 0; ; i++)
        {
            yield return new Document { Id = $"{i}", Text = new string('a', 300_000) };
        }
    }

    private PackedManifest Pack(string name, IEnumerable<Document> documents, PackingOrder order, int threads, int? beginning)
    {
        using var writer = new PackedDatasetWriter(_folder.File(name), TinyTokenizer.Options(32) with { Order = order, WindowTokens = 500 });
        new DocumentPacker(writer, TinyTokenizer.Instance, beginning).Pack(documents, threads);
        return writer.Complete();
    }
}
