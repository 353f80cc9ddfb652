using FsCheck;
using FsCheck.Fluent;
using Sinter.Data.Packing;

namespace Sinter.Data.Tests.Packing;

public sealed class PackedDatasetTests : IDisposable
{
    private const int End = 0;
    private readonly TemporaryFolder _folder = new();

    private string Set => Path.Combine(_folder.Path, "set");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Documents_are_packed_with_their_boundaries()
    {
        using (var writer = new PackedDatasetWriter(Set, Options(context: 8) with { Order = PackingOrder.InOrder }))
        {
            writer.Add("a", [1, 2, 3], 30);
            writer.Add("b", [4, 5], 20);
            writer.Add("c", [6, 7, 8], 30);
            writer.Complete();
        }

        using var dataset = PackedDataset.Open(Set);
        dataset.Sequences.ShouldBe(2);
        var (tokens, targets, starts) = Read(dataset, 0);
        tokens.ShouldBe([1, 2, 3, End, 4, 5, End, End]);
        targets.ShouldBe([2, 3, End, -1, 5, End, -1, -1]);
        starts.ShouldBe([0, 0, 0, 0, 4, 4, 4, 7]);
        (tokens, targets, starts) = Read(dataset, 1);
        tokens.ShouldBe([6, 7, 8, End, End, End, End, End]);
        targets.ShouldBe([7, 8, End, -1, -1, -1, -1, -1]);
        starts.ShouldBe([0, 0, 0, 0, 4, 4, 4, 4]);
        dataset.Tokens.ShouldBe(11);
        dataset.Manifest.Padding.ShouldBe(5);
        dataset.Manifest.Targets.ShouldBe(8);
        dataset.Manifest.TextBytes.ShouldBe(80);
        dataset.DocumentIds().ShouldBe(["a", "b", "c"]);
        dataset.TokenizerFingerprint.ShouldBe("abc");
    }

    [Fact]
    public void The_text_of_some_sequences_is_that_of_their_documents_and_never_padding()
    {
        using (var writer = new PackedDatasetWriter(Set, Options(context: 8) with { Order = PackingOrder.InOrder }))
        {
            writer.Add("a", [End, 1, 2], 21);
            writer.Add("b", [End, 3], 10);
            writer.Add("c", [End, 4, 5], 33);
            writer.Complete();
        }

        using var dataset = PackedDataset.Open(Set);
        dataset.Segments(0).Sum(segment => segment.Length).ShouldBe(7);
        dataset.Segments(1).ShouldHaveSingleItem().Length.ShouldBe(4);
        dataset.TextOf(0).Documents.ShouldBeEmpty();
        dataset.TextOf(1).Documents.ShouldBe([0, 1]);
        dataset.TextOf(1).Bytes.ShouldBe(31);
        dataset.TextOf(100).Documents.ShouldBe([0, 1, 2]);
        dataset.TextOf(100).Bytes.ShouldBe(dataset.Manifest.TextBytes);
    }

    [Fact]
    public void A_document_that_lies_there_in_part_gives_its_share_of_bytes()
    {
        using (var writer = new PackedDatasetWriter(Set, Options(context: 4)))
        {
            writer.Add("long", [End, 1, 2, 3, 4, 5, 6, 7], 80);
            writer.Complete();
        }

        using var dataset = PackedDataset.Open(Set);
        Enumerable.Range(1, (int)dataset.Sequences).Select(sequences => dataset.TextOf(sequences).Bytes).ShouldBe([30, 60, 80]);
        dataset.TextOf(1).Documents.ShouldBe([0]);
    }

    [Fact]
    public void A_long_document_is_split_so_that_each_token_is_predicted_once()
    {
        using (var writer = new PackedDatasetWriter(Set, Options(context: 4)))
        {
            writer.Add("long", [1, 2, 3, 4, 5, 6, 7, 8], 8);
            writer.Complete();
        }

        using var dataset = PackedDataset.Open(Set);
        var places = dataset.Locate("long");
        places.Select(place => place.Segment.DocumentOffset).ShouldBe([0, 3, 6]);
        places.SelectMany(place => Read(dataset, place.Sequence).Targets.Skip(place.Segment.Start).Take(place.Segment.Length - 1)).ShouldBe([2, 3, 4, 5, 6, 7, 8, End]);
        dataset.Manifest.SplitDocuments.ShouldBe(1);
        dataset.Locate("none").ShouldBeEmpty();
    }

    [Fact]
    public void A_long_document_may_be_cut()
    {
        using (var writer = new PackedDatasetWriter(Set, Options(context: 4) with { LongDocuments = LongDocuments.Truncate }))
        {
            writer.Add("long", [1, 2, 3, 4, 5, 6], 6);
            writer.Complete();
        }

        using var dataset = PackedDataset.Open(Set);
        Read(dataset, 0).Tokens.ShouldBe([1, 2, 3, 4]);
        dataset.Manifest.TruncatedDocuments.ShouldBe(1);
        dataset.Manifest.TruncatedTokens.ShouldBe(3);
        dataset.Manifest.SplitDocuments.ShouldBe(0);
    }

    [Fact]
    public void Concatenated_documents_leave_no_padding_but_the_last()
    {
        using (var writer = new PackedDatasetWriter(Set, Options(context: 4) with { Order = PackingOrder.Concatenate }))
        {
            writer.Add("a", [1, 2], 2);
            writer.Add("b", [3, 4, 5, 6], 4);
            writer.Add("c", [], 0);
            writer.Add("d", [7, 8, 9, 10], 4);
            writer.Complete();
        }

        using var dataset = PackedDataset.Open(Set);
        var read = Enumerable.Range(0, (int)dataset.Sequences).Select(sequence => Read(dataset, sequence)).ToList();

        // b is cut behind its first token, which stands again behind the cut; the first three sequences are full.
        read.SelectMany(sequence => sequence.Tokens).ShouldBe([1, 2, End, 3, 3, 4, 5, 6, 6, End, End, 7, 7, 8, 9, 10, 10, End, End, End]);
        read.SelectMany(sequence => sequence.Targets).ShouldBe([2, End, -1, -1, 4, 5, 6, -1, End, -1, -1, -1, 8, 9, 10, -1, End, -1, -1, -1]);
        read.SelectMany(sequence => sequence.Starts).ShouldBe([0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 2, 3, 0, 0, 0, 0, 0, 0, 2, 2]);
        dataset.Manifest.Padding.ShouldBe(2);
        dataset.Manifest.SplitDocuments.ShouldBe(2);
        dataset.TextOf(100).Bytes.ShouldBe(10);
    }

    [Fact]
    public void The_report_counts_what_each_way_gives_and_what_was_chosen_is_what_was_written() =>
        Prop.ForAll(Cases(), test =>
        {
            var (lengths, context, _, _, _) = test;
            var reports = new List<PackingReport>();
            foreach (var (order, longDocuments) in Enum.GetValues<PackingOrder>().SelectMany(_ => Enum.GetValues<LongDocuments>(), (order, longDocuments) => (order, longDocuments)))
            {
                using var writer = new PackedDatasetWriter(Set, Options(context) with { Order = order, LongDocuments = longDocuments, WindowTokens = 64 });
                foreach (var (i, length) in lengths.Index())
                {
                    writer.Add($"d{i}", [.. Enumerable.Repeat(1, length)], 3 * length);
                }

                var manifest = writer.Complete();
                var report = PackingReport.Load(Set)!;
                report.Packed.ShouldBe(writer.Report!.Packed);
                report.Packed.ShouldBe(report.Ways.Single(way => way.Order == order && way.LongDocuments == longDocuments));
                report.Packed.Sequences.ShouldBe(manifest.Sequences);
                report.Packed.Padding.ShouldBe(manifest.Padding);
                report.Packed.SplitDocuments.ShouldBe(manifest.SplitDocuments);
                report.Packed.TruncatedDocuments.ShouldBe(manifest.TruncatedDocuments);
                report.Packed.TruncatedTokens.ShouldBe(manifest.TruncatedTokens);
                report.DocumentTokens.ShouldBe(lengths.Sum(length => length + 1));
                (report.DocumentTokens - report.Packed.TruncatedTokens + report.Packed.RepeatedTokens).ShouldBe(manifest.Tokens);
                (order != PackingOrder.Concatenate || manifest.Padding < context).ShouldBeTrue("concatenated documents leave padding in the last sequence only");
                reports.Add(report);
            }

            reports.ShouldAllBe(report => report.Ways.SequenceEqual(reports[0].Ways));
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(15));

    [Fact]
    public void A_set_without_a_report_is_read_and_a_broken_report_is_told()
    {
        WriteSmall();
        var path = Path.Combine(Set, PackingReport.FileName);
        File.WriteAllText(path, "{\"contextLength\":8}");
        Should.Throw<InvalidDataException>(() => PackingReport.Load(Set)).Message.ShouldContain("is not the report of a packing");
        File.Delete(path);

        PackingReport.Load(Set).ShouldBeNull();
        using var dataset = PackedDataset.Open(Set);
        dataset.Sequences.ShouldBe(3);
    }

    [Fact]
    public void Only_trained_tokens_are_targets()
    {
        using (var writer = new PackedDatasetWriter(Set, Options(context: 12) with { HasTrainedMask = true, Order = PackingOrder.InOrder }))
        {
            writer.Add("chat", [1, 2, 3, 4, End], [false, false, true, true, true], 4);
            writer.Add("plain", [5, 6], 2);
            writer.Complete();
        }

        using var dataset = PackedDataset.Open(Set);
        var (tokens, targets, _) = Read(dataset, 0);
        tokens.ShouldBe([1, 2, 3, 4, End, 5, 6, End, End, End, End, End]);
        targets.ShouldBe([-1, 3, 4, End, -1, 6, End, -1, -1, -1, -1, -1]);
        dataset.Manifest.Targets.ShouldBe(5);
    }

    [Fact]
    public void Whatever_is_packed_is_found_again() =>
        Prop.ForAll(Cases(), test =>
        {
            var (lengths, context, order, shardBytes, vocabulary) = test;
            var documents = lengths.Select((length, i) => Enumerable.Range(0, length).Select(j => 1 + (((i * 31) + (j * 7)) % (vocabulary - 1))).ToArray()).ToList();
            PackedManifest manifest;
            using (var writer = new PackedDatasetWriter(Set, Options(context, vocabulary) with { Order = order, ShardBytes = shardBytes, WindowTokens = 64 }))
            {
                for (var i = 0; i < documents.Count; i++)
                {
                    writer.Add($"d{i}", documents[i], 2 * documents[i].Length);
                }

                manifest = writer.Complete();
            }

            using var dataset = PackedDataset.Open(Set);
            var found = documents.Select(_ => new Dictionary<int, int>()).ToList();
            var targets = 0L;
            var positions = 0L;
            for (var sequence = 0L; sequence < dataset.Sequences; sequence++)
            {
                var read = Read(dataset, sequence);
                targets += read.Targets.Count(target => target >= 0);
                foreach (var segment in dataset.Segments(sequence))
                {
                    positions += segment.Length;
                    for (var i = 0; i < segment.Length; i++)
                    {
                        found[segment.Document][segment.DocumentOffset + i] = read.Tokens[segment.Start + i];
                    }

                    read.Starts.AsSpan(segment.Start, segment.Length).ContainsAnyExcept(segment.Start).ShouldBeFalse();
                    var whole = documents[segment.Document].Length + 1;
                    (segment.Length == whole || whole > context || order == PackingOrder.Concatenate).ShouldBeTrue("only long documents are split");
                }
            }

            for (var i = 0; i < documents.Count; i++)
            {
                Enumerable.Range(0, found[i].Count).Select(j => found[i][j]).ShouldBe([.. documents[i], End]);
            }

            positions.ShouldBe(manifest.Tokens);
            targets.ShouldBe(manifest.Targets);
            targets.ShouldBe(documents.Sum(document => document.Length));
            manifest.Documents.ShouldBe(documents.Count);
            (manifest.Tokens + manifest.Padding).ShouldBe(manifest.Sequences * context);
            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Best_fit_leaves_little_padding()
    {
        var random = new Random(1);
        using var writer = new PackedDatasetWriter(Set, Options(context: 256));
        for (var i = 0; i < 5_000; i++)
        {
            writer.Add($"{i}", new int[random.Next(10, 200)].Select(_ => 1).ToArray(), 1);
        }

        writer.Complete().PaddingShare.ShouldBeLessThan(0.005);
    }

    [Fact]
    public void The_same_documents_give_the_same_bytes()
    {
        string[] Pack(string name)
        {
            var folder = Path.Combine(_folder.Path, name);
            using var writer = new PackedDatasetWriter(folder, Options(context: 16) with { ShardBytes = 1 });
            for (var i = 0; i < 50; i++)
            {
                writer.Add($"{i}", [.. Enumerable.Range(1, i % 20)], i);
            }

            return [.. writer.Complete().Shards.Select(shard => shard.Sha256)];
        }

        Pack("one").ShouldBe(Pack("two"));
    }

    [Theory]
    [InlineData(65_536, 2)]
    [InlineData(65_537, 4)]
    public void Tokens_take_two_bytes_where_the_vocabulary_fits(int vocabulary, int bytes)
    {
        using (var writer = new PackedDatasetWriter(Set, Options(context: 4, vocabulary)))
        {
            writer.Add("a", [vocabulary - 1], 1);
            writer.Complete().TokenBytes.ShouldBe(bytes);
        }

        using var dataset = PackedDataset.Open(Set);
        Read(dataset, 0).Tokens[0].ShouldBe(vocabulary - 1);
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        WriteSmall();
        using var dataset = PackedDataset.Open(Set);
        int[] tokens = new int[8], targets = new int[8], starts = new int[8];
        dataset.Read(0, tokens, targets, starts);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            dataset.Read(i % dataset.Sequences, tokens, targets, starts);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void No_documents_make_an_empty_data_set()
    {
        using (var writer = new PackedDatasetWriter(Set, Options(context: 8)))
        {
            writer.Complete().PaddingShare.ShouldBe(0);
        }

        using var dataset = PackedDataset.Open(Set);
        dataset.Sequences.ShouldBe(0);
        Should.Throw<ArgumentOutOfRangeException>(() => Read(dataset, 0)).Message.ShouldContain("There is no sequence 0");
    }

    [Fact]
    public void Nothing_is_left_of_a_data_set_that_was_not_completed()
    {
        using (var writer = new PackedDatasetWriter(Set, Options(context: 2)))
        {
            writer.Add("a", [1, 2, 3], 3);
        }

        Directory.GetFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(100)]
    [InlineData(-1)]
    public void A_token_that_is_no_id_is_refused(int token)
    {
        using var writer = new PackedDatasetWriter(Set, Options(context: 8, vocabulary: 100));

        Should.Throw<ArgumentException>(() => writer.Add("doc-7", [1, token], 1)).Message.ShouldContain($"'doc-7' has the token {token}");
    }

    [Fact]
    public void A_mask_must_fit()
    {
        using var plain = new PackedDatasetWriter(Set, Options(context: 8));
        using var masked = new PackedDatasetWriter(Set + "2", Options(context: 8) with { HasTrainedMask = true });

        Should.Throw<ArgumentException>(() => plain.Add("a", [1], [true], 1)).Message.ShouldContain("begun without");
        Should.Throw<ArgumentException>(() => masked.Add("a", [1], [true, true], 1)).Message.ShouldContain("1 tokens and a mask of 2");
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new PackedDatasetWriter(Set, Options(context: 1))).Message.ShouldContain("ContextLength is 1");
        Should.Throw<ArgumentOutOfRangeException>(() => new PackedDatasetWriter(Set, Options(context: 8, vocabulary: 10) with { EndOfText = 10 })).Message.ShouldContain("EndOfText is 10");
        Directory.Exists(Set).ShouldBeFalse();
    }

    private void WriteSmall()
    {
        using var writer = new PackedDatasetWriter(Set, Options(context: 8, vocabulary: 100) with { HasTrainedMask = true });
        for (var i = 1; i <= 5; i++)
        {
            writer.Add($"d{i}", [.. Enumerable.Range(1, i)], i);
        }

        writer.Complete().Sequences.ShouldBe(3);
    }

    private static (int[] Tokens, int[] Targets, int[] Starts) Read(PackedDataset dataset, long sequence)
    {
        int[] tokens = new int[dataset.ContextLength], targets = new int[dataset.ContextLength], starts = new int[dataset.ContextLength];
        dataset.Read(sequence, tokens, targets, starts);
        return (tokens, targets, starts);
    }

    private static PackingOptions Options(int context, int vocabulary = 50) =>
        new() { ContextLength = context, VocabularySize = vocabulary, EndOfText = End, TokenizerFingerprint = "abc" };

    private static Arbitrary<(int[] Lengths, int Context, PackingOrder Order, long ShardBytes, int Vocabulary)> Cases() =>
        (from lengths in Gen.Choose(0, 30).ArrayOf()
         from context in Gen.Choose(2, 20)
         from order in Gen.Elements(Enum.GetValues<PackingOrder>())
         from shardBytes in Gen.Choose(100, 2000)
         from vocabulary in Gen.Elements(10, 70_000)
         select (lengths, context, order, (long)shardBytes, vocabulary)).ToArbitrary();
}
