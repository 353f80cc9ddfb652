using Sinter.Data.Cleaning;

namespace Sinter.Data.Tests.Cleaning.Programs;

/// <summary>Programs in the shell's language, which is there wherever there is no Windows.</summary>
public sealed class ProgramStepTests
{
    [Fact]
    public void Text_score_and_metadata_of_the_answer_are_taken()
    {
        using var chain = Chain("""while read -r line; do echo '{"text":"new","score":2.5,"metadata":{"kind":"x","size":3}}'; done""", ("minimum", "2"));

        var result = new ChainRunner(chain).Run(Document("d1", "old"));

        result.ShouldSatisfyAllConditions(
            found => found.IsKept.ShouldBeTrue(),
            found => found.Scores.ShouldBe([2.5f]),
            found => found.Result.Text.ShouldBe("new"),
            found => found.Result.Metadata["kind"].ShouldBe("x"),
            found => found.Result.Metadata["size"].ShouldBe("3"));
    }

    [Fact]
    public void The_program_gets_the_document_as_one_line_and_an_empty_answer_changes_nothing()
    {
        var text = "two\nlines \"quoted\" " + new string('é', 200_000);
        using var chain = Chain("cat");

        var result = new ChainRunner(chain).Run(Document("d1", text));

        result.IsKept.ShouldBeTrue(result.Fault);
        result.Result.Text.ShouldBe(text);
        result.Scores.ShouldBe([float.NaN]);
        using var silent = Chain("while read -r line; do echo '{}'; done");
        new ChainRunner(silent).Run(Document("d1", text)).Result.Text.ShouldBe(text);
    }

    [Fact]
    public void A_score_beyond_the_limits_drops()
    {
        using var chain = Chain("""while read -r line; do echo '{"toxicity":0.7}'; done""", ("score", "toxicity"), ("maximum", "0.5"));

        var result = new ChainRunner(chain).Run(Document("d1", "text"));

        result.DroppedBy.ShouldBe(0);
        CleaningChain.Reason(chain.Rules[0], result.Scores[0]).ShouldBe("'toxicity' of sh: 0.7, at most 0.5 expected");
    }

    [Theory]
    [InlineData("exit 3", "the program ended with exit code 3")]
    [InlineData("read -r line; echo 'no such model' >&2; exit 1", "the program ended with exit code 1: no such model")]
    [InlineData("while read -r line; do echo nonsense; done", "the program answered 'nonsense', expected an object of JSON on one line")]
    [InlineData("while read -r line; do echo '[1]'; done", "the program answered '[1]', expected an object")]
    [InlineData("while read -r line; do echo '{\"id\":\"other\"}'; done", "the program answered for another document, 'other'")]
    [InlineData("while read -r line; do echo '{\"score\":\"high\"}'; done", "'score' of the program's answer is no number")]
    [InlineData("while read -r line; do echo '{\"score\":1,\"text\":5}'; done", "'text' of the program's answer is no text")]
    [InlineData("while read -r line; do echo '{\"score\":1,\"metadata\":5}'; done", "'metadata' of the program's answer is no object")]
    [InlineData("while read -r line; do echo '{}'; done", "the program's answer has no number 'score', which the limits are for")]
    [InlineData("read -r line; sleep 60", "the program did not answer within 1 s (timeoutSeconds)")]
    public void A_program_that_fails_makes_the_document_broken(string script, string reason)
    {
        using var chain = Chain(script, ("minimum", "1"), ("timeoutSeconds", "1"));

        var result = new ChainRunner(chain).Run(Document("d1", "text"));

        result.DroppedBy.ShouldBe(ChainResult.Broken);
        result.Fault.ShouldNotBeNull().ShouldStartWith("the step 'program' failed: " + reason);
        result.Result.Text.ShouldBe("text");
    }

    [Fact]
    public void A_program_that_failed_is_started_again_for_the_next_document()
    {
        using var chain = Chain("""while read -r line; do case "$line" in *bad*) exit 1;; *) echo '{"score":1}';; esac; done""");
        var runner = new ChainRunner(chain);

        string[] texts = ["good", "bad", "good", "bad", "good"];

        texts.Select(text => runner.Run(Document("d", text)).IsKept).ShouldBe([true, false, true, false, true]);
    }

    [Fact]
    public void Threads_have_copies_of_their_own_that_end_with_the_chain()
    {
        using var folder = new TemporaryFolder();
        var ended = folder.File("ended");
        Directory.CreateDirectory(ended);
        var chain = Chain($$"""while read -r line; do echo "$line"; done; touch '{{ended}}'/$$""");

        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 3 }, i =>
        {
            var document = Document($"d{i}", $"text {i}");
            new ChainRunner(chain).Run(document).Result.ShouldBe(document);
        });
        chain.Dispose();

        Directory.GetFiles(ended).Length.ShouldBeInRange(1, 3);
    }

    [Fact]
    public void What_cannot_be_started_is_refused_before_any_document()
    {
        Should.Throw<InvalidDataException>(() => CleaningChain.Create(StepCatalog.BuiltIn, [new StepSetting("program")])).Message.ShouldStartWith("The step 'program' has no 'command'");
        Should.Throw<InvalidDataException>(() => CleaningChain.Create(StepCatalog.BuiltIn, [Setting(("command", "no-such-program-anywhere"))])).Message
            .ShouldBe("There is no program 'no-such-program-anywhere', which the step 'program' is to start; check 'command'.");
    }

    private static CleaningChain Chain(string script, params (string Name, string Value)[] options)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The programs of these tests are in the language of sh.");
        return CleaningChain.Create(StepCatalog.BuiltIn, [Setting([("command", System.Text.Json.JsonSerializer.Serialize(new[] { "sh", "-c", script })), .. options])]);
    }

    private static StepSetting Setting(params (string Name, string Value)[] options) => new("program", options.ToDictionary(option => option.Name, option => option.Value, StringComparer.Ordinal));

    private static Document Document(string id, string text) => new() { Id = id, Text = text };
}
