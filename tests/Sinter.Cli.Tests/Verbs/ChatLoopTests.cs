using Sinter.Cli.Verbs;
using Sinter.Inference;

namespace Sinter.Cli.Tests.Verbs;

public sealed class ChatLoopTests : IDisposable
{
    private static readonly GenerationOptions Short = new() { MaxTokens = 6 };
    private readonly TemporaryFolder _folder = new();
    private readonly LoadedModel _model;

    public ChatLoopTests() => _model = LoadedModel.Load(TinyModel.Write(_folder.File("model")), 1);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_line_of_a_pipe_is_a_question_and_the_output_holds_the_answers_only()
    {
        var session = Session();
        var expected = session.Ask("the cat").Complete() + "\n" + session.Ask("the hat").Complete() + "\n";

        var (code, output, _) = Chat(ChatInput.Lines(new StringReader("the cat\n\nthe hat\n")));

        code.ShouldBe(ExitCode.Done);
        output.ShouldBe(expected);
        output.Trim().ShouldNotBeEmpty();
    }

    [Fact]
    public void Reset_begins_anew_and_exit_ends()
    {
        var answer = Session().Ask("the cat").Complete() + "\n";

        var (code, output, error) = Chat(ChatInput.Lines(new StringReader("the cat\n /reset \nthe cat\n/exit\nthe cat\n")));

        code.ShouldBe(ExitCode.Done);
        output.ShouldBe(answer + answer);
        error.ShouldContain("Forgotten");
    }

    [Fact]
    public void Commands_are_explained_and_slips_of_the_finger_too()
    {
        var (_, output, error) = Chat(ChatInput.Lines(new StringReader("/help\n/rest\n/exit\n")));

        output.ShouldBeEmpty();
        error.ShouldContain(ChatLoop.Commands);
        error.ShouldContain("'/rest' is no command; did you mean '/reset'?");
    }

    [Fact]
    public void What_is_pasted_is_one_question_however_many_lines_it_has()
    {
        var expected = Session().Ask("the cat\n\nthe hat").Complete() + "\n";
        var waiting = new Queue<bool>([true, true, true, false, false]);

        var (_, output, error) = Chat(new ChatInput(new StringReader("the cat\n\nthe hat"), () => waiting.Dequeue(), "> "));

        output.ShouldBe(expected);
        error.ShouldStartWith("> ");
    }

    [Fact]
    public void A_question_that_does_not_fit_is_told_and_the_next_is_answered()
    {
        var expected = Session().Ask("the cat").Complete() + "\n";

        var (code, output, error) = Chat(ChatInput.Lines(new StringReader(new string('x', 100) + "\nthe cat\n")));

        code.ShouldBe(ExitCode.Failed);
        output.ShouldBe(expected);
        error.ShouldContain("shorten it");
    }

    [Fact]
    public void What_a_long_conversation_forgets_is_told()
    {
        var (code, _, error) = Chat(ChatInput.Lines(new StringReader(string.Concat(Enumerable.Repeat("the cat and the hat\n", 6)))));

        code.ShouldBe(ExitCode.Done);
        error.ShouldContain("messages are forgotten");
    }

    [Fact]
    public void An_answer_that_is_cut_is_told()
    {
        var cut = Session().Ask("the cat");
        cut.Complete();
        cut.Generation.FinishReason.ShouldBe(FinishReason.MaxTokens);

        Chat(ChatInput.Lines(new StringReader("the cat\n"))).Error.ShouldContain("Cut by --max-tokens");
    }

    [Fact]
    public void A_model_that_was_not_tuned_to_chat_is_refused()
    {
        var model = _folder.File("stories");
        ToolRun.Of("model", "import", Sinter.Tests.Assets.Path("models/stories260K/stories260K.bin"), "--tokenizer", Sinter.Tests.Assets.Path("models/stories260K/tok512.bin"), "--out", model);

        ToolRun.Of("chat", model).ShouldFail(ExitCode.Failed, "was not tuned to chat");
        ToolRun.Of("chat", _model.Folder.Path, "--greedy", "--temperature", "0.5").ShouldFail(ExitCode.WrongUse, "give one of them");
    }

    private ChatSession Session() => new(TokenModels.Of(_model.Model), _model.Tokenizer, Short);

    private (int Code, string Output, string Error) Chat(ChatInput input)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var interruption = new AnswerInterruption(interactive: false);
        var code = new ChatLoop(Session(), input, output, error, interruption).Run();
        return (code, output.ToString(), error.ToString());
    }
}
