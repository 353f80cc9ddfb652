using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sinter.Data.Compression;
using Sinter.Data.Tuning;

namespace Sinter.Data.Tests.Tuning;

public sealed class HostileFilesTests : TuningFixture
{
    private static readonly Action<IReadOnlyList<string>, TuningOptions>[] Readers =
    [
        static (paths, options) => TuningFile.ReadClassify(paths, options),
        static (paths, options) => TuningFile.ReadPairs(paths, options),
        static (paths, options) => TuningFile.ReadTokens(paths, options),
        static (paths, options) => TuningFile.ReadAnswers(paths, options),
        static (paths, options) => TuningFile.ReadGenerate(paths, options),
        static (paths, options) => TuningFile.ReadChoices(paths, options),
        static (paths, options) => TuningFile.ReadRegress(paths, options),
        static (paths, options) => TuningFile.ReadInstruct(paths, options),
        static (paths, options) => TuningFile.ReadPreferences(paths, options),
        static (paths, options) => TuningFile.ReadKto(paths, options),
        static (paths, options) => TuningFile.ReadPrompts(paths, options),
        static (paths, options) => TuningFile.Recognise(paths, options),
    ];

    [Fact]
    public void Broken_lines_are_an_error_with_their_count_and_the_first_place()
    {
        var paths = File("a.jsonl", "{\"text\":\"a\",\"label\":\"x\"}\n{\"text\":\"b\",\"label\":\n{\"text\":\"c\",\"label\":\"y\"}\nnonsense\n");

        Sentence(() => TuningFile.ReadClassify(paths, Options)).ShouldBe(
            "2 of 4 records are broken (first: a.jsonl, line 2: it is not one whole JSON value: it breaks off or is malformed at byte 20); mend or remove them, or leave them out with AllowBroken.");
        Sentence(() => TuningFile.ReadClassify(paths, Options with { AllowBrokenName = "--allow-broken" })).ShouldEndWith("mend or remove them, or leave them out with --allow-broken.");
        var data = TuningFile.ReadClassify(paths, Options with { AllowBroken = true });
        data.Records.Count.ShouldBe(2);
        data.Faults.ShouldHaveSingleItem().Count.ShouldBe(2);
    }

    [Fact]
    public void Broken_elements_of_an_array_are_named_by_their_lines()
    {
        var message = Sentence(() => TuningFile.ReadClassify(File("a.json", "[\n  {\"text\":\"a\",\"label\":\"x\"},\n  {\"text\":\"b\",\n   \"label\" \"y\"},\n  {\"text\":\"c\",\"label\":\"y\"}\n]\n"), Options));
        message.ShouldContain("1 of 3 records is broken (first: a.json, line 3:");

        Sentence(() => TuningFile.ReadClassify(File("b.json", "[{\"text\":\"a\",\"label\":\"x\"},{\"text\":\"b\""), Options)).ShouldContain("breaks off");
    }

    [Fact]
    public void Nesting_has_a_limit()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100);
        Sentence(() => TuningFile.ReadClassify(File("a.jsonl", $"{{\"text\":\"a\",\"label\":\"x\"}}\n{deep}\n"), Options)).ShouldContain("line 2: it is nested deeper than 64 levels");

        var lists = new string('[', 100_000);
        foreach (var read in Readers[..^1])
        {
            Sentence(() => read(File("b.json", $"[{{\"x\":{lists}"), Options));
        }
    }

    [Fact]
    public void A_record_beyond_the_limit_is_passed_over_without_being_held()
    {
        // 200 MB of one line, which come from a few hundred bytes of gzip.
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes("{\"text\":\"a\",\"label\":\"x\"}\n{\"text\":\""));
            var part = Encoding.ASCII.GetBytes(new string('z', 1 << 20));
            for (var i = 0; i < 200; i++)
            {
                gzip.Write(part);
            }

            gzip.Write("\",\"label\":\"y\"}\n{\"text\":\"b\",\"label\":\"x\"}\n"u8);
        }

        var paths = File("a.jsonl.gz", packed.ToArray());
        var options = Options with { MaximumRecordBytes = 1 << 20, AllowBroken = true };
        var before = GC.GetAllocatedBytesForCurrentThread();
        var data = TuningFile.ReadClassify(paths, options);

        data.Records.Select(record => (record.Text, record.Place.Number)).ShouldBe([("a", 1), ("b", 3)]);
        data.Faults.ShouldHaveSingleItem().Sentence.ShouldContain("1 of 3 records is longer than the limit (first: a.jsonl.gz, line 2:");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(50 << 20);
        Sentence(() => TuningFile.ReadClassify(paths, Options with { MaximumRecordBytes = 1 << 20 })).ShouldContain("mend or remove it");
        Sentence(() => TuningFile.ReadClassify(paths, Options with { MaximumBytes = 100 << 20, MaximumRecordBytes = 1 << 20, AllowBroken = true })).ShouldContain("over 104,857,600 bytes");
    }

    [Fact]
    public void Records_and_their_parts_have_limits()
    {
        var lines = string.Concat(Enumerable.Repeat("{\"words\":[\"a\",\"b\",\"c\"],\"tags\":[\"x\",\"y\",\"z\"]}\n", 5));
        Sentence(() => TuningFile.ReadTokens(File("a.jsonl", lines), Options with { MaximumRecords = 4 })).ShouldContain("There are over 4 records");
        Sentence(() => TuningFile.ReadTokens(File("a.jsonl", lines), Options with { MaximumParts = 2 })).ShouldContain("'words' has 3 elements, and 2 is the limit");
        Sentence(() => TuningFile.ReadTokens(File("a.conll", "a x\nb y\nc z\n"), Options with { MaximumParts = 2 })).ShouldContain("over 2 words");
        Should.Throw<ArgumentException>(() => TuningFile.ReadTokens(["a.jsonl"], Options with { MaximumRecords = 0 }));
    }

    [Fact]
    public void Not_a_number_is_not_JSON() =>
        Sentence(() => TuningFile.ReadRegress(File("a.jsonl", "{\"text\":\"a\",\"score\":1}\n{\"text\":\"a\",\"score\":NaN}\n"), Options)).ShouldContain("line 2: NaN stands in it, which is not JSON");

    [Fact]
    public void Half_surrogates_and_bytes_that_are_no_text_are_counted()
    {
        byte[] lines =
        [
            .. "{\"text\":\"a\",\"label\":\"x\"}\n{\"text\":\"\\ud83d\",\"label\":\"x\"}\n{\"te\\udc00xt\":\"b\",\"label\":\"x\"}\n{\"text\":\""u8, 0xFF, 0xC3, .. "\",\"label\":\"x\"}\n"u8,
        ];
        var data = TuningFile.ReadClassify(File("a.jsonl", lines), Options);

        data.Records.ShouldHaveSingleItem();
        data.Faults.ShouldHaveSingleItem().Sentence.ShouldBe("3 of 4 records have a text that is not valid Unicode (first: a.jsonl, line 2); they are left out.");
    }

    [Fact]
    public void Binary_and_empty_files_are_no_data()
    {
        foreach (var read in Readers[..^1])
        {
            Sentence(() => read(File("a.jsonl", [0, 1, 2, 0, 0, 3]), Options)).ShouldContain("binary");
            Sentence(() => read(File("b.jsonl", ""), Options)).ShouldContain("empty");
            Sentence(() => read(File("c.json", "[]"), Options));
            Sentence(() => read(File("d.json", "{}"), Options)).ShouldContain("has no fields");
            Sentence(() => read(File("e.parquet", "PAR1 but no more of it"), Options)).ShouldContain("Parquet");
            Sentence(() => read(File("f.json", "[[[1]], 5, \"x\", null]"), Options));
        }
    }

    [Fact]
    public void Other_encodings_and_compressions_are_read()
    {
        const string text = "{\"text\":\"grün €\",\"label\":\"x\"}\r\n{\"text\":\"b\",\"label\":\"y\"}\r\n";
        var packed = new MemoryStream();
        using (var zstd = new ZstdWriteStream(packed, leaveOpen: true))
        {
            zstd.Write(Encoding.UTF8.GetBytes(text));
        }

        TuningFile.ReadClassify(File("a.jsonl", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes(text)).ToArray()), Options).Records[0].Text.ShouldBe("grün €");
        TuningFile.ReadClassify(File("a.jsonl.zst", packed.ToArray()), Options).Records[0].Text.ShouldBe("grün €");
        File("w.txt", [.. "gr"u8, 0xFC, .. "n\n"u8]);
        TuningFile.ReadClassify(["x=w.txt"], Options).Records[0].Text.ShouldBe("grün");
    }

    [Fact]
    public void An_archive_that_breaks_off_is_told()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{{\"text\":\"line {i * 7919}\",\"label\":\"x\"}}\n"))));
        }

        Sentence(() => TuningFile.ReadClassify(File("a.jsonl.gz", packed.ToArray()[..(int)(packed.Length / 2)]), Options)).ShouldContain("breaks off");
    }

    [Fact]
    public void Random_bytes_end_in_one_sentence()
    {
        string[] names = ["a.jsonl", "a.json", "a.csv", "a.tsv", "a.txt", "a", "a.parquet", "a.conll"];
        Prop.ForAll(
            ArbMap.Default.ArbFor<byte[]>(),
            bytes =>
            {
                foreach (var name in names)
                {
                    EndsWell(name, bytes);
                }
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    [Fact]
    public void Random_values_in_known_fields_end_in_one_sentence()
    {
        string[] values = ["null", "true", "0", "-1", "1e400", "\"\"", "\"a\"", "\"\\ud800\"", "[]", "{}", "[[]]", "[{}]", "[\"a\",\"b\"]", "[1,null]", "{\"text\":[\"a\"],\"answer_start\":[1e9]}", "{\"role\":\"user\",\"content\":\"u\"}",
            "[{\"role\":\"user\",\"content\":\"u\"},{\"from\":\"gpt\",\"value\":\"a\"}]", "[{\"role\":5}]", "{\"en\":\"a\",\"ro\":\"b\"}", "\"\\n\\nHuman: a\\n\\nAssistant:\"", "\"a #### \"", "\"\\\\boxed{\"", "[{\"context\":\"c\",\"qas\":[{\"question\":\"q\",\"answers\":[{\"text\":\"c\",\"answer_start\":-5}]},3]}]"];
        string[] fields = ["text", "label", "sentence1", "sentence2", "score", "words", "tags", "question", "context", "answers", "answer", "choices", "source", "target", "translation", "messages", "conversations", "instruction", "input", "output", "instances",
            "prompt", "completion", "chosen", "rejected", "system", "tools", "history", "weight", "premise", "choice1", "choice2", "mc1_targets", "paragraphs", "data", "rows", "id", "margin"];
        var field = Gen.Elements(fields).SelectMany(name => Gen.Elements(values).Select(value => $"\"{name}\":{value}"));
        var line = field.ListOf().Select(members => "{" + string.Join(',', members.Take(8)) + "}");
        Prop.ForAll(
            line.ListOf().Select(lines => string.Join('\n', lines.Take(20))).ToArbitrary(),
            text => EndsWell("a.jsonl", Encoding.UTF8.GetBytes(text))).Check(Config.QuickThrowOnFailure.WithMaxTest(100));
    }

    private void EndsWell(string name, byte[] content)
    {
        var paths = File(name, content);
        foreach (var read in Readers)
        {
            try
            {
                read(paths, Options with { AllowBroken = true });
            }
            catch (InvalidDataException fault)
            {
                fault.Message.ShouldEndWith(".");
                fault.Message.ShouldNotContain('\n');
            }
        }
    }
}
