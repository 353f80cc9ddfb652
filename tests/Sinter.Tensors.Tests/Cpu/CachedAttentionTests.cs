using Sinter.Tensors.Cpu;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Randomness;

namespace Sinter.Tensors.Tests.Cpu;

public sealed class CachedAttentionTests
{
    private const int Heads = 4;
    private const int KeyValueHeads = 2;
    private const int HeadSize = 11;
    private const int Time = 29;
    private const int RowWidth = (Heads + (2 * KeyValueHeads)) * HeadSize;

    private static readonly CpuBackend Cpu = new(2);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(29)]
    public void Rows_through_the_cache_attend_as_the_whole_text_does(int rowsAtATime)
    {
        var random = new RandomStream(2, "qkv");
        var rows = Enumerable.Range(0, Time * RowWidth).Select(_ => (float)random.NextNormal()).ToArray();
        var whole = Tensor.From<float>(Cpu, rows, [1, Time, RowWidth]);
        var expected = whole.Attention(Tensor.Zeros(Cpu, [1, Time], DataType.Int32), Heads, KeyValueHeads).ToArray<float>();
        var keys = Tensor.Zeros(Cpu, [Time, KeyValueHeads * HeadSize]);
        var values = Tensor.Zeros(Cpu, [Time, KeyValueHeads * HeadSize]);

        var actual = new List<float>();
        for (var position = 0; position < Time; position += rowsAtATime)
        {
            var count = Math.Min(rowsAtATime, Time - position);
            var part = Tensor.From<float>(Cpu, rows.AsSpan(position * RowWidth, count * RowWidth), [1, count, RowWidth]);
            actual.AddRange(part.CachedAttention(keys, values, Tensor.From<int>(Cpu, [position], [1]), Heads, KeyValueHeads).ToArray<float>());
        }

        for (var i = 0; i < expected.Length; i++)
        {
            actual[i].ShouldBe(expected[i], 1e-5f, $"element {i}");
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void A_position_outside_the_cache_is_refused(int position)
    {
        var cache = Tensor.Zeros(Cpu, [4, KeyValueHeads * HeadSize]);
        var rows = Tensor.Zeros(Cpu, [1, 2, RowWidth]);

        var message = Should.Throw<ArgumentException>(
            () => rows.CachedAttention(cache, cache, Tensor.From<int>(Cpu, [position], [1]), Heads, KeyValueHeads)).Message;

        message.ShouldBe($"CachedAttention was given positions {position} to {position + 1}; the cache holds 4.");
    }
}
