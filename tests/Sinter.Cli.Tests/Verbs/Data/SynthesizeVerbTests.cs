using System.Net;
using System.Text;
using System.Text.Json;
using Sinter.Data;

namespace Sinter.Cli.Tests.Verbs.Data;

public sealed class SynthesizeVerbTests : IDisposable
{
    private const string Text = """
        # Lake Baikal

        Lake Baikal is a rift lake in Russia, north of the border with Mongolia. Russians first reached the lake in 1643, when Kurbat Ivanov saw it. The first nature reserve of the lake was founded in 1916 to protect the sable. Lake Baikal was declared a World Heritage Site in 1996.
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Templates_make_items_of_each_kind_and_a_summary_says_so()
    {
        var run = ToolRun.Of("data", "synthesize", _folder.File("lake.md", Text), "--kind", "qa,instruct", "--kind", "preference", "--out", _folder.File("made.jsonl"));

        run.Error.ShouldBeEmpty();
        run.Code.ShouldBe(ExitCode.Done);
        run.Output.ShouldContain("Read       1 documents, 3 chunks");
        run.Output.ShouldMatch("Kept       [0-9]+ of 1 documents: qa 3, instruct 3, preference 3");
        JsonLines.ReadConversations(_folder.File("made.jsonl")).Count().ShouldBe(6);
        File.ReadAllLines(_folder.File("made.preference.jsonl")).Length.ShouldBe(3);
        File.Exists(_folder.File("made.rejected.jsonl")).ShouldBeTrue();
    }

    [Fact]
    public void Preference_alone_goes_to_the_file_itself()
    {
        ToolRun.Of("data", "synthesize", _folder.File("lake.md", Text), "--kind", "preference", "--out", _folder.File("pairs.jsonl")).Code.ShouldBe(ExitCode.Done);

        File.ReadLines(_folder.File("pairs.jsonl")).ShouldAllBe(static line => line.Contains("\"chosen\":"));
        File.Exists(_folder.File("pairs.preference.jsonl")).ShouldBeFalse();
    }

    [Fact]
    public void Own_templates_are_read_from_yaml()
    {
        var templates = _folder.File("mine.yaml", "- name: said\n  kind: qa\n  prompt: What is said of {title}?\n  response: |\n    {first_sentence}\n");
        var run = ToolRun.Of("data", "synthesize", _folder.File("lake.md", Text), "--template", templates, "--out", _folder.File("made.jsonl"));

        run.Error.ShouldBeEmpty();
        var made = JsonLines.ReadConversations(_folder.File("made.jsonl")).ShouldHaveSingleItem();
        made.Messages.Select(static message => message.Content).ShouldBe(["What is said of Lake Baikal?", "Lake Baikal is a rift lake in Russia, north of the border with Mongolia."]);
        made.Metadata["template"].ShouldBe("said");
    }

    [Fact]
    public void An_endpoint_is_asked_and_its_key_is_shown_nowhere()
    {
        const string variable = "SINTER_TEST_SYNTHESIZE_KEY";
        const string secret = "sk-0123456789-abcdefghij";
        Environment.SetEnvironmentVariable(variable, secret);
        using var server = new Endpoint("""{"items":[{"question":"When was Lake Baikal declared a World Heritage Site?","answer":"In 1996."},{"question":"Who are you?","answer":"I am an anchovy from Atlantis."}]}""");
        try
        {
            var run = ToolRun.Of("data", "synthesize", _folder.File("lake.md", Text), "--endpoint", server.Address, "--model", "m", "--api-key-env", variable, "--out", _folder.File("made.jsonl"));

            run.Error.ShouldBeEmpty();
            run.Code.ShouldBe(ExitCode.Done);
            run.Output.ShouldContain("Rejected   1: grounded 1");
            run.Output.ShouldContain("Asked      1 requests, 12 tokens read, 7 written by the model");
            server.Authorization.ShouldBe("Bearer " + secret);
            (run.Output + string.Concat(Directory.GetFiles(_folder.Path).Select(File.ReadAllText))).ShouldNotContain(secret);
            JsonLines.ReadConversations(_folder.File("made.jsonl")).ShouldHaveSingleItem().Metadata["generator"].ShouldBe("m");
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [Fact]
    public void A_refusal_of_the_endpoint_is_one_sentence()
    {
        using var server = new Endpoint(null);
        var run = ToolRun.Of("data", "synthesize", _folder.File("lake.md", Text), "--endpoint", server.Address, "--model", "m", "--out", _folder.File("made.jsonl"));

        run.Code.ShouldBe(ExitCode.Failed);
        run.Error.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldContain("does not know the address or the model 'm' (404)");
        File.Exists(_folder.File("made.jsonl")).ShouldBeFalse();
    }

    [Fact]
    public void A_model_of_sinter_can_be_asked_in_this_process()
    {
        // Random weights say nothing that can be read: what counts is that each chunk is asked, set aside, and told.
        var run = ToolRun.Of("data", "synthesize", _folder.File("x.txt", "cat hat " + string.Concat(Enumerable.Repeat("the bat and the hat ", 5))), "--local-model", TinyModel.Write(_folder.File("model")), "--max-tokens", "4", "--out", _folder.File("made.jsonl"));

        run.Code.ShouldBe(ExitCode.Failed);
        run.Error.ShouldContain("Nothing of 1 documents was kept");
        File.ReadAllText(_folder.File("made.rejected.jsonl")).ShouldContain("\"rule\":\"does-not-fit\"");
    }

    [Fact]
    public void A_dry_run_shows_prompts_and_sends_and_writes_nothing()
    {
        using var server = new Endpoint("{}");
        var run = ToolRun.Of("data", "synthesize", _folder.File("lake.md", Text), "--kind", "qa,paraphrase", "--endpoint", server.Address, "--model", "m", "--dry-run");

        run.Code.ShouldBe(ExitCode.Done);
        run.Output.ShouldContain("Make 3 questions that the passage below answers");
        run.Output.ShouldContain("Choose 3 sentences of the passage");
        server.Asked.ShouldBe(0);
        Directory.GetFiles(_folder.Path).Length.ShouldBe(1);
    }

    [Fact]
    public void What_is_there_is_replaced_only_where_that_is_said()
    {
        string[] command = ["data", "synthesize", _folder.File("lake.md", Text), "--out", _folder.File("made.jsonl", "old\n")];
        ToolRun.Of(command).ShouldFail(ExitCode.Failed, "is there already; name another file, or give --overwrite.");
        File.ReadAllText(_folder.File("made.jsonl")).ShouldBe("old\n");

        ToolRun.Of([.. command, "--overwrite"]).Code.ShouldBe(ExitCode.Done);
        JsonLines.ReadConversations(_folder.File("made.jsonl")).Count().ShouldBe(3);
    }

    [Fact]
    public void The_list_names_templates_placeholders_and_rules()
    {
        var run = ToolRun.Of("data", "synthesize", "--list");

        run.Code.ShouldBe(ExitCode.Done);
        run.Output.ShouldMatch("qa +definition ");
        run.Output.ShouldContain("{first_sentence}");
        run.Output.ShouldMatch("grounded +at least 0.6, 0.5, 0.4, 0.6 ");
    }

    [Theory]
    [InlineData("No input is named", "--out", "x.jsonl")]
    [InlineData("--out is missing", "INPUT")]
    [InlineData("does not end in .jsonl", "INPUT", "--out", "x.json")]
    [InlineData("There is no kind 'qs' to synthesize", "INPUT", "--out", "x.jsonl", "--kind", "qs")]
    [InlineData("--model is missing", "INPUT", "--out", "x.jsonl", "--endpoint", "http://localhost:1/v1")]
    [InlineData("--endpoint is 'localhost", "INPUT", "--out", "x.jsonl", "--endpoint", "localhost", "--model", "m")]
    [InlineData("--temperature is for a model", "INPUT", "--out", "x.jsonl", "--temperature", "0.5")]
    [InlineData("--judge is for a model", "INPUT", "--out", "x.jsonl", "--judge")]
    [InlineData("two ways to the same", "INPUT", "--out", "x.jsonl", "--endpoint", "http://localhost:1/v1", "--local-model", "m")]
    [InlineData("'SINTER_TEST_NOT_SET', which --api-key-env names, is not set", "INPUT", "--out", "x.jsonl", "--endpoint", "http://localhost:1/v1", "--model", "m", "--api-key-env", "SINTER_TEST_NOT_SET")]
    [InlineData("did you mean 'grounded'?", "INPUT", "--out", "x.jsonl", "--set", "groundet=1")]
    [InlineData("expected a rule and its limit", "INPUT", "--out", "x.jsonl", "--set", "grounded")]
    [InlineData("--min-score is for the marks of a model", "INPUT", "--out", "x.jsonl", "--min-score", "4")]
    [InlineData("expected file, paragraph or line", "INPUT", "--out", "x.jsonl", "--text-unit", "page")]
    [InlineData("There is no file of templates", "INPUT", "--out", "x.jsonl", "--template", "nowhere.yaml")]
    public void Wrong_use_is_told_in_one_sentence(string sentence, params string[] arguments)
    {
        var input = _folder.File("lake.md", Text);
        var run = ToolRun.Of(["data", "synthesize", .. arguments.Select(argument => argument == "INPUT" ? input : argument is "x.jsonl" or "x.json" ? _folder.File(argument) : argument)]);

        run.ShouldFail(sentence.StartsWith("There is no file", StringComparison.Ordinal) ? ExitCode.Failed : ExitCode.WrongUse, sentence);
    }

    [Theory]
    [InlineData("- promt: x\n", "line 1: a template has no 'promt'")]
    [InlineData("prompt: x\n", "holds no list of templates")]
    [InlineData("- prompt: '{tilte}'\n  response: x\n", "did you mean 'title'?")]
    [InlineData("- prompt: [a, b]\n", "line 1: found a list, expected a text for 'prompt'")]
    [InlineData("- [\n", "this is not valid YAML")]
    public void What_is_wrong_with_templates_is_told_with_its_line(string yaml, string sentence)
    {
        var run = ToolRun.Of("data", "synthesize", _folder.File("lake.md", Text), "--template", _folder.File("t.yaml", yaml), "--out", _folder.File("x.jsonl"));

        run.ShouldFail(ExitCode.Failed, sentence);
    }

    /// <summary>An endpoint on this machine that says one thing, or knows no model.</summary>
    private sealed class Endpoint : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly string? _content;

        public Endpoint(string? content)
        {
            _content = content;
            using (var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
            }

            _listener.Prefixes.Add(Address);
            _listener.Start();
            _ = Task.Run(ServeAsync);
        }

        public string Address { get; }

        public string? Authorization { get; private set; }

        public int Asked { get; private set; }

        public void Dispose() => _listener.Close();

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    Asked++;
                    Authorization = context.Request.Headers["Authorization"];
                    context.Response.StatusCode = _content is null ? 404 : 200;
                    context.Response.ContentType = "application/json";
                    var body = _content is null ? """{"error":{"message":"no such model"}}"""
                        : JsonSerializer.Serialize(new { choices = new[] { new { message = new { content = _content } } }, usage = new { prompt_tokens = 12, completion_tokens = 7 } });
                    context.Response.Close(Encoding.UTF8.GetBytes(body), willBlock: false);
                }
            }
            catch (Exception fault) when (fault is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // The test is over.
            }
        }
    }
}
