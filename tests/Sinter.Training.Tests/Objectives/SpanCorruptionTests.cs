using Sinter.Tensors.Randomness;
using Sinter.Training.Objectives;

namespace Sinter.Training.Tests.Objectives;

public sealed class SpanCorruptionTests
{
    private const int Start = 999;

    private static readonly SpanCorruptionOptions Options = new() { Sentinels = SpanCorruptionOptions.Descending(998), EndOfText = PackedDocuments.End, DecoderStart = Start };

    [Theory]
    [InlineData(0.15, 3)]
    [InlineData(0.5, 3)]
    [InlineData(0.15, 1)]
    [InlineData(0.9, 8)]
    public void Spans_put_back_for_their_sentinels_give_the_text_again(double density, double length)
    {
        var objective = new SpanCorruption(Options with { NoiseDensity = density, MeanSpanLength = length });
        var random = new RandomStream(1, "lengths");
        for (var place = 0; place < 200; place++)
        {
            int[][] documents = [.. Enumerable.Range(0, 1 + (place % 4)).Select(i => PackedDocuments.Document(16 + (int)random.NextBelow(44), (ulong)((10 * place) + i)))];

            var pairs = FilledPairs.Of(objective, new PackedDocuments(250, documents), place);

            pairs.Select(static pair => Restored(pair)).ShouldBe(documents.Select(static document => document[1..^1]));
        }
    }

    [Fact]
    public void Lengths_are_those_that_T5_is_known_for()
    {
        // Raffel et al.: a text of 568 tokens fills 512 places of the encoder and 114 of the decoder.
        var pair = FilledPairs.Of(new SpanCorruption(Options), new PackedDocuments(570, [PackedDocuments.Document(568, 1)])).ShouldHaveSingleItem();

        pair.Source.Length.ShouldBe(512);
        pair.Target.Length.ShouldBe(114);
        pair.Source.Count(static token => token >= 900).ShouldBe(28);
    }

    [Fact]
    public void The_decoder_begins_with_its_start_and_both_sides_end_with_the_end_of_text()
    {
        var pair = FilledPairs.Of(new SpanCorruption(Options), new PackedDocuments(64, [PackedDocuments.Document(40, 1)])).ShouldHaveSingleItem();

        pair.DecoderInputs.ShouldBe([Start, .. pair.Target[..^1]]);
        pair.Source[^1].ShouldBe(PackedDocuments.End);
        pair.Target[^1].ShouldBe(PackedDocuments.End);
        pair.Target[0].ShouldBe(998);
        pair.Target.Where(static token => token >= 900).ShouldBe([998, 997]);
    }

    [Fact]
    public void Whatever_lies_in_a_sequence_finds_its_places()
    {
        // Documents of all lengths, with and without ends of text, fill sequences to the last token; nothing is written where no place is.
        var objective = new SpanCorruption(Options);
        var random = new RandomStream(2, "lengths");
        for (var place = 0; place < 300; place++)
        {
            var documents = new List<int[]>();
            for (var left = 96; left > 0;)
            {
                int[] document = [.. PackedDocuments.Document((int)random.NextBelow(1 + (place % 40)), (ulong)place)];
                document = document[(int)random.NextBelow(2)..];
                documents.Add(document[..Math.Min(document.Length, left)]);
                left -= documents[^1].Length;
            }

            var pairs = FilledPairs.Of(objective, new PackedDocuments(96, [.. documents]), place);

            pairs.All(pair => documents.Any(document => document.AsSpan().IndexOf(Restored(pair)) >= 0)).ShouldBeTrue();
        }
    }

    [Fact]
    public void Documents_of_the_usual_length_are_never_left_out()
    {
        var random = new RandomStream(3, "lengths");
        for (var place = 0; place < 200; place++)
        {
            var documents = new List<int[]>();
            for (var left = 128; left >= 16;)
            {
                documents.Add(PackedDocuments.Document(14 + (int)random.NextBelow(Math.Min(12, left - 15)), (ulong)place));
                left -= documents[^1].Length;
            }

            FilledPairs.Of(new SpanCorruption(Options), new PackedDocuments(128, [.. documents]), place).Count.ShouldBe(documents.Count);
        }
    }

    [Fact]
    public void The_place_decides_what_is_taken_out_and_the_seed()
    {
        var data = new PackedDocuments(128, [PackedDocuments.Document(120, 1)]);
        int[] Source(ulong seed, long place) => FilledPairs.Of(new SpanCorruption(Options with { Seed = seed }), data, place)[0].Source;

        Source(1, 5).ShouldBe(Source(1, 5));
        Source(1, 6).ShouldNotBe(Source(1, 5));
        Source(2, 5).ShouldNotBe(Source(1, 5));
    }

    [Fact]
    public void Every_token_but_the_first_few_is_taken_out_about_as_often()
    {
        var document = PackedDocuments.Document(60, 1);
        var taken = new int[60];
        for (var place = 0; place < 3000; place++)
        {
            var source = FilledPairs.Of(new SpanCorruption(Options with { MeanSpanLength = 1 }), new PackedDocuments(62, [document]), place)[0].Source;
            for (var i = 0; i < 60; i++)
            {
                // A sentinel stands for one token each.
                taken[i] += source[i] == document[i + 1] ? 0 : 1;
            }
        }

        // The first token always stays and the last is always taken out, as in T5.
        taken[0].ShouldBe(0);
        taken[59].ShouldBe(3000);
        taken[5..55].ShouldAllBe(count => count > 300 && count < 600);
    }

    [Fact]
    public void What_does_not_fit_is_told()
    {
        var t5 = Seq2SeqModels.T5(1000);
        new SpanCorruption(Options).FindMisfit(t5 with { DecoderStartToken = Start }).ShouldBeNull();
        new SpanCorruption(Options).FindMisfit(t5)!.ShouldContain("begins with the token 0 and the objective span-corruption with 999");
        new SpanCorruption(Options).FindMisfit(t5 with { DecoderStartToken = Start, VocabularySize = 998 })!.ShouldContain("needs the token 999, and the model has a vocabulary of 998");
        new SpanCorruption(Options).FindMisfit(TinyTraining.Config)!.ShouldContain("choose another objective or an encoder-decoder");
        new NextToken().FindMisfit(t5).ShouldNotBeNull();
        Should.Throw<ArgumentException>(() => new SpanCorruption(Options with { NoiseDensity = 1 })).Message.ShouldContain("noise density 1");
        Should.Throw<ArgumentException>(() => new SpanCorruption(Options with { Sentinels = [5, 5] })).Message.ShouldContain("given twice");
        Should.Throw<ArgumentException>(() => new SpanCorruption(Options with { Sentinels = [] })).Message.ShouldContain("at least one token id");
    }

    /// <summary>The text of a pair: each sentinel of the source replaced by what follows it in the target.</summary>
    private static int[] Restored(FilledPair pair)
    {
        pair.Source[^1].ShouldBe(PackedDocuments.End);
        pair.Target[^1].ShouldBe(PackedDocuments.End);
        var text = new List<int>();
        foreach (var token in pair.Source[..^1])
        {
            if (token < 900)
            {
                text.Add(token);
                continue;
            }

            var span = pair.Target.AsSpan(Array.IndexOf(pair.Target, token) + 1);
            var length = span.IndexOfAnyInRange(900, 998);
            text.AddRange(length < 0 ? span[..^1] : span[..length]);
        }

        return [.. text];
    }
}
