using Sinter.Models.Files;
using Sinter.Tests;
using Sinter.Tokenizers;

namespace Sinter.Inference.Tests;

public sealed class TextGeneratorTests
{
    private static readonly Tokenizer Tokenizer = ByteTokenizer.Instance;

    [Fact]
    public void Stories260K_tells_the_expected_story()
    {
        // What llama2.c's run -t 0 -n 200 prints.
        var expected = File.ReadAllText(Assets.Path("models/stories260K/expected_greedy_200.txt")).TrimEnd('\n');
        using var file = Llama2CFile.Open(Assets.Path("models/stories260K/stories260K.bin"));
        var tokenizer = Tokenizer.Load(Assets.Path("models/stories260K/tok512.bin"));
        var generation = new TextGenerator(new ReferenceModel(file), tokenizer).Start("", new() { MaxTokens = 200 });

        generation.Complete(TestContext.Current.CancellationToken).ShouldStartWith(expected);
        generation.PromptTokens.ShouldBe(1);
        generation.FinishReason.ShouldBe(FinishReason.MaxTokens);
    }

    [Fact]
    public void The_text_ends_where_the_model_ends_it()
    {
        var generation = new TextGenerator(ByteTokenizer.Saying("Hello", promptLength: 2), Tokenizer).Start("ab");
        generation.Complete(TestContext.Current.CancellationToken).ShouldBe("Hello");
        generation.FinishReason.ShouldBe(FinishReason.EndOfText);
        generation.Tokens.Count.ShouldBe(5);
        generation.PromptTokens.ShouldBe(2);
        generation.PrefillTokensPerSecond.ShouldBeGreaterThan(0);
        generation.DecodeTokensPerSecond.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_character_of_several_tokens_comes_in_one_piece()
    {
        var generation = new TextGenerator(ByteTokenizer.Saying("aé€😀", promptLength: 1), Tokenizer).Start("x");
        generation.Stream(TestContext.Current.CancellationToken).ShouldBe(["a", "é", "€", "😀"]);
    }

    [Fact]
    public void A_character_cut_off_by_the_end_becomes_the_replacement_character()
    {
        var generation = new TextGenerator(ByteTokenizer.Saying("a€", promptLength: 1), Tokenizer).Start("x", new() { MaxTokens = 3 });
        generation.Complete(TestContext.Current.CancellationToken).ShouldBe("a\uFFFD");
    }

    [Fact]
    public void A_stop_string_ends_the_text_before_it()
    {
        var model = ByteTokenizer.Saying("One. Two. Three.", promptLength: 1);
        var generation = new TextGenerator(model, Tokenizer).Start("x", new() { StopStrings = [". Th", "zzz"] });
        generation.Complete(TestContext.Current.CancellationToken).ShouldBe("One. Two");
        generation.FinishReason.ShouldBe(FinishReason.StopString);
    }

    [Fact]
    public void The_last_token_is_not_computed_further()
    {
        var model = ByteTokenizer.Saying("abcdef", promptLength: 1);
        var generation = new TextGenerator(model, Tokenizer).Start("x", new() { MaxTokens = 3 });
        generation.Complete(TestContext.Current.CancellationToken).ShouldBe("abc");
        generation.FinishReason.ShouldBe(FinishReason.MaxTokens);
        model.Appended.ShouldBe(1 + 2);
    }

    [Fact]
    public void A_full_context_ends_the_text()
    {
        var generation = new TextGenerator(ByteTokenizer.Saying("abcdef", contextLength: 4, promptLength: 2), Tokenizer).Start("xy");
        generation.Complete(TestContext.Current.CancellationToken).ShouldBe("abc");
        generation.FinishReason.ShouldBe(FinishReason.ContextFull);
    }

    [Fact]
    public void An_empty_prompt_begins_a_new_text()
    {
        new TextGenerator(ByteTokenizer.Saying("new", promptLength: 1), Tokenizer).Start("").Complete(TestContext.Current.CancellationToken).ShouldBe("new");
    }

    [Fact]
    public void A_cancelled_generation_ends_between_two_tokens()
    {
        using var source = new CancellationTokenSource();
        var generation = new TextGenerator(ByteTokenizer.Saying("abcdef", promptLength: 1), Tokenizer).Start("x");
        var text = "";
        Should.Throw<OperationCanceledException>(() =>
        {
            foreach (var piece in generation.Stream(source.Token))
            {
                text += piece;
                if (text.Length == 2)
                {
                    source.Cancel();
                }
            }
        });
        text.ShouldBe("ab");
        generation.FinishReason.ShouldBe(FinishReason.None);
    }

    [Fact]
    public void The_same_seed_gives_the_same_text_again()
    {
        var generator = new TextGenerator(new ScriptedModel(260, 100, sequence => sequence[^1]), Tokenizer);
        var options = new GenerationOptions { MaxTokens = 50, Sampling = new() { Temperature = 3, Seed = 5 } };
        var first = generator.Start("x", options);
        var second = generator.Start("x", options);
        first.Complete(TestContext.Current.CancellationToken).ShouldBe(second.Complete(TestContext.Current.CancellationToken));
        first.Tokens.ShouldBe(second.Tokens);
        first.Tokens.Distinct().Count().ShouldBeGreaterThan(10);
    }

    [Fact]
    public void Tokens_that_only_pad_the_vocabulary_are_never_drawn()
    {
        var model = new ScriptedModel(300, 100, _ => 299);
        var generation = new TextGenerator(model, Tokenizer).Start("x", new() { MaxTokens = 1 });
        generation.Complete(TestContext.Current.CancellationToken);
        generation.Tokens.ShouldAllBe(token => token < 260);
    }

    [Fact]
    public void Further_end_tokens_end_the_text_too()
    {
        var generator = new TextGenerator(ByteTokenizer.Saying("ab", promptLength: 1), Tokenizer, endTokens: Tokenizer.Encode("b"));
        generator.Start("x").Complete(TestContext.Current.CancellationToken).ShouldBe("a");
    }

    [Fact]
    public void A_generation_is_read_once_and_only_the_newest_goes_on()
    {
        var generator = new TextGenerator(ByteTokenizer.Saying("abc", promptLength: 1), Tokenizer);
        var first = generator.Start("x");
        using var pieces = first.Stream(TestContext.Current.CancellationToken).GetEnumerator();
        pieces.MoveNext().ShouldBeTrue();
        generator.Start("x").Complete(TestContext.Current.CancellationToken).ShouldBe("abc");
        Should.Throw<InvalidOperationException>(() => pieces.MoveNext()).Message.ShouldStartWith("Another generation");
        Should.Throw<InvalidOperationException>(() => first.Complete()).Message.ShouldStartWith("A generation can be read once only");
    }

    [Fact]
    public void After_a_fault_of_the_model_the_cache_begins_anew()
    {
        var broken = true;
        var model = new ScriptedModel(260, 100, sequence => broken && sequence.Count == 3 ? throw new InvalidOperationException("broken") : sequence.Count < 5 ? 100 : ByteTokenizer.End);
        var generator = new TextGenerator(model, Tokenizer, reusePrefix: true);
        Should.Throw<InvalidOperationException>(() => generator.Start("x").Complete()).Message.ShouldBe("broken");
        broken = false;
        var next = generator.Start("x");
        next.Complete(TestContext.Current.CancellationToken);
        next.CachedTokens.ShouldBe(0);
        model.Resets.ShouldBe(2);
    }

    [Fact]
    public void Prompts_and_options_that_cannot_work_are_refused_with_a_sentence()
    {
        var generator = new TextGenerator(ByteTokenizer.Saying("abc", contextLength: 4), Tokenizer);
        Should.Throw<ArgumentException>(() => generator.Start("12345")).Message.ShouldBe("The prompt has 5 tokens and the model's context holds 4; shorten it.");
        Should.Throw<ArgumentException>(() => generator.Start(ReadOnlySpan<int>.Empty)).Message.ShouldBe("The prompt is empty; give it at least one token.");
        Should.Throw<ArgumentException>(() => generator.Start((int[])[260])).Message.ShouldBe("The prompt holds the token 260; expected 0 to 259.");
        Should.Throw<ArgumentException>(() => generator.Start("x", new() { MaxTokens = 0 })).Message.ShouldBe("The most tokens to generate is 0; it must be 1 or more.");
        Should.Throw<ArgumentException>(() => generator.Start("x", new() { StopStrings = [""] })).Message.ShouldBe("A stop string is empty; leave it out or give it text.");
        Should.Throw<ArgumentException>(() => new TextGenerator(new ScriptedModel(259, 4, _ => 0), Tokenizer)).Message
            .ShouldBe("The tokenizer has 260 tokens and the model only 259; they do not belong together.");
    }
}
