using Microsoft.Extensions.AI;
using Sinter.Tokenizers;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Sinter.Inference.Tests;

public sealed class SinterChatClientTests
{
    private static readonly Tokenizer Tokenizer = ByteTokenizer.Instance;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_gets_its_answer_with_usage_and_reason()
    {
        using var client = new SinterChatClient(ByteTokenizer.Shouting(), Tokenizer, "shouter");
        var response = await client.GetResponseAsync("hello", cancellationToken: Cancellation);

        response.Text.ShouldBe("HELLO");
        response.Messages.Single().Role.ShouldBe(ChatRole.Assistant);
        response.FinishReason.ShouldBe(ChatFinishReason.Stop);
        response.ModelId.ShouldBe("shouter");
        response.ResponseId.ShouldNotBeNullOrEmpty();
        response.Usage!.InputTokenCount.ShouldBe(7);
        response.Usage.OutputTokenCount.ShouldBe(5);
        response.Usage.TotalTokenCount.ShouldBe(12);
        response.AdditionalProperties.ShouldBeNull();
    }

    [Fact]
    public async Task The_answer_streams_piece_by_piece()
    {
        using var client = new SinterChatClient(ByteTokenizer.Shouting(), Tokenizer);
        var updates = await client.GetStreamingResponseAsync([new(ChatRole.User, "abc")], cancellationToken: Cancellation).ToListAsync(Cancellation);
        updates.Select(update => update.Text).ShouldBe(["A", "B", "C", ""]);
        updates[^1].FinishReason.ShouldBe(ChatFinishReason.Stop);
        updates.ShouldAllBe(update => update.ResponseId == updates[0].ResponseId);
    }

    [Fact]
    public async Task A_stream_can_be_read_again()
    {
        using var client = new SinterChatClient(ByteTokenizer.Shouting(), Tokenizer);
        var stream = client.GetStreamingResponseAsync([new(ChatRole.User, "abc")], cancellationToken: Cancellation);
        (await stream.ToChatResponseAsync(Cancellation)).Text.ShouldBe("ABC");
        (await stream.ToChatResponseAsync(Cancellation)).Text.ShouldBe("ABC");
    }

    [Fact]
    public async Task The_whole_conversation_and_the_instructions_reach_the_model()
    {
        IReadOnlyList<int> seen = [];
        var model = new ScriptedModel(260, 100, sequence =>
        {
            seen = [.. sequence];
            return ByteTokenizer.End;
        });
        using var client = new SinterChatClient(model, Tokenizer);
        await client.GetResponseAsync(
            [new(ChatRole.System, "B"), new(ChatRole.User, "u"), new(ChatRole.Assistant, "a"), new(ChatRole.User, "v")],
            new() { Instructions = "A" },
            Cancellation);
        Tokenizer.Decode([.. seen], skipSpecial: false).ShouldBe("<|system|>A<|system|>B<|user|>u<|assistant|>a<|endoftext|><|user|>v<|assistant|>");
    }

    [Fact]
    public async Task Options_are_honoured()
    {
        using var client = new SinterChatClient(ByteTokenizer.Shouting(), Tokenizer);
        var response = await client.GetResponseAsync("hello", new() { MaxOutputTokens = 2 }, Cancellation);
        response.Text.ShouldBe("HE");
        response.FinishReason.ShouldBe(ChatFinishReason.Length);

        response = await client.GetResponseAsync("hello", new() { StopSequences = ["LO"] }, Cancellation);
        response.Text.ShouldBe("HEL");
        response.FinishReason.ShouldBe(ChatFinishReason.Stop);

        Task<ChatResponse> Warm(long seed, int? topK = null, float? topP = null) => client.GetResponseAsync(
            "hello, world", new() { Temperature = 5, Seed = seed, TopK = topK, TopP = topP, MaxOutputTokens = 10 }, Cancellation);
        (await Warm(1)).Text.ShouldBe((await Warm(1)).Text);
        (await Warm(1)).Text.ShouldNotBe((await Warm(2)).Text, StringComparer.Ordinal);
        (await Warm(1, topK: 1)).Text.ShouldBe("HELLO, WOR");
        (await Warm(1, topP: 1e-6f)).Text.ShouldBe("HELLO, WOR");
    }

    [Fact]
    public async Task Oldest_turns_that_do_not_fit_are_cut_and_the_response_says_so()
    {
        using var client = new SinterChatClient(ByteTokenizer.Shouting(20), Tokenizer);
        var response = await client.GetResponseAsync(
            [new(ChatRole.User, "aaaaa"), new(ChatRole.Assistant, "bbbbb"), new(ChatRole.User, "cc")], cancellationToken: Cancellation);
        response.Text.ShouldBe("CC");
        response.AdditionalProperties![SinterChatClient.CutMessagesProperty].ShouldBe(2);
    }

    [Fact]
    public async Task Requests_at_the_same_time_wait_for_one_another()
    {
        using var client = new SinterChatClient(ByteTokenizer.Shouting(), Tokenizer);
        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => client.GetResponseAsync($"question {i}", cancellationToken: Cancellation)));
        responses.Select(response => response.Text).ShouldBe(Enumerable.Range(0, 8).Select(i => $"QUESTION {i}"));
    }

    [Fact]
    public async Task A_cancelled_request_ends_and_the_next_is_answered()
    {
        using var client = new SinterChatClient(ByteTokenizer.Shouting(), Tokenizer);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.GetStreamingResponseAsync([new(ChatRole.User, "hello")], cancellationToken: source.Token))
            {
                await source.CancelAsync();
            }
        });
        (await client.GetResponseAsync("again", cancellationToken: Cancellation)).Text.ShouldBe("AGAIN");
    }

    [Fact]
    public async Task What_the_model_cannot_do_is_refused_with_a_sentence()
    {
        using var client = new SinterChatClient(ByteTokenizer.Shouting(), Tokenizer);
        var tool = AIFunctionFactory.Create(() => 1, "one");
        (await Should.ThrowAsync<NotSupportedException>(() => client.GetResponseAsync("x", new() { Tools = [tool] }, Cancellation))).Message.ShouldStartWith("The request offers tools");
        (await client.GetResponseAsync("x", new() { Tools = [tool], ToolMode = ChatToolMode.None }, Cancellation)).Text.ShouldBe("X");
        (await Should.ThrowAsync<NotSupportedException>(() => client.GetResponseAsync("x", new() { ResponseFormat = ChatResponseFormat.Json }, Cancellation))).Message.ShouldContain("JSON");
        (await Should.ThrowAsync<NotSupportedException>(() => client.GetResponseAsync([new ChatMessage(ChatRole.User, [new DataContent(new byte[1], "image/png")])], cancellationToken: Cancellation)))
            .Message.ShouldBe("A message of the user holds DataContent; Sinter's models read text only.");
        (await Should.ThrowAsync<NotSupportedException>(() => client.GetResponseAsync([new ChatMessage(ChatRole.Tool, "x")], cancellationToken: Cancellation))).Message.ShouldContain("role 'tool'");
        (await Should.ThrowAsync<ArgumentException>(() => client.GetResponseAsync([], cancellationToken: Cancellation))).Message.ShouldStartWith("The conversation has no message to answer");
        (await Should.ThrowAsync<ArgumentException>(() => client.GetResponseAsync("x", new() { Temperature = -1 }, Cancellation))).Message.ShouldStartWith("The temperature is -1");
    }

    [Fact]
    public void Services_are_found_by_their_type()
    {
        var model = ByteTokenizer.Shouting();
        var client = new SinterChatClient(model, Tokenizer, "shouter");
        client.GetService(typeof(IChatClient)).ShouldBeSameAs(client);
        client.GetService(typeof(ITokenModel)).ShouldBeSameAs(model);
        client.GetService<ChatClientMetadata>()!.DefaultModelId.ShouldBe("shouter");
        client.GetService(typeof(string)).ShouldBeNull();
        client.GetService(typeof(IChatClient), "key").ShouldBeNull();
        client.Dispose();
        Should.Throw<ObjectDisposedException>(() => client.GetStreamingResponseAsync([new(ChatRole.User, "x")], cancellationToken: Cancellation));
    }
}
