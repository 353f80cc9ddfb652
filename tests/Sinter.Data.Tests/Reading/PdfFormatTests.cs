using System.Globalization;
using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sinter.Data.Reading;
using Sinter.Data.Reading.Pdf;

namespace Sinter.Data.Tests.Reading;

public sealed class PdfFormatTests
{
    private const string Catalogue = "<</Type/Catalog/Pages 2 0 R>>";
    private const string Pages = "<</Type/Pages/Count 1/Kids[3 0 R]>>";
    private const string Page = "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>>>";
    private const string Helvetica = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";

    private static readonly PdfFormat Format = new();

    [Fact]
    public void Operators_of_text_make_lines_and_words()
    {
        var content = "BT /F1 10 Tf 50 700 Td (Hello \\(you\\)) Tj 0 -12 Td [(W)20(or)-400(ld)] TJ 14 TL T* (Caf\\351 \\200) Tj (next) ' 1 0 0 1 50 600 Tm <4865> Tj 40 0 Td (far) Tj ET";
        Text(content).ShouldBe("Hello (you)\nWor ld\nCafé €\nnext\n\nHe far");
    }

    [Fact]
    public void A_word_that_a_line_end_parts_is_joined() =>
        Text("BT /F1 10 Tf 12 TL 50 700 Td (struc-) Tj T* (tured A-) Tj T* (B) Tj ET").ShouldBe("structured A-\nB");

    [Fact]
    public void The_state_of_the_page_moves_text()
    {
        Text("q 2 0 0 2 0 100 cm BT /F1 10 Tf 10 10 Td (a) Tj ET Q BT /F1 10 Tf 200 120 Td (b) Tj ET").ShouldBe("a b");
        Text("BT /F1 10 Tf 0 1 -1 0 100 100 Tm (up) Tj (wards) Tj ET").ShouldBe("upwards");
        Text("BT /F1 10 Tf (a) Tj ET BI /W 1 /H 1 ID \u0001(EI)\u0002 EI BT 0 -12 Td (b) Tj ET").ShouldBe("a\nb");
    }

    [Fact]
    public void Forms_are_read_and_one_that_holds_itself_ends()
    {
        var form = Stream("<</Subtype/Form/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>", "BT /F1 10 Tf (form) Tj ET /X Do");
        Read(Classic("/X Do", Helvetica, form)).Texts().ShouldHaveSingleItem().ShouldContain("form");

        var bomb = Stream("<</Subtype/Form/Resources<</XObject<</X 6 0 R>>>>", string.Concat(Enumerable.Repeat("/X Do ", 50)));
        Read(Classic("/X Do", Helvetica, bomb)).Reasons().ShouldHaveSingleItem();
    }

    [Fact]
    public void Differences_and_maps_say_the_characters()
    {
        Text("BT /F1 10 Tf <01020304> Tj ET", "<</Type/Font/Subtype/Type1/Encoding<</Differences[1/Aogonek/fi/uni4E2D/quotedblleft]>>>>").ShouldBe("Ąfi中“");

        var font = "<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</DW 500/W[1[600 600]]>>]/ToUnicode 6 0 R>>";
        var map = Stream("<<", "1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfchar <0001> <0041> endbfchar 2 beginbfrange <0002> <0003> <0062> <0010> <0011> [<4E2D> <D83DDE42>] endbfrange");
        Read(Classic("BT /F1 10 Tf <000100020003> Tj <00100011> Tj ET", font, map)).Texts().ShouldBe(["Abc中🙂"]);
    }

    [Fact]
    public void Fonts_that_name_no_characters_are_a_fault() =>
        Read(Classic("BT /F1 10 Tf <0001000200030004> Tj ET", "<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<<>>]>>")).Reasons().ShouldHaveSingleItem().ShouldContain("fonts");

    [Theory]
    [InlineData("/FlateDecode")]
    [InlineData("/ASCIIHexDecode")]
    [InlineData("/ASCII85Decode")]
    public void Streams_come_in_filters(string filter)
    {
        var content = Encoding.Latin1.GetBytes("BT /F1 10 Tf (packed) Tj ET");
        var packed = filter switch { "/FlateDecode" => Deflate(content), "/ASCIIHexDecode" => Encoding.ASCII.GetBytes(Convert.ToHexString(content) + ">"), _ => Ascii85(content) };
        var objects = new List<byte[]> { Bytes(Catalogue), Bytes(Pages), Bytes(Page), Stream($"<</Filter{filter}", packed), Bytes(Helvetica) };
        Read(File(objects)).Texts().ShouldBe(["packed"]);
    }

    [Fact]
    public void Lzw_is_unpacked() =>

        // The example of ISO 32000, 7.4.4.2.
        PdfFilters.Lzw([0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01], early: true, 100).ShouldBe(new byte[] { 45, 45, 45, 45, 45, 65, 45, 45, 45, 66 });

    [Fact]
    public void Cross_reference_streams_and_object_streams_are_read()
    {
        var packed = $"1 0 2 {Catalogue.Length + 1} 3 {Catalogue.Length + Pages.Length + 2} 5 {Catalogue.Length + Pages.Length + Page.Length + 3} ";
        var inner = $"{packed}{Catalogue} {Pages} {Page} {Helvetica}";
        var file = new MemoryStream();
        Write(file, "%PDF-1.5\n");
        var four = file.Position;
        Write(file, "4 0 obj\n");
        file.Write(Stream("<<", "BT /F1 10 Tf (modern) Tj ET"));
        Write(file, "\nendobj\n");
        var seven = file.Position;
        Write(file, "7 0 obj\n");
        file.Write(Stream($"<</Type/ObjStm/N 4/First {packed.Length}/Filter/FlateDecode", Deflate(Bytes(inner))));
        Write(file, "\nendobj\n");
        var eight = file.Position;
        var rows = new (int Kind, long Place, int Index)[] { (0, 0, 0), (2, 7, 0), (2, 7, 1), (2, 7, 2), (1, four, 0), (2, 7, 3), (0, 0, 0), (1, seven, 0), (1, eight, 0) };
        byte[] table = [.. rows.SelectMany(row => (byte[])[(byte)row.Kind, (byte)(row.Place >> 8), (byte)row.Place, (byte)row.Index])];
        Write(file, "8 0 obj\n");
        file.Write(Stream("<</Type/XRef/Size 9/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 4>>", Deflate(Up(table, 4))));
        Write(file, $"\nendobj\nstartxref\n{eight}\n%%EOF");

        Read(file.ToArray()).Texts().ShouldBe(["modern"]);

        // Without its table the same file is found by going through it.
        var broken = file.ToArray();
        broken.AsSpan((int)eight, 5).Fill((byte)'x');
        Read(broken).Texts().ShouldBe(["modern"]);
    }

    [Fact]
    public void A_broken_table_is_made_anew()
    {
        var file = Encoding.Latin1.GetString(Classic("BT /F1 10 Tf (found) Tj ET"));
        Read(Bytes(file[..file.IndexOf("xref\n0", StringComparison.Ordinal)] + "trailer<</Root 1 0 R>>")).Texts().ShouldBe(["found"]);
        Read(Bytes(file.Replace("00000 n", "00001 n").Replace("000000", "000001"))).Texts().ShouldBe(["found"]);
        Read(Bytes("%PDF-1.4 garbage " + file.Replace("/Length 26", "/Length 999"))).Texts().ShouldBe(["found"]);
    }

    [Fact]
    public void What_cannot_be_read_is_said()
    {
        Read(Bytes("%PDF-1.4")).Reasons().ShouldHaveSingleItem();
        Read(Classic("")).Reasons().ShouldHaveSingleItem().ShouldContain("pictures");
        var file = Encoding.Latin1.GetString(Classic("BT /F1 10 Tf (secret) Tj ET"));
        Read(Bytes(file.Replace("/Root 1 0 R", "/Root 1 0 R/Encrypt<</Filter/Standard>>"))).Reasons().ShouldHaveSingleItem().ShouldContain("encrypted");
    }

    [Fact]
    public void Bombs_are_bounded()
    {
        var settings = new ReadSettings { MaximumRecordBytes = 1 << 20 };
        var bomb = File([Bytes(Catalogue), Bytes(Pages), Bytes(Page), Stream("<</Filter/FlateDecode", Deflate(new byte[50_000_000])), Bytes(Helvetica)]);
        Reader.Read(Format, bomb, settings).Reasons().ShouldHaveSingleItem().ShouldContain("1048576");

        var deep = File([Bytes(new string('[', 100_000)), Bytes(Pages)]);
        Reader.Read(Format, deep, settings).Reasons().ShouldHaveSingleItem();

        var cycle = File([Bytes(Catalogue), Bytes("<</Type/Pages/Kids[2 0 R 2 0 R 3 0 R]>>"), Bytes("<</Kids[2 0 R]>>")]);
        Reader.Read(Format, cycle, settings).Reasons().ShouldHaveSingleItem();

        var self = File([Bytes("<</Pages 2 0 R>>"), Bytes("2 0 R")]);
        Reader.Read(Format, self, settings).Reasons().ShouldHaveSingleItem();

        Reader.Read(Format, new byte[2 << 20], settings).Reasons().ShouldHaveSingleItem().ShouldContain("limit");
    }

    [Fact]
    public void Every_start_of_a_file_is_read_without_a_throw() => Reader.ReadTruncated(Format, Classic("BT /F1 10 Tf [(a)-500(b)] TJ ET"));

    [Fact]
    public void No_changed_byte_makes_it_throw()
    {
        var file = Classic("q 1 0 0 1 0 0 cm BT /F1 10 Tf 1 2 Td (a\\n) Tj <41> ' ET Q /X Do", Helvetica, Stream("<</Subtype/Form", "BT ET"));
        Prop.ForAll<NonNegativeInt, byte>((place, value) =>
        {
            var changed = (byte[])file.Clone();
            changed[place.Get * 7919 % changed.Length] = value;
            return Read(changed).Count == 1;
        }).QuickCheckThrowOnFailure();
    }

    private static List<ReadOutcome> Read(byte[] file) => Reader.Read(Format, file);

    private static string Text(string content, string font = Helvetica) => Read(Classic(content, font)).Texts().ShouldHaveSingleItem();

    private static byte[] Classic(string content, string font = Helvetica, byte[]? sixth = null) =>
        File([Bytes(Catalogue), Bytes(Pages), Bytes(Page), Stream("<<", content), Bytes(font), sixth ?? Bytes("null")]);

    private static byte[] File(IReadOnlyList<byte[]> objects)
    {
        var file = new MemoryStream();
        Write(file, "%PDF-1.4\n");
        var offsets = new List<long>();
        foreach (var content in objects)
        {
            offsets.Add(file.Position);
            Write(file, $"{offsets.Count} 0 obj\n");
            file.Write(content);
            Write(file, "\nendobj\n");
        }

        var table = file.Position;
        Write(file, $"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n");
        offsets.ForEach(offset => Write(file, offset.ToString("D10", CultureInfo.InvariantCulture) + " 00000 n \n"));
        Write(file, $"trailer\n<</Size {offsets.Count + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF");
        return file.ToArray();
    }

    private static byte[] Stream(string dictionary, string content) => Stream(dictionary, Bytes(content));

    private static byte[] Stream(string dictionary, byte[] content) => [.. Bytes($"{dictionary}/Length {content.Length}>>\nstream\n"), .. content, .. "\nendstream"u8];

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private static void Write(MemoryStream file, string text) => file.Write(Bytes(text));

    private static byte[] Deflate(byte[] data)
    {
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal))
        {
            zlib.Write(data);
        }

        return packed.ToArray();
    }

    private static byte[] Up(byte[] table, int columns)
    {
        var rows = new List<byte>();
        for (var at = 0; at < table.Length; at += columns)
        {
            rows.Add(2);
            for (var i = at; i < at + columns; i++)
            {
                rows.Add((byte)(table[i] - (at == 0 ? 0 : table[i - columns])));
            }
        }

        return [.. rows];
    }

    private static byte[] Ascii85(byte[] data)
    {
        var text = new StringBuilder();
        for (var at = 0; at < data.Length; at += 4)
        {
            uint group = 0;
            for (var i = 0; i < 4; i++)
            {
                group = (group << 8) | (at + i < data.Length ? data[at + i] : 0u);
            }

            var signs = new char[5];
            for (var i = 4; i >= 0; i--, group /= 85)
            {
                signs[i] = (char)('!' + (group % 85));
            }

            text.Append(signs, 0, Math.Min(5, data.Length - at + 1));
        }

        return Bytes(text.Append("~>").ToString());
    }
}
