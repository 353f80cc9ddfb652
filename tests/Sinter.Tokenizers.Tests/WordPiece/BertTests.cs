using Sinter.Tests;

namespace Sinter.Tokenizers.Tests.WordPiece;

/// <summary>BERT's own vocabulary, read from vocab.txt.</summary>
public sealed class BertTests
{
    private static readonly Lazy<Tokenizer> Bert = new(static () => Tokenizer.Load(Assets.Path("tokenizers/bert-uncased/vocab.txt")));

    /// <summary>Ids and ranges of UTF-16 characters as the Rust library of Hugging Face gives them.</summary>
    [Theory]
    [InlineData("Héllo, WORLD! unaffable naïveté", "7592 1010 2088 999 14477 20961 3468 15743 2618", "0-5 5-6 7-12 12-13 14-17 17-20 20-23 24-29 29-31")]
    [InlineData("日本語 한국 🙂 don't", "1864 1876 1950 1469 30006 30021 29991 30014 30020 100 2123 1005 1056", "0-1 1-2 2-3 4-5 4-5 4-5 5-6 5-6 5-6 7-9 10-13 13-14 14-15")]
    [InlineData("", "", "")]
    public void Encodes_as_Hugging_Face_does(string text, string ids, string offsets)
    {
        var encoded = Bert.Value.EncodeWithOffsets(text);
        string.Join(' ', encoded.Ids).ShouldBe(ids);
        string.Join(' ', encoded.Offsets.Select(static range => $"{range.Start}-{range.End}")).ShouldBe(offsets);
    }

    [Fact]
    public void Encodes_the_cases_of_llama_cpp_exactly()
    {
        var inputs = File.ReadAllText(Assets.Path("tokenizers/llama.cpp-vocab/ggml-vocab-bert-bge.gguf.inp")).Split("\n__ggml_vocab_test__\n");
        var outputs = File.ReadAllLines(Assets.Path("tokenizers/llama.cpp-vocab/ggml-vocab-bert-bge.gguf.out"));
        outputs.Length.ShouldBeGreaterThan(40);
        for (var i = 0; i < outputs.Length; i++)
        {
            var expected = outputs[i].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse);
            Bert.Value.Encode(inputs[i]).ShouldBe(expected, $"case {i}: {inputs[i]}");
        }
    }

    [Fact]
    public void Frames_a_text_and_a_pair()
    {
        Bert.Value.AddSpecialTokens([1037, 1038]).ShouldBe([101, 1037, 1038, 102]);
        var (ids, types) = Bert.Value.AddSpecialTokens([1037, 1038], [1039]);
        ids.ShouldBe([101, 1037, 1038, 102, 1039, 102]);
        types.ShouldBe([0, 0, 0, 0, 1, 1]);
    }

    [Fact]
    public void Takes_special_tokens_in_text_only_where_it_is_asked_to()
    {
        Bert.Value.Encode("[CLS] [MASK] a", allowSpecial: true).ShouldBe([101, 103, 1037]);
        Bert.Value.Encode("[CLS] a").ShouldBe([1031, 18856, 2015, 1033, 1037]);
        Bert.Value.AddedTokens.Select(static token => token.Id).ShouldBe([0, 100, 101, 102, 103]);
    }

    [Fact]
    public void Decodes_as_Hugging_Face_does()
    {
        Bert.Value.Decode([7592, 1010, 2088, 999, 14477, 20961, 3468, 15743, 2618]).ShouldBe("hello, world! unaffable naivete");
        Bert.Value.Decode([101, 1864, 1876, 2123, 1005, 1056, 102]).ShouldBe("日 本 don ' t");
        Bert.Value.Decode([2123, 100, 1056], skipSpecial: false).ShouldBe("don [UNK] t");
    }

    [Fact]
    public void Allocates_nothing_for_a_word()
    {
        var tokenizer = Bert.Value;
        var text = string.Concat(Enumerable.Repeat("Unaffable naïveté, antidisestablishmentarianism: 日本!\n", 200));
        var utf8 = System.Text.Encoding.UTF8.GetBytes(text);
        var ids = new List<int>(text.Length);
        tokenizer.EncodeUtf8(utf8, ids);
        var before = GC.GetAllocatedBytesForCurrentThread();
        ids.Clear();
        tokenizer.EncodeUtf8(utf8, ids);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4096);
    }
}
