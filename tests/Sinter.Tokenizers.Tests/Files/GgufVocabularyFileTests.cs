using Sinter.Tests;

namespace Sinter.Tokenizers.Tests.Files;

public sealed class GgufVocabularyFileTests
{
    private const string Folder = "tokenizers/llama.cpp-vocab/ggml-vocab-";

    [Theory]
    [InlineData("gpt-2")]
    [InlineData("falcon")]
    [InlineData("llama-spm")]
    [InlineData("phi-3")]
    [InlineData("bert-bge")]
    public void Encodes_the_cases_of_llama_cpp_exactly(string name)
    {
        var tokenizer = Tokenizer.Load(Assets.Path($"{Folder}{name}.gguf"));
        var inputs = File.ReadAllText(Assets.Path($"{Folder}{name}.gguf.inp")).Split("\n__ggml_vocab_test__\n");
        var outputs = File.ReadAllLines(Assets.Path($"{Folder}{name}.gguf.out"));
        outputs.Length.ShouldBeGreaterThan(40);
        for (var i = 0; i < outputs.Length; i++)
        {
            var expected = outputs[i].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse);
            tokenizer.Encode(inputs[i]).ShouldBe(expected, $"case {i}: {inputs[i]}");
        }
    }
}
