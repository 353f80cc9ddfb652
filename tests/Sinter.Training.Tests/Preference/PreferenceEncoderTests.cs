using Sinter.Data.Tuning;
using Sinter.Tokenizers;
using Sinter.Training.Preference;

namespace Sinter.Training.Tests.Preference;

public sealed class PreferenceEncoderTests
{
    private static readonly Tokenizer Bytes = new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 260 }).Train(["a"]);

    [Fact]
    public void The_last_answer_and_its_end_are_trained_and_nothing_of_the_prompt()
    {
        var record = new PreferenceRecord([User("Hi"), Assistant("Yes?"), User("Tell me.")], Assistant("No"), Assistant("Never"));

        var encoded = Chat(200).Encode([record]);

        var (chosen, rejected) = (encoded.Examples.ShouldHaveSingleItem().Passages[0], encoded.Examples[0].Passages[1]);
        Bytes.Decode(chosen.Tokens, skipSpecial: false).ShouldBe("<|user|>Hi<|assistant|>Yes?<|endoftext|><|user|>Tell me.<|assistant|>No<|endoftext|>");
        Trained(chosen).ShouldBe("No<|endoftext|>");
        Trained(rejected).ShouldBe("Never<|endoftext|>");
        encoded.Records.ShouldBe([0]);
        encoded.Remarks().ShouldBeEmpty();
    }

    [Fact]
    public void Plain_texts_begin_and_end()
    {
        var encoded = new PreferenceEncoder(Bytes, null, 100).Encode([new PreferenceRecord([User("2 + 2 =")], Assistant(" 4"), Assistant(" 5")) { Margin = 1.5 }]);

        var chosen = encoded.Examples[0].Passages[0];
        Bytes.Decode(chosen.Tokens, skipSpecial: false).ShouldBe("<|endoftext|>2 + 2 = 4<|endoftext|>");
        Trained(chosen).ShouldBe(" 4<|endoftext|>");
        chosen.Numbers[CompletionObjective.MarkChannel].ShouldAllBe(static mark => mark == 1.5f);
    }

    [Fact]
    public void Long_prompts_lose_their_beginning_and_long_completions_their_end()
    {
        PreferenceRecord[] records =
        [
            new([User(new string('p', 50))], Assistant("good"), Assistant("bad")),
            new([User("p")], Assistant(new string('g', 90)), Assistant("bad")),
            new([User(new string('p', 50))], Assistant(new string('g', 50)), Assistant(new string('b', 90))),
        ];

        var encoded = new PreferenceEncoder(Bytes, null, 40).Encode(records);

        encoded.Examples.ShouldAllBe(static example => example.Passages.All(static passage => passage.Tokens.Length <= 40));
        Text(0, 0).ShouldBe($"<|endoftext|>{new string('p', 34)}good<|endoftext|>");
        Text(0, 1).ShouldBe($"<|endoftext|>{new string('p', 34)}bad<|endoftext|>", "both sides have the same prompt");
        Text(1, 0).ShouldBe($"<|endoftext|>p{new string('g', 38)}");
        Trained(encoded.Examples[1].Passages[0]).ShouldBe(new string('g', 38));
        Text(2, 0).ShouldBe($"<|endoftext|>{new string('p', 9)}{new string('g', 30)}");
        (encoded.PromptsCut, encoded.CompletionsCut).ShouldBe((2, 3));
        encoded.Remarks().Count().ShouldBe(2);

        string Text(int example, int side) => Bytes.Decode(encoded.Examples[example].Passages[side].Tokens, skipSpecial: false);
    }

    [Fact]
    public void Equal_and_empty_sides_are_counted_and_left_out()
    {
        PreferenceRecord[] records =
        [
            Pair("same", "same"), Pair(" ", "b"), Pair("a", ""), Pair("a", "b"),
            Pair(new string('x', 300) + "a", new string('x', 300) + "b"),
        ];

        var encoded = Chat(100).Encode(records);

        encoded.Examples.Count.ShouldBe(1);
        encoded.Records.ShouldBe([3]);
        (encoded.EqualSides, encoded.EmptySides, encoded.CompletionsCut).ShouldBe((2, 2, 0));
        encoded.Remarks().ShouldContain(static remark => remark.StartsWith("2 preference pairs have equal sides"));
        Should.Throw<InvalidDataException>(() => Chat(100).Encode(records[..3])).Message.ShouldContain("1 have equal sides, 2 an empty side");
    }

    [Fact]
    public void What_the_template_refuses_is_counted()
    {
        var odd = new PreferenceRecord([new ChatMessage("judge", "?")], Assistant("a"), Assistant("b"));

        Chat(100).Encode([odd, Pair("a", "b")]).Refused.ShouldBe(1);
        Should.Throw<InvalidDataException>(() => Chat(100).Encode([odd])).Message.ShouldContain("judge");
        Should.Throw<ArgumentException>(() => Chat(100).Encode([new ChatMessage("judge", "?")], "a")).Message.ShouldContain("judge");
    }

    [Fact]
    public void Single_completions_come_with_that_of_another_prompt()
    {
        KtoRecord[] records = [new([User("p")], Assistant("one"), true), new([User("q")], Assistant("two"), false), new([User("r")], Assistant(""), true)];

        var encoded = new PreferenceEncoder(Bytes, null, 20).Encode(records);

        encoded.Examples.Count.ShouldBe(2);
        (encoded.Desirable, encoded.EmptySides).ShouldBe((1, 1));
        encoded.Examples.SelectMany(static example => example.Passages).Select(passage => Bytes.Decode(passage.Tokens)).ShouldBe(["pone", "ptwo", "qtwo", "qone"]);
        encoded.Examples.SelectMany(static example => example.Passages).Select(static passage => passage.Numbers[CompletionObjective.MarkChannel][0]).ShouldBe([1, 0, -1, 0]);
    }

    [Fact]
    public void Of_pairs_no_completion_of_the_same_prompt_serves_as_foreign()
    {
        KtoRecord[] records = [.. Enumerable.Range(0, 6).SelectMany(static i => (KtoRecord[])[new([User($"p{i}")], Assistant($"c{i}"), true), new([User($"p{i}")], Assistant($"r{i}"), false)])];

        var encoded = new PreferenceEncoder(Bytes, null, 20).Encode(records);

        encoded.AreSingle.ShouldBeTrue();
        string[] foreign = [.. encoded.Examples.Select(static example => Bytes.Decode(example.Passages[1].Tokens))];
        foreign.ShouldAllBe(static text => text[1] != text[3]);
        foreign.Count(static text => text[2] == 'c').ShouldBe(6);
        encoded.ChosenAlone().Select(static example => Bytes.Decode(example.Passages[0].Tokens)).ShouldBe(["p0c0", "p1c1", "p2c2", "p3c3", "p4c4", "p5c5"]);
        new PreferenceEncoder(Bytes, null, 20).Encode([records[0], records[1]]).Examples.ShouldAllBe(static example => example.Passages.Count == 1);
    }

    [Fact]
    public void Lengths_without_room_are_refused()
    {
        Should.Throw<ArgumentException>(static () => new PreferenceEncoder(Bytes, null, 4));
        Should.Throw<ArgumentException>(static () => new PreferenceEncoder(Bytes, null, 40, 40));
        new PreferenceEncoder(Bytes, null, 40, 10).Encode([User("p")], new string('a', 30)).Length.ShouldBe(12);
    }

    private static PreferenceEncoder Chat(int length) => new(Bytes, ChatTemplate.Default, length);

    private static PreferenceRecord Pair(string chosen, string rejected) => new([User("Q")], Assistant(chosen), Assistant(rejected));

    private static ChatMessage User(string text) => new("user", text);

    private static ChatMessage Assistant(string text) => new("assistant", text);

    private static string Trained(Sinter.Training.Examples.Passage passage) => Bytes.Decode([.. passage.Targets.Where(static target => target >= 0)], skipSpecial: false);
}
