using Microsoft.Extensions.AI;
using Sinter.Inference.Texts;
using Sinter.Models;
using Sinter.Models.Transformers;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;

namespace Sinter.Inference.Tests;

public sealed class TextEmbedderTests
{
    [Theory]
    [InlineData(TextPooling.First)]
    [InlineData(TextPooling.Last)]
    [InlineData(TextPooling.Mean)]
    public void A_vector_is_the_pooled_hidden_state_of_the_text_alone(TextPooling pooling)
    {
        var model = TinyEncoder.Model();
        var embedder = new TextEmbedder(model, TinyEncoder.Tokenizer, new TextEmbedderOptions { Pooling = pooling, Normalizes = false });

        var vector = embedder.Embed("the cats sat on a mat.");

        int[] tokens = TinyEncoder.Tokenizer.AddSpecialTokens(TinyEncoder.Tokenizer.Encode("the cats sat on a mat."));
        var hidden = Hidden(model, tokens);
        var expected = Enumerable.Range(0, 16).Select(i => pooling switch
        {
            TextPooling.First => hidden[0][i],
            TextPooling.Last => hidden[^1][i],
            _ => hidden.Average(state => state[i]),
        });
        tokens.Length.ShouldBe(10);
        vector.Zip(expected, static (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-5f);
    }

    [Fact]
    public void Texts_of_all_lengths_have_the_vectors_that_each_has_alone_in_their_order()
    {
        var embedder = new TextEmbedder(TinyEncoder.Model(), TinyEncoder.Tokenizer, new TextEmbedderOptions { BatchTokens = 200 });
        string[] texts = [.. Enumerable.Range(0, 40).Select(static i => string.Join(' ', Enumerable.Range(0, (i * 7) % 50).Select(j => (i + j) % 3 == 0 ? "cat" : (i * j) % 2 == 0 ? "big" : "dog")))];

        var vectors = embedder.EmbedAll(texts);

        for (var i = 0; i < texts.Length; i++)
        {
            vectors[i].Sum(static element => element * element).ShouldBe(1, tolerance: 1e-5f);
            vectors[i].Zip(embedder.Embed(texts[i]), static (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-5f);
        }

        vectors.Select(static vector => vector[0]).Distinct().Count().ShouldBeGreaterThan(30);
    }

    [Fact]
    public void A_text_beyond_the_context_is_refused_or_cut_where_that_is_asked_for()
    {
        var text = string.Join(' ', Enumerable.Repeat("cat", 40));
        var model = TinyEncoder.Model(contextLength: 20);
        var embedder = new TextEmbedder(model, TinyEncoder.Tokenizer);
        var cutting = new TextEmbedder(model, TinyEncoder.Tokenizer, new TextEmbedderOptions { Truncates = true });

        Should.Throw<ArgumentException>(() => embedder.Embed(text)).Message
            .ShouldStartWith("The text has 42 tokens and the model reads 20; shorten it, cut it into pieces, or have its end cut off.");
        Should.Throw<ArgumentException>(() => embedder.EmbedAll(["cat", text])).Message.ShouldStartWith("Text 2 of 2: The text has 42 tokens");
        cutting.Embed(text).ShouldBe(cutting.Embed(string.Join(' ', Enumerable.Repeat("cat", 18))));
    }

    [Fact]
    public void A_decoder_says_its_text_with_the_last_token()
    {
        var config = new ModelConfig { VocabularySize = 260, HiddenSize = 16, Layers = 1, Heads = 2, KeyValueHeads = 1, IntermediateSize = 24, ContextLength = 32 };
        var model = new Transformer(config, new Tensors.Cpu.CpuBackend(1), trainable: false);
        model.Initialize(3);
        var embedder = new TextEmbedder(model, ByteTokenizer.Instance, new TextEmbedderOptions { Normalizes = false });

        var vector = embedder.Embed("abc");

        vector.Zip(Hidden(model, ByteTokenizer.Instance.AddSpecialTokens(ByteTokenizer.Instance.Encode("abc")))[^1], static (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-5f);
        embedder.Embed("").Length.ShouldBe(16);
    }

    [Fact]
    public void A_tokenizer_of_another_model_or_an_odd_option_is_refused()
    {
        Should.Throw<ArgumentException>(() => new TextEmbedder(TinyEncoder.Model(), ByteTokenizer.Instance)).Message
            .ShouldBe($"The tokenizer has {ByteTokenizer.Instance.VocabularySize} tokens and the model only 24; they do not belong together.");
        Should.Throw<ArgumentException>(() => new TextEmbedder(TinyEncoder.Model(), TinyEncoder.Tokenizer, new TextEmbedderOptions { BatchTokens = 0 })).Message
            .ShouldStartWith("BatchTokens is 0; it must be at least 1.");
    }

    [Fact]
    public async Task It_serves_as_an_embedding_generator()
    {
        var embedder = new TextEmbedder(TinyEncoder.Model(), TinyEncoder.Tokenizer);
        using var generator = new SinterEmbeddingGenerator(embedder, "tiny");

        var embeddings = await generator.GenerateAsync(["the cat", "the dog sat"]);

        embeddings.Select(static embedding => embedding.Vector.ToArray()).ShouldBe([embedder.Embed("the cat"), embedder.Embed("the dog sat")]);
        embeddings.Usage!.InputTokenCount.ShouldBe(9);
        embeddings[0].ModelId.ShouldBe("tiny");
        generator.GetService<EmbeddingGeneratorMetadata>()!.DefaultModelDimensions.ShouldBe(16);
        (await Should.ThrowAsync<NotSupportedException>(() => generator.GenerateAsync(["a"], new EmbeddingGenerationOptions { Dimensions = 8 }))).Message
            .ShouldBe("The request asks for vectors of 8 elements, and the model's have 16; ask for those.");
        await Should.ThrowAsync<OperationCanceledException>(() => generator.GenerateAsync(["a"], cancellationToken: new CancellationToken(true)));
    }

    /// <summary>The last hidden states of tokens without any padding.</summary>
    private static float[][] Hidden(Transformer model, int[] tokens)
    {
        var inputs = Enumerable.Range(0, 3).Select(_ => Tensor.Input(model.Backend, [1, tokens.Length], DataType.Int32)).ToArray();
        var hidden = model.Hidden(new TextInputs(inputs[0], inputs[1], inputs[2]));
        var program = StepProgram.Compile(hidden);
        tokens.CopyTo(program.Values<int>(inputs[0]));
        Enumerable.Range(0, tokens.Length).ToArray().CopyTo(program.Values<int>(inputs[1]));
        program.Values<int>(inputs[2]).Clear();
        program.Run();
        return [.. program.Values<float>(hidden).ToArray().Chunk(model.Config.HiddenSize)];
    }
}
