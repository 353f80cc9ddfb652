using Sinter.Tokenizers;

namespace Sinter.Inference.Tests;

public sealed class ChatSessionTests
{
    private static readonly Tokenizer Tokenizer = ByteTokenizer.Instance;

    [Fact]
    public void Question_and_answer_become_part_of_the_conversation()
    {
        var chat = new ChatSession(ByteTokenizer.Shouting(), Tokenizer, system: "Shout.");
        chat.Ask("one").Complete(TestContext.Current.CancellationToken).ShouldBe("ONE");
        chat.Ask("two").Complete(TestContext.Current.CancellationToken).ShouldBe("TWO");
        chat.Messages.ShouldBe([new("system", "Shout."), new("user", "one"), new("assistant", "ONE"), new("user", "two"), new("assistant", "TWO")]);
        chat.Turns.ShouldBe(2);
    }

    [Fact]
    public void A_turn_computes_only_what_is_new()
    {
        var model = ByteTokenizer.Shouting();
        var chat = new ChatSession(model, Tokenizer);
        chat.Ask("one").Complete(TestContext.Current.CancellationToken);
        var answer = chat.Ask("two");
        answer.Complete(TestContext.Current.CancellationToken).ShouldBe("TWO");

        // <|user|> one <|assistant|> ONE were there; <|endoftext|> <|user|> two <|assistant|> were not.
        answer.Generation.CachedTokens.ShouldBe(1 + 3 + 1 + 3);
        answer.Generation.PromptTokens.ShouldBe(8 + 1 + 1 + 3 + 1);
        model.Resets.ShouldBe(1);
    }

    [Fact]
    public void Reset_forgets_all_but_the_system_message()
    {
        var chat = new ChatSession(ByteTokenizer.Shouting(), Tokenizer, system: "Shout.");
        chat.Ask("one").Complete(TestContext.Current.CancellationToken);
        chat.Reset();
        chat.Messages.ShouldBe([new("system", "Shout.")]);
        chat.Turns.ShouldBe(0);
        chat.Ask("two").Complete(TestContext.Current.CancellationToken).ShouldBe("TWO");
    }

    [Fact]
    public void The_oldest_turns_are_cut_when_the_context_is_full_and_the_answer_says_so()
    {
        // 40 tokens hold 30 of prompt; a turn of four letters and its answer take 11, the system message 2, the question 6.
        var chat = new ChatSession(ByteTokenizer.Shouting(40), Tokenizer, system: "S");
        chat.Ask("aaaa").CutMessages.ShouldBe(0);
        foreach (var question in (string[])["aaaa", "bbbb"])
        {
            chat.Ask(question).Complete(TestContext.Current.CancellationToken);
        }

        var answer = chat.Ask("cccc");
        answer.CutMessages.ShouldBe(0);
        answer.Complete(TestContext.Current.CancellationToken).ShouldBe("CCCC");
        answer = chat.Ask("dddd");
        answer.CutMessages.ShouldBe(2);
        answer.Complete(TestContext.Current.CancellationToken).ShouldBe("DDDD");
        chat.Messages.Select(message => message.Content).ShouldBe(["S", "bbbb", "BBBB", "cccc", "CCCC", "dddd", "DDDD"]);
    }

    [Fact]
    public void A_message_that_can_never_fit_is_refused_and_the_conversation_is_as_before()
    {
        var chat = new ChatSession(ByteTokenizer.Shouting(40), Tokenizer);
        chat.Ask("one").Complete(TestContext.Current.CancellationToken);
        Should.Throw<ArgumentException>(() => chat.Ask(new string('x', 40))).Message
            .ShouldBe("The newest message (with the system message) has 42 tokens, and the model's context of 40 has room for 30 beside the answer; shorten it.");
        chat.Messages.Count.ShouldBe(2);
        chat.Ask("two").Complete(TestContext.Current.CancellationToken).ShouldBe("TWO");
    }

    [Fact]
    public void An_answer_given_up_keeps_what_was_said_and_one_never_begun_keeps_nothing()
    {
        var chat = new ChatSession(ByteTokenizer.Shouting(), Tokenizer);
        chat.Ask("never read");
        chat.Ask("first").Stream(TestContext.Current.CancellationToken).First().ShouldBe("F");
        chat.Messages.ShouldBe([new("user", "first"), new("assistant", "F")]);
        chat.Ask("two").Complete(TestContext.Current.CancellationToken).ShouldBe("TWO");

        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Should.Throw<OperationCanceledException>(() => chat.Ask("three").Complete(cancelled.Token));
        chat.Messages.Count.ShouldBe(4);
    }
}
