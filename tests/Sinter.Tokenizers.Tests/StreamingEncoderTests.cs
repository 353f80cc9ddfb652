using System.Text;

namespace Sinter.Tokenizers.Tests;

public sealed class StreamingEncoderTests
{
    /// <summary>The small tokenizer with added tokens of every rule, some of which begin alike or like words.</summary>
    private static readonly Lazy<Tokenizer> WithAddedTokens = new(static () => WithTokens(
        static id => new AddedToken(id, "the 42", Special: false),
        static id => new AddedToken(id, "the 42 x", Special: false),
        static id => new AddedToken(id, "日本語", Special: false) { StripsLeft = true, StripsRight = true },
        static id => new AddedToken(id, "snake_case", Special: false) { SingleWord = true },
        static id => new AddedToken(id, "don", Special: false) { SingleWord = true, StripsLeft = true },
        static id => new AddedToken(id, "<|", Special: false)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Text_in_pieces_of_any_size_gives_the_ids_of_the_whole(bool allowSpecial)
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var tokenizer = seed % 3 == 0 ? TestTexts.Small : WithAddedTokens.Value;
            var text = TestTexts.Mixed(seed, 120);
            var random = new Random(seed);
            var encoder = tokenizer.CreateStreamingEncoder(allowSpecial);
            var ids = new List<int>();
            for (var rest = text.AsSpan(); !rest.IsEmpty;)
            {
                var length = Math.Min(rest.Length, random.Next(1, 1 + (seed % 40)));
                encoder.Append(rest[..length], ids);
                rest = rest[length..];
            }

            encoder.Flush(ids);

            ids.ToArray().ShouldBe(tokenizer.Encode(text, allowSpecial), $"seed {seed}");
        }
    }

    [Fact]
    public void Bytes_that_are_no_text_are_kept_wherever_they_are_cut()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var bytes = TestTexts.Bytes(seed, 300);
            var encoder = TestTexts.Small.CreateStreamingEncoder();
            var ids = new List<int>();
            foreach (var piece in bytes.Chunk(1 + (seed % 7)))
            {
                encoder.Append(piece, ids);
            }

            encoder.Flush(ids);

            var whole = new List<int>();
            TestTexts.Small.EncodeUtf8(bytes, whole);
            ids.ToArray().ShouldBe(whole.ToArray(), $"seed {seed}");
            TestTexts.Small.DecodeBytes(ids.ToArray()).ShouldBe(bytes);
        }
    }

    [Fact]
    public void Ids_come_before_the_end_of_the_text()
    {
        var encoder = TestTexts.Small.CreateStreamingEncoder();
        var ids = new List<int>();
        for (var i = 0; i < 100; i++)
        {
            encoder.Append(" the naïve x", ids);
        }

        ids.Count.ShouldBeGreaterThan(250);
        TestTexts.Small.Decode(ids.ToArray()).Length.ShouldBeGreaterThan(1190);
    }

    [Fact]
    public void A_token_whose_beginning_has_come_waits_for_its_end()
    {
        var encoder = TestTexts.Small.CreateStreamingEncoder(allowSpecial: true);
        var ids = new List<int>();
        encoder.Append("the x the <|endof", ids);
        encoder.Append("text|> the x", ids);
        encoder.Flush(ids);

        ids.ShouldContain(TestTexts.Small.EndOfText!.Value);
        ids.ToArray().ShouldBe(TestTexts.Small.Encode("the x the <|endoftext|> the x", allowSpecial: true));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(0)]
    public void The_number_of_threads_changes_nothing(int threads)
    {
        var text = Encoding.UTF8.GetBytes(TestTexts.Mixed(7, 120_000));
        var encoder = WithAddedTokens.Value.CreateStreamingEncoder(allowSpecial: true, threads);
        var ids = new List<int>();
        encoder.Append(text, ids);
        encoder.Flush(ids);

        var whole = new List<int>();
        WithAddedTokens.Value.EncodeUtf8(text, whole, allowSpecial: true);
        ids.SequenceEqual(whole).ShouldBeTrue();
    }

    [Fact]
    public void A_pair_of_surrogates_may_come_apart_and_a_lone_one_is_marked()
    {
        var encoder = TestTexts.Small.CreateStreamingEncoder();
        var ids = new List<int>();
        encoder.Append("a\uD83E", ids);
        encoder.Append("\uDD99b\uD83E", ids);
        encoder.Flush(ids);
        TestTexts.Small.Decode(ids.ToArray()).ShouldBe("a🦙b\uFFFD");

        ids.Clear();
        encoder.Append("c", ids);
        encoder.Flush(ids);
        ids.ToArray().ShouldBe(TestTexts.Small.Encode("c"));
    }

    [Fact]
    public void A_tokenizer_that_changes_text_first_gives_the_same_ids_too()
    {
        var tokenizer = Tokenizer.Load(Sinter.Tests.Assets.Path("models/stories260K/tok512.bin"));
        var text = TestTexts.Mixed(3, 200);
        var encoder = tokenizer.CreateStreamingEncoder();
        var ids = new List<int>();
        foreach (var piece in text.Chunk(9))
        {
            encoder.Append(piece, ids);
        }

        encoder.Flush(ids);
        ids.ToArray().ShouldBe(tokenizer.Encode(text));
    }

    private static Tokenizer WithTokens(params Func<int, AddedToken>[] tokens)
    {
        var small = TestTexts.Small.Definition;
        AddedToken[] added = [.. tokens.Select((make, i) => make(small.Tokens.Length + i))];
        return new Tokenizer(small with
        {
            Tokens = [.. small.Tokens, .. added.Select(static token => token.Content)],
            AddedTokens = [.. small.AddedTokens, .. added],
        });
    }
}
