using System.Text;
using Sinter.Data.Deduplication;
using Sinter.Data.Deduplication.Substrings;

namespace Sinter.Data.Tests.Deduplication.Substrings;

public sealed class SubstringFinderTests
{
    [Fact]
    public void A_repeated_part_stays_in_the_first_document()
    {
        string[] texts = ["zero one two three four five", "aa two  three\tfour bb", "two three cc three four five"];
        var cuts = SpanSearch.Cuts(new SubstringFinder(minimumTokens: 3), new MemoryDocuments(texts));
        cuts.ShouldBe([new SpanCut(1, 3, 15, 0, 9), new SpanCut(2, 13, 15, 0, 13)]);
        SpanSearch.Left(new MemoryDocuments(texts), cuts).ShouldBe(["zero one two three four five", "aa | bb", "two three cc |"]);
    }

    [Fact]
    public void Ranks_decide_which_document_keeps_a_part()
    {
        string[] texts = ["a b c x", "y a b c", "a b c z"];
        Left(texts, 3, ranks: [5, 1, 5]).ShouldBe(["| x", "y a b c", "| z"]);
        Left(texts, 3, ranks: [5, 5, 5]).ShouldBe(["a b c x", "y |", "| z"]);
    }

    [Fact]
    public void Documents_of_an_earlier_run_are_never_cut_and_come_first()
        => Left(["a b c a b c", "a b c", "x a b c y", "a b"], 3, ranks: [9, 9, 1, 1], earlier: 2).ShouldBe(["a b c a b c", "a b c", "x | y", "a b"]);

    [Theory]
    [InlineData(3, "a b c a b c a b c", "a b c |")]
    [InlineData(4, "a b c a b c a b c", "a b c a b c a b c")]
    [InlineData(4, "a b c a b c a b c a b c", "a b c a b c |")]
    [InlineData(3, "a a a a a", "a a a a a")]
    [InlineData(3, "a a a a a a a", "a a a |")]
    [InlineData(2, "x x x x y", "x x | y")]
    [InlineData(1, "a b a c b", "a b | c |")]
    public void Of_what_repeats_without_a_gap_one_copy_stays(int window, string text, string left) => Left([text], window).ShouldBe([left]);

    [Theory]
    [InlineData("", "")]
    [InlineData("a b", "a b")]
    [InlineData(" \r\n\t ", "")]
    public void Texts_shorter_than_the_least_length_stay(string first, string second) => SpanSearch.Cuts(new SubstringFinder(minimumTokens: 3), new MemoryDocuments([first, second])).ShouldBeEmpty();

    [Fact]
    public void Nothing_is_found_in_nothing() => SpanSearch.Cuts(new SubstringFinder(), new MemoryDocuments([])).ShouldBeEmpty();

    [Fact]
    public void Parts_do_not_match_across_the_end_of_a_document() => Left(["a b c d", "a b", "c d", "d a b"], 3).ShouldBe(["a b c d", "a b", "c d", "d a b"]);

    [Fact]
    public void White_space_of_any_kind_parts_words_and_is_not_compared()
        => Left(["one two\r\nthree\tfour", "x\u00A0one\u3000two three\n\n\nfour\r\ny"], 4).ShouldBe(["one two\r\nthree\tfour", "x\u00A0|\r\ny"]);

    [Fact]
    public void Chinese_is_compared_by_characters()
        => Left(["我们今天去公园散步。", "他说我们今天去公园吧"], 6).ShouldBe(["我们今天去公园散步。", "他说|吧"]);

    [Fact]
    public void Spans_are_in_utf16_units_and_part_no_pair()
    {
        string[] texts = ["😀 e\u0301t\u0301 \U00020001\U00020002 z", "𝒳 😀 e\u0301t\u0301 \U00020001\U00020002\uD800"];
        SpanSearch.Cuts(new SubstringFinder(minimumTokens: 4), new MemoryDocuments(texts)).ShouldBe([new SpanCut(1, 3, 12, 0, 0)]);
        Left(["a\u0301 b c", "a b c", "a\u0301 b c"], 3)[1].ShouldBe("a b c");
    }

    [Fact]
    public void Zeros_and_lone_surrogates_are_compared_as_they_are()
    {
        Left(["\0 \uD800 x", "\0 \uDC00 x", "y \0 \uD800 x"], 3).ShouldBe(["\0 \uD800 x", "\0 \uDC00 x", "y |"]);
        SpanSearch.Check(new SubstringFinder(SubstringUnit.Bytes, 4), new ByteReader(), 4, new MemoryDocuments(["a\uD800", "a\uD801", "a\uD800", "\0\0\0\0\0\0\0\0"])).Count.ShouldBe(2);
    }

    [Fact]
    public void Bytes_leave_characters_whole()
    {
        // The last byte of é is the first of the repetition, and of ü only one byte is repeated.
        string[] texts = ["éabcdü", "\u0129abcd\u00FD"];
        var finder = new SubstringFinder(SubstringUnit.Bytes, 5);
        SpanSearch.Left(new MemoryDocuments(texts), SpanSearch.Cuts(finder, new MemoryDocuments(texts))).ShouldBe(["éabcdü", "\u0129|\u00FD"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(50)]
    public void All_that_a_comparison_of_all_with_all_finds_is_found(int window)
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var random = new Random(seed);
            var documents = RandomDocuments(random, words: 2 + (seed % 9), pieces: seed < 12 ? 40 : 8 * window);
            SpanSearch.Check(new SubstringFinder(minimumTokens: window), new WordReader(), window, documents);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(20)]
    public void All_repeated_bytes_are_found(int window)
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var random = new Random(seed);
            var alphabet = "aé\u4E2D\u4E2E\U0001F600\U0001F601\uD83D ".EnumerateRunes().Select(static rune => rune.ToString()).ToArray();
            var texts = Enumerable.Range(0, 5).Select(_ => string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => alphabet[random.Next(1 + (seed % alphabet.Length))])));
            SpanSearch.Check(new SubstringFinder(SubstringUnit.Bytes, window), new ByteReader(), window, new MemoryDocuments([.. texts]));
        }
    }

    [Fact]
    public void Memory_and_threads_change_nothing()
    {
        var random = new Random(7);
        var words = Enumerable.Range(0, 3000).Select(static i => $"word{i}").ToArray();
        var sources = Enumerable.Range(0, 40).Select(_ => string.Join(' ', Enumerable.Range(0, 400).Select(_ => words[random.Next(words.Length)]))).ToArray();
        var texts = Enumerable.Range(0, 150).Select(_ => string.Concat(Enumerable.Range(0, 3).Select(_ => Piece(sources[random.Next(40)])))).ToArray();
        var documents = new MemoryDocuments(texts) { Ranks = [.. texts.Select(_ => (ulong)random.Next(50))] };
        var finder = new SubstringFinder();
        var cuts = SpanSearch.Check(finder, new WordReader(), 50, documents);
        cuts.Count.ShouldBeGreaterThan(150);
        foreach (var (memory, threads) in ((long, int)[])[(1, 1), (1, 3), (1 << 20, 2), (64 << 20, 4)])
        {
            SpanSearch.Cuts(finder, documents, memory, threads).ShouldBe(cuts);
        }

        string Piece(string source) => source[random.Next(source.Length)..] + " " + source[..random.Next(source.Length)] + " ";
    }

    [Fact]
    public void Sketches_are_small_and_always_the_same()
    {
        var text = string.Join(' ', Enumerable.Range(0, 100_000).Select(static i => $"w{(uint)(i * 2654435761) >> 8}"));
        var sketch = Sketch(text);
        sketch.Length.ShouldBeInRange(1, text.Length / 6);
        Sketch(text).ShouldBe(sketch);
        Sketch(string.Concat(Enumerable.Repeat("again ", 1_000_000))).Length.ShouldBe(12);

        // What an index was made of is compared with what is made of new documents.
        Convert.ToHexString(Sketch("to be or not to be that is the question")).ShouldBe("C2DFA6592B006A630200000000C1F7BAE6746001030000007B2A424EC12B1FA701000000");

        static byte[] Sketch(string text)
        {
            var sketch = new System.Buffers.ArrayBufferWriter<byte>();
            new SubstringFinder(minimumTokens: text.Length > 1000 ? 50 : 5).CreateSketcher().Sketch(new Document { Id = "", Text = text }, sketch);
            return sketch.WrittenSpan.ToArray();
        }
    }

    [Theory]
    [InlineData("a ")]
    [InlineData("a b ")]
    [InlineData("a a a a a a a b ")]
    public void A_million_words_that_repeat_are_cut_in_large_pieces(string period)
    {
        var text = string.Concat(Enumerable.Repeat(period, 2_000_000 / period.Length));
        var cuts = SpanSearch.Cuts(new SubstringFinder(), new MemoryDocuments([text]));
        cuts[0].Start.ShouldBeInRange(98, 130);
        (cuts[^1].Start + cuts[^1].Length).ShouldBe(text.Length - 1);
        cuts.Sum(static cut => (long)cut.Length).ShouldBeGreaterThanOrEqualTo(text.Length - 1 - cuts[0].Start);
        cuts.Count.ShouldBeLessThan((text.Length / 2 / 8) + 2);
    }

    [Fact]
    public void Of_many_equal_documents_one_stays()
    {
        var text = string.Join(' ', Enumerable.Range(0, 100));
        var documents = new MemoryDocuments([.. Enumerable.Repeat(text, 2000)]);
        SpanSearch.Cuts(new SubstringFinder(), documents, memory: 1, threads: 2).ShouldBe(Enumerable.Range(1, 1999).Select(document => new SpanCut(document, 0, text.Length, 0, 0)));
    }

    [Fact]
    public void One_long_line_without_spaces_is_compared_in_pieces()
    {
        var random = new Random(1);
        var code = string.Concat(Enumerable.Range(0, 100_000).Select(_ => (char)random.Next('a', 'z' + 1)));
        Left([code, $"{code} end"], 50).ShouldBe([code, "| end"]);
    }

    [Fact]
    public void Progress_rises_to_one()
    {
        var told = new List<double>();
        SpanSearch.Cuts(new SubstringFinder(minimumTokens: 2), new MemoryDocuments(["a b c", "b c d", "a b"]), threads: 2, progress: told.Add);
        told.ShouldBeInOrder();
        told[^1].ShouldBe(1);
        told.ShouldAllBe(static done => done >= 0 && done <= 1);
    }

    [Fact]
    public void A_search_can_be_stopped() => Should.Throw<OperationCanceledException>(()
        => SpanSearch.Cuts(new SubstringFinder(minimumTokens: 2), new MemoryDocuments(["a b c", "b c d"]), cancellation: new CancellationToken(canceled: true)));

    [Theory]
    [InlineData(SubstringUnit.Words, 0)]
    [InlineData(SubstringUnit.Words, -1)]
    [InlineData(SubstringUnit.Words, 100_001)]
    [InlineData(SubstringUnit.Bytes, 3)]
    public void A_least_length_must_be_sensible(SubstringUnit unit, int tokens)
        => Should.Throw<ArgumentOutOfRangeException>(() => new SubstringFinder(unit, tokens)).Message.ShouldContain("to 100,000");

    [Fact]
    public void Settings_tell_what_decides()
    {
        new SubstringFinder().Settings.ShouldBe(new Dictionary<string, string> { ["unit"] = "words", ["minimumTokens"] = "50" }, ignoreOrder: true);
        new SubstringFinder(SubstringUnit.Bytes).Settings.ShouldBe(new Dictionary<string, string> { ["unit"] = "bytes", ["minimumTokens"] = "200" }, ignoreOrder: true);
    }

    private static string[] Left(string[] texts, int window, ulong[]? ranks = null, int earlier = 0)
    {
        var documents = new MemoryDocuments(texts) { Ranks = ranks, Earlier = earlier };
        return SpanSearch.Left(documents, SpanSearch.Check(new SubstringFinder(minimumTokens: window), new WordReader(), window, documents));
    }

    private static MemoryDocuments RandomDocuments(Random random, int words, int pieces)
    {
        string[] spaces = [" ", "  ", "\n", "\r\n", "\t"];
        var texts = new List<string>();
        for (var document = 0; document < 6; document++)
        {
            var text = new StringBuilder();
            for (var i = random.Next(pieces); i > 0; i--)
            {
                var source = texts.Count == 0 || random.Next(3) > 0 ? "" : texts[random.Next(texts.Count)];
                var start = random.Next(source.Length + 1);
                text.Append(source.Length == 0 ? $"{(char)('a' + random.Next(words))}" : source[start..random.Next(start, Math.Min(source.Length, start + 200) + 1)]);
                text.Append(spaces[random.Next(spaces.Length)]);
            }

            texts.Add(text.Length > 4000 ? text.ToString(0, 4000) : text.ToString());
        }

        return new MemoryDocuments(texts) { Ranks = [.. texts.Select(_ => (ulong)random.Next(3))], Earlier = random.Next(2) };
    }
}
