using Sinter.Tests;

namespace Sinter.Tokenizers.Tests;

/// <summary>Runs alone, since the memory of the whole process is counted.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    [Fact]
    public void A_vocabulary_of_200_000_tokens_takes_less_than_60_MB()
    {
        var path = Assets.Path("tokenizers/tiktoken/o200k_base.tiktoken");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var tokenizer = Tokenizer.Load(path);
        tokenizer.Encode("Hello world").ShouldBe([13225, 2375]);
        var taken = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(tokenizer);
        (taken / 1e6).ShouldBeLessThan(60);
    }
}
