using Sinter.Data.Inputs;
using Sinter.Data.Packing;
using Sinter.Data.Parquet;
using Sinter.Tokenizers;

namespace Sinter.Data.Tests.Packing;

public sealed class PackedParquetTests : IDisposable
{
    private const PackedColumns AllColumns = PackedColumns.AttentionMask | PackedColumns.Labels | PackedColumns.PositionIds;
    private readonly TemporaryFolder _folder = new();

    private static Tokenizer Tokenizer => TinyTokenizer.Instance;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(PackingOrder.BestFit, PackedColumns.None)]
    [InlineData(PackingOrder.Concatenate, AllColumns)]
    public void What_is_exported_is_imported_to_the_same_bytes(PackingOrder order, PackedColumns columns)
    {
        Pack(order);
        Export(columns, fileTokens: 1000);

        var import = Import();
        import.Exported.ShouldNotBeNull();
        var (manifest, report) = import.Import(ImportedRows.Sequences, Options(import));

        manifest.ToJson().ShouldBe(import.Exported.ToJson());
        report!.Packed.Order.ShouldBe(order);
        foreach (var file in Directory.GetFiles(_folder.File("set")))
        {
            File.ReadAllBytes(Path.Combine(_folder.File("back"), Path.GetFileName(file))).ShouldBe(File.ReadAllBytes(file), Path.GetFileName(file));
        }
    }

    [Fact]
    public void A_mask_goes_there_and_back_in_the_labels()
    {
        using (var writer = new PackedDatasetWriter(_folder.File("set"), TinyTokenizer.Options(16) with { HasTrainedMask = true }))
        {
            foreach (var document in TinyTokenizer.Documents(60))
            {
                var tokens = Tokenizer.Encode(document.Text);
                writer.Add(document.Id, tokens, [.. tokens.Select((_, i) => i % 3 > 0)], tokens.Length);
            }

            writer.Complete();
        }

        Export(PackedColumns.None, fileTokens: 1 << 20);
        var import = Import();
        import.HasLabels.ShouldBeTrue();
        import.Import(ImportedRows.Sequences, Options(import)).Manifest.Targets.ShouldBe(import.Exported!.Targets);

        using var before = PackedDataset.Open(_folder.File("set"));
        using var after = PackedDataset.Open(_folder.File("back"));
        for (var sequence = 0L; sequence < before.Sequences; sequence++)
        {
            Read(after, sequence).ShouldBe(Read(before, sequence));
            after.Segments(sequence).ShouldBe(before.Segments(sequence));
        }
    }

    [Fact]
    public void The_columns_say_what_trainers_expect()
    {
        using (var writer = new PackedDatasetWriter(_folder.File("set"), TinyTokenizer.Options(8) with { Order = PackingOrder.InOrder }))
        {
            writer.Add("a", [1, 2, 3], 3);
            writer.Add("b", [4], 1);
            writer.Complete();
        }

        Export(AllColumns, fileTokens: 1);
        using var file = ParquetFile.Open(Path.Combine(_folder.File("parquet"), "data", "train-00000-of-00001.parquet"));
        var batch = file.ReadBatches().ShouldHaveSingleItem();

        file.Schema.Fields.Select(field => field.Name).ShouldBe(["input_ids", "attention_mask", "labels", "position_ids", "seq_lengths", "documents", "document_offsets"]);
        var end = TinyTokenizer.End;
        Values("input_ids").ShouldBe([1L, 2, 3, end, 4, end, end, end]);
        Values("attention_mask").ShouldBe([1L, 1, 1, 1, 1, 1, 0, 0]);
        Values("labels").ShouldBe([-100L, 2, 3, end, -100, end, -100, -100]);
        Values("position_ids").ShouldBe([0L, 1, 2, 3, 0, 1, 0, 1]);
        Values("seq_lengths").ShouldBe([4L, 2]);
        Values("documents").ShouldBe([0L, 1]);
        Values("document_offsets").ShouldBe([0L, 0]);

        long[] Values(string name) => batch.Column(file.Schema.Find(name)!.Leaves().Single()).Int64List(0).ToArray();
    }

    [Fact]
    public void Rows_of_others_become_sequences_or_documents()
    {
        var rows = TinyTokenizer.Documents(40).Select(document => Tokenizer.Encode(document.Text).Select(id => (long)id).ToArray()).ToList();
        Write("rows.parquet", new ParquetSchema([ParquetField.String("id"), ParquetField.Int64List("input_ids", optional: true)]), writer =>
        {
            foreach (var (i, row) in rows.Index())
            {
                writer.Column(0).Append($"row {i}");
                writer.Column(1).AppendList(row);
                writer.EndRow();
            }
        });
        var longest = rows.Max(row => row.Length);

        var import = Import("rows.parquet");
        import.Exported.ShouldBeNull();
        import.Import(ImportedRows.Sequences, TinyTokenizer.Options(longest)).Manifest.Sequences.ShouldBe(40);
        using (var data = PackedDataset.Open(_folder.File("back")))
        {
            for (var i = 0; i < rows.Count; i++)
            {
                Read(data, i).Take(rows[i].Length).ShouldBe(rows[i].Select(id => (int)id));
                data.Segments(i).Sum(segment => segment.Length).ShouldBe(rows[i].Length);
            }

            data.DocumentIds().ShouldBe(rows.Index().Where(row => row.Item.Length > 0).Select(row => $"row {row.Index}"));
        }

        var (manifest, report) = Import("rows.parquet").Import(ImportedRows.Documents, TinyTokenizer.Options(16));
        manifest.Documents.ShouldBe(rows.Count(row => row.Length > 0));
        manifest.Targets.ShouldBe(rows.Sum(row => row.Length));
        manifest.TextBytes.ShouldBe(TinyTokenizer.Documents(40).Sum(document => document.Utf8Bytes));
        report!.DocumentTokens.ShouldBe(manifest.Documents + rows.Sum(row => row.Length));
    }

    [Fact]
    public void Rows_that_cannot_be_are_told_with_their_place_and_nothing_is_written()
    {
        var size = Tokenizer.VocabularySize;
        Refused([size], [1], [1], ImportedRows.Sequences, $"Row 1 of 'bad.parquet' has the token {size}, but the vocabulary has {size}");
        Refused([-1], [1], [1], ImportedRows.Documents, "has the token -1");
        Refused([1, 2], [1], [2], ImportedRows.Documents, "an attention mask of 1");
        Refused([1, 2, 3], [0, 1, 1], [3], ImportedRows.Documents, "not ones and then zeros");
        Refused([1, 2, 3], [1, 1, 1], [2, 2], ImportedRows.Documents, "do not fit");
        Refused([1, 2, 3], [1, 1, 1], [3, 0], ImportedRows.Sequences, "do not fit");
        Refused([.. Enumerable.Repeat(1, 9)], [.. Enumerable.Repeat(1, 9)], [9], ImportedRows.Sequences, "has 9 tokens, but a sequence has 8");
        Directory.Exists(_folder.File("back")).ShouldBeFalse();
    }

    [Fact]
    public void Files_that_hold_no_tokens_or_other_ones_are_told()
    {
        Write("text.parquet", new ParquetSchema([ParquetField.String("text")]), _ => { });
        Should.Throw<InvalidDataException>(() => Import("text.parquet")).Message.ShouldContain("no column 'input_ids', only 'text'");
        Write("strings.parquet", new ParquetSchema([ParquetField.String("input_ids")]), _ => { });
        Should.Throw<InvalidDataException>(() => Import("strings.parquet")).Message.ShouldContain("holds no lists of whole numbers");
        File.WriteAllText(_folder.File("no.parquet"), "PAR1");
        Should.Throw<InvalidDataException>(() => Import("no.parquet")).Message.ShouldContain("'no.parquet' cannot be read as Parquet");

        Pack(PackingOrder.BestFit, "0000000000");
        Export(PackedColumns.None, fileTokens: 1 << 20);
        Should.Throw<InvalidDataException>(() => Import()).Message.ShouldContain("packed with another tokenizer (its fingerprint begins with 00000000");
    }

    [Fact]
    public void An_export_whose_list_of_documents_was_changed_is_told()
    {
        Pack(PackingOrder.BestFit);
        Export(PackedColumns.None, fileTokens: 1 << 20);
        File.AppendAllText(Path.Combine(_folder.File("parquet"), "documents.jsonl"), "{}\n");

        var import = Import();
        Should.Throw<InvalidDataException>(() => import.Import(ImportedRows.Sequences, Options(import))).Message.ShouldContain("not of this data set");
        File.Delete(Path.Combine(_folder.File("parquet"), "documents.jsonl"));
        import.Import(ImportedRows.Sequences, Options(import)).Manifest.Targets.ShouldBe(import.Exported!.Targets);
    }

    private void Refused(int[] ids, int[] mask, int[] lengths, ImportedRows rows, string reason)
    {
        Write("bad.parquet", new ParquetSchema([ParquetField.Int32List("input_ids"), ParquetField.Int32List("attention_mask"), ParquetField.Int32List("seq_lengths")]), writer =>
        {
            writer.Column(0).AppendList(ids);
            writer.Column(1).AppendList(mask);
            writer.Column(2).AppendList(lengths);
            writer.EndRow();
        });
        Should.Throw<InvalidDataException>(() => Import("bad.parquet").Import(rows, TinyTokenizer.Options(8))).Message.ShouldContain(reason);
    }

    private void Pack(PackingOrder order, string? fingerprint = null)
    {
        var options = TinyTokenizer.Options(16) with { Order = order };
        using var writer = new PackedDatasetWriter(_folder.File("set"), fingerprint is null ? options : options with { TokenizerFingerprint = fingerprint });
        new DocumentPacker(writer, Tokenizer, TinyTokenizer.End).Pack(TinyTokenizer.Documents(150), threads: 1);
        writer.Complete();
    }

    private void Export(PackedColumns columns, long fileTokens)
    {
        using var data = PackedDataset.Open(_folder.File("set"));
        PackedParquetExport.Write(data, _folder.File("parquet"), columns, fileTokens);
    }

    private PackedParquetImport Import(string? name = null)
    {
        var files = name is null ? Directory.GetFiles(Path.Combine(_folder.File("parquet"), "data")).Order(StringComparer.Ordinal) : new[] { _folder.File(name) }.AsEnumerable();
        return new PackedParquetImport([.. files.Select(file => InputFile.OfPath(file, Path.GetFileName(file)))], Tokenizer, _folder.File("back"));
    }

    private static PackingOptions Options(PackedParquetImport import) =>
        TinyTokenizer.Options(import.Exported!.ContextLength) with { EndOfText = import.Exported.EndOfText, HasTrainedMask = import.Exported.HasTrainedMask };

    private void Write(string name, ParquetSchema schema, Action<ParquetWriter> rows)
    {
        using var file = File.Create(_folder.File(name));
        var writer = ParquetWriter.Create(file, schema);
        rows(writer);
        writer.Complete();
    }

    /// <summary>Tokens, targets and starts, one behind another.</summary>
    private static int[] Read(PackedDataset data, long sequence)
    {
        var context = data.ContextLength;
        var all = new int[3 * context];
        data.Read(sequence, all.AsSpan(0, context), all.AsSpan(context, context), all.AsSpan(2 * context));
        return all;
    }
}
