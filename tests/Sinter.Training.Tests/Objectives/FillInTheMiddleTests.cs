using Sinter.Training.Objectives;

namespace Sinter.Training.Tests.Objectives;

public sealed class FillInTheMiddleTests
{
    private const int Prefix = 90;
    private const int Middle = 91;
    private const int Suffix = 92;
    private const int End = 93;
    private static readonly FillInTheMiddle Always = new(new FillInTokens(Prefix, Middle, Suffix), End) { Rate = 1 };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(0.5)]
    public void Put_back_in_order_a_document_is_what_it_was(double suffixFirst)
    {
        var objective = new FillInTheMiddle(new FillInTokens(Prefix, Middle, Suffix), End) { Rate = 1, SuffixFirst = suffixFirst };
        int[] first = [.. Enumerable.Range(1, 20), End];
        int[] second = [.. Enumerable.Range(30, 9), End];
        var sequence = Sequences.Of(40, first, second);
        var kinds = new HashSet<bool>();
        for (var place = 0; place < 100; place++)
        {
            var result = objective.Reorder(sequence, place);
            var documents = Documents(result);
            documents[0].Length.ShouldBe(first.Length + 3);
            documents[1].Length.ShouldBe(second.Length + 3);
            InOrder(documents[0]).ShouldBe(first);
            InOrder(documents[1]).ShouldBe(second);
            documents[2].ShouldAllBe(token => token == Sequences.Padding);
            documents.Sum(static document => document.Length).ShouldBe(40);
            kinds.Add(documents[0][1] == Suffix);
        }

        // Where the prefix is empty, both kinds begin alike.
        kinds.Contains(false).ShouldBe(suffixFirst < 1);
        kinds.Contains(true).ShouldBe(true);
    }

    [Fact]
    public void Every_token_is_trained_to_say_the_next_of_the_reordered_document()
    {
        var batch = Sequences.Fill(Always, Sequences.Of(32, [1, 2, 3, 4, 5, End], [6, 7, 8, End]));

        var (tokens, targets, starts) = (batch.Values[0], batch.Values[3], batch.Values[2]);
        for (var i = 0; i + 1 < 32; i++)
        {
            targets[i].ShouldBe(i < 15 && starts[i + 1] == starts[i] ? tokens[i + 1] : -1);
        }

        batch.Targets.ShouldBe(8 + 6);
        batch.Values[1].ShouldBe(Enumerable.Range(0, 32).Select(i => i - starts[i]));
    }

    [Fact]
    public void Where_there_is_no_room_documents_stay_as_they_are()
    {
        var full = Sequences.Of(12, [1, 2, 3, 4, 5, End], [6, 7, 8, 9, 10, End]);

        Always.Reorder(full, 0).Tokens.ShouldBe(full.Tokens);

        // Room for the marks of one.
        var documents = Documents(Always.Reorder(Sequences.Of(16, [1, 2, 3, 4, 5, End], [6, 7, 8, 9, 10, End]), 0));
        InOrder(documents[0]).ShouldBe([1, 2, 3, 4, 5, End]);
        documents[1].ShouldBe([6, 7, 8, 9, 10, End]);
        documents[2].Length.ShouldBe(1);
    }

    [Fact]
    public void Ends_are_cut_for_the_marks_where_that_is_wanted()
    {
        var objective = new FillInTheMiddle(new FillInTokens(Prefix, Middle, Suffix), End) { Rate = 1, CutsEnds = true };
        for (var place = 0; place < 20; place++)
        {
            var documents = Documents(objective.Reorder(Sequences.Of(21, [1, 2, 3, 4, 5, 6, 7, 8, 9, End], [11, 12, 13, 14, 15, 16, 17, 18, 19, 20]), place));

            documents.Select(static document => document.Length).ShouldBe([11, 10], "one place was padding");
            InOrder(documents[0]).ShouldBe([1, 2, 3, 4, 5, 6, 7, End]);
            InOrder(documents[1]).ShouldBe([11, 12, 13, 14, 15, 16, 17]);
        }
    }

    [Fact]
    public void What_is_trained_in_part_or_tiny_stays_as_it_is()
    {
        var sequence = Sequences.Of(32, [1, 2, 3, 4, 5, 6, End], [7, 8]);
        sequence.Targets[1] = -1;

        Always.Reorder(sequence, 0).Tokens.ShouldBe(sequence.Tokens);
    }

    [Fact]
    public void The_rate_is_the_share_of_documents_that_are_cut()
    {
        var objective = new FillInTheMiddle(new FillInTokens(Prefix, Middle, Suffix), End) { Rate = 0.3 };
        var sequence = Sequences.Of(64, [.. Enumerable.Range(1, 10), End], [.. Enumerable.Range(20, 10), End]);
        var cut = Enumerable.Range(0, 1000).Sum(place => objective.Reorder(sequence, place).Tokens.Count(static token => token == Middle));

        (cut / 2000.0).ShouldBe(0.3, tolerance: 0.04);
        objective.Reorder(sequence, 5).Tokens.ShouldBe(objective.Reorder(sequence, 5).Tokens);
    }

    [Fact]
    public void Marks_outside_the_vocabulary_and_shares_above_one_are_refused()
    {
        Always.FindMisfit(TinyTraining.Config).ShouldBe("The marks of prefix, middle and suffix are the tokens 90, 91 and 92, and the model knows 64; extend its vocabulary.");
        Always.FindMisfit(TinyTraining.Config with { VocabularySize = 93 }).ShouldBeNull();
        Should.Throw<ArgumentException>(() => new FillInTheMiddle(new FillInTokens(1, 2, 3), null) { Rate = 1.5 })
            .Message.ShouldBe("The share of documents that are cut is 1.5; it must lie between 0 and 1.");
    }

    private static List<int[]> Documents(PackedSequence sequence) => [.. sequence.Documents().Select(document => sequence.Tokens[document.Start..document.End])];

    /// <summary>The document that the marks were put into: what a reader of the paper does, apart from how they were put there.</summary>
    private static int[] InOrder(int[] document)
    {
        document[0].ShouldBe(Prefix);
        var (suffix, middle) = (Array.IndexOf(document, Suffix), Array.IndexOf(document, Middle));
        middle.ShouldBeGreaterThan(suffix);
        var end = document[^1] == End ? document.Length - 1 : document.Length;
        int[] before = document[1..suffix], after = document[(suffix + 1)..middle], last = document[(middle + 1)..end];
        return [.. before, .. last, .. after, .. document[end..]];
    }
}
