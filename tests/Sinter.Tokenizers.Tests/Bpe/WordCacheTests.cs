using System.Text;
using Sinter.Tokenizers.Bpe;

namespace Sinter.Tokenizers.Tests;

public sealed class WordCacheTests
{
    [Fact]
    public void Gives_back_what_was_put_in_and_nothing_else()
    {
        // Words of every length and number of ids, short and long side by side, so many that the cache grows and forgets.
        var random = new Random(1);
        var cache = new WordCache();
        var kept = new Dictionary<string, int[]>(StringComparer.Ordinal);
        var output = new int[WordCache.MostIds];
        var found = 0;
        for (var round = 0; round < 100_000; round++)
        {
            var word = Word(random);
            var count = Copy(cache, word, output);
            if (count > 0)
            {
                found++;
                output[..count].ShouldBe(kept[word]);
                continue;
            }

            kept[word] = [.. Enumerable.Range(0, random.Next(1, WordCache.MostIds + 1)).Select(_ => random.Next())];
            Add(cache, word, kept[word]);
            Copy(cache, word, output).ShouldBe(kept[word].Length);
            output[..kept[word].Length].ShouldBe(kept[word]);
        }

        found.ShouldBeGreaterThan(30_000);
    }

    [Fact]
    public void Tells_words_apart_that_differ_in_their_last_byte_or_in_zeros_behind()
    {
        var cache = new WordCache();
        var output = new int[WordCache.MostIds];
        string[] words = [.. Enumerable.Range(1, WordCache.LongestWord).SelectMany(static length => new[] { new string('\0', length), new string('\0', length - 1) + "a" })];
        for (var i = 0; i < words.Length; i++)
        {
            Copy(cache, words[i], output).ShouldBe(0);
            Add(cache, words[i], [i, i + 1]);
        }

        for (var i = 0; i < words.Length; i++)
        {
            Copy(cache, words[i], output).ShouldBe(2);
            output[0].ShouldBe(i);
        }
    }

    [Fact]
    public void Knows_a_word_wherever_in_a_text_it_stands()
    {
        var text = "abc abcdefghijklmno abc"u8;
        for (var length = 1; length <= WordKey.Longest; length++)
        {
            var word = text.Slice(4, length);
            var padded = new byte[length];
            word.CopyTo(padded);
            WordKey.OfShort(text, 4, length).Bytes.ShouldBe(WordKey.OfShort(padded, 0, length).Bytes);
        }
    }

    [Fact]
    public void Keeps_no_word_without_ids()
    {
        var cache = new WordCache();
        Add(cache, "a", []);
        Copy(cache, "a", new int[WordCache.MostIds]).ShouldBe(0);
    }

    private static string Word(Random random)
    {
        var length = random.Next(4) == 0 ? random.Next(1, WordCache.LongestWord + 1) : random.Next(1, 8);
        var rare = random.Next(3) == 0;
        return new string([.. Enumerable.Range(0, length).Select(_ => (char)('a' + (rare ? random.Next(26) : length % 3)))]);
    }

    private static WordKey Key(ReadOnlySpan<byte> word) => word.Length <= WordKey.Longest ? WordKey.OfShort(word, 0, word.Length) : WordKey.OfLong(word);

    private static int Copy(WordCache cache, string word, int[] output)
    {
        var utf8 = Encoding.UTF8.GetBytes(word);
        return cache.Copy(Key(utf8), utf8, ref output[0]);
    }

    private static void Add(WordCache cache, string word, int[] ids)
    {
        var utf8 = Encoding.UTF8.GetBytes(word);
        cache.Add(Key(utf8), utf8, ids);
    }
}
