using Sinter.Tests;
using Sinter.Tokenizers.Files;

namespace Sinter.Tokenizers.Tests.SentencePiece;

public sealed class SentencePieceHostileTests
{
    [Theory]
    [InlineData("", 1f, 1, "has 0 characters")]
    [InlineData("a", 1f, 1, "are both 'a'")]
    [InlineData("c", float.NaN, 1, "the score NaN")]
    [InlineData("c", float.PositiveInfinity, 1, "finite")]
    [InlineData("c", 1f, 2, "2 tokens are of the kind 'unknown'")]
    [InlineData("c", 1f, 9, "of the kind 9")]
    [InlineData("<0x41>", 1f, 6, "tokens for 1 bytes")]
    public void A_piece_that_cannot_be_is_refused_in_a_sentence(string text, float score, int kind, string said)
    {
        var model = new SampleModel();
        model.Pieces.Add(new ScoredPiece(text, score, (PieceKind)kind));
        Refused(model.Message()).ShouldContain(said);
    }

    [Fact]
    public void A_model_without_a_token_for_unknown_text_is_refused()
    {
        var model = new SampleModel();
        model.Pieces.RemoveAt(0);
        Refused(model.Message()).ShouldContain("0 tokens are of the kind 'unknown'");
    }

    [Fact]
    public void Byte_fallback_needs_all_256_bytes()
    {
        var model = new SampleModel { ByteFallback = true };
        Refused(model.Message()).ShouldContain("256");
        model.Pieces.AddRange(Enumerable.Range(0, 256).Select(static value => new ScoredPiece($"<0x{value:X2}>", 0, PieceKind.Byte)));
        using var folder = new TemporaryFolder();
        model.Load(folder.File("a.model")).Encode("é").ShouldBe([3, 16 + 0xC3, 16 + 0xA9]);
    }

    [Fact]
    public void An_unknown_type_is_refused() => Refused(new SampleModel(7).Message()).ShouldContain("type 7");

    [Fact]
    public void A_file_cut_short_anywhere_is_refused_or_whole()
    {
        var message = new SampleModel { Map = [1, 2, 3, 4, 5] }.Message();
        for (var length = 0; length < message.Length; length++)
        {
            Refused(message[..length]).ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void Lengths_that_lie_are_refused()
    {
        Refused([0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F]).ShouldContain("cut short");
        Refused([0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]).ShouldContain("damaged");
        Refused([0x0A, 0x05, 0x0A, 0x7F, 0x61, 0x61, 0x61]).ShouldContain("cut short");
    }

    [Fact]
    public void Bytes_changed_at_random_are_refused_in_a_sentence_or_read()
    {
        var random = new Random(5);
        var message = new SampleModel().Message();
        using var folder = new TemporaryFolder();
        var file = folder.File("a.model");
        for (var i = 0; i < 300; i++)
        {
            var changed = (byte[])message.Clone();
            for (var change = 0; change < 3; change++)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(file, changed);
            try
            {
                Tokenizer.Load(file).Encode("ab <sep>aba!! x").ShouldNotBeEmpty();
            }
            catch (InvalidDataException error)
            {
                error.Message.ShouldContain(file);
            }
        }
    }

    [Fact]
    public void A_word_of_more_than_16_MiB_is_refused_and_a_text_of_more_is_not()
    {
        using var folder = new TemporaryFolder();
        var tokenizer = new SampleModel().Load(folder.File("a.model"));
        var text = new byte[(1 << 24) + 1000];
        text.AsSpan().Fill((byte)'a');
        Should.Throw<ArgumentException>(() => tokenizer.EncodeUtf8(text, [])).Message.ShouldContain("single word of 16 MiB");
        for (var i = 0; i < text.Length; i += 64)
        {
            text[i] = (byte)' ';
        }

        var ids = new List<int>();
        tokenizer.EncodeUtf8(text, ids);
        ids.Count.ShouldBeGreaterThan(text.Length / 64);
    }

    private static string Refused(byte[] message)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("broken.model");
        File.WriteAllBytes(file, message);
        var said = Should.Throw<InvalidDataException>(() => Tokenizer.Load(file)).Message;
        said.ShouldContain(file);
        return said;
    }
}
