using Sinter.Training.Examples;
using Sinter.Training.Objectives;

namespace Sinter.Training.Tests.Examples;

public sealed class ExampleSetTests
{
    [Fact]
    public void Every_example_stands_in_one_row_whole_and_in_order()
    {
        var examples = Enumerable.Range(1, 40).Select(i => new Example([Of(i, 1 + (7 * i % 11)), Of(100 + i, 1 + (i % 5))])).ToList();
        var set = new ExampleSet(examples, rowLength: 32, vocabularySize: 200, padding: 199);

        Enumerable.Range(0, (int)set.Sequences).SelectMany(row => set.ExamplesOf(row)).Order().ShouldBe(Enumerable.Range(0, 40));
        for (var row = 0; row < set.Sequences; row++)
        {
            var sequence = new PackedSequence(32, channels: 2);
            sequence.Read(set, row);
            var place = 0;
            foreach (var passage in set.ExamplesOf(row).SelectMany(example => examples[example].Passages))
            {
                var end = place + passage.Tokens.Length;
                sequence.Tokens[place..end].ShouldBe(passage.Tokens);
                sequence.Targets[place..end].ShouldBe(passage.Targets);
                sequence.DocumentStarts[place..end].ShouldAllBe(start => start == place);
                sequence.Segments[place..end].ShouldBe(passage.Segments ?? new int[end - place]);
                sequence.Numbers[0][place..end].ShouldBe(passage.Numbers.Count > 0 ? passage.Numbers[0] : new float[end - place]);
                sequence.Numbers[1][place..end].ShouldAllBe(number => number == 0);
                place = end;
            }

            sequence.Tokens[place..].ShouldAllBe(token => token == 199);
            sequence.Targets[place..].ShouldAllBe(target => target == -1);
        }
    }

    [Fact]
    public void What_a_row_held_before_does_not_shine_through()
    {
        var set = new ExampleSet([new Example(Of(3, 8) with { Numbers = [[1, 1, 1, 1, 1, 1, 1, 1]] }), new Example(new Passage([5], [6]))], 8, 10);
        var sequence = new PackedSequence(8, channels: 1);
        sequence.Read(set, 0);
        sequence.Read(set, 1);
        sequence.Tokens.ShouldBe([5, 0, 0, 0, 0, 0, 0, 0]);
        sequence.Segments.ShouldAllBe(segment => segment == 0);
        sequence.Numbers[0].ShouldAllBe(number => number == 0);
    }

    [Fact]
    public void A_row_holds_no_more_examples_than_asked_for()
        => new ExampleSet([.. Enumerable.Range(0, 7).Select(i => new Example(Of(i, 2)))], 64, 10, mostInRow: 2).Sequences.ShouldBe(4);

    [Fact]
    public void An_example_that_fits_no_row_is_refused_with_its_number()
        => Should.Throw<ArgumentException>(() => new ExampleSet([new Example(Of(1, 4)), new Example(Of(1, 9))], 8, 10)).Message.ShouldStartWith("Example 2 has 9 tokens");

    [Fact]
    public void Text_has_the_next_token_as_target_where_that_one_is_trained()
        => Passage.OfText([7, 8, 9, 4], [true, false, true, true]).Targets.ShouldBe([-1, 9, 4, -1]);

    private static Passage Of(int token, int length) => new([.. Enumerable.Repeat(token, length)], [.. Enumerable.Range(0, length).Select(static i => i % 2 == 0 ? i : -1)])
    {
        Segments = [.. Enumerable.Range(0, length).Select(static i => i % 3)],
        Numbers = [[.. Enumerable.Range(0, length).Select(static i => i / 2f)]],
    };
}
