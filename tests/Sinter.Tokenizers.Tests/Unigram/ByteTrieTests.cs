using System.Text;
using Sinter.Tokenizers.Unigram;

namespace Sinter.Tokenizers.Tests.Unigram;

public sealed class ByteTrieTests
{
    [Fact]
    public void Finds_the_longest_beginning_as_a_dictionary_does()
    {
        var random = new Random(3);
        var words = Enumerable.Range(0, 3000).Select(_ => Word(random)).Distinct(StringComparer.Ordinal).ToArray();
        var ids = words.Index().ToDictionary(static entry => entry.Item, static entry => entry.Index, StringComparer.Ordinal);
        var trie = new ByteTrie(words.Select((word, id) => (Encoding.Latin1.GetBytes(word), id)));
        for (var i = 0; i < 5000; i++)
        {
            var text = Word(random) + Word(random);
            var expected = Enumerable.Range(1, text.Length).Reverse().FirstOrDefault(length => ids.ContainsKey(text[..length]));
            trie.LongestPrefix(Encoding.Latin1.GetBytes(text), out var id).ShouldBe(expected);
            id.ShouldBe(expected == 0 ? -1 : ids[text[..expected]]);
        }
    }

    [Fact]
    public void Takes_any_bytes_and_the_last_of_equal_strings()
    {
        var trie = new ByteTrie([([0], 1), ([0, 0], 2), ([255], 3), ([255], 4), ([.. Enumerable.Range(0, 256).Select(static value => (byte)value)], 5)]);
        trie.LongestPrefix([0, 0, 0], out var id).ShouldBe(2);
        id.ShouldBe(2);
        trie.LongestPrefix([255, 1], out id).ShouldBe(1);
        id.ShouldBe(4);
        trie.LongestPrefix([.. Enumerable.Range(0, 256).Select(static value => (byte)value), 7], out id).ShouldBe(256);
        id.ShouldBe(5);
        trie.LongestPrefix([], out id).ShouldBe(0);
        id.ShouldBe(-1);
        new ByteTrie([]).LongestPrefix([1, 2], out id).ShouldBe(0);
    }

    [Fact]
    public void A_large_vocabulary_stays_small()
    {
        var trie = new ByteTrie(Enumerable.Range(0, 250_000).Select(static id => (Encoding.ASCII.GetBytes(((long)id * 2654435761 % 1_000_000_007).ToString("x", System.Globalization.CultureInfo.InvariantCulture)), id)));
        trie.Size.ShouldBeLessThan(30L << 20);
    }

    private static string Word(Random random) => new([.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => (char)(random.Next(3) == 0 ? random.Next(256) : random.Next('a', 'e')))]);
}
