using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sinter.Data.Reading;

namespace Sinter.Data.Tests.Reading;

public sealed class JsonLinesFormatTests
{
    private static readonly JsonLinesFormat Format = new();

    [Fact]
    public void Documents_that_were_written_are_read_again()
    {
        using var folder = new TemporaryFolder();
        var documents = Enumerable.Range(0, 100).Select(i => new Document { Id = $"d{i}", Text = $"Text \"{i}\"\nä🙂", Source = "s", Metadata = new MetadataDictionary([new("k", $"{i}")]) }).ToList();
        JsonLines.WriteDocuments(folder.File("a.jsonl"), documents);

        Reader.Read(Format, File.ReadAllBytes(folder.File("a.jsonl")), Reader.SmallBlocks).Select(one => one.Document).ShouldBe(documents);
    }

    [Fact]
    public void Fields_are_found_by_their_paths_and_scalars_become_metadata()
    {
        var settings = new ReadSettings { TextField = "content.body", IdField = "meta.key" };
        var document = Reader.Read(Format, """{"content":{"title":"x","body":"Hello"},"meta":{"key":7},"url":"u","score":1.50,"ok":true,"none":null,"list":[1],"url":"v"}""", settings)
            .ShouldHaveSingleItem().Document!;

        document.Text.ShouldBe("Hello");
        document.Id.ShouldBe("7");
        document.Metadata.ShouldBe(new MetadataDictionary([new("url", "v"), new("score", "1.50"), new("ok", "true")]));
    }

    [Fact]
    public void A_broken_line_is_a_fault_with_its_number_and_the_others_are_read()
    {
        var outcomes = Reader.Read(Format, "{\"text\":\"a\"}\n\n{\"text\":\n{\"text\":\"b\"} x\n{\"txt\":\"b\"}\n[1]\n{\"text\":\"\\ud800\"}\r\n{\"text\":\"z\"}", Reader.SmallBlocks);

        outcomes.Texts().ShouldBe(["a", "z"]);
        outcomes.Ids().ShouldBe(["in#1", "in#8"]);
        outcomes.Where(one => one.Broken is not null).Select(one => one.Broken!.Line).ShouldBe([3, 4, 5, 6, 7]);
        outcomes.Reasons().ShouldAllBe(reason => reason.EndsWith('.'));
        outcomes.Reasons().ShouldContain("The line has no text in the field 'text'; it has 'txt'.");
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_a_fault() =>
        Reader.Read(Format, [.. "{\"text\":\""u8, 0xFF, .. "\"}\n{\"text\":\"b\"}\n"u8]).Reasons().ShouldHaveSingleItem().ShouldContain("Unicode");

    [Theory]
    [InlineData("[{\"text\":\"a\"},\n {\"text\":\"b [ ] { } \\\" \"} , {\"text\":\"c\"}]", 3)]
    [InlineData("{\n \"text\": \"a\"\n}\n{\n \"text\": \"b\"\n}", 2)]
    [InlineData("[]", 0)]
    [InlineData("", 0)]
    public void An_array_and_objects_over_many_lines_are_read_one_by_one(string json, int expected) =>
        Reader.Read(Format, json, Reader.SmallBlocks).Texts().Count().ShouldBe(expected);

    [Fact]
    public void Elements_of_an_array_that_are_no_objects_are_faults()
    {
        var outcomes = Reader.Read(Format, "[\"one\", 2, {\"text\":\"a\"}, [3], {\"text\":\"b\"}, 4]");

        outcomes.Texts().ShouldBe(["a", "b"]);
        outcomes.Reasons().Count().ShouldBe(4);
    }

    [Fact]
    public void The_same_records_come_whatever_the_blocks() =>
        Prop.ForAll<string[], PositiveInt>((texts, size) =>
        {
            var lines = texts.Select(text => System.Text.Json.JsonSerializer.Serialize(new { text = new string([.. (text ?? "").Where(c => !char.IsSurrogate(c))]) })).ToList();
            var settings = new ReadSettings { BlockBytes = (size.Get % 100) + 1 };
            var whole = Reader.Read(Format, string.Join('\n', lines)).Texts().ToList();
            return whole.Count == texts.Length
                && whole.SequenceEqual(Reader.Read(Format, string.Join('\n', lines), settings).Texts())
                && whole.SequenceEqual(Reader.Read(Format, "[" + string.Join(',', lines) + "]", settings).Texts());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_line_beyond_the_limit_is_a_fault_and_is_not_held()
    {
        var settings = new ReadSettings { BlockBytes = 1 << 10, MaximumRecordBytes = 1 << 14 };
        var outcomes = Reader.Read(Format, "{\"text\":\"a\"}\n{\"text\":\"" + new string('x', 1 << 20) + "\"}\n{\"text\":\"b\"}\n", settings);

        outcomes.Texts().ShouldBe(["a", "b"]);
        outcomes.Ids().ShouldBe(["in#1", "in#3"]);
        var fault = outcomes.Single(one => one.Broken is not null).Broken!;
        fault.Line.ShouldBe(2);
        fault.Reason.ShouldContain("16384");
    }

    [Fact]
    public void A_gigabyte_of_one_line_stays_in_bounded_memory()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var outcomes = Format.Read(new EndlessStream(1L << 30), "in", new ReadSettings { MaximumRecordBytes = 1 << 20 }).SelectMany(block => block.Decode()).ToList();

        outcomes.ShouldHaveSingleItem().Broken!.Reason.ShouldContain("longer than");
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(16 << 20);
    }

    [Fact]
    public void Depth_is_bounded()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 100_000));
        Reader.Read(Format, "{\"text\":\"a\"}\n" + deep + "\n{\"text\":\"b\"}\n").Texts().ShouldBe(["a", "b"]);
        Reader.Read(Format, "[{\"text\":\"a\"}," + new string('[', 100_000)).Texts().ShouldBe(["a"]);
        Reader.Read(Format, "{\"text\":\"a\",\"b\":" + new string('[', 100_000) + new string(']', 100_000) + "}").Reasons().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_hundred_thousand_keys_are_a_fault_soon() =>
        Reader.Read(Format, "{\"text\":\"a\"," + string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"k{i}\":1")) + "}").Reasons().ShouldHaveSingleItem();

    [Fact]
    public void Utf16_is_read()
    {
        var text = "{\"text\":\"zwölf\"}\n{\"text\":\"b\"}\n";
        Reader.Read(Format, [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)]).Texts().ShouldBe(["zwölf", "b"]);
        Reader.Read(Format, Encoding.BigEndianUnicode.GetBytes(text)).Texts().ShouldBe(["zwölf", "b"]);
    }

    [Fact]
    public void Every_start_of_a_file_is_read_without_a_throw()
    {
        Reader.ReadTruncated(Format, Encoding.UTF8.GetBytes("{\"text\":\"a\\u00e4ä\",\"metadata\":{\"k\":\"v\",\"n\":[1,{}]}}\n{\"text\":\"b\"}\n"));
        Reader.ReadTruncated(Format, Encoding.UTF8.GetBytes("[{\"text\":\"a\\\"\"},\n{\"text\":\"b\",\"c\":{\"d\":[1]}}]"));
    }

    [Theory]
    [InlineData("{\"text\":\"a", true)]
    [InlineData("[{\"id\":1}", true)]
    [InlineData("\uFEFF {\"id\":1}", true)]
    [InlineData("[1] A footnote", false)]
    [InlineData("[link](to)", false)]
    [InlineData("{", false)]
    [InlineData("", false)]
    public void Json_is_told_by_its_start(string start, bool expected) => Format.Recognises(Encoding.UTF8.GetBytes(start)).ShouldBe(expected);

    private sealed class EndlessStream(long length) : MemoryStream
    {
        private long _left = length;

        public override int Read(Span<byte> buffer)
        {
            var given = (int)Math.Min(buffer.Length, _left);
            buffer[..given].Fill((byte)'{');
            _left -= given;
            return given;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override bool CanSeek => false;
    }
}
