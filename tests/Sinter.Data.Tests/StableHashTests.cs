namespace Sinter.Data.Tests;

public sealed class StableHashTests
{
    /// <summary>Values of the reference implementation of XXH64, seed 0, as its documentation and its Python package print them.</summary>
    [Theory]
    [InlineData("", 0xEF46DB3751D8E999)]
    [InlineData("a", 0xD24EC4F1A98C6E5B)]
    [InlineData("abc", 0x44BC2CF5AD770999)]
    [InlineData("Nobody inspects the spammish repetition", 0xFBCEA83C8A378BF1)]
    public void It_is_XXH64(string text, ulong expected) => StableHash.Of(text).ShouldBe(expected);

    [Fact]
    public void A_seed_gives_another_hash() => StableHash.Of("abc", seed: 1).ShouldNotBe(StableHash.Of("abc"));

    [Fact]
    public void A_long_text_hashes_as_its_bytes()
    {
        var text = string.Concat(Enumerable.Repeat("Größe ", 1000));

        StableHash.Of(text).ShouldBe(StableHash.Of(System.Text.Encoding.UTF8.GetBytes(text)));
    }
}
