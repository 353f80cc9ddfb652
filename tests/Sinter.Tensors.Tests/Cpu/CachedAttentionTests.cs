using Sinter.Tensors.Cpu;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;

namespace Sinter.Tensors.Tests.Cpu;

public sealed class CachedAttentionTests
{
    private const int Heads = 4;
    private const int KeyValueHeads = 2;
    private const int HeadSize = 11;
    private const int Time = 29;
    private const int Capacity = 37;
    private const int RowWidth = (Heads + (2 * KeyValueHeads)) * HeadSize;

    private static readonly CpuBackend Cpu = new(2);
    private static readonly AttentionOptions Plain = new() { Heads = Heads, KeyValueHeads = KeyValueHeads };

    public static TheoryData<int, string, AttentionOptions, bool> Kinds
    {
        get
        {
            var data = new TheoryData<int, string, AttentionOptions, bool>();
            foreach (var rows in (int[])[1, 5, 17, 29])
            {
                data.Add(rows, "plain", Plain, false);
                data.Add(rows, "window", Plain with { Window = 6 }, false);
                data.Add(rows, "window of one", Plain with { Window = 1 }, false);
                data.Add(rows, "window wider than all", Plain with { Window = 100 }, false);
                data.Add(rows, "soft cap and scale", Plain with { SoftCap = 1.5, Scale = 0.9 }, false);
                data.Add(rows, "bias", Plain with { Scale = 1 }, true);
                data.Add(rows, "all of it", Plain with { Window = 7, SoftCap = 2, Scale = 0.5 }, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Rows_through_the_cache_attend_as_the_whole_text_does(int rowsAtATime, string kind, AttentionOptions options, bool withBias)
    {
        var (rows, table) = Random();
        var whole = Tensor.From<float>(Cpu, rows, [1, Time, RowWidth]);
        var bias = withBias ? table.RelativeBias(Time, Time, bidirectional: false, maximumDistance: 20) : null;
        var expected = whole.Attention(Tensor.Zeros(Cpu, [1, Time], DataType.Int32), options, bias).ToArray<float>();

        var actual = Cached(Cpu, rows, rowsAtATime, options, withBias ? table : null);

        for (var i = 0; i < expected.Length; i++)
        {
            actual[i].ShouldBe(expected[i], 1e-5f, $"element {i}, {kind}");
        }
    }

    [Fact]
    public void The_bits_of_few_rows_do_not_depend_on_how_many_come_at_once_nor_on_threads()
    {
        var (rows, table) = Random();
        var options = Plain with { Window = 21, SoftCap = 2 };
        var expected = Cached(new CpuBackend(1), rows, 1, options, table);

        Cached(new CpuBackend(1), rows, 16, options, table).ShouldBe(expected);
        Cached(new CpuBackend(3), rows, 10, options, table).ShouldBe(expected);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(17)] // the blocked kernel
    public void Several_sequences_at_positions_of_their_own_attend_as_each_alone_does(int time)
    {
        const int Batch = 3;
        int[] positions = [0, 11, 5];
        var random = new RandomStream(8, "batch");
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextNormal())];
        var options = Plain with { Window = 13 };
        var (rows, keys, values) = (Draw(Batch * time * RowWidth), Draw(Batch * Capacity * KeyValueHeads * HeadSize), Draw(Batch * Capacity * KeyValueHeads * HeadSize));
        foreach (var threads in (int[])[1, 2])
        {
            var cpu = new CpuBackend(threads);
            Shape cache = [Batch, Capacity, KeyValueHeads * HeadSize];
            var (allKeys, allValues) = (Tensor.From<float>(cpu, keys, cache), Tensor.From<float>(cpu, values, cache));
            var together = Tensor.From<float>(cpu, rows, [Batch, time, RowWidth])
                .CachedAttention(allKeys, allValues, Tensor.From<int>(cpu, positions, [Batch]), options).ToArray<float>().Chunk(time * Heads * HeadSize).ToArray();
            for (var i = 0; i < Batch; i++)
            {
                var part = keys.Length / Batch;
                var (ownKeys, ownValues) = (Tensor.From<float>(cpu, keys.AsSpan(i * part, part), [Capacity, cache[2]]), Tensor.From<float>(cpu, values.AsSpan(i * part, part), [Capacity, cache[2]]));
                var alone = Tensor.From<float>(cpu, rows.AsSpan(i * time * RowWidth, time * RowWidth), [1, time, RowWidth])
                    .CachedAttention(ownKeys, ownValues, Tensor.From<int>(cpu, [positions[i]], [1]), options).ToArray<float>();

                together[i].ShouldBe(alone);
                allKeys.ToArray<float>().AsSpan(i * part, part).SequenceEqual(ownKeys.ToArray<float>()).ShouldBeTrue();
                allValues.ToArray<float>().AsSpan(i * part, part).SequenceEqual(ownValues.ToArray<float>()).ShouldBeTrue();
            }
        }
    }

    [Fact]
    public void A_position_of_any_sequence_outside_the_cache_is_refused()
    {
        var cache = Tensor.Zeros(Cpu, [2, Capacity, KeyValueHeads * HeadSize]);

        Should.Throw<ArgumentException>(() => Tensor.Zeros(Cpu, [2, 1, RowWidth]).CachedAttention(cache, cache, Tensor.From<int>(Cpu, [0, Capacity], [2]), Plain).ToArray<float>());
        Should.Throw<ArgumentException>(() => Tensor.Zeros(Cpu, [2, 1, RowWidth]).CachedAttention(cache, cache, Tensor.From<int>(Cpu, [0], [1]), Plain));
        Should.Throw<ArgumentException>(() => Tensor.Zeros(Cpu, [3, 1, RowWidth]).CachedAttention(cache, cache, Tensor.From<int>(Cpu, [0, 0, 0], [3]), Plain));
    }

    [Fact]
    public void Few_rows_over_several_blocks_of_keys_attend_as_the_whole_does()
    {
        const int Rows = 150;
        var random = new RandomStream(7, "blocks");
        var rows = Enumerable.Range(0, Rows * 6 * 8).Select(_ => (float)random.NextNormal()).ToArray();
        var options = new AttentionOptions { Heads = 4, KeyValueHeads = 1, Window = 101 };
        var expected = Tensor.From<float>(Cpu, rows, [1, Rows, 48]).Attention(Tensor.Zeros(Cpu, [1, Rows], DataType.Int32), options).ToArray<float>();
        foreach (var threads in (int[])[1, 2])
        {
            var cpu = new CpuBackend(threads);
            var (keys, values) = (Tensor.Zeros(cpu, [Rows, 8]), Tensor.Zeros(cpu, [Rows, 8]));
            var actual = Enumerable.Range(0, Rows / 3).SelectMany(i => Tensor.From<float>(cpu, rows.AsSpan(i * 3 * 48, 3 * 48), [1, 3, 48])
                .CachedAttention(keys, values, Tensor.From<int>(cpu, [i * 3], [1]), options).ToArray<float>()).ToArray();

            for (var i = 0; i < expected.Length; i++)
            {
                actual[i].ShouldBe(expected[i], 1e-5f, $"element {i}, {threads} threads");
            }
        }
    }

    [Fact]
    public void Many_rows_give_the_same_bits_at_any_number_of_threads()
    {
        var (rows, _) = Random();
        var expected = Cached(new CpuBackend(1), rows, Time, Plain with { Window = 9 }, null);

        Cached(new CpuBackend(3), rows, Time, Plain with { Window = 9 }, null).ShouldBe(expected);
    }

    [Fact]
    public void A_long_text_in_pieces_attends_as_the_whole_does()
    {
        // Pieces begin inside blocks of keys, and the last ones see several blocks.
        const int Rows = 450;
        var random = new RandomStream(6, "long");
        var rows = Enumerable.Range(0, Rows * 4 * 8).Select(_ => (float)random.NextNormal()).ToArray();
        foreach (var window in (int[])[0, 70, 300])
        {
            var options = new AttentionOptions { Heads = 2, KeyValueHeads = 1, Window = window };
            var expected = Tensor.From<float>(Cpu, rows, [1, Rows, 32]).Attention(Tensor.Zeros(Cpu, [1, Rows], DataType.Int32), options).ToArray<float>();
            var (keys, values) = (Tensor.Zeros(Cpu, [Rows, 8]), Tensor.Zeros(Cpu, [Rows, 8]));
            var actual = new List<float>();
            for (var position = 0; position < Rows; position += 130)
            {
                var count = Math.Min(130, Rows - position);
                var part = Tensor.From<float>(Cpu, rows.AsSpan(position * 32, count * 32), [1, count, 32]);
                actual.AddRange(part.CachedAttention(keys, values, Tensor.From<int>(Cpu, [position], [1]), options).ToArray<float>());
            }

            for (var i = 0; i < expected.Length; i++)
            {
                actual[i].ShouldBe(expected[i], 1e-5f, $"element {i}, window {window}");
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(7)]
    public void A_head_size_of_several_vectors_and_one_key_value_head(int heads)
    {
        var random = new RandomStream(5, "wide");
        var rows = Enumerable.Range(0, 13 * (heads + 2) * 72).Select(_ => (float)random.NextNormal()).ToArray();
        var options = new AttentionOptions { Heads = heads, KeyValueHeads = 1 };
        var qkv = Tensor.From<float>(Cpu, rows, [1, 13, (heads + 2) * 72]);
        var expected = qkv.Attention(Tensor.Zeros(Cpu, [1, 13], DataType.Int32), options).ToArray<float>();

        var actual = qkv.CachedAttention(Tensor.Zeros(Cpu, [13, 72]), Tensor.Zeros(Cpu, [13, 72]), Tensor.From<int>(Cpu, [0], [1]), options).ToArray<float>();

        for (var i = 0; i < expected.Length; i++)
        {
            actual[i].ShouldBe(expected[i], 1e-5f, $"element {i}");
        }
    }

    [Fact]
    public void A_table_of_alibi_by_distance_is_that_of_attention()
    {
        var (rows, _) = Random();
        var whole = Tensor.From<float>(Cpu, rows, [1, Time, RowWidth]);
        var expected = whole.Attention(Tensor.Zeros(Cpu, [1, Time], DataType.Int32), Plain, PositionBias.Alibi(Cpu, Heads, Time, Time)).ToArray<float>();

        var (keys, values) = Caches(Cpu);
        var actual = whole.CachedAttention(keys, values, Tensor.From<int>(Cpu, [0], [1]), Plain, PositionBias.Alibi(Cpu, Heads, Capacity, 1)).ToArray<float>();

        for (var i = 0; i < expected.Length; i++)
        {
            actual[i].ShouldBe(expected[i], 1e-5f, $"element {i}");
        }
    }

    [Fact]
    public void It_neither_reads_nor_writes_outside_its_tensors()
    {
        var (rows, table) = Random();
        var guarded = new GuardedBackend(Cpu);

        // Sentinels are not-a-number: what is read of them would show.
        Cached(guarded, rows, Time, Plain with { Window = 9 }, table).ShouldAllBe(value => float.IsFinite(value));
        Cached(guarded, rows, Time, Plain, null).ShouldAllBe(value => float.IsFinite(value));
    }

    [Fact]
    public void A_warm_program_allocates_nothing_as_the_text_grows()
    {
        var (rows, table) = Random();
        var (keys, values) = Caches(Cpu);
        var (qkv, position) = (Tensor.Input(Cpu, [1, 1, RowWidth]), Tensor.Input(Cpu, [1], DataType.Int32));
        var output = qkv.CachedAttention(keys, values, position, Plain, table.RelativeBias(Capacity, 1, bidirectional: false));
        var program = StepProgram.Compile(output);
        rows.AsSpan(0, RowWidth).CopyTo(program.Values<float>(qkv));
        var least = long.MaxValue;
        for (var at = 0; at < 8; at++)
        {
            program.Values<int>(position)[0] = at;
            var before = GC.GetAllocatedBytesForCurrentThread();
            program.Run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        least.ShouldBe(0);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public void A_position_outside_the_cache_is_refused(int position)
    {
        var cache = Tensor.Zeros(Cpu, [4, KeyValueHeads * HeadSize]);
        var rows = Tensor.Zeros(Cpu, [1, 2, RowWidth]);

        var message = Should.Throw<ArgumentException>(
            () => rows.CachedAttention(cache, cache, Tensor.From<int>(Cpu, [position], [1]), Heads, KeyValueHeads)).Message;

        message.ShouldBe($"CachedAttention was given positions {position} to {position + 1L}; the cache holds 4.");
    }

    [Fact]
    public void A_bias_of_another_length_and_attention_that_looks_ahead_are_refused()
    {
        var (keys, values) = Caches(Cpu);
        var (rows, position) = (Tensor.Zeros(Cpu, [1, 2, RowWidth]), Tensor.Zeros(Cpu, [1], DataType.Int32));

        Should.Throw<ArgumentException>(() => rows.CachedAttention(keys, values, position, Plain, Tensor.Zeros(Cpu, [Heads, Capacity - 1])))
            .Message.ShouldContain("perhaps a bias [4, capacity]");
        Should.Throw<ArgumentException>(() => rows.CachedAttention(keys, values, position, Plain with { Causal = false })).Message.ShouldContain("not causal");
        Should.Throw<ArgumentException>(() => rows.CachedAttention(keys, values, position, Plain with { Window = -1 })).Message.ShouldContain("window -1");
    }

    private static (float[] Rows, Tensor Table) Random()
    {
        var random = new RandomStream(2, "qkv");
        var rows = Enumerable.Range(0, Time * RowWidth).Select(_ => (float)random.NextNormal()).ToArray();
        return (rows, Tensor.From<float>(Cpu, Enumerable.Range(0, 8 * Heads).Select(_ => (float)random.NextNormal()).ToArray(), [8, Heads]));
    }

    /// <summary>Caches with room left over, in which there is nothing but not-a-number until a row is written.</summary>
    private static (Tensor Keys, Tensor Values) Caches(Backend backend)
    {
        var nothing = Enumerable.Repeat(float.NaN, Capacity * KeyValueHeads * HeadSize).ToArray();
        Shape shape = [Capacity, KeyValueHeads * HeadSize];
        return (Tensor.From<float>(backend, nothing, shape), Tensor.From<float>(backend, nothing, shape));
    }

    private static float[] Cached(Backend backend, float[] rows, int rowsAtATime, AttentionOptions options, Tensor? table)
    {
        var (keys, values) = Caches(backend);
        var bias = table is null ? null : Tensor.From<float>(backend, table.RelativeBias(Capacity, 1, bidirectional: false, maximumDistance: 20).AsSpan<float>(), [Heads, Capacity]);
        var all = new List<float>();
        for (var position = 0; position < Time; position += rowsAtATime)
        {
            var count = Math.Min(rowsAtATime, Time - position);
            var part = Tensor.From<float>(backend, rows.AsSpan(position * RowWidth, count * RowWidth), [1, count, RowWidth]);
            all.AddRange(part.CachedAttention(keys, values, Tensor.From<int>(backend, [position], [1]), options, bias).ToArray<float>());
        }

        return [.. all];
    }
}
