using Sinter.Data.Tuning;
using Sinter.Models;
using Sinter.Tokenizers;
using Sinter.Training.Examples;
using Sinter.Training.Tasks;
using Sinter.Training.Tests.Objectives;

namespace Sinter.Training.Tests.Tasks;

public sealed class TaskEncoderTests
{
    private static readonly Tokenizer Bpe = TaskSubjects.Bpe;
    private static readonly Tokenizer WordPiece = TaskSubjects.WordPiece;
    private static readonly TaskDescription Classify = new() { Task = TaskKind.Classify, Labels = ["bad", "good"] };
    private static readonly TaskDescription Pair = new() { Task = TaskKind.Pair, Labels = ["no", "yes"] };

    [Fact]
    public void An_encoder_reads_a_text_between_its_special_tokens_and_the_class_stands_at_the_last()
    {
        var passage = Only(Classify, TaskSubjects.Encoder(), WordPiece, new TaskItem("the film is good") { Label = "good", Weight = 2 });

        WordPiece.Decode(passage.Tokens, skipSpecial: false).ShouldBe("[CLS] the film is good [SEP]");
        passage.Targets.ShouldBe([.. Enumerable.Repeat(-1, passage.Tokens.Length - 1), 1]);
        passage.Numbers[0][^1].ShouldBe(2);
    }

    [Fact]
    public void An_encoder_reads_a_pair_as_two_segments()
    {
        var passage = Only(Pair, TaskSubjects.Encoder(), WordPiece, new TaskItem("the cat") { Second = "a dog ran", Label = "no" });

        WordPiece.Decode(passage.Tokens, skipSpecial: false).ShouldBe("[CLS] the cat [SEP] a dog ran [SEP]");
        passage.Segments.ShouldBe([0, 0, 0, 0, 1, 1, 1, 1]);
    }

    [Fact]
    public void A_decoder_reads_the_forms_of_gpt1_with_the_tokens_that_there_are()
    {
        var end = Bpe.EndOfText!.Value;

        Only(Classify, TaskSubjects.Decoder(), Bpe, new TaskItem("good") { Label = "good" }).Tokens.ShouldBe([end, .. Bpe.Encode("good"), end]);
        Only(Pair, TaskSubjects.Decoder(), Bpe, new TaskItem("the cat") { Second = "a dog", Label = "no" }).Tokens.ShouldBe([end, .. Bpe.Encode("the cat"), .. Bpe.Encode("\n"), .. Bpe.Encode("a dog"), end]);
    }

    [Fact]
    public void Similarity_is_read_in_both_orders_by_a_decoder_and_in_one_by_an_encoder()
    {
        var task = new TaskDescription { Task = TaskKind.Pair, BothOrders = true };
        var item = new TaskItem("the cat") { Second = "a dog", Score = 3.5 };

        var example = Encode(task, TaskSubjects.Decoder(), Bpe, item).Examples.ShouldHaveSingleItem();
        example.Passages.Count.ShouldBe(2);
        Bpe.Decode(example.Passages[0].Tokens).ShouldBe("the cat\na dog");
        Bpe.Decode(example.Passages[1].Tokens).ShouldBe("a dog\nthe cat");
        example.Passages[1].Numbers[1][^1].ShouldBe(3.5f);

        Encode(task, TaskSubjects.Encoder(), WordPiece, item).Examples[0].Passages.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("encoder")]
    [InlineData("decoder")]
    public void The_end_of_a_long_text_is_cut_and_counted(string kind)
    {
        var (config, tokenizer) = TaskSubjects.Of(kind, context: 16);
        var examples = Encode(Classify, config, tokenizer, new TaskItem(string.Join(' ', Enumerable.Repeat("cat", 100))) { Label = "bad" }, new TaskItem("dog") { Label = "good" });

        examples.Cut.ShouldBe(1);
        examples.Examples[0].Length.ShouldBe(16);
        examples.Examples[0].Passages[0].Targets[^1].ShouldBe(0);
        examples.Remarks.ShouldHaveSingleItem().ShouldBe("1 of 2 items are longer than the model reads: the end of the text is cut off.");
    }

    [Theory]
    [InlineData(3, 40, 3, 10)]
    [InlineData(40, 3, 10, 3)]
    [InlineData(40, 40, 7, 6)]
    [InlineData(7, 40, 7, 6)]
    [InlineData(5, 6, 5, 6)]
    public void Of_a_pair_the_longer_text_is_cut_first(int first, int second, int keptFirst, int keptSecond)
    {
        // [CLS] a [SEP] b [SEP] of 16 tokens has room for 13.
        var words = (int count) => string.Join(' ', Enumerable.Repeat("cat", count));
        var passage = Only(Pair, TaskSubjects.Encoder(16), WordPiece, new TaskItem(words(first)) { Second = words(second), Label = "yes" });

        passage.Segments!.Count(static segment => segment == 0).ShouldBe(keptFirst + 2);
        passage.Segments!.Count(static segment => segment == 1).ShouldBe(keptSecond + 1);
    }

    [Fact]
    public void Each_choice_is_a_passage_and_the_right_one_is_marked()
    {
        var task = new TaskDescription { Task = TaskKind.Choice, Choices = 4 };
        var example = Encode(task, TaskSubjects.Decoder(), Bpe, new TaskItem("who sat") { Choices = ["the cat", "the dog", "a house"], Right = 2 }).Examples.ShouldHaveSingleItem();

        example.Passages.Select(static passage => passage.Targets[^1]).ShouldBe([0, 2, 5]);
        example.Passages.Select(passage => Bpe.Decode(passage.Tokens)).ShouldBe(["who sat\nthe cat", "who sat\nthe dog", "who sat\na house"]);
    }

    [Theory]
    [InlineData("encoder")]
    [InlineData("decoder")]
    public void Words_have_their_class_at_their_first_token(string kind)
    {
        var (config, tokenizer) = TaskSubjects.Of(kind);
        var task = new TaskDescription { Task = TaskKind.Tokens, Labels = ["O", "LOC", "ANIMAL"] };
        var passage = Only(task, config, tokenizer, new TaskItem("") { Words = ["the", "riverhousecat", "sat", "France"], Tags = ["O", "ANIMAL", "O", "LOC"] });

        passage.Targets.Where(static target => target >= 0).ShouldBe([0, 2, 0, 1]);
        var places = Enumerable.Range(0, passage.Targets.Length).Where(i => passage.Targets[i] >= 0).ToArray();
        tokenizer.Decode(passage.Tokens.AsSpan(places[0]..places[1])).Trim().ShouldBe("the");
        tokenizer.Decode(passage.Tokens.AsSpan(places[1]..places[2])).Trim().ShouldBe("riverhousecat");
        tokenizer.Decode(passage.Tokens.AsSpan(places[3]..)).Trim().ShouldBe(kind == "encoder" ? "france" : "France");
        passage.Tokens.Length.ShouldBeGreaterThan(6);
    }

    [Theory]
    [InlineData("encoder")]
    [InlineData("decoder")]
    public void Each_word_of_a_long_sentence_is_asked_for_once(string kind)
    {
        var (config, tokenizer) = TaskSubjects.Of(kind, context: 16);
        string[] words = [.. Enumerable.Range(0, 60).Select(static i => i % 3 == 0 ? "cat" : "dog")];
        var examples = Encode(new() { Task = TaskKind.Tokens, Labels = ["A", "B"] }, config, tokenizer, new TaskItem("") { Words = words, Tags = [.. words.Select(static word => word == "cat" ? "A" : "B")] });

        examples.Windowed.ShouldBe(1);
        examples.Examples.Count.ShouldBeGreaterThan(4);
        examples.Examples.SelectMany(static example => example.Passages[0].Targets).Where(static target => target >= 0).ShouldBe(words.Select(static word => word == "cat" ? 0 : 1));
        examples.Sources.ShouldAllBe(static source => source == 0);
    }

    [Theory]
    [InlineData("encoder")]
    [InlineData("decoder")]
    public void An_answer_is_found_by_its_characters_in_the_windows_that_hold_it(string kind)
    {
        var (config, tokenizer) = TaskSubjects.Of(kind, context: 40);
        var text = string.Concat(Enumerable.Repeat("the dog ran to the red house near the river ", 8)) + "Paris is the capital of France";
        var start = text.IndexOf("Paris", StringComparison.Ordinal);
        var examples = Encode(new() { Task = TaskKind.Qa }, config, tokenizer, new TaskItem("what is the capital") { Second = text, Answers = [new AnswerSpan("Paris is", start)] });

        examples.Examples.Count.ShouldBeGreaterThan(2);
        var held = examples.Examples.Select(static example => example.Passages[0]).Where(static passage => passage.Targets[0] < 0).ToList();
        held.Count.ShouldBeGreaterThan(0);
        foreach (var passage in held)
        {
            var (first, last) = (Array.IndexOf(passage.Targets, 1), Array.IndexOf(passage.Targets, 2));
            tokenizer.Decode(passage.Tokens.AsSpan(first..(last + 1))).Trim().ShouldBe(kind == "encoder" ? "paris is" : "Paris is");
        }

        examples.Examples.Where(example => !held.Contains(example.Passages[0])).ShouldAllBe(static example => example.Passages[0].Targets[0] == 3);
    }

    [Fact]
    public void A_question_without_an_answer_points_at_the_first_token()
        => Only(new() { Task = TaskKind.Qa }, TaskSubjects.Encoder(), WordPiece, new TaskItem("who") { Second = "the cat", Answers = [] }).Targets[0].ShouldBe(3);

    [Fact]
    public void Answers_alone_are_trained_and_the_oldest_turns_go_first()
    {
        ChatMessage[] messages =
        [
            new("user", "who sat on the mat"), new("assistant", "the cat"), new("user", "who ran"), new("assistant", "a dog ran"),
        ];
        var task = new TaskDescription { Task = TaskKind.Instruct };
        var item = new TaskItem("") { Conversation = new ChatConversation(messages) };
        var whole = Instruct(TaskSubjects.Decoder(128), item);
        whole.Cut.ShouldBe(0);
        Trained(whole.Examples[0].Passages[0]).ShouldContain("the cat");
        Trained(whole.Examples[0].Passages[0]).ShouldContain("a dog ran");
        Trained(whole.Examples[0].Passages[0]).ShouldNotContain("who");

        var length = whole.Examples[0].Length;
        var cut = Instruct(TaskSubjects.Decoder(length - 1), item);
        cut.Cut.ShouldBe(1);
        cut.Remarks.ShouldHaveSingleItem().ShouldContain("oldest turns");
        Trained(cut.Examples[0].Passages[0]).ShouldContain("a dog ran");
        Bpe.Decode(cut.Examples[0].Passages[0].Tokens).ShouldNotContain("mat");

        // Where the question alone is too long its beginning goes, and where the answer is, the item is left out.
        var tight = Instruct(TaskSubjects.Decoder(24), new TaskItem("") { Conversation = new ChatConversation([new("user", string.Join(' ', Enumerable.Repeat("cat", 60))), new("assistant", "a dog")]) });
        tight.Cut.ShouldBe(1);
        Trained(tight.Examples[0].Passages[0]).ShouldContain("a dog");
        var none = Instruct(TaskSubjects.Decoder(24), new TaskItem("") { Conversation = new ChatConversation([new("user", "cat"), new("assistant", string.Join(' ', Enumerable.Repeat("dog", 60)))]) });
        none.LeftOut.ShouldBe(1);
        none.Examples.ShouldBeEmpty();
        Should.Throw<InvalidDataException>(() => none.Pack()).Message.ShouldContain("None of the 1 items");

        TaskExamples Instruct(ModelConfig config, TaskItem item) => new TaskEncoder(task, config, Bpe, new() { Template = ChatTemplate.ByName("sinter") }).Encode([item]);
    }

    [Fact]
    public void A_target_is_trained_with_its_end_and_never_cut()
    {
        var task = new TaskDescription { Task = TaskKind.Generate };
        var passage = Only(task, TaskSubjects.Decoder(), Bpe, new TaskItem("the cat sat") { Target = "a cat" });
        Trained(passage).ShouldBe("a cat<|endoftext|>");
        passage.Tokens[0].ShouldBe(Bpe.EndOfText!.Value);

        var examples = Encode(
            task,
            TaskSubjects.Decoder(16),
            Bpe,
            new TaskItem(string.Join(' ', Enumerable.Repeat("cat", 50))) { Target = "a cat" },
            new TaskItem("cat") { Target = string.Join(' ', Enumerable.Repeat("dog", 50)) });
        (examples.Cut, examples.LeftOut).ShouldBe((1, 1));
        Trained(examples.Examples.ShouldHaveSingleItem().Passages[0]).ShouldBe("a cat<|endoftext|>");
    }

    [Fact]
    public void An_encoder_decoder_gets_source_and_target_through_its_objective()
    {
        var config = Seq2SeqModels.T5(Bpe.VocabularySize);
        var task = new TaskDescription { Task = TaskKind.Generate };
        var data = Encode(task, config, Bpe, new TaskItem("the cat sat") { Target = "a cat" }).Pack();
        var batch = new Training.Objectives.ObjectiveBatch(TaskModel.Objective(task, config, Bpe), 1, data.ContextLength);

        batch.Read(data, 0, 0);

        Bpe.Decode([.. batch.Values[0].Take(Bpe.Encode("the cat sat").Length)]).ShouldBe("the cat sat");
        batch.Values[7].Where(static label => label >= 0).ShouldBe([.. Bpe.Encode("a cat"), Bpe.EndOfText!.Value]);
    }

    [Theory]
    [InlineData("encoder")]
    [InlineData("decoder")]
    public void Odd_texts_are_read_as_texts(string kind)
    {
        var (config, tokenizer) = TaskSubjects.Of(kind);
        var empty = Only(Classify, config, tokenizer, new TaskItem("") { Label = "bad" });
        empty.Tokens.Length.ShouldBe(2);

        // Special tokens that a user spells out are no special tokens.
        var spelled = Only(Classify, config, tokenizer, new TaskItem("<|endoftext|>[SEP]") { Label = "bad" });
        spelled.Tokens[1..^1].ShouldAllBe(token => !tokenizer.IsSpecial(token) || token == tokenizer.UnknownToken);
        Only(Classify, config, tokenizer, new TaskItem("\ud800 \0 😀") { Label = "bad" }).Targets[^1].ShouldBe(0);
    }

    [Fact]
    public void What_is_missing_or_unknown_is_told_with_its_item()
    {
        Message(Classify, new TaskItem("a") { Label = "good" }, new TaskItem("b") { Label = "ugly" }).ShouldBe("Item 2: The label 'ugly' is none of bad, good; a class that is measured must occur in training.");
        Message(Classify, new TaskItem("a")).ShouldBe("Item 1: It has no label.");
        Message(Pair, new TaskItem("a") { Label = "no" }).ShouldContain("second text");
        Message(new() { Task = TaskKind.Regress }, new TaskItem("a") { Score = double.NaN }).ShouldContain("no finite number");
        Message(new() { Task = TaskKind.Choice, Choices = 2 }, new TaskItem("a") { Choices = ["x", "y", "z"], Right = 0 }).ShouldContain("2 to 2");
        Message(new() { Task = TaskKind.Choice, Choices = 2 }, new TaskItem("a") { Choices = ["x", "y"], Right = 2 }).ShouldContain("expected an index");
        Message(new() { Task = TaskKind.Tokens, Labels = ["a", "b"] }, new TaskItem("") { Words = ["x"], Tags = ["a", "b"] }).ShouldContain("1 words and 2 classes");
        Message(new() { Task = TaskKind.Qa }, new TaskItem("q") { Second = "abc", Answers = [new AnswerSpan("zz", 2)] }).ShouldContain("outside the text");
        Should.Throw<InvalidDataException>(() => new TaskEncoder(Classify with { MaximumLength = 100 }, TaskSubjects.Decoder(), Bpe)).Message.ShouldContain("the model reads 48");
        Should.Throw<ArgumentException>(() => new TaskEncoder(Classify with { Labels = ["x"] }, TaskSubjects.Decoder(), Bpe)).Message.ShouldContain("at least two");
        Should.Throw<InvalidDataException>(() => new TaskEncoder(new() { Task = TaskKind.Generate }, TaskSubjects.Encoder(), WordPiece)).Message.ShouldContain("writes no text");

        static string Message(TaskDescription task, params TaskItem[] items) => Should.Throw<InvalidDataException>(() => Encode(task, TaskSubjects.Decoder(), Bpe, items)).Message;
    }

    [Fact]
    public void Places_of_an_adapter_stand_in_front_of_each_text()
    {
        var examples = new TaskEncoder(Classify, TaskSubjects.Encoder(), WordPiece, new() { VirtualTokens = 5 }).Encode([new TaskItem("the film") { Label = "bad" }]);

        WordPiece.Decode(examples.Examples[0].Passages[0].Tokens.AsSpan(5..), skipSpecial: false).ShouldBe("[CLS] the film [SEP]");
    }

    private static string Trained(Passage passage) => Bpe.Decode([.. passage.Targets.Where(static target => target >= 0)], skipSpecial: false);

    private static TaskExamples Encode(TaskDescription task, ModelConfig config, Tokenizer tokenizer, params TaskItem[] items) => new TaskEncoder(task, config, tokenizer).Encode(items);

    private static Passage Only(TaskDescription task, ModelConfig config, Tokenizer tokenizer, TaskItem item)
        => Encode(task, config, tokenizer, item).Examples.ShouldHaveSingleItem().Passages.ShouldHaveSingleItem();
}
