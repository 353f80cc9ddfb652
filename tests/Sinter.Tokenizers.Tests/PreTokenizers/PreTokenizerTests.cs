using System.Text;
using Sinter.Tokenizers.Files;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.PreTokenizers;
using Sinter.Tokenizers.Tests.Files;
using Sinter.Tokenizers.Text;

namespace Sinter.Tokenizers.Tests.PreTokenizers;

public sealed class PreTokenizerTests
{
    private const string Sample = "Hello, World!  don't go\n\n12,345½ 日本語のカー $x=_a 🦙e\u0301 ";

    private const string ByteLevel = """{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}""";
    private const string PrefixSpace = """{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":false,"use_regex":false}""";
    private const string Bert = """{"type":"BertPreTokenizer"}""";
    private const string Whitespace = """{"type":"Whitespace"}""";
    private const string WhitespaceSplit = """{"type":"WhitespaceSplit"}""";
    private const string Metaspace = """{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true}""";
    private const string MetaspaceFirst = """{"type":"Metaspace","replacement":"_","prepend_scheme":"first","split":true}""";
    private const string MetaspaceWhole = """{"type":"Metaspace","replacement":"▁","prepend_scheme":"never","split":false}""";
    private const string Punctuation = """{"type":"Punctuation","behavior":"Isolated"}""";
    private const string PunctuationContiguous = """{"type":"Punctuation","behavior":"Contiguous"}""";
    private const string PunctuationRemoved = """{"type":"Punctuation","behavior":"Removed"}""";
    private const string PunctuationMergedWithPrevious = """{"type":"Punctuation","behavior":"MergedWithPrevious"}""";
    private const string PunctuationMergedWithNext = """{"type":"Punctuation","behavior":"MergedWithNext"}""";
    private const string Digits = """{"type":"Digits","individual_digits":true}""";
    private const string DigitRuns = """{"type":"Digits","individual_digits":false}""";
    private const string Delimiter = """{"type":"CharDelimiterSplit","delimiter":"o"}""";
    private const string Scripts = """{"type":"UnicodeScripts"}""";
    private const string FixedLength = """{"type":"FixedLength","length":5}""";
    private const string SplitString = """{"type":"Split","pattern":{"String":"l"},"behavior":"MergedWithNext","invert":false}""";
    private const string SplitInverted = """{"type":"Split","pattern":{"Regex":"\\p{L}+"},"behavior":"Removed","invert":true}""";
    private const string Falcon = """{"type":"Sequence","pretokenizers":[{"type":"Punctuation","behavior":"Contiguous"},{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true},{"type":"Digits","individual_digits":false},{"type":"Split","pattern":{"Regex":"[0-9][0-9][0-9]"},"behavior":"Isolated","invert":false}]}""";
    private const string DeepSeek = """{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"\\p{N}{1,3}"},"behavior":"Isolated","invert":false},{"type":"Split","pattern":{"Regex":"[一-龥\u3040-ゟ゠-ヿ]+"},"behavior":"Isolated","invert":false},{"type":"Split","pattern":{"Regex":"[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"},"behavior":"Isolated","invert":false},{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":false}]}""";
    private const string Nested = """{"type":"Sequence","pretokenizers":[{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},{"type":"Metaspace","replacement":"▁","prepend_scheme":"first","split":true}]},{"type":"Punctuation","behavior":"Isolated"},{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true}]}""";

    /// <summary>Pieces as the Rust library of Hugging Face cuts them; of pieces that are not text, the bytes.</summary>
    [Theory]
    [InlineData(ByteLevel, "Hello|,| World|!| | don|'t| go|\n|\n|12|,|345½| 日本語のカー| $|x|=_|a| 🦙|e|\u0301| ")]
    [InlineData(PrefixSpace, " Hello, World!  don't go\n\n12,345½ 日本語のカー $x=_a 🦙e\u0301 ")]
    [InlineData(Bert, "Hello|,|World|!|don|'|t|go|12|,|345½|日本語のカー|$|x|=|_|a|🦙e\u0301")]
    [InlineData(Whitespace, "Hello|,|World|!|don|'|t|go|12|,|345|½|日本語のカー|$|x|=|_a|🦙|e\u0301")]
    [InlineData(WhitespaceSplit, "Hello,|World!|don't|go|12,345½|日本語のカー|$x=_a|🦙e\u0301")]
    [InlineData(Metaspace, "▁Hello,|▁World!|▁|▁don't|▁go\n\n12,345½|▁日本語のカー|▁$x=_a|▁🦙e\u0301|▁")]
    [InlineData(MetaspaceFirst, "_Hello,|_World!|_|_don't|_go\n\n12,345½|_日本語のカー|_$x=|_a|_🦙e\u0301|_")]
    [InlineData(MetaspaceWhole, "Hello,▁World!▁▁don't▁go\n\n12,345½▁日本語のカー▁$x=_a▁🦙e\u0301▁")]
    [InlineData(Punctuation, "Hello|,| World|!|  don|'|t go\n\n12|,|345½ 日本語のカー |$|x|=|_|a 🦙e\u0301 ")]
    [InlineData(PunctuationContiguous, "Hello|,| World|!|  don|'|t go\n\n12|,|345½ 日本語のカー |$|x|=_|a 🦙e\u0301 ")]
    [InlineData(PunctuationRemoved, "Hello| World|  don|t go\n\n12|345½ 日本語のカー |x|a 🦙e\u0301 ")]
    [InlineData(PunctuationMergedWithPrevious, "Hello,| World!|  don'|t go\n\n12,|345½ 日本語のカー $|x=|_|a 🦙e\u0301 ")]
    [InlineData(PunctuationMergedWithNext, "Hello|, World|!  don|'t go\n\n12|,345½ 日本語のカー |$x|=|_a 🦙e\u0301 ")]
    [InlineData(Digits, "Hello, World!  don't go\n\n|1|2|,|3|4|5|½| 日本語のカー $x=_a 🦙e\u0301 ")]
    [InlineData(DigitRuns, "Hello, World!  don't go\n\n|12|,|345½| 日本語のカー $x=_a 🦙e\u0301 ")]
    [InlineData(Delimiter, "Hell|, W|rld!  d|n't g|\n\n12,345½ 日本語のカー $x=_a 🦙e\u0301 ")]
    [InlineData(FixedLength, "Hello|, Wor|ld!  |don't| go\n\n|12,34|5½ 日本|語のカー |$x=_a| 🦙e\u0301 ")]
    [InlineData(SplitString, "He|l|lo, Wor|ld!  don't go\n\n12,345½ 日本語のカー $x=_a 🦙e\u0301 ")]
    [InlineData(SplitInverted, "Hello|World|don|t|go|日本語のカー|x|a|e")]
    [InlineData(Falcon, "Hello|,| World|!| | don|'|t| go|\n|\n|12|,|345|<C2>|<BD>|<20E697A5E69CACE8AA9EE381AEE382ABE383>|<BC>| |$|x|=_|a| 🦙|e|\u0301| ")]
    [InlineData(DeepSeek, "Hello|,| World|!| | don|'t| go|\n\n|12|,|345|½| |日本語のカー| $|x|=_|a| 🦙|e\u0301| ")]
    [InlineData(Nested, "▁Hello|▁,|▁World|▁!|▁don|▁'|▁t|▁go|▁12|▁,|▁345½|▁日本語のカー|▁$|▁x|▁=|▁_|▁a|▁🦙e\u0301")]
    public void Cuts_as_Hugging_Face_cuts(string json, string expected) => Cut(Read(json), Sample).ShouldBe(expected.Split('|'));

    [Theory]
    [InlineData("  ab漢かカー\u0301 π, 12π", "ab|漢かカー|\u0301 |π|, 12|π")]
    [InlineData("  \uE000", "")]
    public void Cuts_where_the_script_changes(string text, string expected) =>
        Cut(Read(Scripts), text).ShouldBe(expected.Split('|', StringSplitOptions.RemoveEmptyEntries));

    [Theory]
    [InlineData(ByteLevel)]
    [InlineData(PrefixSpace)]
    [InlineData(Bert)]
    [InlineData(Whitespace)]
    [InlineData(WhitespaceSplit)]
    [InlineData(Metaspace)]
    [InlineData(MetaspaceFirst)]
    [InlineData(MetaspaceWhole)]
    [InlineData(Punctuation)]
    [InlineData(PunctuationContiguous)]
    [InlineData(PunctuationRemoved)]
    [InlineData(PunctuationMergedWithPrevious)]
    [InlineData(PunctuationMergedWithNext)]
    [InlineData(Digits)]
    [InlineData(DigitRuns)]
    [InlineData(Delimiter)]
    [InlineData(Scripts)]
    [InlineData(FixedLength)]
    [InlineData(SplitString)]
    [InlineData(SplitInverted)]
    [InlineData(Falcon)]
    [InlineData(DeepSeek)]
    [InlineData(Nested)]
    public void Writes_what_it_read(string json) => JsonText.Written(Read(json).Write).ShouldBe(json);

    [Theory]
    [InlineData(ByteLevel)]
    [InlineData("""{"type":"Split","pattern":{"Regex":"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"},"behavior":"Removed","invert":true}""")]
    [InlineData("""{"type":"Sequence","pretokenizers":[{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+"},"behavior":"Isolated","invert":false}]},{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":false}]}""")]
    [InlineData("""{"type":"Sequence","pretokenizers":[]}""")]
    public void A_plain_cut_is_a_scanner_that_gives_the_same_pieces(string json)
    {
        var preTokenizer = Read(json);
        var scanner = preTokenizer.Scanner.ShouldNotBeNull();
        for (var seed = 0; seed < 50; seed++)
        {
            var text = TestTexts.Mixed(seed, 40);
            Cut(new SequencePreTokenizer([new FixedLengthPreTokenizer(int.MaxValue), preTokenizer]), text).ShouldBe(Cut(preTokenizer, text));
            var list = new PieceList();
            var buffer = new TextBuffer();
            buffer.Load(Encoding.UTF8.GetBytes(text));
            list.ShareText(buffer);
            list.AddCut(scanner, 0, buffer.Length);
            Shown(list).ShouldBe(Cut(preTokenizer, text));
        }
    }

    [Theory]
    [InlineData(PrefixSpace)]
    [InlineData(Bert)]
    [InlineData(Metaspace)]
    [InlineData(Falcon)]
    [InlineData(DeepSeek)]
    [InlineData(SplitInverted)]
    public void What_is_not_a_plain_cut_has_no_scanner(string json) => Read(json).Scanner.ShouldBeNull();

    [Fact]
    public void A_space_for_the_first_piece_only_stands_only_before_text_that_begins_the_original()
    {
        var preTokenizer = Read(MetaspaceFirst);
        Cut(preTokenizer, "a b", beginsText: true).ShouldBe(["_a", "_b"]);
        Cut(preTokenizer, "a b", beginsText: false).ShouldBe(["a", "_b"]);
        var behindSplit = new SequencePreTokenizer([new WhitespaceSplitPreTokenizer(), preTokenizer]);
        Cut(behindSplit, "a b", beginsText: true).ShouldBe(["_a", "b"]);
        Cut(behindSplit, " a b", beginsText: true).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Pieces_know_where_they_come_from()
    {
        var list = Apply(Read(Nested), "äb c", beginsText: true);
        list.Pieces.ToArray().Select(piece => list.Text.Origin(piece.Start, piece.End)).ShouldBe([(0, 3), (4, 5)]);

        // What is put before a piece comes from its first character, the cut bytes of a character from their own place.
        list.Text.Origin(0, 3).ShouldBe((0, 2));
        var falcon = Apply(Read(Falcon), "a½", beginsText: true);
        falcon.Pieces.ToArray().Select(piece => falcon.Text.Origin(piece.Start, piece.End)).ShouldBe([(0, 1), (1, 2), (2, 3)]);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_pass_through_every_cut()
    {
        foreach (var json in (string[])[ByteLevel, PrefixSpace, Bert, Whitespace, WhitespaceSplit, Metaspace, PunctuationContiguous, Digits, FixedLength, Falcon, DeepSeek])
        {
            var preTokenizer = Read(json);
            for (var seed = 0; seed < 30; seed++)
            {
                var bytes = TestTexts.Bytes(seed, 200);
                var list = Apply(preTokenizer, bytes, beginsText: true);
                var kept = list.Pieces.ToArray().SelectMany(piece => list.Text.Text[piece.Start..piece.End].ToArray()).Where(static value => value is not ((byte)' ' or < 0x20 or 0x96 or 0x81 or 0xE2));
                kept.ShouldBe(bytes.Where(static value => value is not ((byte)' ' or < 0x20 or 0x96 or 0x81 or 0xE2)));
            }
        }
    }

    [Fact]
    public void Older_files_are_read()
    {
        JsonText.Written(Read("""{"type":"Metaspace","replacement":"▁","add_prefix_space":false}""").Write).ShouldContain("\"prepend_scheme\":\"never\"");
        JsonText.Written(Read("""{"type":"Metaspace","replacement":"▁","add_prefix_space":true}""").Write).ShouldContain("\"prepend_scheme\":\"always\"");
        JsonText.Written(Read("""{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true}""").Write).ShouldContain("\"use_regex\":true");
        JsonText.Written(Read("""{"type":"Punctuation"}""").Write).ShouldContain("\"behavior\":\"Isolated\"");
        JsonText.Written(Read("""{"type":"FixedLength"}""").Write).ShouldContain("\"length\":5");
        PreTokenizerReader.Read(JsonText.Part("pre_tokenizer", "null")).ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"type":"Nothing"}""", "pre_tokenizer.type is 'Nothing', which is no pre-tokenizer that Sinter knows; it knows ByteLevel, Split, ")]
    [InlineData("""{"type":"Split","pattern":{"Regex":"(a"},"behavior":"Isolated","invert":false}""", "pre_tokenizer.pattern.Regex cannot be read: At character 3 of the regular expression ')' is missing.")]
    [InlineData("""{"type":"Split","pattern":{"String":"a"},"behavior":"Kept","invert":false}""", "pre_tokenizer.behavior is \"Kept\", expected Removed, Isolated, ")]
    [InlineData("""{"type":"Metaspace","replacement":"ab"}""", "pre_tokenizer.replacement is \"ab\", expected one character.")]
    [InlineData("""{"type":"Metaspace","replacement":"▁","prepend_scheme":"last"}""", "pre_tokenizer.prepend_scheme is \"last\", expected always, first or never.")]
    [InlineData("""{"type":"FixedLength","length":0}""", "pre_tokenizer.length is 0, expected how many characters a piece has.")]
    [InlineData("""{"type":"Sequence","pretokenizers":[{"type":"Digits"},{"type":"Whitespac"}]}""", "pre_tokenizer.pretokenizers[1].type is 'Whitespac', which ")]
    [InlineData("""{"type":"Sequence","pretokenizers":[{"type":"ByteLevel"},{"type":"Metaspace","replacement":"▁"}]}""", "pre_tokenizer has a step behind ByteLevel that changes text again; leave that step out.")]
    public void A_damaged_part_is_told_in_one_sentence(string json, string message) =>
        Should.Throw<InvalidDataException>(() => Read(json)).Message.ShouldStartWith($"'tokenizer.json': {message}");

    [Fact]
    public void Too_many_steps_are_refused() =>
        Should.Throw<InvalidDataException>(() => Read($"{{\"type\":\"Sequence\",\"pretokenizers\":[{string.Join(',', Enumerable.Repeat(Bert, 65))}]}}"))
            .Message.ShouldBe("'tokenizer.json': pre_tokenizer has more than 64 steps; no text needs so many cuts.");

    private static PreTokenizer Read(string json) => PreTokenizerReader.Read(JsonText.Part("pre_tokenizer", json))!;

    private static List<string> Cut(PreTokenizer preTokenizer, string text, bool beginsText = true) => Shown(Apply(preTokenizer, text, beginsText));

    private static PieceList Apply(PreTokenizer preTokenizer, string text, bool beginsText) => Apply(preTokenizer, Encoding.UTF8.GetBytes(text), beginsText);

    private static PieceList Apply(PreTokenizer preTokenizer, byte[] utf8, bool beginsText)
    {
        var buffer = new TextBuffer();
        buffer.Clear(tracksOrigins: true);
        buffer.Load(utf8);
        var source = new PieceList { BeginsText = beginsText };
        source.ShareText(buffer);
        source.Add(0, buffer.Length);
        var target = new PieceList();
        preTokenizer.Apply(source, target);
        return target;
    }

    private static List<string> Shown(PieceList list)
    {
        var shown = new List<string>();
        foreach (var piece in list.Pieces)
        {
            var bytes = list.Text.Text[piece.Start..piece.End];
            shown.Add(System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : $"<{Convert.ToHexString(bytes)}>");
        }

        return shown;
    }
}
