using System.Text;
using Sinter.Tests;
using Sinter.Tokenizers.Models;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.SentencePiece;
using Sinter.Tokenizers.Unigram;

namespace Sinter.Tokenizers.Tests.Unigram;

public sealed class UnigramModelTests
{
    /// <summary>Scores of which many are sums of others, so that ties are everywhere and only the rounding of the whole text's sums decides them.</summary>
    private static readonly (string Text, double Score)[] Tokens =
    [
        ("<unk>", 0), ("▁", -2.1f), ("a", -3.3f), ("b", -4.7f), ("aa", -5.9f), ("aaa", -7.1f), ("ab", -6.3f), ("▁a", -4.9f), ("▁aa", -6.1f), ("ba", -6.6f), ("é", -8.2f), ("▁▁", -4.2f), ("bb", -9.4f),
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gives_what_the_rule_gives_on_whole_texts_ties_and_rounding_included(bool single)
    {
        var model = Model(single);
        var scratch = new ModelScratch();
        var random = new Random(8);
        for (var round = 0; round < 300; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 400)).Select(_ => random.Next(12) == 0 ? "xé▁zü▁"[random.Next(6)] : "aaab▁"[random.Next(5)]));
            var output = new TokenList();
            output.Clear(tracksLengths: true);
            model.Encode(Encoding.UTF8.GetBytes(text), scratch, output);
            output.Ids.SequenceEqual(Naive(text, single).ToArray()).ShouldBeTrue(text);
            output.Lengths.ToArray().Sum().ShouldBe(Encoding.UTF8.GetByteCount(text));
        }
    }

    /// <summary>The ids are those of Hugging Face's library for the same file.</summary>
    [Fact]
    public void Reads_and_writes_the_model_of_a_tokenizer_json()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("tokenizer.json"), """
            {"added_tokens": [], "normalizer": null, "pre_tokenizer": null, "post_processor": null, "decoder": null,
             "model": {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0.0], ["a", 0.0], ["b", 0.0], ["c", 0.0], ["d", 0.0], ["cd", 1.0], ["ab", 2.0], ["abc", 5.0], ["abcd", 10.0]]}}
            """);
        var tokenizer = Tokenizer.Load(folder.File("tokenizer.json"));
        tokenizer.Encode("abcdacdxx").ShouldBe([8, 1, 5, 0]);
        tokenizer.Encode("").ShouldBeEmpty();
        tokenizer.Save(folder.File("again.json"));
        Tokenizer.Load(folder.File("again.json")).Encode("abcdacdxxabc").ShouldBe([8, 1, 5, 0, 7]);
    }

    [Theory]
    [InlineData("\"unk_id\": 3, \"vocab\": [[\"a\", 0]]", "only 1 token")]
    [InlineData("\"unk_id\": 0, \"vocab\": [[\"a\", 1e999]]", "finite")]
    [InlineData("\"unk_id\": 0, \"vocab\": [[\"a\"]]", "a token and its score")]
    [InlineData("\"unk_id\": 0, \"vocab\": [[\"a\", 1], [\"a\", 2]]", "both 'a'")]
    public void A_damaged_model_is_refused_in_a_sentence(string members, string said)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("tokenizer.json"), $$"""{"model": { "type": "Unigram", {{members}} } }""");
        Should.Throw<InvalidDataException>(() => Tokenizer.Load(folder.File("tokenizer.json"))).Message.ShouldContain(said);
    }

    [Fact]
    public void A_warm_encoder_allocates_nothing()
    {
        var model = Model(single: true);
        var (scratch, output) = (new ModelScratch(), new TokenList());
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("▁aab▁abba▁baaaéx", 200)));
        for (var i = 0; i < 3; i++)
        {
            output.Clear(tracksLengths: false);
            model.Encode(text, scratch, output);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        output.Clear(tracksLengths: false);
        model.Encode(text, scratch, output);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static UnigramModel Model(bool single) => new(
        [.. Tokens.Index().Skip(1).Select(static entry => (Encoding.UTF8.GetBytes(entry.Item.Text), entry.Index, entry.Item.Score))],
        Tokens.Length,
        new UnknownText(0, null),
        -19.4f,
        single);

    /// <summary>The best way to each place of the whole text, one character after another, the sums rounded at each step.</summary>
    private static List<int> Naive(string text, bool single)
    {
        var best = new (double Score, int Start, int Id)[text.Length + 1];
        Array.Fill(best, (0, -1, -1));
        for (var start = 0; start < text.Length; start++)
        {
            var known = false;
            for (var length = 1; length <= Math.Min(3, text.Length - start); length++)
            {
                var id = Array.FindIndex(Tokens, 1, token => string.Equals(token.Text, text.Substring(start, length), StringComparison.Ordinal));
                known |= id > 0 && length == 1;
                Offer(start, length, id, id > 0 ? Tokens[id].Score + best[start].Score : double.NaN);
            }

            if (!known)
            {
                var score = -19.4f + best[start].Score;
                Offer(start, 1, 0, single ? (float)score : score);
            }
        }

        var ids = new List<int>();
        for (var end = text.Length; end > 0; end = best[end].Start)
        {
            if (best[end].Id != 0 || ids.Count == 0 || ids[^1] != 0)
            {
                ids.Add(best[end].Id);
            }
        }

        ids.Reverse();
        return ids;

        void Offer(int start, int length, int id, double score)
        {
            if (id >= 0 && (best[start + length].Start < 0 || score > best[start + length].Score))
            {
                best[start + length] = (single ? (float)score : score, start, id);
            }
        }
    }
}
