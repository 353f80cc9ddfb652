using System.Diagnostics;
using System.Text.Json;
using Sinter.Data.Hub;
using Sinter.Data.Synthesis;

namespace Sinter.Data.Tests.Synthesis;

public sealed class EndpointCompletionTests
{
    private const string Secret = "sk-test-0123456789abcdefghijklmnop";

    private static readonly CompletionRequest Question = new("Be short.", "What is 1 + 1?", 50, 0.5, 7);

    [Fact]
    public async Task An_answer_is_asked_for_as_the_protocol_says()
    {
        using var server = new ChatServer(static _ => ChatServer.Reply.Of("Two."));

        var answer = await Ask(server, options => options with { Key = new AccessToken(Secret), JsonMode = true });

        answer.Text.ShouldBe("Two.");
        (answer.PromptTokens, answer.CompletionTokens, answer.Requests, answer.IsCut).ShouldBe((10, 5, 1, false));
        var request = server.Requests.ShouldHaveSingleItem();
        (request.Method, request.Path, request.Headers["Authorization"]).ShouldBe(("POST", "/v1/chat/completions", "Bearer " + Secret));
        using var json = JsonDocument.Parse(request.Body);
        var root = json.RootElement;
        root.GetProperty("model").GetString().ShouldBe("m");
        root.GetProperty("messages").GetRawText().ShouldBe("""[{"role":"system","content":"Be short."},{"role":"user","content":"What is 1 + 1?"}]""");
        (root.GetProperty("max_tokens").GetInt32(), root.GetProperty("temperature").GetDouble(), root.GetProperty("seed").GetInt64(), root.GetProperty("stream").GetBoolean()).ShouldBe((50, 0.5, 7, false));
        root.GetProperty("response_format").GetProperty("type").GetString().ShouldBe("json_object");
    }

    [Theory]
    [InlineData("http://host:8000", "http://host:8000/v1/chat/completions")]
    [InlineData("http://host:8000/v1", "http://host:8000/v1/chat/completions")]
    [InlineData("https://host/openai/v1/", "https://host/openai/v1/chat/completions")]
    [InlineData("https://host/v1/chat/completions", "https://host/v1/chat/completions")]
    public void The_address_may_be_given_in_whole_or_in_part(string given, string expected)
    {
        using var completion = new EndpointCompletion(new EndpointOptions { Address = new Uri(given), Model = "m" });

        completion.Shown.ShouldBe(expected);
    }

    [Fact]
    public void An_address_with_a_password_or_of_another_scheme_is_refused()
    {
        Should.Throw<ArgumentException>(static () => new EndpointCompletion(new EndpointOptions { Address = new Uri("http://me:secret@host/v1"), Model = "m" })).Message.ShouldNotContain("secret");
        Should.Throw<ArgumentException>(static () => new EndpointCompletion(new EndpointOptions { Address = new Uri("ftp://host/v1"), Model = "m" }));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task What_may_pass_is_asked_again(int status)
    {
        var asked = 0;
        using var server = new ChatServer(_ => ++asked < 3 ? new ChatServer.Reply(status, """{"error":{"message":"busy"}}""") : ChatServer.Reply.Of("Two."));

        var answer = await Ask(server);

        (answer.Text, answer.Requests).ShouldBe(("Two.", 3));
    }

    [Fact]
    public async Task The_server_says_how_long_to_wait()
    {
        var asked = 0;
        using var server = new ChatServer(_ => ++asked == 1 ? new ChatServer.Reply(429, "{}", ("Retry-After", "1")) : ChatServer.Reply.Of("Two."));
        var clock = Stopwatch.StartNew();

        await Ask(server);

        clock.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(0.95));
    }

    [Fact]
    public async Task A_wait_that_a_server_asks_for_is_bounded()
    {
        var asked = 0;
        using var server = new ChatServer(_ => ++asked == 1 ? new ChatServer.Reply(503, "{}", ("Retry-After", "86400")) : ChatServer.Reply.Of("Two."));

        (await Ask(server, static options => options with { LongestWait = TimeSpan.FromMilliseconds(20) })).Text.ShouldBe("Two.");
    }

    [Theory]
    [InlineData(401, "asks for a key (401)")]
    [InlineData(404, "does not know the address or the model 'm' (404)")]
    [InlineData(302, "sends elsewhere (302)")]
    public async Task What_will_not_pass_is_told_at_once(int status, string sentence)
    {
        using var server = new ChatServer(_ => new ChatServer.Reply(status, """{"error":{"message":"no such thing"}}""", ("Location", "http://127.0.0.1:1/")));

        var fault = await Should.ThrowAsync<CompletionException>(() => Ask(server));

        fault.Message.ShouldContain(sentence);
        fault.Message.ShouldContain("It says: no such thing.");
        fault.IsFinal.ShouldBeTrue();
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_key_stands_in_no_message_even_where_the_server_repeats_it()
    {
        using var server = new ChatServer(static request => new ChatServer.Reply(401, "{\"error\":{\"message\":\"Incorrect API key provided: " + request.Headers["Authorization"][7..] + "\"}}"));

        var fault = await Should.ThrowAsync<CompletionException>(() => Ask(server, static options => options with { Key = new AccessToken(Secret) }));

        fault.ToString().ShouldNotContain(Secret);
        fault.Message.ShouldContain("does not accept the key");
    }

    [Fact]
    public async Task A_server_that_has_faults_for_ever_is_given_up()
    {
        using var server = new ChatServer(static _ => new ChatServer.Reply(500, "oops"));

        var fault = await Should.ThrowAsync<CompletionException>(() => Ask(server));

        (fault.Name, fault.IsFinal, fault.Requests, server.Requests.Count).ShouldBe(("status-500", false, 4, 4));
    }

    [Fact]
    public async Task A_slow_server_is_asked_again_and_then_told()
    {
        using var server = new ChatServer(static _ => ChatServer.Reply.Of("Two.") with { Delay = TimeSpan.FromSeconds(30) });

        var fault = await Should.ThrowAsync<CompletionException>(() => Ask(server, static options => options with { Timeout = TimeSpan.FromMilliseconds(200), Retries = 1 }));

        (fault.Name, fault.Requests).ShouldBe(("timeout", 2));
        fault.Message.ShouldContain("gave no whole answer within 0.2 seconds");
    }

    [Fact]
    public async Task An_endless_answer_and_a_huge_one_are_given_up_at_the_limit()
    {
        using var endless = new ChatServer(static _ => new ChatServer.Reply(200, "{") { IsEndless = true });
        using var huge = new ChatServer(static _ => ChatServer.Reply.Of(new string('x', 300_000)));

        foreach (var server in (ChatServer[])[endless, huge])
        {
            var fault = await Should.ThrowAsync<CompletionException>(() => Ask(server, static options => options with { MaximumResponseBytes = 200_000 }));
            fault.Name.ShouldBe("too-long");
            server.Requests.Count.ShouldBe(1);
        }
    }

    [Theory]
    [InlineData("<html>hello</html>", "text/html", "not-json")]
    [InlineData("{\"choices\":[{\"mess", "application/json", "broken-response")]
    [InlineData("{\"choices\":[]}", "application/json", "no-answer")]
    [InlineData("{\"choices\":[{\"message\":{\"content\":null}}]}", "application/json", "no-answer")]
    [InlineData("[1,2]", "application/json", "no-answer")]
    [InlineData("{\"choices\":[7]}", "application/json", "no-answer")]
    public async Task An_answer_that_is_none_is_told(string body, string type, string name)
    {
        using var server = new ChatServer(_ => new ChatServer.Reply(200, body) { ContentType = type });

        var fault = await Should.ThrowAsync<CompletionException>(() => Ask(server));

        (fault.Name, fault.IsFinal).ShouldBe((name, false));
        fault.Message.ShouldContain("/v1/chat/completions'");
    }

    [Fact]
    public async Task A_torn_answer_is_asked_for_again()
    {
        var asked = 0;
        using var server = new ChatServer(_ => ++asked == 1 ? ChatServer.Reply.Of("Two.") with { CutAfter = 30 } : ChatServer.Reply.Of("Two."));

        (await Ask(server)).Requests.ShouldBe(2);
    }

    [Fact]
    public async Task No_server_at_all_is_told()
    {
        var server = new ChatServer(static _ => ChatServer.Reply.Of(""));
        server.Dispose();

        var fault = await Should.ThrowAsync<CompletionException>(() => Ask(server));

        fault.Name.ShouldBe("connection");
        fault.Message.ShouldContain("could not be asked");
    }

    [Fact]
    public async Task Requests_are_spaced_where_a_pace_is_set()
    {
        using var server = new ChatServer(static _ => ChatServer.Reply.Of("Two."));
        using var completion = new EndpointCompletion(new EndpointOptions { Address = server.Address, Model = "m", RequestsPerMinute = 600 });
        var clock = Stopwatch.StartNew();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => completion.CompleteAsync(Question, CancellationToken.None)));

        clock.Elapsed.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(290));
    }

    [Fact]
    public async Task A_request_can_be_cancelled()
    {
        using var server = new ChatServer(static _ => ChatServer.Reply.Of("") with { Delay = TimeSpan.FromSeconds(30) });
        using var completion = new EndpointCompletion(new EndpointOptions { Address = server.Address, Model = "m" });
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Should.ThrowAsync<OperationCanceledException>(() => completion.CompleteAsync(Question, stop.Token));
    }

    private static async Task<TextCompletion> Ask(ChatServer server, Func<EndpointOptions, EndpointOptions>? change = null)
    {
        var options = new EndpointOptions { Address = server.Address, Model = "m", Retries = 3, FirstWait = TimeSpan.FromMilliseconds(5) };
        using var completion = new EndpointCompletion(change?.Invoke(options) ?? options);
        return await completion.CompleteAsync(Question, CancellationToken.None);
    }
}
