using System.Text;
using Sinter.Data.Inputs;
using Sinter.Data.Reading;

namespace Sinter.Data.Tests.Reading;

public sealed class TextFormatTests
{
    private static readonly TextFormat Format = new();

    [Fact]
    public void A_file_is_one_document_named_as_the_file()
    {
        var document = Reader.Read(Format, "\uFEFFOne.\n\nTwo ä.\n", Reader.SmallBlocks, "dir/a.txt").ShouldHaveSingleItem().Document!;

        document.Id.ShouldBe("dir/a.txt");
        document.Text.ShouldBe("One.\n\nTwo ä.\n");
    }

    [Fact]
    public void Paragraphs_and_lines_are_documents_by_option()
    {
        const string Text = "one\ntwo\r\n\r\n \nthree\n\n\n\nfour";

        var paragraphs = Reader.Read(Format, Text, Reader.SmallBlocks with { TextUnit = TextUnit.Paragraph, BlockBytes = 16 });
        paragraphs.Texts().ShouldBe(["one\ntwo", "three", "four"]);
        paragraphs.Ids().ShouldBe(["in#1", "in#5", "in#9"]);

        var lines = Reader.Read(Format, Text, Reader.SmallBlocks with { TextUnit = TextUnit.Line, BlockBytes = 16 });
        lines.Texts().ShouldBe(["one", "two", "three", "four"]);
        lines.Ids().ShouldBe(["in#1", "in#2", "in#5", "in#9"]);
    }

    [Fact]
    public void A_long_file_is_cut_at_the_ends_of_paragraphs()
    {
        var text = string.Concat(Enumerable.Range(0, 300).Select(i => $"Paragraph {i}.\n\n"));
        var outcomes = Reader.Read(Format, text, new ReadSettings { BlockBytes = 64, MaximumRecordBytes = 1000 });

        string.Concat(outcomes.Texts()).ShouldBe(text);
        outcomes.Ids().First().ShouldBe("in#1");
        outcomes.Texts().ShouldAllBe(part => part.Length <= 1000 && part.EndsWith("\n\n"));
    }

    [Fact]
    public void A_long_line_is_cut_between_characters()
    {
        var text = string.Concat(Enumerable.Repeat("ä🙂", 1000));
        string.Concat(Reader.Read(Format, text, new ReadSettings { BlockBytes = 64, MaximumRecordBytes = 1001 }).Texts()).ShouldBe(text);
    }

    [Fact]
    public void What_is_not_utf8_is_windows_1252()
    {
        var document = Reader.Read(Format, [0x80, (byte)'5', 0x20, 0xE4, 0x93]).ShouldHaveSingleItem().Document!;

        document.Text.ShouldBe("€5 ä“");
        document.Metadata["encoding"].ShouldBe("windows-1252");
    }

    [Fact]
    public void Utf16_is_read_with_its_mark_and_without()
    {
        const string Text = "Sixteen bits ä 🙂";
        foreach (var encoding in (Encoding[])[Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            Reader.Read(Format, [.. encoding.Preamble, .. encoding.GetBytes(Text)]).Texts().ShouldBe([Text]);
            Reader.Read(Format, encoding.GetBytes(Text[..14])).Texts().ShouldBe([Text[..14]]);
        }
    }

    [Fact]
    public void What_is_no_text_is_a_fault()
    {
        Reader.Read(Format, new byte[5000]).Reasons().ShouldHaveSingleItem();
        Reader.Read(Format, []).Reasons().ShouldHaveSingleItem().ShouldContain("empty");
    }

    [Fact]
    public void A_file_that_breaks_off_is_told()
    {
        var lines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(i => $"Line {i * 7919}\n")));
        foreach (var length in (int[])[10, 4096, 30_000])
        {
            var input = new InputFile("a.txt", null, () => new BrokenStream(lines[..length]));
            var outcomes = DocumentReader.Read(input, ReadSettings.Default with { TextUnit = TextUnit.Line }).SelectMany(block => block.Decode()).ToList();

            outcomes.Texts().Count().ShouldBe(lines[..length].Count(one => one == '\n'));
            outcomes.Reasons().ShouldHaveSingleItem().ShouldContain("breaks off");
        }
    }

    private sealed class BrokenStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, count) is var read and > 0 ? read : throw new InvalidDataException("The check at the end is missing.");

        public override int Read(Span<byte> buffer)
        {
            var part = new byte[buffer.Length];
            var read = Read(part, 0, part.Length);
            part.AsSpan(0, read).CopyTo(buffer);
            return read;
        }
    }
}
