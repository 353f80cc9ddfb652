namespace Sinter.Evaluation.Tests;

public sealed class BitsPerByteTests
{
    [Fact]
    public void A_nat_for_each_byte_is_one_over_ln_2_bits() =>
        BitsPerByte.FromNats(nats: 10, utf8Bytes: 10).ShouldBe(1.4426950408889634, 1e-12);

    [Fact]
    public void A_uniform_model_of_bytes_needs_eight_bits() =>
        BitsPerByte.FromNats(1000 * Math.Log(256), 1000).ShouldBe(8, 1e-12);

    [Fact]
    public void Text_without_bytes_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => BitsPerByte.FromNats(1, 0));

    [Fact]
    public void Compression_to_a_quarter_is_two_bits_per_byte() =>
        BitsPerByte.FromCompressed(25, 100).ShouldBe(2);
}
