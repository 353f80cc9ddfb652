using Sinter.Data.Deduplication;

namespace Sinter.Data.Tests.Deduplication;

public sealed class ShingleTests
{
    private static readonly ShingleOptions Characters = new() { Kind = ShingleKind.Characters, Length = 4 };

    [Fact]
    public void Hashes_are_what_the_definition_gives()
    {
        var random = new Random(1);
        foreach (var length in (int[])[1, 2, 5, 24, 100])
        {
            foreach (var kind in Enum.GetValues<ShingleKind>())
            {
                foreach (var punctuation in Enum.GetValues<ShinglePunctuation>())
                {
                    var plain = new ShingleOptions { Kind = kind, Length = length, Punctuation = punctuation, Seed = (ulong)length };
                    foreach (var options in (ShingleOptions[])[plain, plain with { IgnoreCase = false, IgnoreNumbers = false }])
                    {
                        var text = Text(random, 300);
                        Read(options, text).ShouldBe(NaiveShingles.Hashes(options, text));
                    }
                }
            }
        }
    }

    [Fact]
    public void Long_texts_are_read_in_pieces_without_a_seam()
    {
        var random = new Random(2);
        foreach (var words in (int[])[1023, 1024, 1027, 1028, 1029, 2048, 2052, 5000])
        {
            var text = string.Join(' ', Enumerable.Range(0, words).Select(_ => random.Next(100_000)));
            var options = new ShingleOptions { IgnoreNumbers = false };
            Read(options, text).ShouldBe(NaiveShingles.Hashes(options, text));
        }
    }

    [Theory]
    [InlineData("It's 1,234 DAYS — déjà vu!", "its 99 days deja vu")]
    [InlineData("  a\tb\r\nc\u00A0d\u3000e ", "a b c d e")]
    [InlineData("İstanbul straße", "istanbul straße")]
    [InlineData("soft\u00ADhyphen and zero\u200Bwidth", "softhyphen and zerowidth")]
    [InlineData("e\u0301le\u0300ve", "eleve")]
    [InlineData("nul\0 and \u0007bell", "nul and bell")]
    [InlineData("42 1 ٣", "7 8 9")]
    [InlineData("日本語のテキスト", "日 本 語 の テ キ ス ト")]
    [InlineData("word日本word", "word 日 本 word")]
    [InlineData("𠀀𠀁x", "𠀀 𠀁 x")]
    public void Differences_that_do_not_matter_are_not_seen(string text, string same)
    {
        Read(new ShingleOptions { Length = 2 }, text).ShouldBe(Read(new ShingleOptions { Length = 2 }, same));
        Read(new ShingleOptions { Length = 2 }, text).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("don't", "dont", ShinglePunctuation.Remove, true)]
    [InlineData("don't", "don t", ShinglePunctuation.Remove, false)]
    [InlineData("don't", "don t", ShinglePunctuation.Space, true)]
    [InlineData("don't", "dont", ShinglePunctuation.Space, false)]
    [InlineData("don't", "dont", ShinglePunctuation.Keep, false)]
    [InlineData("a-b", "a+b", ShinglePunctuation.Keep, false)]
    [InlineData("résumé", "resume", ShinglePunctuation.Remove, true)]
    [InlineData("한국어", "한국", ShinglePunctuation.Remove, false)]
    public void Differences_that_matter_are_seen(string text, string other, ShinglePunctuation punctuation, bool same)
    {
        var options = new ShingleOptions { Punctuation = punctuation };
        Read(options, text).SequenceEqual(Read(options, other)).ShouldBe(same);
    }

    [Fact]
    public void Each_option_counts()
    {
        var plain = new ShingleOptions { IgnoreCase = false, IgnoreMarks = false, IgnoreNumbers = false };
        Read(plain, "Éa 12").ShouldNotBe(Read(plain, "éa 12"));
        Read(plain with { IgnoreCase = true }, "Éa 12").ShouldBe(Read(plain with { IgnoreCase = true }, "éA 12"));
        Read(plain with { IgnoreMarks = true }, "Éa 12").ShouldBe(Read(plain with { IgnoreMarks = true }, "Ea 12"));
        Read(plain with { IgnoreNumbers = true }, "Éa 12").ShouldBe(Read(plain with { IgnoreNumbers = true }, "Éa 3"));
        Read(plain, "Éa 12").ShouldNotBe(Read(plain with { Seed = 2 }, "Éa 12"));
    }

    [Fact]
    public void Characters_have_single_spaces_and_none_at_the_ends()
    {
        Read(Characters, " ab\n\n cd!").ShouldBe(Read(Characters, "ab cd"));
        Read(Characters, "ab cd").Count.ShouldBe(2);
        Read(Characters, "a 1,234 b").ShouldBe(Read(Characters, "a 5 b"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \r\n\t")]
    [InlineData("... -- !!!")]
    [InlineData("\0\u0001\u200B\u0301")]
    public void A_text_without_words_has_no_shingles(string text)
    {
        Read(new ShingleOptions(), text).ShouldBeEmpty();
        Read(Characters, text).ShouldBeEmpty();
    }

    [Fact]
    public void A_short_text_is_one_shingle()
    {
        Read(new ShingleOptions(), "only three words").ShouldBe(Read(new ShingleOptions(), "Only three, words!"));
        Read(new ShingleOptions(), "only three words").Count.ShouldBe(1);
        Read(new ShingleOptions(), "only three").ShouldNotBe(Read(new ShingleOptions(), "only three words"));
    }

    [Fact]
    public void Broken_surrogates_are_read_like_characters()
    {
        Read(Characters, "a\uD83Db\uDE00c").Count.ShouldBe(2);
        Read(new ShingleOptions { Length = 1 }, "a\uD83Db \uD840 \uD840x").Count.ShouldBe(4);
        Read(new ShingleOptions { Length = 1 }, "\uD840").Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void Lengths_have_bounds(int length) => Should.Throw<ArgumentException>(() => new MinHashFinder(new MinHashOptions { Shingles = new ShingleOptions { Length = length } }));

    [Fact]
    public void The_similarity_is_that_of_the_sets()
    {
        var random = new Random(3);
        foreach (var options in (ShingleOptions[])[new() { Length = 2 }, Characters, new() { Length = 5 }])
        {
            for (var round = 0; round < 50; round++)
            {
                var (first, second) = (Text(random, random.Next(200)), Text(random, random.Next(200)));
                second = round % 2 == 0 ? second : first[..(first.Length / 2)] + second;
                var (one, other) = (NaiveShingles.Set(options, first), NaiveShingles.Set(options, second));
                var union = one.Union(other).Count();
                Jaccard(options, first, second, fromUnits: round % 2 == 0).ShouldBe(union == 0 ? 0 : one.Intersect(other).Count() / (double)union);
            }
        }
    }

    [Fact]
    public void The_similarity_of_texts_too_long_for_one_table_is_the_same()
    {
        var options = new ShingleOptions { Length = 1, IgnoreNumbers = false };
        var first = string.Join(' ', Enumerable.Range(0, 30_000));
        var second = string.Join(' ', Enumerable.Range(10_000, 50_000));

        Jaccard(options, first, second, fromUnits: false, shinglesAtOnce: 9_000).ShouldBe(20_000 / 60_000.0);
        Jaccard(options, first, second, fromUnits: true, shinglesAtOnce: 9_000).ShouldBe(20_000 / 60_000.0);
    }

    private static double Jaccard(ShingleOptions options, string first, string second, bool fromUnits, int shinglesAtOnce = 1 << 20)
    {
        var (one, other) = (new ShingleReader(options), new ShingleReader(options));
        one.Begin(first);
        other.Begin(second);
        if (fromUnits)
        {
            one.Begin(new TextUnits(options, first));
            other.Begin(new TextUnits(options, second));
        }

        return SharedShingles.Jaccard(one, other, shinglesAtOnce);
    }

    internal static List<ulong> Read(ShingleOptions options, string text)
    {
        var reader = new ShingleReader(options);
        reader.Begin(text);
        var all = new List<ulong>();
        for (var shingles = reader.Read(); !shingles.IsEmpty; shingles = reader.Read())
        {
            all.AddRange(shingles);
        }

        return all;
    }

    /// <summary>Short words of few letters with digits, signs and spaces among them.</summary>
    internal static string Text(Random random, int length) => string.Create(length, random, static (text, random) =>
    {
        foreach (ref var character in text)
        {
            character = "abcABC  123.-'$ \n\t\0"[random.Next(19)];
        }
    });
}
