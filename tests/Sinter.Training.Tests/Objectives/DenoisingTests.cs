using Sinter.Training.Objectives;

namespace Sinter.Training.Tests.Objectives;

public sealed class DenoisingTests
{
    private const int Mask = 990;

    private static readonly DenoisingOptions Options = new() { Mask = Mask, EndOfText = PackedDocuments.End, DecoderStart = PackedDocuments.End };

    [Fact]
    public void Text_infilling_takes_out_its_share_in_spans_of_about_three_and_keeps_the_rest_in_order()
    {
        var (kept, masks, emptyMasks) = (0, 0, 0);
        for (var place = 0; place < 300; place++)
        {
            var document = PackedDocuments.Document(100, (ulong)place);

            var pair = FilledPairs.Of(new Denoising(Options), new PackedDocuments(104, [document]), place).ShouldHaveSingleItem();

            pair.Target.ShouldBe(document[1..]);
            pair.DecoderInputs.ShouldBe([PackedDocuments.End, .. pair.Target[..^1]]);
            var rest = pair.Source[..^1].Where(static token => token != Mask).ToArray();
            rest.Length.ShouldBe(70);
            IsSubsequence(rest, pair.Target).ShouldBeTrue();
            kept += rest.Length;
            masks += pair.Source.Length - 1 - rest.Length;
            emptyMasks += EmptyMasks(pair);
        }

        // 30 of 100 tokens in spans of 3 on average, the last one cut short, are 10 to 11 spans; one in twenty is of nothing.
        (masks / 300.0).ShouldBe(10.5, tolerance: 0.5);
        emptyMasks.ShouldBeGreaterThan(20);
        kept.ShouldBe(70 * 300);
    }

    [Fact]
    public void Without_noise_the_source_is_the_text()
    {
        var document = PackedDocuments.Document(30, 1);

        var pair = FilledPairs.Of(new Denoising(Options with { InfillingShare = 0 }), new PackedDocuments(40, [document]))[0];

        pair.Source.ShouldBe(document[1..]);
        pair.Target.ShouldBe(document[1..]);
    }

    [Fact]
    public void Sentences_are_put_in_another_order_and_stay_whole()
    {
        int[] document = [0, 11, 12, 5, 21, 5, 31, 32, 33, 5, 41, 42, 0];
        var objective = new Denoising(Options with { InfillingShare = 0, SentenceEnds = new HashSet<int> { 5 } });
        var orders = new HashSet<string>();
        for (var place = 0; place < 400; place++)
        {
            var pair = FilledPairs.Of(objective, new PackedDocuments(16, [document]), place)[0];

            pair.Target.ShouldBe(document[1..]);
            var text = string.Join(' ', pair.Source[..^1]);
            text.Length.ShouldBe("11 12 5 21 5 31 32 33 5 41 42".Length);
            foreach (var sentence in (string[])["11 12 5", "21 5", "31 32 33 5", "41 42"])
            {
                text.ShouldContain(sentence);
            }

            orders.Add(text);
        }

        orders.Count.ShouldBe(24, "every order of four sentences");
    }

    [Fact]
    public void Deletion_and_masking_have_their_shares()
    {
        var (deleted, masked) = (0, 0);
        for (var place = 0; place < 200; place++)
        {
            var data = new PackedDocuments(104, [PackedDocuments.Document(100, (ulong)place)]);
            var without = FilledPairs.Of(new Denoising(Options with { InfillingShare = 0, DeletionShare = 0.2 }), data, place)[0];
            IsSubsequence(without.Source, without.Target).ShouldBeTrue();
            deleted += without.Target.Length - without.Source.Length;
            var with = FilledPairs.Of(new Denoising(Options with { InfillingShare = 0, MaskingShare = 0.1 }), data, place)[0];
            with.Source.Zip(with.Target).ShouldAllBe(pair => pair.First == pair.Second || pair.First == Mask);
            masked += with.Source.Count(static token => token == Mask);
        }

        (deleted / 200.0).ShouldBe(20, tolerance: 1.5);
        (masked / 200.0).ShouldBe(10, tolerance: 1.2);
    }

    [Fact]
    public void With_a_beginning_both_sides_have_it_and_a_document_without_room_for_it_loses_its_last_token()
    {
        var objective = new Denoising(Options with { InfillingShare = 0, BeginningOfText = 7 });

        FilledPairs.Of(objective, new PackedDocuments(8, [[0, 11, 12, 0]]))[0].Source.ShouldBe([7, 11, 12, 0]);
        FilledPairs.Of(objective, new PackedDocuments(8, [[11, 12, 13, 14, 15, 16, 17, 18]]))[0].Target.ShouldBe([7, 11, 12, 13, 14, 15, 16, 0]);
    }

    [Fact]
    public void Whatever_the_options_a_source_takes_no_more_places_than_its_document()
    {
        foreach (var (infilling, length) in ((double, double)[])[(0.9, 0.1), (0.99, 30), (0.3, 0.5)])
        {
            for (var place = 0; place < 100; place++)
            {
                int[][] documents = [.. Enumerable.Range(0, 8).Select(i => PackedDocuments.Document(6, (ulong)((8 * place) + i)))];

                var pairs = FilledPairs.Of(new Denoising(Options with { InfillingShare = infilling, MeanSpanLength = length }), new PackedDocuments(64, documents), place);

                pairs.Count.ShouldBe(8);
                pairs.ShouldAllBe(pair => pair.Source.Length <= 8);
            }
        }
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Should.Throw<ArgumentException>(() => new Denoising(Options with { InfillingShare = 1 })).Message.ShouldContain("the shares 1 of infilling");
        Should.Throw<ArgumentException>(() => new Denoising(Options with { MeanSpanLength = double.NaN })).Message.ShouldContain("mean span length NaN");
        new Denoising(Options).FindMisfit(Seq2SeqModels.Bart(500))!.ShouldContain("needs the token 990");
    }

    private static bool IsSubsequence(int[] part, int[] whole)
    {
        var found = 0;
        foreach (var token in whole)
        {
            found += found < part.Length && part[found] == token ? 1 : 0;
        }

        return found == part.Length;
    }

    /// <summary>Masks between two tokens that stand beside each other in the text, too.</summary>
    private static int EmptyMasks(FilledPair pair)
    {
        var count = 0;
        for (var i = 1; i + 1 < pair.Source.Length; i++)
        {
            var before = pair.Source[i] == Mask ? Array.IndexOf(pair.Target, pair.Source[i - 1]) : -1;
            count += before >= 0 && pair.Source[i + 1] != Mask && pair.Target[before + 1] == pair.Source[i + 1] ? 1 : 0;
        }

        return count;
    }
}
