using System.Text;

namespace Sinter.Tokenizers.Tests;

public sealed class StreamingDecoderTests
{
    [Fact]
    public void Gives_in_pieces_what_decoding_gives_at_once()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var ids = new List<int>();
            TestTexts.Small.EncodeUtf8(seed % 2 == 0 ? Encoding.UTF8.GetBytes(TestTexts.Mixed(seed, 60)) : TestTexts.Bytes(seed, 200), ids);
            var decoder = TestTexts.Small.CreateStreamingDecoder();
            var text = string.Concat(ids.Select(decoder.Append)) + decoder.Flush();
            text.ShouldBe(TestTexts.Small.Decode(ids.ToArray()));
        }
    }

    [Fact]
    public void Holds_a_character_back_until_it_is_complete()
    {
        var bytes = new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 260 }).Train([]);
        var decoder = bytes.CreateStreamingDecoder();
        bytes.Encode("a🦙é").Select(decoder.Append).ShouldBe(["a", "", "", "", "🦙", "", "é"]);
        decoder.Flush().ShouldBe("");
    }

    [Fact]
    public void Marks_a_character_that_was_never_completed_and_starts_anew()
    {
        var bytes = new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 260 }).Train([]);
        var decoder = bytes.CreateStreamingDecoder();
        decoder.Append(bytes.Encode("é")[0]).ShouldBe("");
        decoder.Flush().ShouldBe("\uFFFD");
        decoder.Append(bytes.Encode("b")[0]).ShouldBe("b");
    }

    [Fact]
    public void Leaves_special_tokens_out_unless_asked()
    {
        var end = TestTexts.Small.EndOfText!.Value;
        TestTexts.Small.CreateStreamingDecoder().Append(end).ShouldBe("");
        TestTexts.Small.CreateStreamingDecoder(skipSpecial: false).Append(end).ShouldBe("<|endoftext|>");
    }

    [Fact]
    public void Drops_the_leading_space_of_a_Llama_tokenizer_once()
    {
        var tokenizer = Tokenizer.Load(Sinter.Tests.Assets.Path("models/stories260K/tok512.bin"));
        var decoder = tokenizer.CreateStreamingDecoder();
        int[] ids = [1, .. tokenizer.Encode("Once upon a 🦙")];
        string.Concat(ids.Select(decoder.Append)).ShouldBe("Once upon a 🦙");
    }
}
