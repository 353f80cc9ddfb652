using Sinter.Data.Parquet;
using Sinter.Data.Tuning;

namespace Sinter.Data.Tests.Tuning;

public sealed class ClassifyReadingTests : TuningFixture
{
    [Theory]
    [InlineData("a.jsonl", "{\"text\":\"fine film\",\"label\":\"good\"}\n{\"text\":\"dull\",\"label\":\"bad\"}\n")]
    [InlineData("a.json", "[{\"text\":\"fine film\",\"label\":\"good\"},\n{\"text\":\"dull\",\"label\":\"bad\"}]")]
    [InlineData("no-ending", "{\"sentence\":\"fine film\",\"sentiment\":\"good\"}\n{\"sentence\":\"dull\",\"sentiment\":\"bad\"}")]
    [InlineData("a.json", "{\"version\":1,\"data\":[{\"text\":\"fine film\",\"label\":\"good\"},{\"text\":\"dull\",\"label\":\"bad\"}]}")]
    [InlineData("a.json", "{\"features\":[],\"rows\":[{\"row_idx\":0,\"row\":{\"text\":\"fine film\",\"label\":\"good\"}},{\"row_idx\":1,\"row\":{\"text\":\"dull\",\"label\":\"bad\"}}]}")]
    [InlineData("a.json", "{\n  \"text\": \"fine film\",\n  \"label\": [\"good\"]\n}\n{\n  \"text\": \"dull\",\n  \"label\": [\"bad\"]\n}")]
    [InlineData("a.jsonl", "\uFEFF{\"text\":\"fine film\",\"label\":\"good\"}\r\n\r\n{\"text\":\"dull\",\"label\":\"bad\"}\r\n")]
    [InlineData("a.csv", "label,text\ngood,\"fine film\"\nbad,dull\n")]
    [InlineData("a.csv", "Text;Label\r\nfine film;good\r\ndull;bad")]
    [InlineData("a.tsv", "id\treview\tsentiment\n1\tfine film\tgood\n2\tdull\tbad\n")]
    [InlineData("a.tsv", "fine film\tgood\ndull\tbad\n")]
    [InlineData("a.txt", "__label__good fine film\n__label__bad dull\n")]
    public void Texts_and_labels_are_found_whatever_the_form(string name, string content)
    {
        var data = TuningFile.ReadClassify(File(name, content), Options);

        data.Records.Select(record => (record.Text, record.Label, record.Weight)).ShouldBe([("fine film", "good", 1), ("dull", "bad", 1)]);
        data.Faults.ShouldBeEmpty();
        data.Found.ShouldBe(2);
        data.Files.ShouldBe([name]);
    }

    [Fact]
    public void Lines_of_a_file_may_all_have_the_label_that_the_user_gives()
    {
        File("good=1.txt", "fine film\n\n  great \n");
        File("bad.txt", "dull\n");
        var data = TuningFile.ReadClassify(["yes=good=1.txt", "no=bad.txt"], Options);

        data.Records.Select(record => (record.Text, record.Label)).ShouldBe([("fine film", "yes"), ("great", "yes"), ("dull", "no")]);
        data.Records[1].Place.ToString().ShouldBe("good=1.txt, line 3");
        data.Form.ShouldBe("lines of a file for each label");
        Should.Throw<ArgumentException>(() => TuningFile.ReadClassify(["=bad.txt"], Options)).Message.ShouldContain("LABEL=FILE");
        Should.Throw<FileNotFoundException>(() => TuningFile.ReadClassify(["no=none.txt"], Options));
    }

    [Fact]
    public void Labels_may_be_numbers_and_truth_values_and_records_may_weigh_differently()
    {
        var data = TuningFile.ReadClassify(File("a.jsonl", "{\"text\":\"a\",\"label\":1,\"weight\":0.5,\"id\":\"x7\"}\n{\"text\":\"b\",\"label\":true,\"idx\":3}\n{\"text\":\"c\",\"label\":-1,\"weight\":\"2\"}\n"), Options);

        data.Records.Select(record => (record.Label, record.Weight, record.Id)).ShouldBe([("1", 0.5, "x7"), ("true", 1, "3"), ("-1", 2, null)]);
    }

    [Fact]
    public void The_user_may_name_the_fields()
    {
        var paths = File("a.jsonl", "{\"text\":\"no\",\"body\":\"yes\",\"meta\":{\"kind\":\"k\"},\"label\":\"no\"}\n");
        var fields = RecordFields.Default.With("Text", "body").With("label", "meta.kind");

        var record = TuningFile.ReadClassify(paths, Options with { Fields = fields }).Records.ShouldHaveSingleItem();

        (record.Text, record.Label).ShouldBe(("yes", "k"));
        Should.Throw<ArgumentException>(() => RecordFields.Default.With("txt", "body")).Message.ShouldContain("did you mean 'text'");
        Should.Throw<ArgumentException>(() => RecordFields.Default.With("text", " "));
    }

    [Fact]
    public void Columns_of_a_table_without_names_may_be_named_by_their_numbers()
    {
        var fields = new RecordFields { Text = "column3", Label = "column1" };
        var record = TuningFile.ReadClassify(File("a.csv", "x,1,hello\ny,2,world\n"), Options with { Fields = fields }).Records[1];

        (record.Text, record.Label).ShouldBe(("world", "y"));
    }

    [Fact]
    public void Faults_are_counted_and_left_out()
    {
        var data = TuningFile.ReadClassify(
            File("a.jsonl", """
            {"text":"a","label":"x"}
            {"text":" ","label":"x"}

            {"text":null,"label":"x"}
            {"text":"b","label":""}
            {"text":"c","label":["x","y"]}
            {"text":{"x":1},"label":"x"}
            {"text":"d"}
            {"text":"e","label":"x","weight":0}
            {"text":"f","label":"x","weight":"NaN"}
            [1]
            {"text":"g \ud800","label":"x"}
            {"text":"h","label":"y"}
            """), Options);

        data.Records.Select(record => record.Text).ShouldBe(["a", "h"]);
        data.Found.ShouldBe(12);
        data.Faults.ToDictionary(fault => fault.Kind, fault => (fault.Count, fault.First.Number)).ShouldBe(
            new Dictionary<FaultKind, (long, long)>
            {
                [FaultKind.EmptyText] = (2, 2),
                [FaultKind.EmptyLabel] = (1, 5),
                [FaultKind.SeveralLabels] = (1, 6),
                [FaultKind.MissingField] = (3, 7),
                [FaultKind.WrongNumber] = (2, 9),
                [FaultKind.InvalidText] = (1, 12),
            },
            ignoreOrder: true);
        data.Faults.Single(fault => fault.Kind == FaultKind.EmptyText).Sentence.ShouldBe("2 of 12 records have an empty text (first: a.jsonl, line 2: 'text' is empty); they are left out.");
        data.Faults.Single(fault => fault.Kind == FaultKind.EmptyLabel).Sentence.ShouldBe("1 of 12 records has no label (first: a.jsonl, line 5: 'label' is empty); it is left out.");
    }

    [Fact]
    public void More_faults_than_the_limit_are_an_error()
    {
        var paths = File("a.jsonl", "{\"text\":\"a\",\"label\":\"x\"}\n{\"text\":\"\",\"label\":\"x\"}\n{\"text\":\"\",\"label\":\"x\"}\n");

        TuningFile.ReadClassify(paths, Options with { MaximumFaults = 2 }).Records.Count.ShouldBe(1);
        Sentence(() => TuningFile.ReadClassify(paths, Options with { MaximumFaults = 1 })).ShouldBe("2 of 3 records cannot be used, and 1 is the limit: 2 of 3 records have an empty text (first: a.jsonl, line 2: 'text' is empty).");
    }

    [Fact]
    public void Repeated_and_contradicting_records_are_told_and_kept()
    {
        var paths = File("a.jsonl", "{\"text\":\"a\",\"label\":\"x\"}\n{\"text\":\"a\",\"label\":\"x\"}\n{\"text\":\"a\",\"label\":\"y\"}\n{\"text\":\"b\",\"label\":\"y\"}\n");
        var data = TuningFile.ReadClassify(paths, Options);

        data.Records.Count.ShouldBe(4);
        data.Faults.Select(fault => fault.Sentence).ShouldBe(
        [
            "1 of 4 records repeats another one (first: a.jsonl, line 2); it is kept.",
            "1 of 4 records gives a known input another label (first: a.jsonl, line 3); it is kept.",
        ]);
        TuningFile.ReadClassify(paths, Options with { DropDuplicates = true }).Records.Select(record => record.Place.Number).ShouldBe([1, 3, 4]);
    }

    [Fact]
    public void A_file_of_another_kind_is_told_with_what_it_holds()
    {
        Sentence(() => TuningFile.ReadClassify(File("a.jsonl", "{\"prompt2\":\"a\",\"n\":1}\n"), Options)).ShouldBe(
            "'a.jsonl' holds no records for classification: its first record has the fields 'prompt2', 'n'; expected a text ('text', 'sentence', 'review' ...) and a label ('label', 'sentiment', 'category' ...); other names can be given, for example text=body and label=kind.");
        Sentence(() => TuningFile.ReadPreferences(File("b.jsonl", "{\"instruction\":\"a\",\"output\":\"b\"}\n"), Options)).ShouldContain("it looks like data for instructions");
        Sentence(() => TuningFile.ReadClassify(File("c.jsonl", "{\"text\":\"a\",\"label\":\"b\"}\n"), Options with { Fields = new() { Label = "kind" } })).ShouldContain("'kind' (named for label)");
        Sentence(() => TuningFile.ReadClassify(File("d.txt", "only a line\n"), Options)).ShouldContain("is a line of text");
        Sentence(() => TuningFile.ReadClassify(File("e.jsonl", "\n \n"), Options)).ShouldBe("'e.jsonl' holds no records for classification: it is empty.");
        Sentence(() => TuningFile.ReadClassify(File("f.jsonl", "{\"text\":\"\",\"label\":\"b\"}\n"), Options)).ShouldBe("No record of 'f.jsonl' can be used for classification: 1 of 1 record has an empty text (first: f.jsonl, line 1: 'text' is empty).");
        Should.Throw<FileNotFoundException>(() => TuningFile.ReadClassify(["none.jsonl"], Options));
        Should.Throw<ArgumentException>(() => TuningFile.ReadClassify([], Options));
    }

    [Fact]
    public void Quotes_in_tables_of_tabs_are_letters_unless_a_program_wrote_them()
    {
        var data = TuningFile.ReadClassify(File("a.tsv", "text\tlabel\n\" a quote that never ends\tx\n\"he said \"\"no\"\"\"\ty\nsays \"yes\"\tz\n"), Options);
        data.Records.Select(record => record.Text).ShouldBe(["\" a quote that never ends", "he said \"no\"", "says \"yes\""]);

        var quoted = TuningFile.ReadClassify(File("b.tsv", "text\tlabel\n\"two\nlines\twith a tab\"\tx\nplain\ty\n"), Options);
        quoted.Records.Select(record => (record.Text, record.Place.Number)).ShouldBe([("two\nlines\twith a tab", 2), ("plain", 4)]);
    }

    [Fact]
    public void A_row_with_too_few_cells_is_broken()
    {
        var paths = File("a.csv", "text,label\na,x\nb\nc,y\n");

        Sentence(() => TuningFile.ReadClassify(paths, Options)).ShouldBe("1 of 3 records is broken (first: a.csv, line 3: the row has 1 cell, and the first row has 2); mend or remove it, or leave it out with AllowBroken.");
        TuningFile.ReadClassify(paths, Options with { AllowBroken = true }).Records.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("is this right\tquestion\nit is\tanswer\n", 2)]
    [InlineData("great\tgood\na fine film\tgood\n", 2)]
    [InlineData("great\tgood\ndull\tbad\n", 2)]
    [InlineData("my_text\tlabel\na fine film\tgood\n", 0)]
    [InlineData("my_text\tkind\na fine film\tgood\n", 0)]
    [InlineData("\ttext\tkind\n0\ta fine film\tgood\n", 0)]
    public void A_first_row_of_names_is_no_record(string table, int records)
    {
        if (records > 0)
        {
            TuningFile.ReadClassify(File("a.tsv", table), Options).Records.Count.ShouldBe(records);
        }
        else
        {
            Sentence(() => TuningFile.ReadClassify(File("a.tsv", table), Options)).ShouldContain("its first record (a.tsv, line 2) has the fields");
        }
    }

    [Fact]
    public void Columns_of_Parquet_are_fields()
    {
        var file = new MemoryStream();
        var writer = ParquetWriter.Create(file, new ParquetSchema([ParquetField.String("text"), ParquetField.Int64("label")]));
        foreach (var (text, label) in new[] { ("fine film", 1), ("", 0), ("dull", 0) })
        {
            writer.Column(0).Append(text);
            writer.Column(1).Append((long)label);
            writer.EndRow();
        }

        writer.Complete();
        var data = TuningFile.ReadClassify(File("a.parquet", file.ToArray()), Options);

        data.Records.Select(record => (record.Text, record.Label, record.Place.ToString())).ShouldBe([("fine film", "1", "a.parquet, row 1"), ("dull", "0", "a.parquet, row 3")]);
        data.Faults.ShouldHaveSingleItem().First.Number.ShouldBe(2);
    }

    [Fact]
    public void Folders_are_read_without_what_lies_beside_the_data()
    {
        File("data/b.jsonl", "{\"text\":\"b\",\"label\":\"x\"}\n");
        File("data/a.csv", "text,label\na,x\n");
        File("data/README.md", "text about it\n");
        File("data/LICENSE", "as is\n");

        TuningFile.ReadClassify(["data"], Options).Records.Select(record => record.Place.ToString()).ShouldBe(["data/a.csv, line 2", "data/b.jsonl, line 1"]);
    }

    [Fact]
    public void A_label_may_stand_before_an_address()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("SINTER_ASSETS") is { Length: > 0 }, "No files of the web here: set SINTER_ASSETS to the folder of public data files.");

        var data = TuningFile.ReadClassify(["good=https://example.org/reviews/rt-polarity.pos", "bad=https://example.org/reviews/rt-polarity.neg"]);

        data.Records.Count.ShouldBe(10_662);
        data.Records.Select(static record => record.Label).Distinct().ShouldBe(["good", "bad"]);
    }
}
